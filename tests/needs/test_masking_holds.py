"""The mask against whoever adds and subtracts everything that was ever published, and knows their own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from needs.ledgers import as_json, from_json
from needs.masking import Batch, Cell, Figures, Ledger, Said, Shown, leaves_too_few, public_table, publish
from tests.needs.solving import Variable, leaks

AUTHORITIES = "abcdef"
CELLS = (Cell("vans", 2027, "C2", "2027-H1"), Cell("vans", 2027, "C3", "2027-H1"))
TINY = Decimal("0.01")

acts = st.lists(
    st.one_of(
        st.tuples(
            st.just("say"),
            st.sampled_from(AUTHORITIES),
            st.sampled_from("11122ppp"),
            st.sampled_from(CELLS),
            st.integers(1, 50),
        ),
        st.tuples(st.just("open"), st.sampled_from(AUTHORITIES), st.sampled_from(CELLS), st.integers(1, 50)),
        *[st.tuples(st.just("show"), st.sampled_from(AUTHORITIES))] * 3,
        st.tuples(st.just("withdraw"), st.sampled_from(AUTHORITIES), st.sampled_from("12p")),
        st.tuples(st.just("turn"), st.sampled_from(AUTHORITIES), st.sampled_from("1p")),
        st.tuples(st.just("move"), st.sampled_from(AUTHORITIES)),
        st.tuples(
            st.just("again"),
            st.sets(st.sampled_from(AUTHORITIES), min_size=3),
            st.sampled_from("1p"),
            st.sampled_from(CELLS),
            st.integers(1, 50),
        ),
        st.just(("publish",)),
        st.just(("publish",)),
        st.just(("publish",)),
    ),
    max_size=40,
)


@dataclass
class World:
    """Who declared what, and everything that was published of it."""

    lines: dict[str, Said] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    ledger: Ledger = field(default_factory=Ledger)
    tables: list[list[Shown]] = field(default_factory=list)
    public: list[list[Shown]] = field(default_factory=list)
    was_public: set[Variable] = field(default_factory=set)
    ledgers: list[Ledger] = field(default_factory=list)
    ever: dict[Variable, Said] = field(default_factory=dict)
    instead: dict[Variable, Figures] = field(default_factory=dict)

    def play(self, story: list[Any]) -> "World":
        """Do everything, and publish at the end once more."""
        for act, *more in [*story, ("publish",)]:
            getattr(self, f"_{act}")(*more)
        return self

    def _say(self, authority: str, number: str, cell: Cell, mid: int) -> None:
        name = f"{authority}{number}"
        self._write(name, authority, cell, mid, is_open=False, is_public=number == "p")

    def _open(self, authority: str, cell: Cell, mid: int) -> None:
        self._write(f"{authority}open", authority, cell, mid, is_open=True)

    def _show(self, authority: str) -> None:
        """A line is opened as it stands: the same version, but where that would tell of others."""
        line = self.lines.get(f"{authority}1")
        if line is None or line.is_open:
            return
        told = {line.marks, *self.told()}
        figures = [batch for _cell, batch in self.batches() if line.marks in " ".join(batch.marks.values())]
        if not any(leaves_too_few(batch, told) for batch in figures):
            opened = line._replace(is_open=True, is_public=False)
            self.lines[f"{authority}1"] = self.ever[line.marks] = opened

    def told(self) -> set[Variable]:
        """Versions that everybody was shown."""
        return {mark for mark, line in self.ever.items() if line.is_open}

    def _again(self, authorities: set[str], number: str, cell: Cell, mid: int) -> None:
        for place, authority in enumerate(sorted(authorities)):
            self._say(authority, number, cell, mid + place)

    def _turn(self, authority: str, number: str) -> None:
        """What may be public may be so no more, or the other way: the same version, as no figure changed."""
        line = self.lines.get(f"{authority}{number}")
        if line is not None and not line.is_open:
            self.lines[f"{authority}{number}"] = line._replace(is_public=not line.is_public)

    def _withdraw(self, authority: str, number: str) -> None:
        self.lines.pop(f"{authority}{number}", None)

    def _move(self, authority: str) -> None:
        self.away ^= {authority}

    def _write(
        self, name: str, authority: str, cell: Cell, mid: int, *, is_open: bool, is_public: bool = False
    ) -> None:
        version = self.versions[name] = self.versions.get(name, 0) + 1
        figures = Figures(Decimal(mid) / 2, Decimal(mid), Decimal(mid) * 2)
        mark = f"{name}:{version}"
        figures = self.instead.get(mark, figures)
        line = Said(authority, cell, mark, figures, is_open, is_public)
        self.lines[name] = self.ever[mark] = line

    def _publish(self) -> None:
        here = [line for line in self.lines.values() if line.authority not in self.away]
        table, ledger = publish(here, self.ledger, on=str(len(self.tables)))
        self.ledger = from_json(as_json(ledger))
        assert self.ledger == ledger
        self.tables.append(table)
        self.public.append(public_table(here, ledger))
        self.was_public |= {line.marks for line in here if line.is_public}
        self.ledgers.append(self.ledger)

    def batches(self) -> Iterator[tuple[Cell, Batch]]:
        """Every batch there ever was, once."""
        seen = set()
        for ledger in self.ledgers:
            for cell, batches in ledger.batches.items():
                for batch in batches:
                    if (cell, batch.on, batch.is_public) not in seen:
                        seen.add((cell, batch.on, batch.is_public))
                        yield cell, batch

    def equations(self) -> list[dict[Variable, Fraction]]:
        """What every figure is the sum of that the network or the public saw, less what is open anyway."""
        return [
            {
                mark: Fraction(1)
                for batch in ledger.batches[shown.cell]
                if batch.is_public or not for_all
                for marks in batch.marks.values()
                for mark in marks.split(" ")
            }
            for for_all, tables in ((False, self.tables), (True, self.public))
            for table, ledger in zip(tables, self.ledgers, strict=True)
            for shown in table
            if shown.figures is not None and shown.cell in ledger.batches
        ]


@settings(max_examples=150, deadline=None)
@given(acts)
def test_nothing_about_one_authority_follows_from_all_that_was_published(story: list[Any]) -> None:
    world = World().play(story)
    owner = {mark: line.authority for mark, line in world.ever.items() if not line.is_open}
    equations = [dict(unique) for unique in {tuple(sorted(one.items())) for one in world.equations()}]

    for knows in ("nobody", *AUTHORITIES):
        for victim in AUTHORITIES:
            assert victim == knows or not leaks(equations, owner, knows, victim), (knows, victim)


@settings(max_examples=200, deadline=None)
@given(acts)
def test_a_figure_is_what_it_says_it_is_made_of(story: list[Any]) -> None:
    world = World().play(story)

    for cell, batch in world.batches():
        parts = [world.ever[mark] for marks in batch.marks.values() for mark in marks.split(" ")]
        assert Figures.sum_of(part.figures for part in parts) == batch.figures
        assert {part.cell for part in parts} == {cell}
        assert len(batch.marks) >= 3
        assert not any("open" in part.marks for part in parts)
        assert not batch.is_public or {part.marks for part in parts} <= world.was_public


@settings(max_examples=200, deadline=None)
@given(acts)
def test_no_line_is_in_two_figures_in_the_same_version(story: list[Any]) -> None:
    world = World().play(story)
    marks = [
        mark
        for _cell, batch in world.batches()
        for found in batch.marks.values()
        for mark in found.split(" ")
    ]

    assert len(marks) == len(set(marks))


@settings(max_examples=150, deadline=None)
@given(acts, st.data())
def test_in_another_world_one_wants_next_to_nothing_and_the_same_is_published(
    story: list[Any], data: Any
) -> None:
    """So no interval around an authority's volume is narrower than from nothing to all that is left."""
    world = World().play(story)
    hidden = [found for _cell, batch in world.batches() if (found := _hidden(batch, world.told()))]
    if not hidden:
        return
    batch = data.draw(st.sampled_from(hidden))
    victim, heir, _whoever_knows = data.draw(st.permutations(sorted(batch)))[:3]
    given, heirs_first = batch[victim], batch[heir][0]
    moved = [Figures(*(figure - TINY for figure in world.ever[mark].figures)) for mark in given]
    instead = dict.fromkeys(given, Figures(TINY, TINY, TINY))
    instead[heirs_first] = Figures.sum_of([world.ever[heirs_first].figures, *moved])

    other = World(instead=instead).play(story)

    assert (other.tables, other.public) == (world.tables, world.public)


