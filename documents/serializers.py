"""What documents take on the wire."""

from rest_framework import serializers

from accounts.models import Language
from decisions.serializers import RoundInput
from documents.anchors import LONGEST_QUOTE
from documents.services.commenting import LONGEST
from documents.templates import Template
from networks.serializers import AboutInput
from networks.zones import Zone
from notices.naming import MOST
from wire.fields import TextField


class DocumentInput(serializers.Serializer[None]):
    """A document to start."""

    title = TextField(max_length=200)
    zone = serializers.ChoiceField([Zone.NETWORK.value, Zone.AUTHORITY.value], default=Zone.NETWORK.value)
    template = serializers.ChoiceField([str(one) for one in Template], required=False, allow_null=True)
    language = serializers.ChoiceField(Language.choices, required=False)
    about = AboutInput(required=False, allow_null=True, default=None)


class RevisionInput(serializers.Serializer[None]):
    """A name for the document as it is now."""

    name = TextField(max_length=200)


class SignOffInput(RoundInput):
    """What is signed off: a revision, or the latest that has a name."""

    revision = serializers.UUIDField(source="revision_id", required=False, allow_null=True, default=None)


class AnchorInput(serializers.Serializer[None]):
    """A passage: relative positions of Yjs in base64, and the words between them."""

    start = serializers.CharField(max_length=400)
    end = serializers.CharField(max_length=400)
    quote = TextField(max_length=LONGEST_QUOTE, allow_blank=True)


class CommentInput(serializers.Serializer[None]):
    """A comment; without an anchor it is on the whole document."""

    body = TextField(max_length=LONGEST)
    anchor = AnchorInput(required=False, allow_null=True, default=None)
    reply_to = serializers.UUIDField(required=False, allow_null=True, default=None)
    mentions = serializers.ListField(child=serializers.UUIDField(), max_length=MOST, default=list)


class CommentEdit(serializers.Serializer[None]):
    """What a comment is to say from now on; without `mentions` it names whom it named."""

    body = TextField(max_length=LONGEST)
    mentions = serializers.ListField(child=serializers.UUIDField(), max_length=MOST, required=False)
