"""A nudge as a subject: what its notice points at."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from access.actor import Actor
from networks.subjects import Card, SubjectKind
from networks.subjects import register as make_known
from support.models import Nudge


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Card]:
    """Only who was nudged sees it."""
    rows = Nudge.objects.filter(Q(network_id=actor.network_id, seat__user_id=actor.user_id), pk__in=ids)
    return {
        row.pk: Card(title=row.network.name, path=f"/networks/{row.network_id}/")
        for row in rows.select_related("network").order_by("pk")
    }


def _network_of(pk: UUID) -> UUID | None:
    return Nudge.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def register() -> None:
    """Make the kind known."""
    make_known(SubjectKind(kind="nudge", visible=_visible, network_of=_network_of))