def _hidden(batch: Batch, told: set[Variable]) -> dict[str, list[Variable]]:
    """By authority what nobody else was shown of a figure."""
    found = {
        authority: [mark for mark in marks.split(" ") if mark not in told]
        for authority, marks in batch.marks.items()
    }
    return {authority: marks for authority, marks in found.items() if marks}


@settings(max_examples=60, deadline=None)
@given(acts)
def test_what_is_masked_or_shown_hangs_on_who_and_not_on_how_much(story: list[Any]) -> None:
    world = World().play(story)
    other = World(instead={mark: Figures(TINY, TINY, TINY) for mark in world.ever}).play(story)

    def bare(tables: list[list[Shown]]) -> list[list[tuple[object, ...]]]:
        return [
            [(one.cell, one.figures is None, one.authorities, one.as_of) for one in table] for table in tables
        ]

    assert bare(other.tables) == bare(world.tables)
    assert bare(other.public) == bare(world.public)


@settings(max_examples=200, deadline=None)
@given(acts)
def test_every_figure_is_a_sum_of_whole_batches_and_no_line_counts_twice(story: list[Any]) -> None:
    world = World().play(story)

    for table, public, ledger in zip(world.tables, world.public, world.ledgers, strict=True):
        for shown in public:
            held = [batch for batch in ledger.batches.get(shown.cell, ()) if batch.is_public]
            if shown.figures is not None:
                assert shown.figures == Figures.sum_of(batch.figures for batch in held)
                assert (shown.authorities or 0) >= 3
        shown_to_network = {shown.cell for shown in table}
        assert {shown.cell for shown in public} <= shown_to_network
        for batches in ledger.batches.values():
            lines = [
                mark.split(":")[0]
                for one in batches
                for marks in one.marks.values()
                for mark in marks.split()
            ]
            assert len(lines) == len(set(lines))
