"""What happened lately in a network, as sentences: one of the journal's readers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.actor import Actor
from journal.models import Entry
from networks.entries import rendered
from networks.subjects import Card, Subject, cards_of

Fact = dict[str, Any]
SHOWN = 12
# Looked through for what to show: runs of messages in one room become one sentence.
LOOKED_THROUGH = 80
ABOUT = {
    "room_id": "room",
    "document_id": "document",
    "need_id": "need",
    "analysis_id": "analysis",
    "task_id": "task",
    "decision_id": "decision",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One sentence about what happened, and when."""

    at: datetime
    sentence: SafeString


def latest(actor: Actor, streams: Iterable[str]) -> list[Happening]:
    """The latest happenings in these streams that the actor may read, newest first."""
    entries = Entry.objects.filter(stream_id__in=list(streams), type__in=list(SENTENCES)).order_by("-id")
    facts = rendered(list(entries[:LOOKED_THROUGH]))
    cards = cards_of(actor, {subject for fact in facts if (subject := _subject(fact))})
    visible = [fact for fact in facts if (subject := _subject(fact)) is None or subject in cards]
    runs = [list(run) for _key, run in groupby(visible, key=_run)]
    return [_happening(run, cards) for run in runs[:SHOWN]]


def _subject(fact: Fact) -> Subject | None:
    """The room, document or analysis that the fact is about."""
    for name, kind in ABOUT.items():
        if name in fact["data"]:
            return Subject(kind, UUID(fact["data"][name]))
    return None


def _run(fact: Fact) -> tuple[str, object]:
    """Messages in one room after one another share this; everything else stands alone."""
    alone = "" if fact["type"] == "message.posted" else fact["seq"]
    return fact["type"], (fact["stream"], alone)


def _happening(run: list[Fact], cards: dict[Subject, Card]) -> Happening:
    fact = run[0]
    subject = _subject(fact)
    what = _linked(cards[subject]) if subject else ""
    sentence = SENTENCES[fact["type"]](fact, len(run))
    return Happening(at=fact["at"], sentence=format_html(sentence, who=_who(fact), what=what, **_named(fact)))


def _linked(card: Card) -> SafeString:
    return format_html('<a href="{}">{}</a>', card.path, card.title)


def _who(fact: Fact) -> SafeString:
    """The person and their authority, or the product itself."""
    person, authority = fact["actor"]["person"], fact["actor"]["authority"]
    if person is None and authority:  # came by a personal link
        return format_html(_("Somebody without a seat ({})"), authority["name"])
    if person is None:
        return SafeString(_("Samverk"))
    name = format_html("<strong>{}</strong>", person["name"])
    return format_html("{} ({})", name, authority["name"]) if authority else name


def _named(fact: Fact) -> dict[str, str]:
    """Names out of the resource beside the fact, for sentences that need them."""
    resource = fact["resource"] or {}
    parts = {name: resource.get(name) for name in ("authority", "person")}
    return {name: part.get("name", "") if isinstance(part, dict) else "" for name, part in parts.items()}


def _messages(_fact: Fact, count: int) -> str:
    return ngettext(
        "{who} wrote in {what}", "%(count)d new messages in {what}, the latest by {who}", count
    ) % {"count": count}


def _said(sentence: Callable[[], str]) -> Callable[[Fact, int], str]:
    return lambda _fact, _count: sentence()


SENTENCES: dict[str, Callable[[Fact, int], str]] = {
    "message.posted": _messages,
    "network.created": _said(lambda: _("{who} set up the network")),
    "network.changed": _said(lambda: _("{who} changed the description of the network")),
    "membership.started": _said(lambda: _("{authority} joined the network")),
    "membership.ended": _said(lambda: _("{authority} left the network")),
    "seat.taken": _said(lambda: _("{person} took a seat for {authority}")),
    "seat.ended": _said(lambda: _("The seat of {person} for {authority} ended")),
    "seat.handed_over": _said(lambda: _("{person} took over a seat for {authority}")),
    "invitation.sent": _said(lambda: _("{who} invited somebody from {authority}")),
    "room.opened": _said(lambda: _("{who} opened the room {what}")),
    "room.opened_privately": _said(lambda: _("{who} opened the room {what}, seen by your authority only")),
    "document.created": _said(lambda: _("{who} started the document {what}")),
    "document.created_privately": _said(
        lambda: _("{who} started the document {what}, seen by your authority only")
    ),
    "document.shared": _said(lambda: _("{who} shared the document {what} with the network")),
    "need.opened": _said(lambda: _("{who} opened the need {what}")),
    "need.opened_privately": _said(lambda: _("{who} opened the need {what}, seen by your authority only")),
    "need.changed": _said(lambda: _("{who} changed the need {what}")),
    "need.reviewed": _said(lambda: _("{who} looked at the need {what} again")),
    "need.reviewed_privately": _said(
        lambda: _("{who} looked at the need {what} again, seen by your authority only")
    ),
    "need.changed_privately": _said(lambda: _("{who} changed the need {what}, seen by your authority only")),
    "need.shared": _said(lambda: _("{who} shared the need {what} and its document with the network")),
    "goal.changed": _said(lambda: _("{who} changed the effect goals of {what}")),
    "goal.changed_privately": _said(
        lambda: _("{who} changed the effect goals of {what}, seen by your authority only")
    ),
    "stakeholder.changed": _said(lambda: _("{who} changed the stakeholders of {what}")),
    "stakeholder.changed_privately": _said(
        lambda: _("{who} changed the stakeholders of {what}, seen by your authority only")
    ),
    "word.overruled": _said(lambda: _("{who} let a product word stand in {what}")),
    "word.overruled_privately": _said(
        lambda: _("{who} let a product word stand in {what}, seen by your authority only")
    ),
    "analysis.opened": _said(lambda: _("{who} opened the market analysis {what}")),
    "analysis.reviewed": _said(lambda: _("{who} reviewed the market analysis {what}")),
    "analysis.changed": _said(lambda: _("{who} changed the market analysis {what}")),
    "finding.added": _said(lambda: _("{who} wrote down a finding for {what}")),
    "decision.opened": _said(lambda: _("{who} asked the authorities: {what}")),
    "decision.answered": _said(lambda: _("{who} answered {what} for their authority")),
    "decision.closed": _said(lambda: _("{what} is decided")),
    "decision.withdrawn": _said(lambda: _("{who} withdrew the question {what}")),
    "signatory.invited": _said(
        lambda: _("{who} asked somebody without a seat to read {what}, seen by your authority only")
    ),
    "signatory.blocked": _said(
        lambda: _("A personal link to {what} was closed for wrong codes, seen by your authority only")
    ),
    "signatory.signed": _said(lambda: _("{who} signed {what}")),
    "decision.acceded": _said(lambda: _("{who} joined {what} for their authority")),
    "task.given": _said(lambda: _("{who} gave the task {what}")),
    "task.given_privately": _said(lambda: _("{who} gave the task {what}, seen by your authority only")),
}
