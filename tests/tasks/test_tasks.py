from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, NotVisible, Stale
from messaging.models import Room
from messaging.services import delete_message, make_task, post_message
from notices.models import Notice
from tasks.jobs import tick_at
from tasks.models import Occurrence, Schedule, Task
from tasks.services import answer, change_task, finish_task, give_task, send_due
from tests.cast import Cast
from tests.factories.market import ScheduleFactory
from tests.reminders import DUE, DUE_ON, OPENED, at, clock

Give = Callable[..., Task]


@pytest.fixture
def give(goteborg: Actor, cast: Cast) -> Give:
    """Ask Stockholm for something by 25 March 2049, with something else than usual."""

    def given(by: Actor | None = None, **other: Any) -> Task:
        wanted = {"title": "Fråga åkerierna", "due_on": DUE_ON, "person_id": cast.people["stockholm"].pk}
        return give_task(at(by or goteborg, OPENED), **{**wanted, **other})

    return given


def test_a_task_is_kept_told_and_due(give: Give, cast: Cast, journal_of: Callable[[str], list[str]]) -> None:
    task = give()

    assert (task.schedule.owner, task.schedule.next_on) == (cast.people["stockholm"], DUE_ON)
    assert task.for_authority == cast.authority("stockholm")
    notice = Notice.objects.get()
    assert (notice.cause, notice.person, notice.cause_id) == (
        "task_given",
        cast.people["stockholm"],
        task.pk,
    )
    assert journal_of(f"network:{task.network_id}")[-1] == "task.given"


def test_who_takes_a_task_upon_themselves_gets_no_mail(give: Give, goteborg: Actor) -> None:
    give(person_id=goteborg.person_id)

    assert not Notice.objects.exists()


def test_an_authority_that_is_asked_is_reminded_through_who_sits_longest_for_it(
    give: Give, cast: Cast
) -> None:
    task = give(person_id=None, authority_id=cast.authority("orebro").pk)

    assert task.schedule.owner == cast.people["orebro"]


def test_it_reminds_by_the_same_engine_and_is_answered_by_the_reminder(give: Give, stockholm: Actor) -> None:
    task = give()
    send_due(clock())
    reminder = Occurrence.objects.select_related("schedule").get()

    assert answer(at(stockholm, DUE), occurrence=reminder, outcome="done", note="Tre svar.") is None

    task.refresh_from_db()
    assert (task.state, task.result, task.finished_by_id) == ("done", "Tre svar.", stockholm.user_id)
    assert Schedule.objects.get().next_at is None
    send_due(clock(DUE + timedelta(days=30)))
    assert Occurrence.objects.count() == 1


def test_a_task_that_is_late_reaches_the_coordinator(give: Give) -> None:
    give()

    for day in range(-5, 40):
        send_due(clock(DUE + timedelta(days=day)))

    told = Notice.objects.order_by("created_at").values_list("cause", flat=True)
    assert list(told) == [
        "task_given",
        "reminder_soon",
        "reminder_due",
        "reminder_late",
        "reminder_coordinator",
    ]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"details": "\u202e"}, "/details"),
        ({"due_on": OPENED.date() - timedelta(days=1)}, "/due_on"),
        ({"due_on": date.max}, "/due_on"),
        ({"person_id": None}, "/person"),
        ({"person_id": uuid4()}, "/person"),
        ({"person_id": None, "authority_id": uuid4()}, "/authority"),
        ({"zone": "public"}, "/zone"),
    ],
)
def test_a_bad_task_is_refused_by_name_and_leaves_nothing(
    give: Give, wrong: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Invalid) as refused:
        give(**wrong)

    assert refused.value.errors[0].pointer == pointer
    assert not Schedule.objects.exists()


def test_both_a_person_and_an_authority_is_one_too_many(give: Give, cast: Cast) -> None:
    with pytest.raises(Invalid, match="either"):
        give(authority_id=cast.authority("orebro").pk)


def test_an_observer_is_given_nothing_and_gives_nothing(give: Give, cast: Cast, turku: Actor) -> None:
    with pytest.raises(Invalid, match="read, but not answer"):
        give(person_id=cast.people["turku"].pk)
    with pytest.raises(Forbidden, match=r"task\.give"):
        give(turku)


def test_a_private_task_stays_at_its_authority(
    give: Give, stockholm: Actor, orebro: Actor, cast: Cast, journal_of: Callable[[str], list[str]]
) -> None:
    task = give(stockholm, person_id=stockholm.person_id, zone="authority")

    assert Task.objects.visible_to(stockholm).get() == task
    assert not Task.objects.visible_to(orebro).exists()
    assert journal_of(f"authority:{task.network_id}:{stockholm.authority_id}") == ["task.given_privately"]
    with pytest.raises(Invalid, match="at your authority"):
        give(stockholm, person_id=cast.people["orebro"].pk, zone="authority")


def test_nobody_else_is_told_of_a_private_task_that_is_late(give: Give, stockholm: Actor) -> None:
    give(stockholm, person_id=stockholm.person_id, zone="authority")

    for day in range(-5, 40):
        send_due(clock(DUE + timedelta(days=day)))

    assert set(Notice.objects.values_list("person_id", flat=True)) == {stockholm.person_id}


