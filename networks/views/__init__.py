"""The HTTP door of networks."""
