"""Authorities are asked to adopt a need, and adopt it when enough of them stand behind it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict
from decisions.models import Kind, Question
from decisions.services import Asking, open_question
from journal.events import Event, NeedChanged
from needs.adoption import is_asked_about
from needs.indexing import need_piece
from needs.keeping import in_sight, latest
from needs.models import KIND, Need, Status
from needs.stepping import step_to
from networks.subjects import Subject
from search.indexing import index


@transaction.atomic
def ask_adoption(
    actor: Actor, *, need: Need, closes_at: datetime, quorum: int | None = None, text: str = ""
) -> Question:
    """Ask the network's authorities to adopt a need as it stands, by the hash of what it says.

    Raises Conflict for a need that is not in hearing, and while another such question is open; and
    what `open_question` raises.
    """
    actor.require(Permission.DECISION_OPEN)
    need = in_sight(actor, need)
    if need.status != Status.HEARING or need.members_only:
        raise Conflict("not_in_hearing", "Send the need out for hearing before it is adopted.")
    if is_asked_about(need):
        raise Conflict("adoption_asked", "The authorities are being asked about this need already.")
    wanted = Asking(
        kind=Kind.ADOPTION,
        title=need.title,
        text=text,
        closes_at=closes_at,
        quorum=quorum,
        subject=Subject(KIND, need.pk),
        subject_hash=latest(need).digest,
    )
    return open_question(actor, network=need.network, asking=wanted)


def adopt_decided(actor: Actor, *, id: UUID, subject_hash: str) -> list[Event]:  # noqa: A002 - as the registry calls it
    """Adopt a need that the authorities have carried: a part of closing their decision, which records it.

    Where the need says something else by now, or is not in hearing any more, nothing happens to it:
    what was carried is another text. Returns the facts.
    """
    need = Need.objects.with_names().get(pk=id)
    schedule = need.schedule.locked() if need.schedule else None
    need = need.locked()
    need.schedule = schedule or need.schedule
    if need.status != Status.HEARING or latest(need).digest != subject_hash:
        return []
    facts = step_to(actor, need, Status.ADOPTED)
    need.version += 1
    need.save(update_fields=["status", "schedule", "adopted_on", "adopted_version", "version"])
    index(need_piece(need, actor.now))
    return [*facts, NeedChanged(network_id=need.network_id, need_id=need.pk, version=need.version)]
