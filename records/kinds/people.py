"""Authorities and people: who was in, and whom to turn to."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from networks.models import Membership, Seat
from networks.shapes import membership_shape, seat_shape
from records.kinds.kind import Kind, moment_or_none
from records.sight import Sight


def _members(sight: Sight) -> "QuerySet[Any]":
    rows = Membership.objects.filter(sight.by("joined_at"), network=sight.network)
    return rows.select_related("authority").order_by("joined_at", "pk")


def _member(sight: Sight, row: Membership) -> Mapping[str, Any]:
    shape = membership_shape(row)
    return {**shape, **moment_or_none(sight, shape, "left_at")}


def _seats(sight: Sight) -> "QuerySet[Any]":
    # A seat's role and deputy change in place: of one that was left behind only one's own are known.
    rows = Seat.objects.filter(sight.ours_if_past("authority_id"), network=sight.network)
    return rows.select_related("user", "authority", "deputy").order_by("started_at", "pk")


def _seat(sight: Sight, row: Seat) -> Mapping[str, Any]:
    is_ours = row.authority_id == sight.authority_id and row.user.anonymised_at is None
    return {**seat_shape(row), "email": row.user.email if is_ours else None}


KINDS = [
    Kind(name="members", title=_("Authorities in the network"), rows=_members, shape=_member),
    Kind(name="seats", title=_("People in the network"), rows=_seats, shape=_seat),
]
