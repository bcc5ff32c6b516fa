"""An authority declares demand, changes or confirms it, and withdraws it. Each version is kept."""

from typing import Any
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden, Invalid, NotVisible
from journal.events import DemandChanged, DemandDeclared, DemandWithdrawn
from journal.recorder import record
from needs.ageing import holds_until
from needs.following import follow, held
from needs.models import DemandItem, DemandLine, Need, Trust, Visibility
from needs.models.terms import BOUGHT, PROMISING
from needs.named_days import said_by
from needs.opening import TELLS_OF_OTHERS, tells_of_others
from needs.services.annexes import annex_of, need_in_sight
from needs.services.terms import FIELDS, beginnings, checked
from networks.models import Membership
from wire.preconditions import check_version

MEANT = (*PROMISING, *BOUGHT)  # what the clock asks about


@transaction.atomic
def declare_line(actor: Actor, *, need: Need, item_id: UUID, **said: Any) -> DemandLine:
    """Declare what the actor's authority wants of an item, in its annex, which is opened where there is none.

    Raises Invalid; every fault is pointed at.
    """
    actor.require(Permission.DEMAND_DECLARE)
    need = need_in_sight(actor, need)
    in_trust = is_in_trust(actor, need.network_id)
    schedules = held(need.pk, actor.represents)
    item = DemandItem.objects.filter(need=need, pk=item_id).first()
    if item is None:
        raise Invalid.field("item", "item", "Choose an item of this need's catalogue.")
    if item.is_retired:
        raise Invalid.field("item", "retired", "This item is retired: it takes no new lines.")
    terms = checked(beginnings(said, actor.now), actor.now)
    _check_shown(terms["visibility"], in_trust=in_trust)
    annex, facts = annex_of(actor, need)
    line = DemandLine(
        network_id=need.network_id,
        need=need,
        annex=annex,
        item=item,
        declared_by_id=actor.represents,
        in_trust=in_trust,
        declared_at=actor.now,
        **terms,
    )
    line.save(force_insert=True)
    line.as_version(actor).save(force_insert=True)
    if line.commitment in MEANT:
        facts += follow(actor, annex.pk, schedules)
    record(actor, *facts, DemandDeclared(**_names(line), version=line.version))
    return line


@transaction.atomic
def change_line(actor: Actor, *, line: DemandLine, version: int | None = None, **changes: Any) -> DemandLine:
    """Change what a line says, or confirm it by naming nothing: it holds for another year from today.

    What the network was shown line by line can't be hidden again, and what it was shown in a sum can't be
    opened where the others of that sum could then be worked out. Raises Forbidden for people of
    other authorities, Stale where `version` is not the current one, Conflict for a withdrawn line,
    Invalid.
    """
    actor.require(Permission.DEMAND_DECLARE)
    if changes.get("visibility") == Visibility.GROUP:
        line.need.locked()  # whoever opens a line waits for who publishes, and for who opens another
    is_in_trust(actor, line.network_id)  # locks first, so that no trust begins while a line becomes shown
    schedules = held(line.need_id, actor.represents)
    line = own_line(actor, line)
    check_version(line.version, version)
    was_shown = line.visibility == Visibility.GROUP
    said = {name: getattr(line, name) for name in FIELDS}
    said["valid_until"] = holds_until(line.valid_until, actor.now.date())
    terms = checked({**said, **changes}, actor.now, line)
    if terms["visibility"] == Visibility.GROUP and not was_shown:
        _check_opening(line, terms)
    counted, followed = line.counted, said_by(line)
    for name, value in terms.items():
        setattr(line, name, value)
    _check_shown(line.visibility, in_trust=line.in_trust)
    if was_shown and line.visibility != Visibility.GROUP:
        raise Invalid.field("visibility", "shown", "The network has seen this line: it stays seen.")
    line.version += 1
    line.said_since = line.version if line.counted != counted else line.said_since
    line.save()
    line.as_version(actor).save(force_insert=True)
    facts = follow(actor, line.annex_id, schedules) if said_by(line) != followed else []
    record(actor, *facts, DemandChanged(**_names(line), version=line.version))
    return line


@transaction.atomic
def withdraw_line(actor: Actor, *, line: DemandLine) -> DemandLine:
    """Withdraw a line: it stays and says so, and counts no more from the next published table on.

    Raises Forbidden for people of other authorities, Conflict for one that is withdrawn.
    """
    actor.require(Permission.DEMAND_DECLARE)
    is_in_trust(actor, line.network_id)  # locks first, as every verb on lines
    schedules = held(line.need_id, actor.represents)
    line = own_line(actor, line)
    line.withdrawn_at = actor.now
    line.version += 1
    line.save(update_fields=["withdrawn_at", "version"])
    line.as_version(actor).save(force_insert=True)
    facts = follow(actor, line.annex_id, schedules) if line.commitment in MEANT else []
    record(actor, *facts, DemandWithdrawn(**_names(line)))
    return line


def own_line(actor: Actor, line: DemandLine) -> DemandLine:
    """The line under its lock, if it holds and is the actor's authority's.

    Raises NotVisible, Forbidden, Conflict.
    """
    line = line.locked()
    if not line.is_in_sight_of(actor):
        raise NotVisible
    if not line.is_of(actor):
        raise Forbidden(Permission.DEMAND_DECLARE, "Only people of its own authority change a line.")
    if not line.is_holding:
        raise Conflict("line_withdrawn", "This line was withdrawn. Declare a new one.")
    return line


def is_in_trust(actor: Actor, network_id: UUID) -> bool:
    """Is the demand of the actor's authority held in trust, and stays so until the verb has ended?"""
    own = Membership.objects.active().filter(network_id=network_id, authority_id=actor.represents)
    # A trust and a line wait for each other, and so do two lines that would begin the same question.
    list(own.select_for_update(no_key=True).order_by("pk"))
    return Trust.objects.filter(network_id=network_id, held_for_id=actor.represents).exists()


def _check_opening(line: DemandLine, said: dict[str, Any]) -> None:
    if tells_of_others(line, said):
        raise Invalid.field("visibility", *TELLS_OF_OTHERS)


def _check_shown(visibility: str, *, in_trust: bool) -> None:
    if in_trust and visibility == Visibility.GROUP:
        raise Invalid.field(
            "visibility", "in_trust", "Your authority's demand is held in trust: only sums can be shown."
        )


def _names(line: DemandLine) -> dict[str, UUID]:
    return {
        "network_id": line.network_id,
        "authority_id": line.declared_by_id,
        "need_id": line.need_id,
        "line_id": line.pk,
    }
