"""Answering from a mail, without signing in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from access.actor import Actor
from accounts.models import User
from journal.models import Entry
from market.models import MarketAnalysis
from networks.services import end_seat, name_deputy
from notices.links import LASTS, answer_link
from notices.models import Cause, Notice
from tasks.models import Occurrence
from tests.cast import Cast
from tests.factories.market import AnalysisFactory
from tests.factories.networks import SeatFactory
from tests.reminders import clock
from tests.web.conftest import Browser, text_of


@pytest.fixture
def notice(cast: Cast) -> Notice:
    """Stockholm has been mailed of an analysis that is due today."""
    from tasks.services import send_due  # noqa: PLC0415

    now = timezone.now()
    analysis = AnalysisFactory.create(
        network=cast.network, owner=cast.people["stockholm"], due_at=now - timedelta(hours=1)
    )
    schedule = analysis.schedule
    schedule.next_on = schedule.anchor_on = now.date()
    schedule.save(update_fields=["next_on", "anchor_on"])
    send_due(clock(now))
    due: Notice = Notice.objects.select_related("person").get(cause=Cause.REMINDER_DUE)
    return due


@pytest.fixture
def path(notice: Notice) -> str:
    """Where the link leads."""
    return path_of(notice)


def path_of(notice: Notice) -> str:
    return "/" + answer_link(notice).split("/", 3)[3]


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(path, body)


def test_to_look_changes_nothing_however_often_a_scanner_looks(
    client: Client, path: str, notice: Notice
) -> None:
    before = Entry.objects.count()

    for _turn in range(3):
        page = client.get(path)
        assert client.head(path).status_code == client.options(path).status_code == 200

    assert page.status_code == 200
    assert "Vilka eldrivna lastbilar finns?" in text_of(page)
    assert "You answer as Stockholm" in text_of(page)
    assert page["Cache-Control"] == "no-store"
    notice.refresh_from_db()
    assert notice.answered_at is None
    assert Entry.objects.count() == before


def test_nothing_changed_is_one_click(client: Client, path: str, notice: Notice) -> None:
    page = post(client, path, act="answer:unchanged")

    assert "Your answer is saved. The next time is" in text_of(page)
    occurrence = Occurrence.objects.get()
    assert (occurrence.outcome, occurrence.answered_by) == ("unchanged", notice.person)
    assert MarketAnalysis.objects.get().reviews.get().reviewed_by == notice.person


def test_done_with_a_note(client: Client, path: str) -> None:
    post(client, path, act="answer:updated", note="Priset har sjunkit.")

    assert MarketAnalysis.objects.get().reviews.get().note == "Priset har sjunkit."


def test_later_with_a_reason(client: Client, path: str) -> None:
    day = timezone.now().date() + timedelta(days=14)

    page = post(client, path, act="snooze", until=day.isoformat(), reason="Semester")

    assert "You are reminded again on" in text_of(page)
    assert Occurrence.objects.get().reason == "Semester"


@pytest.mark.parametrize(
    "wanted",
    [
        {"until": "", "reason": "Semester"},
        {"until": "2027-01-01", "reason": ""},
        {"until": "soon", "reason": "x"},
    ],
)
def test_later_needs_a_day_and_a_reason_and_the_link_still_works(
    client: Client, path: str, wanted: dict[str, str]
) -> None:
    assert post(client, path, act="snooze", **wanted).status_code == 422
    assert post(client, path, act="answer:unchanged").status_code == 200


def test_a_day_that_is_past_is_refused_and_the_link_still_works(client: Client, path: str) -> None:
    page = post(client, path, act="snooze", until="2020-01-01", reason="Semester")

    assert page.status_code in (400, 422)
    assert 'role="alert"' in text_of(page)
    assert post(client, path, act="answer:unchanged").status_code == 200


def test_to_the_deputy(client: Client, path: str, cast: Cast, goteborg: Actor) -> None:
    seat = cast.seats["stockholm"]
    deputy = SeatFactory.create(membership=seat.membership).user
    name_deputy(goteborg, seat=seat, deputy=deputy)

    page = post(client, path, act="hand_over")

    assert "Your deputy is asked to answer this time" in text_of(page)
    assert Occurrence.objects.get().deputy == deputy
    assert Notice.objects.get(person=deputy).cause == Cause.REMINDER_DEPUTY


def test_where_there_is_no_deputy_something_else_can_be_chosen(client: Client, path: str) -> None:
    page = post(client, path, act="hand_over")

    assert page.status_code == 409
    assert "Name a deputy for this seat first." in text_of(page)
    assert post(client, path, act="acknowledge").status_code == 200


def test_i_am_on_it(client: Client, path: str) -> None:
    page = post(client, path, act="acknowledge")

    assert "The reminder stays until you answer" in text_of(page)
    assert Occurrence.objects.get().acknowledged_at


def test_a_link_works_once(client: Client, path: str) -> None:
    post(client, path, act="acknowledge")

    for page in (client.get(path), post(client, path, act="answer:unchanged")):
        assert page.status_code == 409
        assert "This link has been used" in text_of(page)
    assert Occurrence.objects.get().answered_at is None


def test_an_altered_link_answers_nothing(client: Client, path: str) -> None:
    for wrong in (path[:-2] + "/", path[:-3] + "xx/", "/answer/made-up/", "/answer/a:b/"):
        assert client.get(wrong).status_code == 404
        assert post(client, wrong, act="answer:unchanged").status_code == 404
    assert Occurrence.objects.get().answered_at is None


def test_somebody_else_who_is_signed_in_can_not_use_it(browser: Browser, path: str) -> None:
    page = post(browser("orebro"), path, act="answer:unchanged")

    assert page.status_code == 403
    assert "another person" in text_of(page)
    assert Occurrence.objects.get().answered_at is None


def test_the_person_may_be_signed_in(browser: Browser, path: str) -> None:
    assert post(browser("stockholm"), path, act="answer:unchanged").status_code == 200


def test_after_the_seat_has_ended_the_link_answers_nothing(
    client: Client, path: str, cast: Cast, goteborg: Actor
) -> None:
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert client.get(path).status_code == 404
    assert post(client, path, act="answer:unchanged").status_code == 404
    assert "Vilka eldrivna" not in text_of(client.get(path))


def test_somebody_who_may_not_sign_in_can_not_answer_by_mail(
    client: Client, path: str, notice: Notice
) -> None:
    User.objects.filter(pk=notice.person_id).update(is_active=False)

    assert client.get(path).status_code == 403


def test_a_link_runs_out(client: Client, path: str, notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(created_at=timezone.now() - LASTS)

    page = client.get(path)

    assert page.status_code == 409
    assert "has run out" in text_of(page)


def test_what_was_answered_otherwise_needs_no_answer(
    client: Client, browser: Browser, path: str, notice: Notice
) -> None:
    browser("stockholm").post(f"/reminders/{notice.cause_id}/answer/", {"outcome": "unchanged"})

    page = client.get(path)

    assert page.status_code == 409
    assert "answered already" in text_of(page)


def test_an_act_that_there_is_none_is_refused(client: Client, path: str) -> None:
    for act in ("", "answer:maybe", "delete"):
        assert post(client, path, act=act).status_code == 422


def test_the_page_speaks_the_persons_language(client: Client, path: str, notice: Notice) -> None:
    User.objects.filter(pk=notice.person_id).update(language="sv")

    assert '<html lang="sv">' in text_of(client.get(path))


def test_the_link_stands_in_the_mail(notice: Notice) -> None:
    from notices.mails import mail_of  # noqa: PLC0415

    mail = mail_of(notice, clock(timezone.now()))

    assert mail is not None
    assert answer_link(notice) in mail.body


def test_a_form_of_another_site_does_not_answer(path: str) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(path, {"act": "answer:unchanged"}).status_code == 403
    assert Occurrence.objects.get().answered_at is None
