"""What files take on the wire."""

from rest_framework import serializers

from networks.zones import Zone


class FileInput(serializers.Serializer[None]):
    """A file to keep, as multipart/form-data."""

    file = serializers.FileField(allow_empty_file=True)
    zone = serializers.ChoiceField([Zone.NETWORK.value, Zone.AUTHORITY.value], default=Zone.NETWORK.value)
    members_only = serializers.BooleanField(default=False)
