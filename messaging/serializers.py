"""What rooms and messages take on the wire."""

from rest_framework import serializers

from messaging.attaching import MOST
from messaging.services.posting import LONGEST, LONGEST_KEY
from networks.serializers import AboutInput
from networks.zones import Zone
from notices.naming import MOST as MOST_NAMED
from wire.fields import TextField


class RoomInput(serializers.Serializer[None]):
    """A room to open."""

    title = TextField(max_length=200)
    zone = serializers.ChoiceField([Zone.NETWORK.value, Zone.AUTHORITY.value], default=Zone.NETWORK.value)
    about = AboutInput(required=False, allow_null=True, default=None)
    members_only = serializers.BooleanField(default=False)


class MessageInput(serializers.Serializer[None]):
    """A message to post; `key` makes a repeated post the same message. With a file, the body may be empty."""

    body = TextField(max_length=LONGEST, allow_blank=True)
    key = serializers.CharField(max_length=LONGEST_KEY, required=False, allow_null=True, default=None)
    reply_to = serializers.UUIDField(required=False, allow_null=True, default=None)
    attachments = serializers.ListField(child=serializers.UUIDField(), max_length=MOST, default=list)
    mentions = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_NAMED, default=list)


class MessageEdit(serializers.Serializer[None]):
    """What a message is to say from now on."""

    body = TextField(max_length=LONGEST)
    mentions = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_NAMED, default=list)


class ReadInput(serializers.Serializer[None]):
    """Everything up to and including this number is read."""

    through = serializers.IntegerField(min_value=0, max_value=2**62)


class UnreadInput(serializers.Serializer[None]):
    """This number and everything later is unread."""

    since = serializers.IntegerField(min_value=1, max_value=2**62)


class MessageTaskInput(serializers.Serializer[None]):
    """The task that a message becomes, for a `person` or for an `authority`."""

    title = TextField(max_length=200)
    due_on = serializers.DateField()
    person = serializers.UUIDField(source="person_id", required=False, allow_null=True)
    authority = serializers.UUIDField(source="authority_id", required=False, allow_null=True)
