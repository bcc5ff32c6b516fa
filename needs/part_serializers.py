"""What goals, stakeholders and overrulings take on the wire."""

from rest_framework import serializers

from needs.models import Attitude, Kind
from needs.models.parts import FIRST_YEAR, LAST_YEAR
from wire.fields import TextField


def _value() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=18, decimal_places=4, required=False, allow_null=True)


def _year() -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, allow_null=True
    )


class GoalInput(serializers.Serializer[None]):
    """An effect goal; a value stands with its year."""

    statement = TextField(max_length=500)
    indicator = TextField(max_length=300, required=False, allow_blank=True)
    unit = TextField(max_length=60, required=False, allow_blank=True)
    baseline_value = _value()
    baseline_year = _year()
    target_value = _value()
    target_year = _year()
    measurement_method = TextField(max_length=1000, required=False, allow_blank=True)
    owner = serializers.UUIDField(source="owner_id", required=False, allow_null=True)


class GoalEdit(GoalInput):
    """What is to change of a goal; what is left out stays."""

    statement = TextField(max_length=500, required=False)


class StakeholderInput(serializers.Serializer[None]):
    """A group with a stake in a need; `influence` is 1 (little) to 5 (great)."""

    name = TextField(max_length=200)
    kind = serializers.ChoiceField(Kind.choices)
    interest = TextField(max_length=1000, required=False, allow_blank=True)
    influence = serializers.IntegerField(min_value=1, max_value=5, required=False)
    attitude = serializers.ChoiceField(Attitude.choices, required=False, allow_blank=True)
    involvement_plan = TextField(max_length=1000, required=False, allow_blank=True)


class StakeholderEdit(StakeholderInput):
    """What is to change of a stakeholder; what is left out stays."""

    name = TextField(max_length=200, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)


class OverrulingInput(serializers.Serializer[None]):
    """A product word that may stand in one place, and why."""

    place = TextField(max_length=60)
    word = TextField(max_length=100)
    reason = TextField(max_length=1000)
