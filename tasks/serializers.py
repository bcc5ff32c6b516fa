"""What reminders and tasks take on the wire."""

from typing import Any

from rest_framework import serializers

from networks.subjects import Subject
from networks.zones import Zone
from tasks.models import TaskState
from wire.fields import TextField

LONGEST_NOTE = 2000


class AnswerInput(serializers.Serializer[None]):
    """An answer to a reminder; the subject's room says which outcomes it knows, and which name a `day`."""

    outcome = serializers.CharField(max_length=20)
    note = TextField(max_length=LONGEST_NOTE, required=False, default="", allow_blank=True)
    day = serializers.DateField(required=False)


class SnoozeInput(serializers.Serializer[None]):
    """More time, and why."""

    until = serializers.DateField()
    reason = TextField(max_length=500)


class OriginInput(serializers.Serializer[None]):
    """What a task came out of."""

    kind = serializers.SlugField(max_length=40)
    id = serializers.UUIDField()

    def to_internal_value(self, data: Any) -> Subject:
        """The subject that the two name."""
        return Subject(**super().to_internal_value(data))


class TaskInput(serializers.Serializer[None]):
    """A new task, for a `person` with a seat in the network or for an `authority` in it."""

    title = TextField(max_length=200)
    details = TextField(max_length=4000, required=False, default="", allow_blank=True)
    due_on = serializers.DateField()
    person = serializers.UUIDField(source="person_id", required=False, allow_null=True)
    authority = serializers.UUIDField(source="authority_id", required=False, allow_null=True)
    zone = serializers.ChoiceField([Zone.NETWORK, Zone.AUTHORITY], required=False, default=Zone.NETWORK)
    about = OriginInput(required=False)


class TaskChange(serializers.Serializer[None]):
    """What is new about a task."""

    title = TextField(max_length=200, required=False)
    details = TextField(max_length=4000, required=False, allow_blank=True)
    due_on = serializers.DateField(required=False)
    person = serializers.UUIDField(source="person_id", required=False)


class FinishInput(serializers.Serializer[None]):
    """How a task ended."""

    state = serializers.ChoiceField([TaskState.DONE, TaskState.DROPPED])
    result = TextField(max_length=LONGEST_NOTE, required=False, default="", allow_blank=True)
