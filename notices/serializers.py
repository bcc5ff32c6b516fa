"""How a person wants to be told, as they send it."""

from rest_framework import serializers

from notices.kinds import Way
from notices.manner import Every

LAST_HOUR = 23


class RhythmInput(serializers.Serializer[None]):
    """When digests come, and when nothing does: hours and weekday (0 is Monday) in the person's time zone."""

    every = serializers.ChoiceField([one.value for one in Every])
    weekday = serializers.IntegerField(min_value=0, max_value=6)
    hour = serializers.IntegerField(min_value=0, max_value=LAST_HOUR)
    quiet_from = serializers.IntegerField(min_value=0, max_value=LAST_HOUR)
    quiet_until = serializers.IntegerField(min_value=0, max_value=LAST_HOUR)


class WayField(serializers.ChoiceField):
    """By what way one hears of a kind of news; what is not sent stays as it is."""

    def __init__(self) -> None:
        super().__init__([(one.value, one.name) for one in Way], required=False)


class WaysInput(serializers.Serializer[None]):
    """The ways of some kinds of news."""

    due = WayField()
    ahead = WayField()
    following = WayField()
    task = WayField()
    mention = WayField()
    nudge = WayField()
    decision = WayField()
