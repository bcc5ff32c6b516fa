"""Serializer fields for what people type."""

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

from access.refusals import Invalid
from wire.text import readable


class TextField(serializers.CharField):
    """Text from a person, cleaned by wire.text; `max_length` in characters is required."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        self.longest = max_length
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        """Clean text, or a validation error with the same code as the verbs give."""
        text = super().to_internal_value(data)
        try:
            return readable(text, name="", longest=self.longest, blank=self.allow_blank)
        except Invalid as refusal:
            raise serializers.ValidationError(refusal.errors[0].detail, refusal.errors[0].code) from None


class MomentField(serializers.DateTimeField):
    """A moment with its offset; one without is in the server's time zone."""

    def to_internal_value(self, value: Any) -> datetime:
        """The moment, or a validation error also where the offset moves it out of the calendar."""
        try:
            moment: datetime = super().to_internal_value(value)
            moment.astimezone(UTC)
        except OverflowError:
            self.fail("overflow")
        return moment
