"""Annexes as subjects: what reminders point at."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Permission
from journal.events import Event
from needs.models import ANNEX_KIND, Annex
from needs.services.annexes import changed_fact
from needs.services.confirming import answer_annex
from networks import subjects

OUTCOMES = (("unchanged", _("Nothing has changed: annex and volumes hold as they stand")),)


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    """Cards of annexes: who coordinates sees whose annex to which need it is, and nothing that it says."""
    rows = Annex.objects.filter(Q(network_id=actor.network_id), pk__in=ids).order_by("pk")
    known = [row for row in rows.select_related("need", "declared_by") if row.need.is_in_sight_of(actor)]
    return {
        row.pk: _card(row, actor)
        for row in known
        if row.is_in_sight_of(actor) or actor.can(Permission.DEMAND_COORDINATE)
    }


def _card(annex: Annex, actor: Actor) -> subjects.Card:
    state = "private" if annex.is_private else "shared"
    if annex.is_of(actor):
        title = gettext("Our annex and volumes: %(need)s") % {"need": annex.need.title}
        return subjects.Card(title=title, path=f"/needs/{annex.need_id}/annex/", state=state)
    said = {"need": annex.need.title, "authority": annex.declared_by.name}
    title = gettext("Annex of %(authority)s: %(need)s") % said
    place = "demand" if annex.is_private else f"annexes/{annex.pk}"
    return subjects.Card(title=title, path=f"/needs/{annex.need_id}/{place}/", state=state)


def _network_of(pk: UUID) -> UUID | None:
    return Annex.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def _changed(pk: UUID) -> Event:
    return changed_fact(Annex.objects.get(pk=pk))


def register() -> None:
    """Make the kind known."""
    subjects.register(
        subjects.SubjectKind(
            kind=ANNEX_KIND,
            visible=_visible,
            network_of=_network_of,
            answered=answer_annex,
            outcomes=OUTCOMES,
            takes_note=False,
            changed=_changed,
        )
    )
