"""What exports and imports take on the wire."""

from rest_framework import serializers

from networks.zones import Zone
from wire.fields import TextField


class ExportInput(serializers.Serializer[None]):
    """The form that a document is wanted in."""

    format = serializers.CharField(max_length=10)


class ImportInput(serializers.Serializer[None]):
    """A file that is to become a document, as multipart/form-data; without a title it brings its own."""

    file = serializers.FileField(allow_empty_file=True)
    title = TextField(max_length=200, allow_blank=True, default="")
    zone = serializers.ChoiceField([Zone.NETWORK.value, Zone.AUTHORITY.value], default=Zone.NETWORK.value)
