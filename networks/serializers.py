"""What networks take on the wire."""

from rest_framework import serializers

from networks.models import Openness, Phase, SeatRole
from wire.fields import MomentField, TextField


class AboutInput(serializers.Serializer[None]):
    """A subject: its kind and id."""

    kind = serializers.CharField(max_length=40)
    id = serializers.UUIDField()


class NetworkInput(serializers.Serializer[None]):
    """A new network, with the authority that leads it."""

    host = serializers.CharField(max_length=200)
    name_sv = TextField(max_length=200)
    name_en = TextField(max_length=200)
    purpose_sv = TextField(max_length=4000)
    purpose_en = TextField(max_length=4000)
    phase = serializers.ChoiceField(Phase.choices, default=Phase.IDEA)
    openness = serializers.ChoiceField(Openness.choices, default=Openness.INVITE_ONLY)
    coordinator_email = serializers.EmailField()


class NetworkEdit(serializers.Serializer[None]):
    """What may be changed of a network; every field may be left out."""

    name_sv = TextField(max_length=200, required=False)
    name_en = TextField(max_length=200, required=False)
    purpose_sv = TextField(max_length=4000, required=False)
    purpose_en = TextField(max_length=4000, required=False)
    phase = serializers.ChoiceField(Phase.choices, required=False)
    openness = serializers.ChoiceField(Openness.choices, required=False)


class InvitationInput(serializers.Serializer[None]):
    """One person to invite; `authority` is an id, an organisation number or the exact name."""

    email = serializers.CharField(max_length=254)
    authority = serializers.CharField(max_length=200)
    role = serializers.CharField(max_length=20, default=SeatRole.MEMBER)
    ends_at = MomentField(required=False, allow_null=True, default=None)


class AcceptInput(serializers.Serializer[None]):
    """What somebody without an account gives to open one."""

    name = TextField(max_length=200, required=False, default="", allow_blank=True)
    password = serializers.CharField(max_length=200, required=False, default="", trim_whitespace=False)


class DeputyInput(serializers.Serializer[None]):
    """The person who takes over, by id; null for nobody."""

    person = serializers.UUIDField(allow_null=True)


class RoleInput(serializers.Serializer[None]):
    """The role a seat is to have."""

    role = serializers.ChoiceField(SeatRole.choices)
