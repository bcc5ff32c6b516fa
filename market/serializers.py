"""What market analyses take on the wire."""

from rest_framework import serializers

from market.models import Outcome
from tasks.models import CadenceChoice
from wire.fields import TextField


class AnalysisInput(serializers.Serializer[None]):
    """A new analysis; `owner` is a person with a seat in the network."""

    question = TextField(max_length=500)
    scope = TextField(max_length=4000, required=False, default="", allow_blank=True)
    owner = serializers.UUIDField(source="owner_id")
    cadence = serializers.ChoiceField(CadenceChoice.choices)
    next_review_on = serializers.DateField()


class ReviewInput(serializers.Serializer[None]):
    """What a new look at the market came to."""

    outcome = serializers.ChoiceField(Outcome.choices)
    note = TextField(max_length=2000, required=False, default="", allow_blank=True)
