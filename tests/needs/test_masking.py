"""What the mask shows, as a table of examples."""

from decimal import Decimal
from typing import Any

import orjson
import pytest

from needs.ledgers import as_json, from_json
from needs.masking import Cell, Figures, Ledger, Said, Shown, public_table, publish

VANS = Cell("vans", 2027, "C2", "2027-H1")
D = Decimal


def line(
    authority: str, mid: int, *, version: int = 1, cell: Cell = VANS, is_open: bool = False, name: str = ""
) -> Said:
    """A line that holds for sure: at least, most likely and at most are one number."""
    return Said(authority, cell, f"{name or authority}:{version}", Figures(D(mid), D(mid), D(mid)), is_open)


def shown(*lines: Said, ledger: Ledger | None = None, on: str = "day 1") -> tuple[list[Shown], Ledger]:
    return publish(lines, ledger or Ledger(), on=on)


def only(table: list[Shown]) -> Shown:
    (cell,) = table
    return cell


@pytest.mark.parametrize("authorities", ["a", "ab"])
def test_fewer_than_three_authorities_are_masked(authorities: str) -> None:
    table, ledger = shown(*(line(name, 10) for name in authorities))

    cell = only(table)
    assert (cell.figures, cell.authorities, cell.as_of, cell.awaits) == (None, None, None, True)
    assert ledger == Ledger()


def test_three_authorities_are_one_figure() -> None:
    table, _ledger = shown(line("a", 10), line("b", 20), line("c", 30))

    assert only(table) == Shown(
        cell=VANS, figures=Figures(D(60), D(60), D(60)), authorities=3, as_of="day 1", awaits=False
    )


def test_two_lines_of_one_authority_count_as_one() -> None:
    table, _ledger = shown(line("a", 10, name="a1"), line("a", 20, name="a2"), line("b", 30))

    assert only(table).figures is None


def test_what_everybody_sees_is_shown_however_few_there_are() -> None:
    table, _ledger = shown(line("a", 10, is_open=True), line("b", 20, is_open=True))

    assert only(table).figures == Figures(D(30), D(30), D(30))
    assert only(table).authorities is None


def test_a_line_opened_while_its_figure_stands_is_not_counted_twice() -> None:
    _table, ledger = shown(*(line(name, 10) for name in "abcd"))
    opened = line("a", 12, version=2, is_open=True)
    hidden = [line(name, 10) for name in "bcd"]

    table, ledger = shown(opened, *hidden, ledger=ledger, on="day 2")
    assert (only(table).figures, only(table).authorities) == (Figures(D(40), D(40), D(40)), 4)
    assert only(table).awaits

    anew = [line(name, 20, version=2) for name in "bcd"]
    table, _ledger = shown(opened, *anew, ledger=ledger, on="day 3")
    assert (only(table).figures, only(table).awaits) == (Figures(D(72), D(72), D(72)), False)


def test_one_hidden_line_beside_open_ones_masks_the_cell() -> None:
    table, _ledger = shown(line("a", 10), *(line(name, 20, is_open=True) for name in "bcd"))

    assert only(table).figures is None


def test_open_lines_are_part_of_a_figure_of_three_hidden_ones() -> None:
    table, _ledger = shown(*(line(name, 10) for name in "abc"), line("d", 5, is_open=True))

    assert only(table).figures == Figures(D(35), D(35), D(35))
    assert only(table).authorities == 4


def test_cells_do_not_help_each_other() -> None:
    later = VANS._replace(year=2028)
    table, _ledger = shown(line("a", 1), line("b", 1), line("c", 1, cell=later))

    assert [cell.figures for cell in table] == [None, None]


def test_a_change_of_one_or_two_leaves_the_figure_with_its_day() -> None:
    _table, ledger = shown(*(line(name, 10) for name in "abc"))
    table, ledger = shown(
        line("a", 99, version=2), line("b", 98, version=2), line("c", 10), ledger=ledger, on="day 2"
    )

    cell = only(table)
    assert (cell.figures, cell.as_of, cell.awaits) == (Figures(D(30), D(30), D(30)), "day 1", True)


def test_a_change_of_all_replaces_the_figure() -> None:
    _table, ledger = shown(*(line(name, 10) for name in "abc"))
    table, _ledger = shown(*(line(name, 20, version=2) for name in "abc"), ledger=ledger, on="day 2")

    cell = only(table)
    assert (cell.figures, cell.as_of, cell.awaits) == (Figures(D(60), D(60), D(60)), "day 2", False)


def test_one_that_joins_waits_for_two_others() -> None:
    _table, ledger = shown(*(line(name, 10) for name in "abc"))
    waiting, ledger = shown(*(line(name, 10) for name in "abcde"), ledger=ledger, on="day 2")
    joined, _ledger = shown(*(line(name, 10) for name in "abcdef"), ledger=ledger, on="day 5")

    assert (only(waiting).figures, only(waiting).authorities) == (Figures(D(30), D(30), D(30)), 3)
    assert (only(joined).figures, only(joined).authorities) == (Figures(D(60), D(60), D(60)), 6)
    assert only(joined).as_of == "day 1"


def test_a_cell_that_falls_below_three_is_masked() -> None:
    _table, ledger = shown(*(line(name, 10) for name in "abc"))
    table, _ledger = shown(line("a", 10), line("b", 10), ledger=ledger)

    assert only(table).figures is None


