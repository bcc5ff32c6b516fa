from typing import Any, TypedDict
from uuid import UUID

import orjson
from django.db import connection, models

from files.models import StoredFile
from files.shapes import url_of

# The files of a message as JSON, or NULL: part of the question that fetches messages, so that a list of
# them costs one query. Files that nobody can have any more are left out.
FILES = """(
    SELECT json_agg(json_build_object('id', file.id, 'name', file.name, 'size', file.size,
        'media_type', file.media_type, 'width', file.width, 'height', file.height)
        ORDER BY attachment.position)::text
    FROM messaging_attachment AS attachment
    JOIN files_storedfile AS file ON file.id = attachment.file_id AND file.state = 'kept'
    WHERE attachment.message_id = {message}
)"""


class AttachedShape(TypedDict):
    """A file of a message, which `url` gives; sizes of pictures in pixels."""

    id: UUID
    name: str
    size: int
    media_type: str
    width: int | None
    height: int | None
    url: str


class Attachment(models.Model):
    """A file that belongs to a message, and to no other."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(
        "messaging.Message", on_delete=models.PROTECT, related_name="attached", db_index=False
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments", db_index=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="one_attachment_per_place"),
            models.UniqueConstraint(fields=["file"], name="one_message_per_attached_file"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} in {self.message_id}"


def files_json(message_id: UUID) -> str | None:
    """The files of one message, as FILES gives them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FILES.format(message='%s')}", [message_id])
        row: Any = cursor.fetchone()
    return str(row[0]) if row[0] else None


def attached_shapes(found: str | None) -> list[AttachedShape]:
    """What FILES gave, as clients get it."""
    files: list[AttachedShape] = orjson.loads(found) if found else []
    return [{**file, "url": url_of(file["id"])} for file in files]
