"""What imports of sheets take on the wire."""

from rest_framework import serializers

from needs.models import SheetKind


class SheetInput(serializers.Serializer[None]):
    """A sheet, as multipart/form-data: a `file` (XLSX or CSV), or its cells as `text` as they are pasted."""

    kind = serializers.ChoiceField(SheetKind.choices)
    file = serializers.FileField(required=False, allow_empty_file=True)
    text = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