def test_who_may_finish_a_task(give: Give, cast: Cast, stockholm: Actor, orebro: Actor) -> None:
    task = give()

    with pytest.raises(Forbidden, match=r"task\.manage"):
        finish_task(at(orebro, OPENED), task=task, state="done")
    finished = finish_task(at(stockholm, OPENED), task=task, state="dropped", result="Behövs inte.")
    with pytest.raises(Conflict, match="task_finished"):
        finish_task(at(stockholm, OPENED), task=task, state="done")
    with pytest.raises(Conflict, match="task_finished"):
        change_task(at(cast.actor("goteborg"), OPENED), task=task, title="B")

    assert (finished.state, finished.version) == ("dropped", 2)


def test_an_unknown_end_and_an_old_version_are_refused(give: Give, stockholm: Actor) -> None:
    task = give()

    with pytest.raises(Invalid, match="done"):
        finish_task(at(stockholm, OPENED), task=task, state="open")
    with pytest.raises(Stale):
        finish_task(at(stockholm, OPENED), task=task, state="done", version=9)


def test_a_changed_task_has_another_owner_and_day(
    give: Give, goteborg: Actor, cast: Cast, journal_of: Callable[[str], list[str]]
) -> None:
    task = give()

    changed = change_task(
        at(goteborg, OPENED),
        task=task,
        title="Fråga grossisterna",
        person_id=cast.people["aalborg"].pk,
        due_on=DUE_ON + timedelta(days=7),
        version=1,
    )

    assert changed.for_authority == cast.authority("aalborg")
    assert (changed.schedule.owner, changed.schedule.country) == (cast.people["aalborg"], "DK")
    assert changed.schedule.next_on == date(2049, 4, 1)
    assert Notice.objects.filter(person=cast.people["aalborg"], cause="task_given").exists()
    assert journal_of(f"network:{task.network_id}")[-1] == "task.changed"


def test_only_who_gave_a_task_or_the_coordinator_changes_it(give: Give, stockholm: Actor) -> None:
    with pytest.raises(Forbidden, match=r"task\.manage"):
        change_task(at(stockholm, OPENED), task=give(), title="B")


def test_a_message_becomes_a_task_in_its_own_zone(
    stockholm: Actor, private_room: Room, room: Room, cast: Cast
) -> None:
    message = post_message(stockholm, room=private_room, body="Vi borde fråga **åkerierna**.")
    in_a_month = (stockholm.now + timedelta(days=30)).date()

    task = make_task(
        stockholm, message=message, title="Fråga", due_on=in_a_month, person_id=stockholm.person_id
    )

    assert (task.zone, task.authority_id) == ("authority", stockholm.authority_id)
    assert (task.about_kind, task.about_id) == ("message", message.pk)
    assert task.details == "Vi borde fråga **åkerierna**."


def test_a_message_that_is_gone_or_out_of_sight_becomes_none(
    stockholm: Actor, orebro: Actor, private_room: Room, cast: Cast
) -> None:
    message = post_message(stockholm, room=private_room, body="Hej")
    wanted: dict[str, Any] = {"title": "Fråga", "due_on": (stockholm.now + timedelta(days=30)).date()}

    with pytest.raises(NotVisible):
        make_task(orebro, message=message, person_id=orebro.person_id, **wanted)
    gone = delete_message(stockholm, message=message)
    with pytest.raises(Conflict, match="message_deleted"):
        make_task(stockholm, message=gone, person_id=stockholm.person_id, **wanted)


def test_tasks_over_http(goteborg_client: APIClient, stockholm_client: APIClient, cast: Cast) -> None:
    base = f"/api/v1/networks/{cast.network.pk}/tasks/"
    body = {"title": "Fråga", "due_on": "2028-02-29", "person": str(cast.people["stockholm"].pk)}

    made = goteborg_client.post(base, body, format="json")

    assert (made.status_code, made.json()["due_on"], made["ETag"]) == (201, "2028-02-29", '"1"')
    address = f"/api/v1/tasks/{made.json()['id']}/"
    read = stockholm_client.get(address).json()
    assert read == {**made.json(), "abilities": ["task.finish"], "mine": {"owner": True}}
    changed = goteborg_client.patch(address, {"title": "B"}, format="json", headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["title"]) == (200, "B")
    assert goteborg_client.patch(address, {}, format="json", headers={"If-Match": '"1"'}).status_code == 412
    done = stockholm_client.post(f"{address}finish/", {"state": "done", "result": "Klart"}, format="json")
    assert (done.status_code, done.json()["state"], done.json()["due_on"]) == (200, "done", None)
    assert goteborg_client.get(base, {"state": "open"}).json()["results"] == []
    assert len(goteborg_client.get(base, {"state": "done"}).json()["results"]) == 1
    assert goteborg_client.get(base, {"state": "lost"}).status_code == 400


def test_a_message_becomes_a_task_over_http(
    goteborg_client: APIClient, goteborg: Actor, room: Room, cast: Cast
) -> None:
    message = post_message(goteborg, room=room, body="Vi borde fråga.")
    address = f"/api/v1/messages/{message.pk}/tasks/"
    body = {"title": "Fråga", "due_on": "2028-02-29", "authority": str(cast.authority("orebro").pk)}

    made = goteborg_client.post(address, body, format="json")

    assert (made.status_code, made.json()["about"]) == (201, {"kind": "message", "id": str(message.pk)})
    assert goteborg_client.get(address).json()["results"] == [made.json()]


def test_thousands_of_tasks_at_once_fall_due_in_batches(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    owner = cast.people["stockholm"]
    rows = ScheduleFactory.build_batch(
        2000, network=cast.network, owner=owner, next_at=DUE, policy="task", cadence="once"
    )
    Schedule.objects.bulk_create(rows)

    with django_assert_max_num_queries(120):
        assert tick_at(clock()) == 2000

    assert Occurrence.objects.count() == 2000
