"""The demo's decisions: put, answered, closed by the clock and joined, each at its moment."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from access.actor import Actor
from decisions.models import Question
from decisions.services import (
    Asking,
    Invitee,
    accede,
    answer_question,
    close_due,
    invite_signatory,
    open_question,
)
from needs.models import Need
from needs.services.adopting import ask_adoption
from networks.models import Network
from notices.telling import withdraw

Part = dict[str, Any]
Do = Callable[[Part, datetime], Any]


class Stage(NamedTuple):
    """What a play lends: its file, its calendar, its people and its network once that is set up."""

    script: Part
    act: Callable[[Part, Do], Any]
    actor: Callable[[str, datetime], Actor]
    network: Callable[[], Network]


def decided(stage: Stage) -> Iterator[Any]:
    """Every act of every decision in the file."""
    for part in stage.script.get("decisions", []):
        ends = stage.act({"at": part["closes"]}, partial(_close, stage, part))
        yield stage.act(part, partial(_put, stage, ends.at))
        yield from (stage.act(said, partial(_say, stage, part)) for said in part["answers"])
        asked = part.get("signatories", [])
        yield from (stage.act(one, partial(_ask_to_sign, stage, part)) for one in asked)
        if part["closes"][0] > 0:
            yield ends
            yield from (stage.act(one, partial(_join, stage, part)) for one in part.get("accessions", []))


def _put(stage: Stage, closes_at: datetime, part: Part, at: datetime) -> None:
    actor = stage.actor(part["by"], at)
    if "need" in part:
        need = Need.objects.get(network=stage.network(), title_sv=part["need"])
        ask_adoption(actor, need=need, closes_at=closes_at, text=part["text"])
        return
    asking = Asking(
        title=part["title"], text=part["text"], closes_at=closes_at, is_open_for_accession=part["open"]
    )
    open_question(actor, network=stage.network(), asking=asking)


def _say(stage: Stage, part: Part, said: Part, at: datetime) -> None:
    actor = stage.actor(said["by"], at)
    reason = said.get("reason", "")
    answer_question(actor, question=_question(stage, part), stance=said["stance"], reason=reason)


def _ask_to_sign(stage: Stage, part: Part, asked: Part, at: datetime) -> None:
    invitee = Invitee(name=asked["name"], title=asked["title"], email=asked["email"])
    invite_signatory(stage.actor(asked["by"], at), question=_question(stage, part), invitee=invitee)


def _close(stage: Stage, part: Part, _when: Part, at: datetime) -> None:
    # Beat comes each minute: it closes what is due a moment later.
    close_due(Actor.clock(now=at + timedelta(seconds=20)))
    withdraw([_question(stage, part).pk], now=at, remark="long ago, in the demo")


def _join(stage: Stage, part: Part, joined: Part, at: datetime) -> None:
    accede(stage.actor(joined["by"], at), question=_question(stage, part), target=joined["target"])


def _question(stage: Stage, part: Part) -> Question:
    rows = Question.objects.filter(network=stage.network())
    found: Question = rows.get(kind="adoption") if "need" in part else rows.get(title=part["title"])
    return found
