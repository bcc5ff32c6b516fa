"""The one signal of the house."""

from django.dispatch import Signal

entry_recorded = Signal()
"""Sent after the commit, once per stream, with `stream`, `epoch` and `seq` of the last entry."""
