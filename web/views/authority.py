"""My authority: the page, and `me/authority/` of the API."""

from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from decisions.shapes import DecisionShape, VoiceShape, decision_shape, voice_shape
from needs.annex_shapes import AnnexShape, annex_shape
from needs.demand_shapes import LineShape, line_shape
from networks.shapes import Named
from tasks.task_shapes import TaskShape, task_shape
from web.authority import MOST, SOON, Deadline, Put, Standing, deadlines_of, standings_of
from web.doors import Page
from web.paging import shown
from web.records import keepings_of
from web.reminders import open_reminders
from wire.pages import STRETCH, stretch_of
from wire.stretches import Stretch, stretch
from wire.views import ApiView


class PutShape(TypedDict):
    """A question that was put to the authority, and what it said, if anything."""

    decision: DecisionShape
    voice: VoiceShape | None


class MoreShape(TypedDict):
    """How many rows of each list come after those in the answer."""

    annexes: int
    lines: int
    tasks: int
    decisions: int


class OurNetworkShape(TypedDict):
    """What the authority has in one network."""

    network: UUID
    name_sv: str
    name_en: str
    authority: Named
    annexes: list[AnnexShape]
    lines: list[LineShape]
    tasks: list[TaskShape]
    decisions: list[PutShape]
    more: MoreShape


class DeadlineShape(TypedDict):
    """A day on which something ends or is due: `contract`, `annex`, `line`, `task` or `decision`."""

    on: date
    kind: str
    title: str
    path: str
    is_past: bool


class AuthorityStandingShape(TypedDict):
    """Everything of the reader's authority, in all networks where they sit for it."""

    networks: list[OurNetworkShape]
    deadlines: list[DeadlineShape]
    more_deadlines: int


class MyAuthority(ApiView):
    """What the signed-in person's authority has, and has to do, in all their networks."""

    @extend_schema(operation_id="me_authority", responses={200: AuthorityStandingShape}, parameters=[STRETCH])
    def get(self, request: Request) -> Response:
        """Annexes, demand lines, tasks and decisions of one's own authority, and what comes next.

        Each page holds the next rows of every list; after the one where nothing is `more` come empty lists.
        """
        number = stretch_of(request)
        standings = standings_of(self.actor, lambda rows, _name: stretch(rows, number, MOST))
        deadlines = stretch(deadlines_of(standings, self.actor.now.date()), number, SOON)
        shape: AuthorityStandingShape = {
            "networks": [_network(row) for row in standings],
            "deadlines": [_deadline(one) for one in deadlines],
            "more_deadlines": deadlines.more,
        }
        return Response(shape)


class AuthorityPage(Page):
    """One page for all that is ours."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        shell = self.shell()
        standings = standings_of(self.actor, self._cut)
        today = self.actor.now.date()
        lines = {line.pk for row in standings for line in row.lines if line.is_stale(today)}
        annexes = {annex.pk for row in standings for annex in row.annexes if annex.is_stale(today)}
        return self.show(
            "web/authority.html",
            shell,
            section="authority",
            standings=standings,
            deadlines=shown(request.GET, deadlines_of(standings, today), name="deadlines", most=SOON),
            reminders=open_reminders(self.actor),
            stale=lines | annexes,
            keepings=keepings_of(self.actor),
        )

    def _cut(self, rows: Any, name: str) -> Stretch[Any]:
        return shown(self.request.GET, rows, name=name, most=MOST)


def _network(row: Standing) -> OurNetworkShape:
    return {
        "network": row.network.pk,
        "name_sv": row.network.name_sv,
        "name_en": row.network.name_en,
        "authority": {"id": row.authority.pk, "name": row.authority.name},
        "annexes": [annex_shape(annex) for annex in row.annexes],
        "lines": [line_shape(line) for line in row.lines],
        "tasks": [task_shape(task) for task in row.tasks],
        "decisions": [_put(one) for one in row.put],
        "more": {
            "annexes": row.annexes.more,
            "lines": row.lines.more,
            "tasks": row.tasks.more,
            "decisions": row.put.more,
        },
    }


def _put(one: Put) -> PutShape:
    return {
        "decision": decision_shape(one.question),
        "voice": voice_shape(one.voice) if one.voice else None,
    }


def _deadline(one: Deadline) -> DeadlineShape:
    return {
        "on": one.on,
        "kind": one.kind,
        "title": one.title,
        "path": one.path,
        "is_past": one.is_past,
    }
