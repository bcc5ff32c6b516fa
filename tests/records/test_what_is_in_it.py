"""Everything that an authority holds, and nothing of anybody else's."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from django.utils import timezone

from files.names import clean_name
from journal.models import Entry
from networks.models import Membership, Seat
from records.kinds import KINDS
from tests.cast import Cast
from tests.factories.networks import SeatFactory
from tests.records.archives import Archive
from tests.records.planting import Garden

ArchiveOf = Callable[[str], Archive]


@pytest.fixture
def garden(keepers: Cast) -> Garden:
    """Something said everywhere."""
    made = Garden(keepers)
    made.plant()
    return made


def test_all_that_the_authority_holds_is_in_it_and_nothing_that_it_may_not_read(
    garden: Garden, archive_of: ArchiveOf
) -> None:
    archive = archive_of("stockholm")

    assert [words for words in garden.ours if not archive.says(words)] == []
    assert [words for words in garden.theirs if archive.says(words)] == []


def test_no_kind_of_record_is_empty_in_the_garden(garden: Garden, archive_of: ArchiveOf) -> None:
    archive = archive_of("stockholm")

    # These come by the clock, by link, and by adoption, and are tried apart.
    later = {"our_reminders", "signatures", "overrulings", "demand_public"}
    listed = {kind.name for kind in KINDS if kind.shape is not None} - later
    assert {name for name in listed if not archive.rows(name)} == set()


def test_who_coordinates_takes_no_more_of_others_demand_out_than_any_member(
    garden: Garden, archive_of: ArchiveOf
) -> None:
    archive = archive_of("goteborg")

    hidden = [words for words in garden.theirs if "coordinators" in words or "trusted" in words]
    assert len(hidden) == 2
    assert [words for words in hidden if archive.says(words)] == []


def test_an_observer_takes_out_what_is_shared_and_nothing_for_members_only(
    garden: Garden, archive_of: ArchiveOf
) -> None:
    archive = archive_of("turku")

    assert not any(archive.says(words) for words in garden.ours if "members" in words)
    assert not any(archive.says(words) for words in garden.ours if "private" in words)
    assert [words for words in garden.theirs if archive.says(words)] == []
    assert archive.says(next(words for words in garden.ours if "message" in words))


def test_an_authority_that_only_observes_by_now_takes_out_nothing_for_members_only(
    garden: Garden, keepers: Cast, archive_of: ArchiveOf
) -> None:
    stockholm = keepers.authority("stockholm")
    Seat.objects.filter(authority=stockholm).update(ended_at=timezone.now())
    membership = Membership.objects.get(network=keepers.network, authority=stockholm)
    SeatFactory.create(membership=membership, user=keepers.people["stockholm"], role="observer")

    archive = archive_of("stockholm")

    assert not any(archive.says(words) for words in garden.ours if "members" in words)
    assert archive.says(next(words for words in garden.ours if "message" in words))


def test_a_message_that_was_taken_away_leaves_a_trace_and_one_that_was_edited_its_history(
    garden: Garden, archive_of: ArchiveOf
) -> None:
    messages = archive_of("stockholm").rows("messages")

    gone = [row for row in messages if row["deleted_at"]]
    edited = [row for row in messages if row["edited_at"]]
    assert [(row["body"], row["versions"]) for row in gone] == [("", [])]
    assert [(row["body"][:14], row["versions"][0]["body"][:16]) for row in edited] == [
        ("OURS-after-the", "OURS-before-the-")
    ]


def test_the_hash_of_each_file_is_the_one_in_the_manifest(garden: Garden, archive_of: ArchiveOf) -> None:
    archive = archive_of("stockholm")
    listed = {one["path"]: one for one in archive.manifest["files"]}

    assert set(archive.names) - listed.keys() == {"manifest.json"}
    assert listed.keys() <= set(archive.names)
    for path, one in listed.items():
        part = archive.parts[path]
        assert (one["size"], one["sha256"]) == (len(part), sha256(part).hexdigest())
        assert one["media_type"]
        assert one["kind"]


def test_what_was_frozen_is_a_file_with_the_hash_that_its_record_names(
    garden: Garden, archive_of: ArchiveOf
) -> None:
    archive = archive_of("stockholm")

    def digest(path: str) -> str:
        return sha256(archive.parts[path]).hexdigest()

    (decision,) = archive.rows("decisions")
    assert digest(decision["result_path"]) == decision["result_hash"]
    (snapshot,) = archive.rows("demand_snapshots")
    assert digest(snapshot["path"]) == snapshot["sha256"]
    for revision in [row for row in archive.rows("revisions") if row["kind"] == "named"]:
        (path,) = [name for name in archive.names if f"/{revision['id']}/" in name and name.endswith(".json")]
        assert digest(path) == revision["hash"]
    for file in [row for row in archive.rows("files") if row["state"] == "kept"]:
        assert digest(file["path"]) == file["sha256"]


def test_the_answers_of_the_authority_are_all_there_with_their_reasons(
    garden: Garden, archive_of: ArchiveOf
) -> None:
    archive = archive_of("stockholm")

    answers = archive.rows("our_answers")
    assert [(row["number"], row["stance"]) for row in answers] == [(1, "cannot"), (2, "with_change")]
    assert len(archive.rows("decisions")[0]["voices"]) == 3


def test_demand_of_others_is_masked_as_it_was_published(garden: Garden, archive_of: ArchiveOf) -> None:
    archive = archive_of("stockholm")

    (table,) = archive.rows("demand_published")
    assert "ledger" not in table
    assert {row["declared_by"]["name"] for row in archive.rows("demand_lines")} == {
        "Stockholms stad",
        "Örebro kommun",
    }
    assert [row["realised"] for row in archive.rows("demand_lines")] == ["4", None]


def test_names_of_files_are_kept_and_lie_under_their_ids(garden: Garden, archive_of: ArchiveOf) -> None:
    archive = archive_of("stockholm")

    for row in archive.rows("files"):
        if row["state"] == "kept":
            assert row["path"].endswith(f"/files/{row['id']}/{clean_name(row['name'])}")


def test_an_export_is_told_to_the_authoritys_own_people_alone(keepers: Cast, archive_of: ArchiveOf) -> None:
    stockholm = keepers.authority("stockholm")

    archive = archive_of("stockholm")

    told = Entry.objects.filter(type__startswith="records.").order_by("pk")
    assert [(one.type, one.stream_id) for one in told] == [
        (name, f"authority:{keepers.network.pk}:{stockholm.pk}")
        for name in ("records.requested", "records.exported")
    ]
    assert [row["type"] for row in archive.rows("journal") if "records." in row["type"]] == [
        "records.requested"
    ]


@pytest.mark.parametrize(("language", "words"), [("sv", 'lang="sv"'), ("en", 'lang="en"')])
def test_readme_and_index_speak_the_language_of_whoever_asked(
    keepers: Cast, archive_of: ArchiveOf, language: str, words: str
) -> None:
    keepers.people["stockholm"].language = language

    archive = archive_of("stockholm")

    index = archive.parts["index.html"].decode()
    assert words in index
    assert 'href="manifest.json"' in index
    assert 'href="networks/zero-emission-delivery/messages.json"' in index
    assert ("Nordisk" in index) == (language == "sv")
    assert "Stockholms stad" in archive.parts["README.txt"].decode()
    assert archive.manifest["language"] == language
