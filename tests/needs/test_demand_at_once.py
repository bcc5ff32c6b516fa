"""What two people do at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from access.actor import Actor
from access.refusals import Refusal
from needs.ageing import captured_on, watched_on
from needs.missed import begin_missed
from needs.models import CONTRACT, REALISED, Annex, DemandItem, DemandLine, Need, Publication, Trust
from needs.services.annexes import change_annex, open_annex
from needs.services.lines import change_line, declare_line
from needs.services.publishing import publish_demand
from needs.services.realised import begin_trust
from tasks.models import Schedule
from tests.cast import Cast
from tests.factories.demand import TERMS, a_line, an_item
from tests.factories.needs import a_need
from tests.reminders import clock

Act = Callable[[], object]


def at_once(*acts: Act) -> list[str]:
    """Do these at the same moment, each on a connection of its own; says how each ended."""
    ready = Barrier(len(acts))

    def one(act: Act) -> str:
        ready.wait()
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(one, acts))


@pytest.fixture
def vans(transactional_db: None, cast: Cast) -> DemandItem:
    """What everybody may declare demand for."""
    goteborg = cast.actor("goteborg")
    return an_item(goteborg, a_need(goteborg, zone="network"))


def declaring(actor: Actor, item: DemandItem, **other: str) -> Act:
    need = Need.objects.get(pk=item.need_id)
    return lambda: declare_line(actor, need=need, item_id=item.pk, **{**TERMS, **other})


def test_two_first_lines_stand_in_one_annex(cast: Cast, vans: DemandItem) -> None:
    stockholm = cast.actor("stockholm")

    assert at_once(*[declaring(stockholm, vans)] * 2) == ["done", "done"]

    assert Annex.objects.get().lines.count() == 2


def test_two_annexes_opened_at_once_are_one(cast: Cast, vans: DemandItem) -> None:
    stockholm, need = cast.actor("stockholm"), Need.objects.get(pk=vans.need_id)

    ends = at_once(*[lambda: open_annex(stockholm, need=need)] * 2)

    assert ends == ["annex_exists", "done"]
    assert Annex.objects.count() == 1


def test_two_changes_of_one_version_are_one(cast: Cast, vans: DemandItem) -> None:
    stockholm = cast.actor("stockholm")
    line = a_line(stockholm, vans)

    ends = at_once(*[lambda: change_line(stockholm, line=line, version=1, decision_ref="KS 7")] * 2)

    assert ends == ["done", "stale"]
    assert line.versions.count() == 2


def test_two_publications_get_two_numbers(cast: Cast, vans: DemandItem) -> None:
    goteborg, need = cast.actor("goteborg"), Need.objects.get(pk=vans.need_id)

    assert at_once(*[lambda: publish_demand(goteborg, need=need)] * 2) == ["done", "done"]

    assert sorted(Publication.objects.values_list("number", flat=True)) == [1, 2]


def test_no_line_is_shown_that_was_declared_while_a_trust_began(cast: Cast, vans: DemandItem) -> None:
    stockholm = cast.actor("stockholm")

    at_once(
        lambda: begin_trust(stockholm, network=cast.network), declaring(stockholm, vans, visibility="group")
    )

    assert not (Trust.objects.exists() and DemandLine.objects.filter(visibility="group").exists())
    assert Trust.objects.exists() or DemandLine.objects.exists()


def test_two_lines_that_are_decided_at_once_begin_one_question(cast: Cast, vans: DemandItem) -> None:
    stockholm = cast.actor("stockholm")
    lines = [a_line(stockholm, vans) for _ in range(2)]

    def deciding(line: DemandLine) -> Act:
        return lambda: change_line(stockholm, line=line, commitment="C4", decision_ref="KS 7")

    assert at_once(*map(deciding, lines)) == ["done", "done"]

    assert Schedule.objects.get(subject_kind=REALISED).next_on == captured_on(lines[0].latest_start)[0]


def test_two_ends_of_a_contract_that_are_said_at_once_begin_one_watch(cast: Cast, vans: DemandItem) -> None:
    stockholm = cast.actor("stockholm")
    annex = open_annex(stockholm, need=Need.objects.get(pk=vans.need_id))
    ends = [stockholm.now.date() + timedelta(days=days) for days in (900, 1000)]

    def saying(day: object) -> Act:
        return lambda: change_annex(stockholm, annex=annex, current_contract_end=day)

    assert at_once(*map(saying, ends), lambda: begin_missed(clock(stockholm.now))) == ["done"] * 3

    annex.refresh_from_db()
    assert annex.current_contract_end in ends
    assert Schedule.objects.get(subject_kind=CONTRACT).anchor_on == watched_on(annex.current_contract_end)[0]
