"""What an authority is asked of its lines as subjects: expected decisions, and what was bought."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Permission
from needs.answering import lines_asked_of
from needs.figures import plain
from needs.models import EXPECTED, REALISED, Annex, DemandLine
from needs.services.capturing import ALL_NOTED, answer_bought
from needs.services.promising import NOT_DECIDED, NOT_EXPECTED, answer_expected
from networks import subjects

EXPECTED_OUTCOMES = (
    (NOT_DECIDED, _("Not decided yet: we expect it by another day")),
    (NOT_EXPECTED, _("We expect no decision any more")),
)
REALISED_OUTCOMES = (
    (ALL_NOTED, _("Nothing was bought in this period, or nothing beyond what is noted on our lines")),
)


def _cards(actor: Actor, ids: Iterable[UUID], kind: str) -> dict[UUID, subjects.Card]:
    """Cards for the authority's own people, and for who coordinates; nothing that lines say."""
    rows = Annex.objects.filter(Q(network_id=actor.network_id), pk__in=ids).order_by("pk")
    known = [row for row in rows.select_related("need", "declared_by") if row.need.is_in_sight_of(actor)]
    return {
        row.pk: _card(row, kind, is_own=row.is_of(actor))
        for row in known
        if row.is_of(actor) or actor.can(Permission.DEMAND_COORDINATE)
    }


def _card(annex: Annex, kind: str, *, is_own: bool) -> subjects.Card:
    said = {"need": annex.need.title, "authority": annex.declared_by.name}
    if kind == EXPECTED:
        own, theirs = (
            gettext("Decisions that we expected: %(need)s"),
            gettext("Decisions of %(authority)s: %(need)s"),
        )
    else:
        own, theirs = (
            gettext("What we have bought: %(need)s"),
            gettext("What %(authority)s has bought: %(need)s"),
        )
    return subjects.Card(title=(own if is_own else theirs) % said, path=f"/needs/{annex.need_id}/demand/")


def _points(actor: Actor, ids: Iterable[UUID], kind: str) -> dict[UUID, list[subjects.Card]]:
    """The lines that questions are about, for the authority's own people."""
    rows = Annex.objects.visible_to(actor).select_related("need").filter(pk__in=ids).order_by("pk")
    own = {annex.pk: annex for annex in rows if annex.is_of(actor)}
    found = lines_asked_of(own, kind, actor.now.date()) if own else {}
    return {pk: [_point(line, kind) for line in lines] for pk, lines in found.items()}


def _point(line: DemandLine, kind: str) -> subjects.Card:
    said = {
        "item": line.item.name,
        "quantity": number_format(Decimal(plain(line.quantity_mid)), force_grouping=True),
        "unit": line.item.unit,
        "commitment": line.commitment,
        "bought": number_format(Decimal(plain(line.realised)), force_grouping=True),
        "day": date_format(line.decision_expected_on, "DATE_FORMAT") if line.decision_expected_on else "",
    }
    path = f"/needs/{line.need_id}/demand/{line.pk}/"
    if kind == EXPECTED:
        words = gettext("%(item)s, %(quantity)s %(unit)s, %(commitment)s: a decision was expected by %(day)s")
        return subjects.Card(title=words % said, path=path)
    words = gettext("%(item)s, %(quantity)s %(unit)s, %(commitment)s: %(bought)s noted as bought")
    return subjects.Card(title=words % said, path=f"{path}#bought-title")


def _network_of(pk: UUID) -> UUID | None:
    return Annex.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def register() -> None:
    """Make both kinds known."""
    subjects.register(
        subjects.SubjectKind(
            kind=EXPECTED,
            visible=lambda actor, ids: _cards(actor, ids, EXPECTED),
            network_of=_network_of,
            answered=answer_expected,
            outcomes=EXPECTED_OUTCOMES,
            takes_note=False,
            dated=(NOT_DECIDED,),
            points=lambda actor, ids: _points(actor, ids, EXPECTED),
        )
    )
    subjects.register(
        subjects.SubjectKind(
            kind=REALISED,
            visible=lambda actor, ids: _cards(actor, ids, REALISED),
            network_of=_network_of,
            answered=answer_bought,
            outcomes=REALISED_OUTCOMES,
            takes_note=False,
            points=lambda actor, ids: _points(actor, ids, REALISED),
        )
    )
