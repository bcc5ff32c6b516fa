import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.refusals import Invalid
from wire.text import readable

HIDDEN = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F]


def test_text_is_composed_trimmed_and_broken_by_line_feeds() -> None:
    assert readable("  A\u030ang\r\nstro\u0308m\r ", name="body", longest=20) == "Ång\nström"


@pytest.mark.parametrize("code", HIDDEN)
def test_hidden_controls_and_overrides_are_refused(code: int) -> None:
    with pytest.raises(Invalid, match="hidden control"):
        readable(f"in{chr(code)}voice", name="body", longest=20)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(Invalid, match="hidden control"):
        readable("\ud800", name="body", longest=20)


def test_too_long_says_how_long_it_is_and_may_be() -> None:
    with pytest.raises(Invalid, match="21 characters long; 20") as refused:
        readable("x" * 21, name="title", longest=20)

    assert refused.value.errors[0].pointer == "/title"


def test_blank_is_refused_unless_allowed() -> None:
    assert readable(" \n ", name="note", longest=20, blank=True) == ""
    with pytest.raises(Invalid, match="Write something"):
        readable(" \n ", name="note", longest=20)


@given(st.text(max_size=60))
def test_what_is_readable_stays_as_it_is_when_read_again(text: str) -> None:
    try:
        once = readable(text, name="body", longest=60, blank=True)
    except Invalid:
        return
    assert readable(once, name="body", longest=60, blank=True) == once
