"""Sockets and event streams: pushes the journal out, and lets commands in."""
