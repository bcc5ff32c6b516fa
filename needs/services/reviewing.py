"""A need is looked at again, and its owner says whether it still holds."""

from datetime import date
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden, Invalid, NotVisible
from journal.recorder import record
from needs.models import Need, Status
from needs.reviewed import CLOSED, UNCHANGED, UPDATED, is_asked, move, reviewed
from needs.reviewing import in_sight_on_time
from wire.preconditions import check_version

_OTHER_WORDS = {"done": UPDATED, "not_relevant": CLOSED}


@transaction.atomic
def review_need(actor: Actor, *, need: Need, outcome: str = UNCHANGED, version: int | None = None) -> Need:
    """Say whether a need still holds: its owner is asked again in a year, or, if `closed`, not any more.

    The owner does so, whoever answers for the question or its deputy, or a coordinator. Raises Forbidden
    for others, Invalid for another outcome, Conflict for a need that was replaced, Stale where `version`
    is not the current one.
    """
    actor.require(Permission.NEED_EDIT)
    if outcome not in (UNCHANGED, UPDATED, CLOSED):
        raise Invalid.field("outcome", "outcome", f"Choose one of {UNCHANGED}, {UPDATED}, {CLOSED}.")
    need = in_sight_on_time(actor, need)
    if not (need.is_owned_by(actor) or actor.can(Permission.NEED_MANAGE) or is_asked(actor, need.schedule)):
        raise Forbidden(Permission.NEED_MANAGE)
    check_version(need.version, version)
    if need.status == Status.SUPERSEDED:
        raise Conflict("need_superseded", "This need was replaced: nobody is asked about it any more.")

    facts = move(actor, need, outcome)
    need.version += 1
    need.save(update_fields=["schedule", "version"])
    record(actor, *facts, reviewed(need, outcome))
    return need


def answer_need(actor: Actor, *, id: UUID, outcome: str, note: str) -> date | None:  # noqa: A002 - as the registry calls it
    """Answer a reminder of a need: a review like any other. Returns the next date.

    `done` and `not_relevant`, as other subjects know them, mean updated and closed.
    """
    need = Need.objects.visible_to(actor).with_names().filter(pk=id).first()
    if need is None:
        raise NotVisible
    if note:
        raise Invalid.field("note", "note", "Write it in the need: a reminder of it keeps no note.")
    return review_need(actor, need=need, outcome=_OTHER_WORDS.get(outcome, outcome)).next_review_on
