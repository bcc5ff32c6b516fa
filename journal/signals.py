"""The one signal of the house."""

from django.dispatch import Signal

entry_recorded = Signal()
"""Sent after the commit, once per stream, with `stream`, `epoch` and `seq` of the last entry.
`more` is true where the same commit has others to tell of: they may go out together.

A log beside the journal, such as that of a document's updates, tells of itself alike.
"""
