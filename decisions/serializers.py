"""What questions and answers take on the wire."""

from rest_framework import serializers

from accounts.models import Language
from decisions.models import Capacity, Stances
from networks.serializers import AboutInput
from wire.fields import MomentField, TextField

MOST = 1000  # authorities in one network


class QuestionInput(serializers.Serializer[None]):
    """A position that authorities are asked for: all members, or those named."""

    title = TextField(max_length=200)
    text = TextField(max_length=8000, required=False, default="", allow_blank=True)
    closes_at = MomentField()
    quorum = serializers.IntegerField(min_value=1, max_value=MOST, required=False)
    authorities = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST, required=False
    )
    subject = AboutInput(required=False, allow_null=True, default=None)
    is_open_for_accession = serializers.BooleanField(required=False, default=False)


class RoundInput(serializers.Serializer[None]):
    """Until when all members are asked about something that has a hash, and how many have to answer."""

    closes_at = MomentField()
    quorum = serializers.IntegerField(min_value=1, max_value=MOST, required=False)
    text = TextField(max_length=8000, required=False, default="", allow_blank=True)


class VoiceInput(serializers.Serializer[None]):
    """What an authority says; a change and a refusal need a reason."""

    stance = serializers.ChoiceField(Stances.choices)
    reason = TextField(max_length=4000, required=False, default="", allow_blank=True)


class WithdrawalInput(serializers.Serializer[None]):
    """Why a question is taken back."""

    reason = TextField(max_length=1000)


class AccessionInput(serializers.Serializer[None]):
    """What an authority aims at that joins, and until when."""

    target = TextField(max_length=2000, required=False, default="", allow_blank=True)
    target_on = serializers.DateField(required=False, allow_null=True, default=None)


class SignatoryInput(serializers.Serializer[None]):
    """Somebody without a seat, and what they are asked to do, in which language."""

    name = TextField(max_length=200)
    title = TextField(max_length=200)
    email = TextField(max_length=254)
    capacity = serializers.ChoiceField(Capacity.choices, default=Capacity.SIGNS)
    language = serializers.ChoiceField(Language.choices, default=Language.SWEDISH)
