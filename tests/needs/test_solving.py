"""The solver that the mask is tried with finds what there is to find."""

from fractions import Fraction

from tests.needs.solving import leaks


def test_the_solver_would_see_a_leak() -> None:
    one = Fraction(1)
    a, b, c, d = ("a1:1", "b1:1", "c1:1", "d1:1")
    owner = {a: "a", b: "b", c: "c", d: "d"}
    four, three = {a: one, b: one, c: one, d: one}, {a: one, c: one, d: one}

    assert leaks([four, three], owner, "nobody", "b")
    assert not leaks([four], owner, "nobody", "b")
    assert leaks([{a: one, b: one}], owner, "a", "b")


def test_the_solver_would_see_what_a_public_table_beside_the_networks_tells() -> None:
    """Were a line in both figures, the difference of the two tables would be of those who stayed inside."""
    everybody, public = dict.fromkeys(("a1:1", "b1:1", "c1:1", "d1:1"), Fraction(1)), {}
    public = {mark: everybody[mark] for mark in ("a1:1", "b1:1", "c1:1")}
    owner = {mark: mark[0] for mark in everybody}

    assert leaks([everybody, public], owner, "nobody", "d")
