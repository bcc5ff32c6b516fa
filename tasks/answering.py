"""One entry for whoever answers from afar, such as by a signed link in a mail."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from access.actor import Actor
from access.refusals import Malformed, NotVisible
from networks.scoping import actor_in
from tasks.models import Occurrence
from tasks.services import acknowledge, answer, hand_over, snooze

ACTS: Mapping[str, Callable[..., Any]] = {
    "acknowledge": acknowledge,
    "answer": answer,
    "snooze": snooze,
    "hand_over": hand_over,
}


def find_reminder(actor: Actor, occurrence_id: UUID) -> Occurrence:
    """A reminder that is the person's to answer, with its schedule. Raises NotVisible."""
    rows = Occurrence.objects.visible_to(actor).select_related("schedule__owner", "network")
    occurrence = rows.filter(pk=occurrence_id).order_by("pk").first()
    if occurrence is None:
        raise NotVisible
    return occurrence


def answer_occurrence(actor: Actor, *, occurrence_id: UUID, act: str, **wanted: Any) -> Occurrence:
    """Do one of ACTS for a person who stands in no network yet, and give the reminder as it is then.

    `wanted` is what the verb takes: outcome and note, or until and reason. Raises Malformed for
    another act, NotVisible where it is not theirs any more, and what the verb refuses.
    """
    if act not in ACTS:
        raise Malformed(detail=f"Choose one of {', '.join(ACTS)}.")
    occurrence = find_reminder(actor, occurrence_id)
    ACTS[act](actor_in(actor, occurrence.network_id), occurrence=occurrence, **wanted)
    return Occurrence.objects.select_related("schedule__owner", "network").get(pk=occurrence_id)
