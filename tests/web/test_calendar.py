import json
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from accounts.models import User
from market.models import MarketAnalysis
from networks.services import end_seat
from notices.models import CalendarKey
from notices.services import make_calendar_key, revoke_calendar_key
from tasks.models import Schedule
from tests.cast import Cast
from tests.factories.market import AnalysisFactory

QUESTION = "Pris, tillgång; och \\ väntetid\nför åäö 🚚"
READER = Path(__file__).with_name("read_calendar.mjs")


def person(cast: Cast, name: str = "stockholm") -> Actor:
    return cast.people[name].acting(timezone.now())


@pytest.fixture
def address(cast: Cast) -> str:
    """Stockholm's calendar."""
    return f"/api/v1/calendar/{make_calendar_key(person(cast))}.ics"


@pytest.fixture
def due(cast: Cast) -> MarketAnalysis:
    """Stockholm answers for something on 25 March 2049."""
    made: MarketAnalysis = AnalysisFactory.create(
        network=cast.network,
        owner=cast.people["stockholm"],
        question=QUESTION,
    )
    return made


def events(body: bytes) -> list[Any]:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def test_a_calendar_holds_a_day_for_what_one_answers_for(
    client: Client, address: str, due: MarketAnalysis
) -> None:
    answer = client.get(address)
    (event,) = events(answer.content)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert event.decoded("dtstart") == date(2049, 3, 25)
    assert event.decoded("dtend") == date(2049, 3, 26)
    assert event["uid"] == f"{due.schedule_id}@samverk"
    assert str(event["summary"]) == f"Due: {QUESTION}"
    assert f"/go/analysis/{due.pk}/" in event["url"]
    assert event["sequence"] == 0
    assert event.decoded("last-modified") == event.decoded("dtstamp")
    assert "Nordic zero-emission delivery" in str(event["description"])


def test_two_other_readers_understand_the_same(client: Client, address: str, due: MarketAnalysis) -> None:
    node = shutil.which("node") or str(Path(".venv/bin/node").absolute())
    done = subprocess.run(
        [node, str(READER)], input=client.get(address).content, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    understood = json.loads(done.stdout)

    for name in ("byIcalJs", "byNodeIcal"):
        (event,) = understood[name]
        assert event["uid"] == f"{due.schedule_id}@samverk"
        assert event["start"] == "2049-03-25"
        assert event["isDay"] is True
        assert event["summary"] == f"Due: {QUESTION}"
        assert int(event["sequence"]) == 0


def test_a_long_line_is_folded_and_no_name_adds_a_line(
    client: Client, address: str, due: MarketAnalysis
) -> None:
    MarketAnalysis.objects.filter(pk=due.pk).update(
        question="ö" * 300 + "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Ond"
    )

    body = client.get(address).content

    assert max(map(len, body.split(b"\r\n"))) <= 75
    assert len(events(body)) == 1


def test_who_has_it_already_is_not_sent_it_again(client: Client, address: str, due: MarketAnalysis) -> None:
    etag = client.get(address)["ETag"]

    assert client.get(address)["ETag"] == etag
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_another_date_is_the_same_entry_changed_once_more(
    client: Client, address: str, due: MarketAnalysis
) -> None:
    etag = client.get(address)["ETag"]
    Schedule.objects.update(next_on=date(2049, 3, 18))

    answer = client.get(address, headers={"If-None-Match": etag})

    (event,) = events(answer.content)
    assert event["uid"] == f"{due.schedule_id}@samverk"
    assert (event["sequence"], event.decoded("dtstart")) == (1, date(2049, 3, 18))


def test_a_calendar_speaks_its_persons_language(client: Client, address: str, due: MarketAnalysis) -> None:
    User.objects.update(language="sv")

    (event,) = events(client.get(address).content)

    assert "Nordisk utsläppsfri varuleverans" in str(event["description"])


def test_others_things_and_what_is_answered_for_ever_are_not_in_it(
    client: Client, address: str, cast: Cast, due: MarketAnalysis
) -> None:
    AnalysisFactory.create(network=cast.network, owner=cast.people["orebro"])
    Schedule.objects.filter(pk=due.schedule_id).update(next_on=None, next_at=None)

    assert events(client.get(address).content) == []


def test_what_may_not_be_seen_any_more_leaves_the_calendar(
    client: Client, address: str, cast: Cast, due: MarketAnalysis, goteborg: Actor
) -> None:
    assert len(events(client.get(address).content)) == 1

    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert events(client.get(address).content) == []


def test_a_new_address_ends_the_old_one(client: Client, address: str, cast: Cast) -> None:
    new = f"/api/v1/calendar/{make_calendar_key(person(cast))}.ics"

    assert client.get(address).status_code == 404
    assert client.get(new).status_code == 200


def test_an_address_taken_back_opens_nothing(client: Client, address: str, cast: Cast) -> None:
    revoke_calendar_key(person(cast))

    gone = client.get(address)

    assert gone.status_code == 404
    assert gone["Content-Type"] == "application/problem+json"


def test_who_may_not_sign_in_has_no_calendar(client: Client, address: str, cast: Cast) -> None:
    User.objects.filter(pk=cast.people["stockholm"].pk).update(is_active=False)

    assert client.get(address).status_code == 404


def test_the_secret_is_long_and_only_its_digest_is_kept(address: str) -> None:
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")

    assert len(secret) >= 43
    assert secret not in str(CalendarKey.objects.values())


def test_when_a_calendar_was_read_is_known_to_the_day(client: Client, address: str) -> None:
    client.get(address)
    first = CalendarKey.objects.get().read_at
    client.get(address)

    assert first
    assert CalendarKey.objects.get().read_at == first
    assert timezone.now() - first < timedelta(minutes=1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_calendar_costs_the_same_however_much_is_in_it(
    client: Client, address: str, cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    AnalysisFactory.create_batch(count, network=cast.network, owner=cast.people["stockholm"])
    client.get(address)

    with django_assert_num_queries(8):
        assert len(events(client.get(address).content)) == count
