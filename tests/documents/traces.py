"""What the edits of the benchmark's session end in."""

from bench.documents.trace import Patch, first_edits

__all__ = ["edited", "first_edits"]


def edited(patches: list[Patch]) -> str:
    """The text that the patches end in."""
    characters: list[str] = []
    for at, deleted, inserted in patches:
        characters[at : at + deleted] = inserted
    return "".join(characters)
