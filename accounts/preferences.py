"""Speaking to a person in their language and at their time."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from accounts.models import User


def speak_to(user: User) -> None:
    """Use the person's language and time zone from here on."""
    translation.activate(user.language)
    timezone.activate(ZoneInfo(user.time_zone))


@contextmanager
def in_the_words_of(user: User) -> Iterator[None]:
    """Use the person's language and time zone inside the block, as for a mail to them."""
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
        yield
