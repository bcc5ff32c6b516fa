"""Needs as subjects: what rooms, documents and reminders may point at."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from journal.events import Event
from needs.models import KIND, Need
from needs.reviewed import CLOSED, UNCHANGED, UPDATED
from needs.services.adopting import adopt_decided
from needs.services.needs import changed_fact
from needs.services.reviewing import answer_need
from networks import subjects

NEED_OUTCOMES = (
    (UNCHANGED, _("Nothing has changed: the need still holds")),
    (UPDATED, _("Something has changed, and the need is brought up to date or will be replaced")),
    (CLOSED, _("Nobody need ask any more")),
)


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    rows = Need.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    return {
        row.pk: subjects.Card(title=row.title, path=f"/needs/{row.pk}/", state=row.status) for row in rows
    }


def _network_of(pk: UUID) -> UUID | None:
    return Need.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def _changed(pk: UUID) -> Event:
    return changed_fact(Need.objects.get(pk=pk))


def register() -> None:
    """Make the kind known."""
    subjects.register(
        subjects.SubjectKind(
            kind=KIND,
            visible=_visible,
            network_of=_network_of,
            answered=answer_need,
            outcomes=NEED_OUTCOMES,
            takes_note=False,
            changed=_changed,
            decided=adopt_decided,
        )
    )
