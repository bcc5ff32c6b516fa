from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden, Invalid, TooLarge, Unavailable
from files import storage
from files.jobs import remove_files, scan_files, sweep_files
from files.models import State, StoredFile
from files.services import erase_file, scan_again, store_file
from networks.models import Network
from tests.cast import Cast
from tests.factories.files import jpeg, png, stored
from tests.files.conftest import Scanner

Lying = Callable[[], list[Path]]
JournalOf = Callable[[str], list[str]]


def clock(**ahead: Any) -> Actor:
    return Actor.clock(now=timezone.now() + timedelta(**ahead))


def test_a_stored_file_is_what_was_sent_and_says_who_sent_it_for_whom(
    stockholm: Actor, network: Network, cast: Cast, lying: Lying
) -> None:
    file = store_file(stockholm, network=network, name="../Volymer.txt", content=b"4 500")

    assert (file.name, file.media_type, file.size) == ("Volymer.txt", "text/plain", 5)
    assert file.sha256 == sha256(b"4 500").hexdigest()
    assert (file.uploaded_by, file.uploaded_for) == (cast.people["stockholm"], cast.authority("stockholm"))
    assert (file.zone, file.authority, file.scanned_at) == ("network", None, None)
    assert [path.read_bytes() for path in lying()] == [b"4 500"]
    assert storage.read(file.key) == b"4 500"


def test_a_picture_is_stored_as_we_drew_it(stockholm: Actor, network: Network) -> None:
    file = store_file(stockholm, network=network, name="bil.jpg", content=jpeg(20, 10, make="Kamera AB"))

    assert (file.width, file.height, file.is_image) == (20, 10, True)
    assert b"Kamera" not in storage.read(file.key)
    assert file.size == len(storage.read(file.key))


def test_it_is_told_to_the_network_or_only_to_the_authority_whose_it_is(
    stockholm: Actor, network: Network, cast: Cast, journal_of: JournalOf
) -> None:
    own = f"authority:{network.pk}:{cast.authority('stockholm').pk}"

    openly = stored(stockholm, network)
    privately = stored(stockholm, network, zone="authority")
    erase_file(stockholm, file=openly)
    erase_file(stockholm, file=privately)

    assert journal_of(f"network:{network.pk}") == ["file.stored", "file.erased"]
    assert journal_of(own) == ["file.stored_privately", "file.erased_privately"]


def test_a_file_larger_than_the_operator_allows_is_refused(
    stockholm: Actor, network: Network, settings: Settings, lying: Lying
) -> None:
    settings.LARGEST_FILE = 2**20

    with pytest.raises(TooLarge, match="1 MB"):
        store_file(stockholm, network=network, name="a.txt", content=b"x" * (2**20 + 1))

    assert lying() == []


def test_a_file_goes_to_no_zone_that_its_owner_does_not_use(
    stockholm: Actor, turku: Actor, network: Network, cast: Cast
) -> None:
    expert = Actor.person(cast.people["orebro"].pk, now=stockholm.now).in_network(
        network.pk,
        authority_id=cast.authority("orebro").pk,
        role="expert",  # type: ignore[arg-type]
    )

    with pytest.raises(Invalid, match="Choose"):
        stored(stockholm, network, zone="public")
    with pytest.raises(Forbidden, match=str(Permission.FILE_STORE)):
        stored(turku, network)
    with pytest.raises(Forbidden, match=str(Permission.PRIVATE_ZONE_USE)):
        stored(expert, network, zone="authority")
    with pytest.raises(Forbidden, match=str(Permission.MEMBERS_ONLY_READ)):
        stored(expert, network, members_only=True)

    assert stored(expert, network).zone == "network"
    assert StoredFile.objects.count() == 1


def test_who_sees_a_file_is_who_stands_in_its_zone(
    stockholm: Actor, goteborg: Actor, turku: Actor, facilitator: Actor, network: Network
) -> None:
    for options in ({}, {"zone": "authority"}, {"members_only": True}):
        stored(stockholm, network, **options)

    seen = [
        StoredFile.objects.visible_to(actor).count() for actor in (stockholm, goteborg, turku, facilitator)
    ]

    assert seen == [3, 2, 1, 0]


