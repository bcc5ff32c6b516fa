"""What one kind of record costs: so many questions, however many records."""

from io import BytesIO
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from records.kinds import KINDS, Kind
from records.packing import Package, dumped
from records.sight import Sight, sights_of
from tests.cast import Cast
from tests.records.archives import asked_for, clock, keeps
from tests.records.planting import Garden


def sight_of(cast: Cast) -> Sight:
    (sight,) = sights_of(keeps(cast, "stockholm"), cast.authority("stockholm"))
    return sight


def read(kind: Kind, sight: Sight) -> int:
    """Read a kind as an archive does: its list, then its files. Returns how many rows and files."""
    package = Package(out=BytesIO(), at=timezone.now())
    found = 0
    if kind.shape is not None:
        for row in kind.rows(sight).iterator(chunk_size=kind.together):
            assert dumped(kind.shape(sight, row))
            found += 1
    if kind.files is not None:
        rows = list(kind.rows(sight).iterator(chunk_size=kind.together))
        for part in kind.files(sight, rows):
            package.add(part, kind=kind.name)
            found += 1
    return found


def costs_of_all(cast: Cast) -> dict[str, int]:
    """How many questions each kind asks now."""
    sight, costs = sight_of(cast), {}
    for kind in KINDS:
        with CaptureQueriesContext(connection) as asked:
            read(kind, sight)
        costs[kind.name] = len(asked)
    return costs


def test_each_kind_costs_the_same_for_one_of_everything_and_for_three(keepers: Cast) -> None:
    garden = Garden(keepers)
    garden.plant()
    costs = costs_of_all(keepers)
    garden.plant()
    garden.plant()

    assert costs_of_all(keepers) == costs
    assert max(costs.values()) <= 8  # decisions: who was asked, voices, accessions; then their files


def test_names_of_kinds_are_those_of_files(keepers: Cast) -> None:
    names = [kind.name for kind in KINDS]

    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and name == name.lower() for name in names)


def test_the_sights_of_an_authority_cost_two_questions(keepers: Cast, django_assert_num_queries: Any) -> None:
    actor = keeps(keepers, "stockholm")

    with django_assert_num_queries(2):
        assert len(sights_of(actor, keepers.authority("stockholm"))) == 1
    assert asked_for(keepers, "stockholm").created_at <= clock().now
