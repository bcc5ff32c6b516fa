"""What market analyses take on the wire."""

from typing import Any

from rest_framework import serializers

from market.models import Conclusion, Outcome, Reliability
from market.services import SourceRow
from tasks.cadence import rounds_of
from wire.fields import TextField


class CadenceField(serializers.CharField):
    """`monthly`, `quarterly`, `half-yearly`, `yearly`, or a rule such as FREQ=MONTHLY;INTERVAL=2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=120, **options)

    def to_internal_value(self, data: Any) -> str:
        """The cadence, or a validation error that says what is wrong with it."""
        text = super().to_internal_value(data)
        try:
            rounds_of(text)
        except ValueError as error:
            raise serializers.ValidationError(str(error), "cadence") from None
        return text


class AnalysisInput(serializers.Serializer[None]):
    """A new analysis; `owner` is a person with a seat in the network."""

    question = TextField(max_length=500)
    scope = TextField(max_length=4000, required=False, default="", allow_blank=True)
    owner = serializers.UUIDField(source="owner_id")
    deputy = serializers.UUIDField(source="deputy_id", required=False, allow_null=True)
    cadence = CadenceField()
    next_review_on = serializers.DateField()


class AnalysisChange(serializers.Serializer[None]):
    """What is new about an analysis."""

    question = TextField(max_length=500, required=False)
    scope = TextField(max_length=4000, required=False, allow_blank=True)
    summary = TextField(max_length=8000, required=False, allow_blank=True)
    conclusion = serializers.ChoiceField(Conclusion.choices, required=False, allow_blank=True)
    owner = serializers.UUIDField(source="owner_id", required=False)
    deputy = serializers.UUIDField(source="deputy_id", required=False, allow_null=True)
    cadence = CadenceField(required=False)
    next_review_on = serializers.DateField(required=False)


class SourceInput(serializers.Serializer[None]):
    """Where a finding comes from."""

    citation = TextField(max_length=500)
    url = serializers.URLField(max_length=2000, required=False, default="", allow_blank=True)
    accessed_on = serializers.DateField()
    licence = TextField(max_length=200, required=False, default="", allow_blank=True)
    reliability = serializers.ChoiceField(Reliability.choices)

    def to_internal_value(self, data: Any) -> SourceRow:
        """The source as the verb takes it."""
        return SourceRow(**super().to_internal_value(data))


class FindingInput(serializers.Serializer[None]):
    """What was found out, and where."""

    claim = TextField(max_length=2000)
    sources = serializers.ListField(child=SourceInput(), min_length=1, max_length=20)


class ReviewInput(serializers.Serializer[None]):
    """What a new look at the market came to."""

    outcome = serializers.ChoiceField(Outcome.choices)
    note = TextField(max_length=2000, required=False, default="", allow_blank=True)
