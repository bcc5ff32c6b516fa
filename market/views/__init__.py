"""The HTTP doors of market analyses and their findings."""
