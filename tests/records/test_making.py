"""An archive is asked for, made by a worker that may die at any step, fetched, and forgotten."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from access.actor import Actor
from access.refusals import Conflict, Forbidden, SignInNeeded
from accounts.models import Employment
from documents.services.errands import lease_errand, say_progress
from files import storage
from journal.models import Entry
from records.jobs import forget_exports, make_exports, sweep_exports
from records.making import forget_old, hurry_due, make_export
from records.models import RecordExport
from records.services import ask_records, finish_export
from tests.cast import Cast
from tests.factories.accounts import EmploymentFactory
from tests.factories.files import stored
from tests.factories.networks import MembershipFactory
from tests.records.archives import Archive, asked_for, clock, keeps


class Died(BaseException):
    """A worker was killed."""


def dying_after(steps: int) -> Callable[[], Actor]:
    """A clock whose worker is killed when it is looked at once more than so often."""
    left = iter(range(steps))

    def tick() -> Actor:
        if next(left, None) is None:
            raise Died
        return clock()

    return tick


def steps_of(export: RecordExport) -> int:
    """How often a worker looks at the clock while it makes this archive."""
    looked: list[Actor] = []

    def tick() -> Actor:
        looked.append(clock())
        return looked[-1]

    assert make_export(tick, export.pk)
    return len(looked)


def exported() -> int:
    return Entry.objects.filter(type="records.exported").count()


def test_a_worker_that_is_killed_at_any_step_leaves_an_export_that_another_makes(keepers: Cast) -> None:
    first = asked_for(keepers, "stockholm")
    steps = steps_of(first)
    assert steps > 30

    for step in {1, 2, 3, steps // 2, steps - 2, steps - 1}:
        RecordExport.objects.all().delete()
        before = exported()
        export = asked_for(keepers, "stockholm")
        with pytest.raises(Died):
            make_export(dying_after(step), export.pk)

        assert make_export(clock, export.pk) is False  # its lease still holds
        assert make_export(lambda: clock(seconds=RecordExport.LEASE.total_seconds() + 1), export.pk)
        export.refresh_from_db()
        assert (export.state, export.attempts, exported() - before) == ("done", 2, 1), step
        assert len(storage.read(export.key)) == export.size


def test_an_archive_that_kills_its_workers_is_given_up(keepers: Cast) -> None:
    export = asked_for(keepers, "stockholm")
    for turn in range(3):
        assert lease_errand(clock(hours=turn), kind=RecordExport, errand_id=export.pk)

    assert lease_errand(clock(hours=4), kind=RecordExport, errand_id=export.pk) is None

    export.refresh_from_db()
    assert (export.state, export.problem) == ("failed", "gave_up")
    assert asked_for(keepers, "stockholm").pk != export.pk


def test_the_lease_is_renewed_while_the_work_goes_on(keepers: Cast) -> None:
    export = asked_for(keepers, "stockholm")
    held = lease_errand(clock(), kind=RecordExport, errand_id=export.pk)
    assert held

    assert say_progress(clock(minutes=9), errand=held, percent=40)

    assert lease_errand(clock(minutes=15), kind=RecordExport, errand_id=export.pk) is None
    assert RecordExport.objects.get().progress == 40


def test_a_worker_that_lost_its_lease_ends_and_its_archive_counts_for_nothing(keepers: Cast) -> None:
    export = asked_for(keepers, "stockholm")
    slow = lease_errand(clock(), kind=RecordExport, errand_id=export.pk)
    assert slow
    assert make_export(lambda: clock(hours=1), export.pk)
    finished = RecordExport.objects.get()

    assert not say_progress(clock(hours=1), errand=slow, percent=50)
    assert not finish_export(clock(hours=1), export=slow, key="x", name="x", size=1, sha256="x")

    assert RecordExport.objects.get().key == finished.key
    assert exported() == 1


def test_a_worker_whose_export_another_took_stops_at_its_next_step(keepers: Cast) -> None:
    export = asked_for(keepers, "stockholm")
    ticks = 0

    def overtaken() -> Actor:
        nonlocal ticks
        ticks += 1
        if ticks == 10:
            RecordExport.objects.update(attempts=2)  # as another worker does when it takes over
        return clock()

    assert make_export(overtaken, export.pk) is False

    assert ticks == 10
    assert RecordExport.objects.get().state == "running"


def test_one_is_made_at_a_time_for_each_authority(keepers: Cast) -> None:
    asked_for(keepers, "stockholm")

    with pytest.raises(Conflict, match="export_running"):
        asked_for(keepers, "stockholm")

    assert asked_for(keepers, "orebro").is_open


def test_an_authority_that_was_in_no_network_has_nothing_to_take_out(keepers: Cast) -> None:
    employment = EmploymentFactory.create(role="registrator")
    actor = employment.acting(employment.user.acting(timezone.now()))

    with pytest.raises(Conflict, match="no_records"):
        ask_records(actor, language="sv")


@pytest.mark.parametrize("role", ["registrator", "administrator"])
def test_registrator_and_administrator_may_ask(cast: Cast, role: str) -> None:
    Employment.objects.filter(user=cast.people["stockholm"]).update(role=role)

    assert asked_for(cast, "stockholm").asked_by == cast.people["stockholm"]


def test_nobody_else_may_not_even_the_coordinator(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        asked_for(cast, "goteborg")
    with pytest.raises(Forbidden):
        ask_records(cast.actor("goteborg"), language="sv")
    with pytest.raises(SignInNeeded):
        ask_records(clock(), language="sv")


def test_who_lost_the_role_before_it_was_made_gets_nothing(keepers: Cast) -> None:
    export = asked_for(keepers, "stockholm")
    Employment.objects.filter(user=keepers.people["stockholm"]).update(role="")

    assert make_exports(ids=[str(export.pk)]) == 0

    export.refresh_from_db()
    assert (export.state, export.problem, export.key) == ("failed", "forbidden", "")


def test_the_sweep_finds_what_no_nudge_arrived_for_and_what_a_worker_left(keepers: Cast) -> None:
    waiting, left = asked_for(keepers, "stockholm"), asked_for(keepers, "orebro")
    lease_errand(clock(), kind=RecordExport, errand_id=left.pk)

    assert sweep_exports() == 1
    assert hurry_due(clock(seconds=RecordExport.LEASE.total_seconds() + 1)) == 2
    assert make_exports(ids=[str(waiting.pk)]) == 1
    assert make_exports(ids=[str(waiting.pk)]) == 0
    assert sweep_exports() == 0


def test_an_archive_is_forgotten_with_its_bytes_after_seven_days(keepers: Cast) -> None:
    export = asked_for(keepers, "stockholm")
    make_exports(ids=[str(export.pk)])
    export.refresh_from_db()

    assert forget_exports() == 0
    assert forget_old(clock(seconds=RecordExport.KEPT_FOR.total_seconds() + 60)) == 1

    assert not RecordExport.objects.exists()
    with pytest.raises(FileNotFoundError):
        storage.read(export.key)


def test_bytes_that_no_export_came_to_name_are_swept(keepers: Cast) -> None:
    key = storage.key_for("records", (timezone.now() - timedelta(days=2)).date(), keepers.network.pk)
    storage.keep(key, b"nobody's")

    assert forget_exports() == 1


def test_a_file_whose_bytes_are_gone_is_named_as_missing_and_the_rest_is_there(
    keepers: Cast, archive_of: Any
) -> None:
    stockholm = keepers.actor("stockholm")
    gone = stored(stockholm, keepers.network, name="Borta.txt")
    stored(stockholm, keepers.network, name="Kvar.txt")
    storage.remove(gone.key)

    archive = archive_of("stockholm")

    (missing,) = archive.manifest["missing"]
    assert missing["problem"] == "gone"
    assert missing["path"].endswith("Borta.txt")
    assert "Borta.txt" in archive.parts["README.txt"].decode()
    assert any(name.endswith("Kvar.txt") for name in archive.names)


def test_people_of_the_authority_are_in_it_with_their_work_addresses(keepers: Cast, archive_of: Any) -> None:
    archive = archive_of("stockholm")

    assert b"member@stockholm.example" in archive.parts["people.json"]
    seats = archive.rows("seats")
    assert {row["email"] for row in seats} == {None, "member@stockholm.example"}
    assert not archive.says("member@orebro.example")


def test_an_authority_in_several_networks_has_a_folder_for_each(keepers: Cast, archive_of: Any) -> None:
    MembershipFactory.create(network=keepers.other_network, authority=keepers.authority("stockholm"))

    archive = archive_of("stockholm")

    folders = [one["folder"] for one in archive.manifest["networks"]]
    assert folders == sorted(folders)
    assert {f"networks/{keepers.other_network.slug}", "networks/zero-emission-delivery"} == set(folders)
    assert all(f"{folder}/messages.json" in archive.names for folder in folders)
    assert keeps(keepers, "stockholm").represents == keepers.authority("stockholm").pk


def test_an_archive_bears_the_day_on_which_it_was_asked_for_where_that_was(keepers: Cast) -> None:
    keepers.people["stockholm"].language = "sv"
    midnight = datetime(2026, 11, 22, 23, 1, tzinfo=UTC)  # a minute past midnight in Stockholm
    export = asked_for(keepers, "stockholm")
    RecordExport.objects.filter(pk=export.pk).update(created_at=midnight)

    assert make_export(clock, export.pk)

    export.refresh_from_db()
    assert export.name == "Stockholms stad 2026-11-23.zip"
    readme = Archive(storage.read(export.key)).parts["README.txt"].decode()
    assert "23 november 2026 00:01 (CET)" in readme
