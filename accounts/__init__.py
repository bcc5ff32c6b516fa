"""People, the authorities they work for, and how they sign in."""
