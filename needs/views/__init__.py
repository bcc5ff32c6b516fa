"""The HTTP doors of needs."""
