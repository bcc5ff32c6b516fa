from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, Stale
from market.models import MarketAnalysis
from market.services import change_analysis, review
from tasks.models import Occurrence, Schedule
from tasks.services import acknowledge
from tests.cast import Cast
from tests.reminders import DUE, DUE_ON, OPENED, at


def test_a_change_is_kept_and_told(
    analysis: MarketAnalysis, goteborg: Actor, cast: Cast, journal_of: Callable[[str], list[str]]
) -> None:
    changed = change_analysis(
        at(goteborg, OPENED),
        analysis=analysis,
        summary="Sex modeller, två på väg.",
        conclusion="emerging",
        owner_id=cast.people["orebro"].pk,
        deputy_id=cast.people["stockholm"].pk,
        cadence="FREQ=MONTHLY;INTERVAL=2",
        version=1,
    )

    assert (changed.version, changed.conclusion) == (2, "emerging")
    schedule = Schedule.objects.get()
    assert (schedule.owner, schedule.deputy) == (cast.people["orebro"], cast.people["stockholm"])
    assert schedule.next_on == DUE_ON
    assert journal_of(f"network:{analysis.network_id}")[-1] == "analysis.changed"


def test_the_owners_country_says_which_days_are_worked(
    analysis: MarketAnalysis, goteborg: Actor, cast: Cast
) -> None:
    change_analysis(at(goteborg, OPENED), analysis=analysis, owner_id=cast.people["aalborg"].pk)

    assert Schedule.objects.get().country == "DK"


def test_another_date_closes_the_reminder_that_was_open(
    reminder: Occurrence,
    analysis: MarketAnalysis,
    goteborg: Actor,
    stockholm: Actor,
    journal_of: Callable[[str], list[str]],
) -> None:
    change_analysis(at(goteborg, DUE), analysis=analysis, next_review_on=DUE_ON + timedelta(days=30))

    reminder.refresh_from_db()
    assert (reminder.state, reminder.outcome) == ("answered", "moved")
    assert Schedule.objects.get().next_on == date(2049, 4, 26)
    assert journal_of(f"person:{stockholm.user_id}") == ["reminder.due", "reminder.answered"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"question": ""}, "/question"),
        ({"summary": "x" * 8001}, "/summary"),
        ({"conclusion": "perhaps"}, "/conclusion"),
        ({"cadence": "FREQ=SECONDLY"}, "/cadence"),
        ({"next_review_on": date(1999, 1, 1)}, "/next_review_on"),
    ],
)
def test_a_bad_change_is_refused_by_name_and_changes_nothing(
    analysis: MarketAnalysis, goteborg: Actor, changes: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Invalid) as refused:
        change_analysis(at(goteborg, OPENED), analysis=analysis, **changes)

    assert refused.value.errors[0].pointer == pointer
    assert MarketAnalysis.objects.get().version == 1


def test_nobody_is_their_own_deputy(analysis: MarketAnalysis, goteborg: Actor, cast: Cast) -> None:
    with pytest.raises(Invalid, match="somebody else"):
        change_analysis(at(goteborg, OPENED), analysis=analysis, deputy_id=cast.people["stockholm"].pk)


def test_a_change_to_an_old_version_or_a_closed_analysis_is_refused(
    analysis: MarketAnalysis, goteborg: Actor
) -> None:
    with pytest.raises(Stale):
        change_analysis(at(goteborg, OPENED), analysis=analysis, summary="A", version=7)
    review(at(goteborg, OPENED), analysis=analysis, outcome="closed")
    with pytest.raises(Conflict, match="analysis_closed"):
        change_analysis(at(goteborg, OPENED), analysis=analysis, summary="A")


def test_who_only_reads_changes_nothing(analysis: MarketAnalysis, turku: Actor) -> None:
    with pytest.raises(Forbidden, match=r"analysis\.manage"):
        change_analysis(at(turku, OPENED), analysis=analysis, summary="A")


def test_a_rule_that_has_run_out_closes_the_analysis(analysis: MarketAnalysis, stockholm: Actor) -> None:
    change_analysis(at(stockholm, OPENED), analysis=analysis, cadence="FREQ=MONTHLY;UNTIL=20490331")

    review(at(stockholm, DUE), analysis=analysis, outcome="unchanged")

    assert not MarketAnalysis.objects.get().is_open
    assert Schedule.objects.get().next_on is None


def test_a_change_over_http_is_guarded_by_the_version_that_was_read(
    analysis: MarketAnalysis, goteborg_client: APIClient
) -> None:
    address = f"/api/v1/analyses/{analysis.pk}/"
    read = goteborg_client.get(address)
    body = {"summary": "Sex modeller.", "conclusion": "exists_ready"}

    answer = goteborg_client.patch(address, body, format="json", headers={"If-Match": read["ETag"]})
    late = goteborg_client.patch(address, body, format="json", headers={"If-Match": read["ETag"]})

    assert (answer.status_code, answer.json()["summary"], answer["ETag"]) == (200, "Sex modeller.", '"2"')
    assert (late.status_code, late.json()["code"]) == (412, "stale")


@pytest.mark.parametrize(
    "body",
    [{"cadence": "0"}, {"cadence": 0}, {"cadence": "FREQ=SECONDLY"}, {"owner": "x"}, {"conclusion": "x"}],
)
def test_a_bad_change_over_http_is_400(
    analysis: MarketAnalysis, goteborg_client: APIClient, body: dict[str, Any]
) -> None:
    answer = goteborg_client.patch(f"/api/v1/analyses/{analysis.pk}/", body, format="json")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(body))}"


def test_a_new_owner_hears_of_what_waits_as_if_nobody_was_on_it(
    reminder: Occurrence,
    analysis: MarketAnalysis,
    goteborg: Actor,
    stockholm: Actor,
    cast: Cast,
    journal_of: Callable[[str], list[str]],
) -> None:
    acknowledge(at(stockholm, DUE), occurrence=reminder)

    change_analysis(at(goteborg, DUE), analysis=analysis, owner_id=cast.people["orebro"].pk)

    reminder.refresh_from_db()
    assert (reminder.state, reminder.acknowledged_at) == ("open", None)
    assert journal_of(f"person:{cast.people['orebro'].pk}") == ["reminder.due"]
    assert Occurrence.objects.visible_to(cast.people["orebro"].acting(DUE)).exists()
    assert not Occurrence.objects.visible_to(cast.people["stockholm"].acting(DUE)).exists()
