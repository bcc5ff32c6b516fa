"""What needs take on the wire."""

from rest_framework import serializers

from accounts.models import Language
from needs.models import Status
from networks.zones import Zone
from wire.fields import TextField


class NeedInput(serializers.Serializer[None]):
    """A need to open; `owner` is a person with a seat in the network, the sender where none is named."""

    title_sv = TextField(max_length=200)
    title_en = TextField(max_length=200)
    one_liner = TextField(max_length=500, required=False, default="", allow_blank=True)
    owner = serializers.UUIDField(source="owner_id", required=False, allow_null=True, default=None)
    zone = serializers.ChoiceField([Zone.AUTHORITY.value, Zone.NETWORK.value], default=Zone.AUTHORITY.value)
    language = serializers.ChoiceField(Language.choices, default=Language.SWEDISH.value)


class NeedEdit(serializers.Serializer[None]):
    """What is to change of a need; what is left out stays."""

    title_sv = TextField(max_length=200, required=False)
    title_en = TextField(max_length=200, required=False)
    one_liner = TextField(max_length=500, required=False, allow_blank=True)
    owner = serializers.UUIDField(source="owner_id", required=False)
    status = serializers.ChoiceField(Status.choices, required=False)
