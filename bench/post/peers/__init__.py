"""Other servers that do the same."""
