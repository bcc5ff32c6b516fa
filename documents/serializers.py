"""What documents take on the wire."""

from rest_framework import serializers

from networks.zones import Zone
from wire.fields import TextField


class DocumentInput(serializers.Serializer[None]):
    """A document to start."""

    title = TextField(max_length=200)
    zone = serializers.ChoiceField([Zone.NETWORK.value, Zone.AUTHORITY.value], default=Zone.NETWORK.value)
