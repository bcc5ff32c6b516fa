from datetime import timedelta

import pytest

from access.refusals import Conflict, NotVisible
from notices.kinds import Kind
from notices.links import LASTS, answer_link, notice_of, subscription_of, unsubscribe_link, use_link
from notices.models import Cause
from tests.cast import Cast
from tests.notices.conftest import NOON, Told


def token_of(link: str) -> str:
    return link.rstrip("/").rsplit("/", 1)[1]


def test_a_link_names_its_notice(told: Told) -> None:
    notice = told(Cause.REMINDER_DUE)

    assert notice_of(token_of(answer_link(notice)), now=NOON) == notice


def test_a_link_works_once(told: Told) -> None:
    notice = told(Cause.REMINDER_DUE)
    token = token_of(answer_link(notice))

    use_link(notice, now=NOON)

    with pytest.raises(Conflict, match="link_used"):
        notice_of(token, now=NOON)
    with pytest.raises(Conflict, match="link_used"):
        use_link(notice, now=NOON)


def test_a_link_runs_out_after_thirty_days(told: Told) -> None:
    notice = told(Cause.REMINDER_DUE)
    token = token_of(answer_link(notice))

    assert notice_of(token, now=NOON + LASTS - timedelta(seconds=1)) == notice
    with pytest.raises(Conflict, match="link_expired"):
        notice_of(token, now=NOON + LASTS)


def test_an_altered_link_names_nothing(told: Told, cast: Cast) -> None:
    mine, other = (token_of(answer_link(told(Cause.REMINDER_DUE))) for _turn in range(2))
    swapped = other.partition(":")[0] + ":" + mine.partition(":")[2]
    subscription = token_of(unsubscribe_link(cast.people["stockholm"].pk, Kind.DUE))

    for wrong in (swapped, mine[:-1], mine + "a", "a:b", "", subscription):
        with pytest.raises(NotVisible):
            notice_of(wrong, now=NOON)


@pytest.mark.parametrize("kind", [Kind.MENTION, Kind.TASK, None])
def test_a_link_to_unsubscribe_names_person_and_kind(cast: Cast, kind: Kind | None) -> None:
    person = cast.people["stockholm"].pk

    assert subscription_of(token_of(unsubscribe_link(person, kind))) == (person, kind)


def test_no_link_stands_for_another(told: Told, cast: Cast) -> None:
    answer = token_of(answer_link(told(Cause.REMINDER_DUE)))

    with pytest.raises(NotVisible):
        subscription_of(answer)