def test_bytes_whose_row_could_not_be_written_are_swept_a_day_later(
    stockholm: Actor, network: Network, lying: Lying
) -> None:
    kept = stored(stockholm, network)
    yesterday = (timezone.now() - timedelta(days=2)).date()
    storage.keep(storage.key_for("files", yesterday, kept.network_id), b"no row")
    StoredFile.objects.filter(pk=kept.pk).update(key=storage.key_for("files", yesterday, kept.pk))
    storage.keep(storage.key_for("files", yesterday, kept.pk), b"a row")
    storage.keep(storage.key_for("files", timezone.now().date(), kept.network_id), b"not yet")

    assert sweep_files() == 1

    assert sorted(path.read_bytes() for path in lying()) == [b"4 500 leveranser", b"a row", b"not yet"]


def test_a_transaction_that_fails_around_the_verb_leaves_no_row(
    stockholm: Actor, network: Network, lying: Lying
) -> None:
    with transaction.atomic():
        stored(stockholm, network)
        transaction.set_rollback(True)

    assert not StoredFile.objects.exists()
    assert len(lying()) == 1  # which the sweep finds


def test_an_erased_file_has_no_name_at_once_and_no_bytes_soon(
    stockholm: Actor, network: Network, lying: Lying
) -> None:
    file = erase_file(stockholm, file=stored(stockholm, network))

    assert (file.name, file.state, file.erased_at) == ("", State.ERASED, stockholm.now)
    assert remove_files(ids=[str(file.pk)]) == 1
    assert lying() == []
    assert remove_files(ids=[str(file.pk)]) == 0
    assert StoredFile.objects.get().removed_at is not None


def test_what_no_nudge_removed_the_sweep_removes(stockholm: Actor, network: Network, lying: Lying) -> None:
    erase_file(stockholm, file=stored(stockholm, network))

    assert sweep_files() == 1
    assert sweep_files() == 0
    assert lying() == []


def test_only_who_uploaded_it_or_the_coordinator_erases_a_file_and_once(
    stockholm: Actor, orebro: Actor, goteborg: Actor, network: Network
) -> None:
    file = stored(stockholm, network)

    with pytest.raises(Forbidden, match=str(Permission.FILE_MODERATE)):
        erase_file(orebro, file=file)
    erase_file(goteborg, file=file)
    with pytest.raises(Conflict, match="file_erased"):
        erase_file(stockholm, file=file)


def test_a_young_file_is_scanned_again_and_set_aside_where_a_virus_became_known(
    stockholm: Actor, network: Network, scanner: Scanner, journal_of: JournalOf
) -> None:
    bad = stored(stockholm, network, content=b"a virus of tomorrow")
    good = stored(stockholm, network)
    StoredFile.objects.update(scanned_at=timezone.now() - timedelta(days=2))
    scanner.virus = b"of tomorrow"

    assert scan_files() == 1
    assert scan_files() == 0

    states = dict(StoredFile.objects.order_by("pk").values_list("pk", "state"))
    assert states == {bad.pk: "quarantined", good.pk: "kept"}
    assert len(scanner.heard) == 4
    assert journal_of(f"network:{network.pk}")[-1] == "file.set_aside"


def test_old_files_and_houses_without_a_scanner_scan_nothing_again(
    stockholm: Actor, network: Network, scanner: Scanner, settings: Settings
) -> None:
    stored(stockholm, network)
    long_ago = timezone.now() - timedelta(days=40)
    StoredFile.objects.update(created_at=long_ago, scanned_at=long_ago)

    assert scan_files() == 0
    settings.CLAMD_URL = ""
    StoredFile.objects.update(created_at=timezone.now())
    assert scan_files() == 0
    assert len(scanner.heard) == 1


def test_a_scanner_that_is_away_at_night_changes_nothing(
    stockholm: Actor, network: Network, scanner: Scanner
) -> None:
    file = stored(stockholm, network)
    StoredFile.objects.update(scanned_at=timezone.now() - timedelta(days=2))
    scanner.answer = "stream: Can't allocate memory ERROR"

    assert scan_files() == 0
    with pytest.raises(Unavailable):
        scan_again(clock(), file=file)
    assert StoredFile.objects.get().state == "kept"


def test_the_disk_never_holds_half_a_file_under_its_name(
    stockholm: Actor, network: Network, shelf: Path
) -> None:
    file = stored(stockholm, network, name="bil.png", content=png())

    assert [path.name for path in shelf.rglob("*") if path.is_file()] == [str(file.pk)]
    with pytest.raises(FileExistsError):
        storage.keep(file.key, b"other bytes")
    assert storage.read(file.key) == storage.read(file.key)
    assert len(list(shelf.rglob("*_*"))) == 0
