from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority
from journal.ids import uuid7
from messaging.models.attachment import FILES, AttachedShape, attached_shapes, files_json
from messaging.models.room import Room
from networks.zones import Zoned, ZonedQuerySet


class MessageQuerySet(ZonedQuerySet):
    """Questions about messages."""

    def in_room(self, room: Room) -> "MessageQuerySet":
        """The messages of one room, by number."""
        return self.filter(room=room).order_by("number")

    def after(self, number: int) -> "MessageQuerySet":
        """Those later than `number`."""
        return self.filter(number__gt=number)

    def with_files(self) -> "MessageQuerySet":
        """Have the files of each fetched along."""
        files = RawSQL(FILES.format(message="messaging_message.id"), [])  # noqa: S611 - no word of anybody's in it
        found: MessageQuerySet = self.annotate(files_json=files)
        return found

    def before(self, number: int) -> "MessageQuerySet":
        """Those earlier than `number`."""
        return self.filter(number__lt=number)


class Message(Zoned):
    """What somebody said for their authority. Its zone is the room's.

    `body` is Markdown as typed, `body_html` what the server made of it. A deleted message keeps
    its number, and neither body. `key` and `body_hash` make a repeated post the same message.
    """

    read_permission = Permission.MESSAGE_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="messages", db_index=False)
    number = models.BigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    body_html = models.TextField()
    reply_to = models.ForeignKey("self", on_delete=models.PROTECT, related_name="replies", null=True)
    key = models.CharField(max_length=200, null=True)
    body_hash = models.BinaryField(default=b"")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    files_json: str | None

    class Meta(Zoned.Meta):
        constraints = [
            *Zoned.Meta.constraints,
            models.UniqueConstraint(fields=["room", "number"], name="one_message_per_number_in_a_room"),
            models.UniqueConstraint(
                fields=["room", "author", "key"],
                condition=Q(key__isnull=False),
                name="one_message_per_key_of_an_author_in_a_room",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="message_numbers_begin_at_one"),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(body="", body_html=""), name="deleted_message_says_nothing"
            ),
        ]
        indexes = [
            models.Index(
                fields=["room", "number"], condition=Q(deleted_at__isnull=False), name="deleted_messages"
            ),
            models.Index(fields=["room", "author", "number"], name="messages_of_an_author"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}#{self.number}"

    @property
    def attachments(self) -> list[AttachedShape]:
        """Its files that can be had; one query where they were not fetched along."""
        if self.deleted_at is not None:
            return []
        if "files_json" not in self.__dict__:
            self.files_json = files_json(self.pk)
        return attached_shapes(self.files_json)

    def is_by(self, actor: Actor) -> bool:
        """Did this person write it?"""
        return self.author_id == actor.user_id

    def locked(self) -> "Message":
        """The same message, read again under its row lock."""
        found: Message = Message.objects.select_for_update(no_key=True).get(pk=self.pk)
        return found


class MessageVersion(models.Model):
    """What a message said before it was edited or deleted. Nothing typed is ever lost."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    body = models.TextField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "version"], name="one_row_per_version_of_a_message"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} v{self.version}"
