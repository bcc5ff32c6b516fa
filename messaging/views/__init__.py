"""The HTTP door of discussion."""