def test_a_cell_that_nobody_is_in_is_gone() -> None:
    _table, ledger = shown(*(line(name, 10) for name in "abc"))
    table, ledger = shown(ledger=ledger)

    assert table == []
    assert ledger.batches == {}
    assert ledger.published() == {"a": 1, "b": 1, "c": 1}


def test_who_comes_back_unchanged_is_not_new() -> None:
    _table, ledger = shown(*(line(name, 10) for name in "abc"))
    _table, ledger = shown(ledger=ledger)
    table, _ledger = shown(*(line(name, 10) for name in "abc"), ledger=ledger)

    assert only(table).figures is None


def test_a_line_that_is_kept_beside_a_new_one_waits_until_both_are_declared_again() -> None:
    _table, ledger = shown(*(line(name, 10) for name in "abc"))
    more = [line(name, 10) for name in "abc"] + [line(name, 5, name=f"{name}2") for name in "abc"]
    table, ledger = shown(*more, ledger=ledger)
    assert only(table).figures is None

    again = [line(name, 10, version=2) for name in "abc"] + [line(name, 5, name=f"{name}2") for name in "abc"]
    table, _ledger = shown(*again, ledger=ledger)
    assert only(table).figures == Figures(D(45), D(45), D(45))


def test_a_rule_that_counted_changes_would_have_told_what_b_wanted() -> None:
    """Four are shown; b leaves as three join; the three leave: the first sum less the last is b's."""
    first, ledger = shown(*(line(name, 10) for name in "acd"), line("b", 77))
    _second, ledger = shown(*(line(name, 10) for name in "acdxyz"), ledger=ledger)
    third, _ledger = shown(*(line(name, 10) for name in "acd"), ledger=ledger)

    assert only(first).figures == only(third).figures == Figures(D(107), D(107), D(107))
    assert only(third).awaits


def test_the_ledger_survives_being_kept() -> None:
    _table, ledger = shown(*(line(name, 10) for name in "abc"), line("d", 4, cell=VANS._replace(year=2030)))

    assert from_json(as_json(ledger)) == ledger
    assert from_json(as_json(Ledger())) == Ledger()


def public(authority: str, mid: int, **other: Any) -> Said:
    return line(authority, mid, name=f"{authority}p", **other)._replace(is_public=True)


def seen_by_all(*lines: Said, ledger: Ledger) -> Shown:
    return only(public_table(lines, ledger))


def test_three_public_authorities_are_a_figure_for_everybody_and_part_of_the_networks() -> None:
    lines = [*(public(name, 10) for name in "abc"), *(line(name, 5) for name in "def")]
    table, ledger = shown(*lines)

    assert only(table).figures == Figures(D(45), D(45), D(45))
    assert seen_by_all(*lines, ledger=ledger) == Shown(
        cell=VANS, figures=Figures(D(30), D(30), D(30)), authorities=3, as_of="day 1", awaits=False
    )


def test_what_the_network_sees_more_than_the_public_is_of_three_authorities_too() -> None:
    lines = [*(public(name, 10) for name in "abc"), line("d", 5), line("e", 6)]
    table, ledger = shown(*lines)

    assert (only(table).figures, only(table).awaits) == (Figures(D(30), D(30), D(30)), True)
    assert seen_by_all(*lines, ledger=ledger).figures == Figures(D(30), D(30), D(30))


def test_two_public_authorities_count_in_the_networks_figure_alone() -> None:
    lines = [public("a", 10), public("b", 20), line("c", 30)]
    table, ledger = shown(*lines)

    assert only(table).figures == Figures(D(60), D(60), D(60))
    masked = seen_by_all(*lines, ledger=ledger)
    assert (masked.figures, masked.awaits) == (None, True)

    more = [*lines, public("d", 40), public("e", 50)]
    table, ledger = shown(*more, ledger=ledger, on="day 2")
    assert seen_by_all(*more, ledger=ledger).figures is None  # a and b are in the network's figure


def test_a_line_that_is_public_no_more_stays_in_its_figure_and_counts_once() -> None:
    lines = [public(name, 10) for name in "abc"]
    _table, ledger = shown(*lines)
    hidden = [lines[0]._replace(is_public=False), *lines[1:], *(line(name, 7) for name in "def")]

    table, ledger = shown(*hidden, ledger=ledger, on="day 2")

    assert only(table).figures == Figures(D(51), D(51), D(51))
    assert seen_by_all(*hidden, ledger=ledger).figures is None  # two are left who say so


def test_a_public_line_beside_a_figure_of_ones_own_does_not_end_it() -> None:
    hidden = [line(name, 10) for name in "abc"]
    _table, ledger = shown(*hidden)
    lines = [*hidden, *(public(name, 5) for name in "abc")]

    table, ledger = shown(*lines, ledger=ledger, on="day 2")

    assert (only(table).figures, only(table).awaits) == (Figures(D(45), D(45), D(45)), False)
    assert seen_by_all(*lines, ledger=ledger).figures == Figures(D(15), D(15), D(15))


def test_public_batches_are_kept_as_such() -> None:
    _table, ledger = shown(*(public(name, 10) for name in "abc"))

    assert from_json(as_json(ledger)) == ledger
    assert [row["public"] for row in orjson.loads(as_json(ledger))["batches"]] == [True]
