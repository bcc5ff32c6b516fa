"""Attachments, images and sources: one table, one checked download door, one scan."""
