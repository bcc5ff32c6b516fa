"""The HTTP doors of decisions."""
