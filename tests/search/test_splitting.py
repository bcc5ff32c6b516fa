import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.lexicon import inflected, joining, lexicon
from search.splitting import LONGEST, forms_of, is_known, parts_of

LETTERS = st.text("abcdefghijklmnopqrstuvwxyzåäö", max_size=LONGEST + 5)
NOUNS = st.sampled_from(sorted(word for word in lexicon().trusted if len(word) >= 5))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("ramavtal", ("ram", "avtal")),
        ("ramavtalstiden", ("ram", "avtal", "tid")),
        ("trygghetslarmens", ("trygghet", "larm")),
        ("skolmåltider", ("skola", "måltid")),
        ("gatubelysning", ("gata", "belysning")),
        ("varudistribution", ("vara", "distribution")),
        ("arbetsgruppen", ("arbete", "grupp")),
        ("elavtal", ("el", "avtal")),
        ("kontorsvaror", ("kontor", "vara")),
        ("kvarkenavtal", ("avtal",)),
        ("fordonskilometer", ("fordon", "kilometer")),
        ("delegationsordning", ("delegation", "ordning")),
        ("analyslager", ("analys", "lager")),
    ],
)
def test_a_compound_falls_apart_into_base_forms(word: str, parts: tuple[str, ...]) -> None:
    assert parts_of(word) == parts


WHOLE = """
avtal transport mobil automat hospital kapital format forum kostnad sport rapport kontroll historisk vardag
standard element betala mellan kommunal banan festival flygplan telefon och ö planering
"""


@pytest.mark.parametrize("word", [*WHOLE.split(), ""])
def test_a_word_that_only_looks_like_a_compound_stays_whole(word: str) -> None:
    assert parts_of(word) == ()


def test_a_long_compound_is_found_by_its_runs_too() -> None:
    assert forms_of("ramavtalstiden") == ("ram", "avtal", "tid", "ramavtal", "avtalstid")


@given(LETTERS)
def test_any_letters_split_without_harm(word: str) -> None:
    parts = parts_of(word)

    assert all(len(part) >= 2 for part in parts)
    assert sum(map(len, parts)) <= len(word) + 2 * len(parts)
    assert set(parts) <= set(forms_of(word))


@given(NOUNS, NOUNS, st.sampled_from(["", "s"]))
def test_two_nouns_joined_are_found_by_the_second(first: str, second: str, joint: str) -> None:
    word = first + joint + second

    assert is_known(word) or second in forms_of(word) or _ends_in_another(word, second)


def _ends_in_another(word: str, second: str) -> bool:
    """Two words may join into letters that also read as others: then the parts are those."""
    return "".join(parts_of(word)[-1:]) != "" and not word.endswith(f"s{second}")


@given(NOUNS)
def test_a_word_of_the_list_is_known_in_all_its_forms_and_never_split(noun: str) -> None:
    assert all(is_known(form) for form in inflected(noun))
    assert not any(parts_of(form) for form in inflected(noun))


@given(NOUNS)
def test_what_joins_begins_as_the_word_does(noun: str) -> None:
    assert all(form[: len(noun) - 1] == noun[:-1] for form in joining(noun))


def test_splitting_takes_no_time_to_speak_of() -> None:
    parts_of.cache_clear()
    hardest = ["avtals" * 10, "ramavtal" * 7, "s" * 60, "tid" * 20]

    assert [len(parts_of(word)) > 1 for word in hardest] == [True, True, False, True]
