from typing import Any

import pytest
from rest_framework.test import APIClient

from journal.models import Entry
from notices.models import Cause, Preference, Rhythm, State
from tests.answers import footprint, pointed, refused
from tests.cast import Cast
from tests.notices.conftest import Told

URL = "/api/v1/me/notices/"
DAILY = {"every": "day", "weekday": 0, "hour": 7, "quiet_from": 22, "quiet_until": 6}


def test_who_has_said_nothing_is_told_as_the_house_thinks_best(stockholm_client: APIClient) -> None:
    assert stockholm_client.get(URL).json() == {
        "time_zone": "Europe/Stockholm",
        "rhythm": {"every": "week", "weekday": 0, "hour": 8, "quiet_from": 21, "quiet_until": 6},
        "ways": {
            "due": "immediate",
            "ahead": "digest",
            "following": "digest",
            "task": "digest",
            "mention": "immediate",
            "nudge": "immediate",
            "decision": "immediate",
        },
    }


def test_a_rhythm_is_changed_as_a_whole_and_tells_the_persons_own_stream(
    cast: Cast, stockholm_client: APIClient, goteborg_client: APIClient
) -> None:
    answer = stockholm_client.put(f"{URL}rhythm/", DAILY)

    assert (answer.status_code, answer.json()["rhythm"]) == (200, DAILY)
    assert stockholm_client.get(URL).json() == answer.json()
    assert goteborg_client.get(URL).json()["rhythm"]["every"] == "week"
    stream = f"person:{cast.people['stockholm'].pk}"
    assert list(Entry.objects.of_stream(stream).values_list("type", flat=True)) == ["notices.changed"]


def test_ways_that_are_not_sent_stay(stockholm_client: APIClient) -> None:
    stockholm_client.put(f"{URL}ways/", {"mention": "digest", "task": "off"})

    ways = stockholm_client.put(f"{URL}ways/", {"task": "immediate"}).json()["ways"]

    assert (ways["mention"], ways["task"], ways["due"]) == ("digest", "immediate", "immediate")


def test_what_is_not_wanted_any_more_does_not_leave(told: Told, stockholm_client: APIClient) -> None:
    notice = told(Cause.TASK_GIVEN)

    stockholm_client.put(f"{URL}ways/", {"task": "off"})

    notice.refresh_from_db()
    assert notice.state == State.WITHHELD


@pytest.mark.parametrize(
    ("verb", "wrong", "pointer"),
    [
        ("rhythm", {"every": "fortnight"}, "/every"),
        ("rhythm", {"weekday": 7}, "/weekday"),
        ("rhythm", {"hour": 24}, "/hour"),
        ("rhythm", {"quiet_from": -1}, "/quiet_from"),
        ("rhythm", {"quiet_until": "soon"}, "/quiet_until"),
        ("ways", {"mention": "shout"}, "/mention"),
        ("ways", {"nudge": None}, "/nudge"),
    ],
)
def test_what_is_no_preference_is_pointed_at_and_changes_nothing(
    stockholm_client: APIClient, verb: str, wrong: dict[str, Any], pointer: str
) -> None:
    before = footprint()

    answer = stockholm_client.put(f"{URL}{verb}/", {**(DAILY if verb == "rhythm" else {}), **wrong})

    assert [where for where, _code in pointed(answer)] == [pointer]
    assert footprint() == before


def test_nobody_has_preferences_without_signing_in(db: None) -> None:
    client = APIClient()

    assert refused(client.get(URL)) == (401, "sign_in_needed")
    assert refused(client.put(f"{URL}rhythm/", DAILY, format="json")) == (401, "sign_in_needed")
    assert not Rhythm.objects.exists()
    assert not Preference.objects.exists()
