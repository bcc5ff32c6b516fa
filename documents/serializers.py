"""What documents take on the wire."""

from rest_framework import serializers

from accounts.models import Language
from documents.templates import Template
from networks.serializers import AboutInput
from networks.zones import Zone
from wire.fields import TextField


class DocumentInput(serializers.Serializer[None]):
    """A document to start."""

    title = TextField(max_length=200)
    zone = serializers.ChoiceField([Zone.NETWORK.value, Zone.AUTHORITY.value], default=Zone.NETWORK.value)
    template = serializers.ChoiceField([str(one) for one in Template], required=False, allow_null=True)
    language = serializers.ChoiceField(Language.values, required=False)
    about = AboutInput(required=False, allow_null=True, default=None)
