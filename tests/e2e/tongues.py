"""The words of pages in either language, so that one walk is walked in both."""

from dataclasses import dataclass

from django.utils import formats, translation
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as its pages speak it: `says("Save")` is what stands on the button."""

    language: str

    def __call__(self, english: str, **parts: object) -> str:
        """The words for what stands in English in the source. Fails where nobody has translated them."""
        with translation.override(self.language):
            words = gettext(english)
        assert self.language == "en" or words != english, f"{english!r} is in no catalogue"
        return words % parts if parts else words

    def start_of(self, english: str, until: str, **parts: object) -> str:
        """The words up to a part that nobody can tell beforehand."""
        return self(english, **parts, **{until: "\0"}).partition("\0")[0].strip()

    def number(self, value: int) -> str:
        """A number as tables show it."""
        with translation.override(self.language):
            return formats.number_format(value, force_grouping=True)
