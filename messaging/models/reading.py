from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from psycopg.types.multirange import Int8Multirange
from psycopg.types.range import Int8Range

from messaging.models.room import Room

if TYPE_CHECKING:
    Column = models.Field[Any, Any]
else:
    Column = models.Field


Ranges = list[tuple[int, int]]


def pairs_of(found: Any) -> Ranges:
    """A multirange of psycopg as [first, last] pairs in order, both included."""
    return [(part.lower, part.upper - 1) for part in found]


class RangesField(Column):
    """Ranges of whole numbers, PostgreSQL's int8multirange: merged, sorted, without overlap."""

    def db_type(self, connection: Any) -> str:
        """The column type."""
        return "int8multirange"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Ranges:
        """The ranges as pairs."""
        return pairs_of(value)

    def get_prep_value(self, value: Any) -> Any:
        """The pairs as PostgreSQL takes them."""
        return Int8Multirange([Int8Range(first, last + 1) for first, last in value])


class Reading(models.Model):
    """Which messages of a room one person has read. Unread is computed from it, never counted.

    Beside what lies in `ranges`, their own messages after `own_since` are read: whoever posts writes
    nothing here, so that a post costs the same however many somebody has made without reading.
    """

    id = models.BigAutoField(primary_key=True)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="readings", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ranges = RangesField()
    own_since = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "user"], name="one_reading_per_person_and_room"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.room_id}"
