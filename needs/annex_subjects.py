"""Annexes, and the contracts that they name, as subjects: what reminders point at."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Permission
from journal.events import Event
from needs.models import ANNEX_KIND, CONTRACT, Annex
from needs.services.annexes import changed_fact
from needs.services.confirming import answer_annex
from needs.services.watching import NOT_YET, PLANNED, answer_contract
from networks import subjects

OUTCOMES = (("unchanged", _("Nothing has changed: annex and volumes hold as they stand")),)
WHY = _(
    "You get this mail because you answer for your authority's annex, or stand in for who does: the contract"
    " that it names ends in a year or so, and buying anew often takes as long. Until somebody answers, this"
    " stays among your reminders, and nobody is asked at the next step."
)
CONTRACT_OUTCOMES = (
    (NOT_YET, _("Not yet: ask us at the next step, the last one being 9 months before it ends")),
    (PLANNED, _("It is planned for: we are on our way to what comes after")),
)


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    """Cards of annexes: who coordinates sees whose annex to which need it is, and nothing that it says."""
    return {
        row.pk: _card(row, actor)
        for row in _known(actor, ids)
        if row.is_in_sight_of(actor) or actor.can(Permission.DEMAND_COORDINATE)
    }


def _known(actor: Actor, ids: Iterable[UUID]) -> list[Annex]:
    """Annexes of the actor's network to needs that they see."""
    rows = Annex.objects.filter(Q(network_id=actor.network_id), pk__in=ids).order_by("pk")
    return [row for row in rows.select_related("need", "declared_by") if row.need.is_in_sight_of(actor)]


def _card(annex: Annex, actor: Actor) -> subjects.Card:
    state = "private" if annex.is_private else "shared"
    if annex.is_of(actor):
        title = gettext("Our annex and volumes: %(need)s") % {"need": annex.need.title}
        return subjects.Card(title=title, path=f"/needs/{annex.need_id}/annex/", state=state)
    said = {"need": annex.need.title, "authority": annex.declared_by.name}
    title = gettext("Annex of %(authority)s: %(need)s") % said
    place = "demand" if annex.is_private else f"annexes/{annex.pk}"
    return subjects.Card(title=title, path=f"/needs/{annex.need_id}/{place}/", state=state)


def _contracts(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    """Cards for the authority's own people, and of what is shared for who coordinates.

    Of a private annex nobody else gets one: on which day it waits would tell when the contract ends.
    """
    return {
        row.pk: _contract(row, is_own=row.is_of(actor))
        for row in _known(actor, ids)
        if row.is_of(actor) or (not row.is_private and actor.can(Permission.DEMAND_COORDINATE))
    }


def _contract(annex: Annex, *, is_own: bool) -> subjects.Card:
    said = {"need": annex.need.title, "authority": annex.declared_by.name}
    if is_own:
        title, path = gettext("What comes after our contract: %(need)s"), "annex"
    else:
        title = gettext("What comes after the contract of %(authority)s: %(need)s")
        path = f"annexes/{annex.pk}"
    return subjects.Card(title=title % said, path=f"/needs/{annex.need_id}/{path}/")


def _ends(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, list[subjects.Card]]:
    """When contracts end, for the authority's own people, and where they change the day."""
    return {
        row.pk: [_end(row, row.current_contract_end)]
        for row in _known(actor, ids)
        if row.is_of(actor) and row.current_contract_end
    }


def _end(annex: Annex, day: date) -> subjects.Card:
    words = gettext("Today's contract ends on %(day)s") % {"day": date_format(day, "DATE_FORMAT")}
    return subjects.Card(title=words, path=f"/needs/{annex.need_id}/annex/#id_current_contract_end")


def _network_of(pk: UUID) -> UUID | None:
    return Annex.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def _changed(pk: UUID) -> Event:
    return changed_fact(Annex.objects.get(pk=pk))


def register() -> None:
    """Make both kinds known."""
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
    subjects.register(
        subjects.SubjectKind(
            kind=CONTRACT,
            visible=_contracts,
            network_of=_network_of,
            answered=answer_contract,
            outcomes=CONTRACT_OUTCOMES,
            takes_note=False,
            points=_ends,
            why=WHY,
        )
    )
