"""What reminders take on the wire."""

from rest_framework import serializers

from wire.fields import TextField

LONGEST_NOTE = 2000


class AnswerInput(serializers.Serializer[None]):
    """An answer to a reminder; the subject's room says which outcomes it knows."""

    outcome = serializers.CharField(max_length=20)
    note = TextField(max_length=LONGEST_NOTE, required=False, default="", allow_blank=True)
