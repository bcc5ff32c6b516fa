"""The radar's page: a picture whose table says the same."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from needs.contracts import Radar
from needs.radar import End, densest
from networks.models import Network
from tests.cast import Cast
from tests.needs.test_radar import contracts
from tests.web.conftest import Browser, text_of
from web.radar import MARGIN, STACKED, WIDTH, time_line

TODAY = date(2026, 11, 23)


def radar(days: list[date]) -> Radar:
    ends = [
        End(on=day, authority="A", authority_id=uuid4(), need_id=uuid4(), need="B", annex_id=uuid4())
        for day in sorted(days)
    ]
    return Radar(months=8, ends=ends, window=densest(ends))


def test_the_page_says_what_the_picture_shows(browser: Browser, cast: Cast, network: Network) -> None:
    annexes = contracts(cast, ["goteborg", "stockholm", "orebro"], shared=True)

    page = browser("turku").get(f"/networks/{network.pk}/radar/?need={annexes[0].need_id}")

    text = text_of(page)
    assert "These 3 contracts end within 8 months" in text
    assert page.content.decode().count('class="time-line__dot"') == 3
    assert [name in text for name in ("Göteborgs stad", "Stockholms stad", "Örebro kommun")] == [True] * 3


def test_a_private_contract_is_marked_for_its_own_and_absent_for_others(
    browser: Browser, cast: Cast, network: Network
) -> None:
    contracts(cast, ["stockholm"], shared=False)
    url = f"/networks/{network.pk}/radar/"

    assert "Not shared" in text_of(browser("stockholm").get(url))
    other = text_of(browser("orebro").get(url))
    assert "Stockholms stad" not in other
    assert "No authority has shared yet when its contract ends." in other
    assert "An annex that an authority keeps to itself is on nobody else" in other


def test_the_needs_page_tells_of_its_contracts(browser: Browser, cast: Cast) -> None:
    annexes = contracts(cast, ["goteborg", "stockholm"], shared=True)

    page = text_of(browser("goteborg").get(f"/needs/{annexes[0].need_id}/"))

    assert "These 2 contracts end within 8 months" in page


@pytest.mark.parametrize("need", ["x", "0199aa00-0000-7000-8000-000000000000"])
def test_a_need_that_is_not_there_has_no_radar(browser: Browser, network: Network, need: str) -> None:
    assert browser("goteborg").get(f"/networks/{network.pk}/radar/?need={need}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_radar_costs_the_same_however_many_contracts(
    browser: Browser, cast: Cast, network: Network, rows: int, django_assert_num_queries: Any
) -> None:
    contracts(cast, ["goteborg", "stockholm", "orebro"][:rows], shared=True)
    client = browser("goteborg")

    with django_assert_num_queries(7):
        page = client.get(f"/networks/{network.pk}/radar/")

    assert len(page.context["radar"].ends) == rows


def test_dots_stand_inside_the_picture_and_over_one_another() -> None:
    same = [TODAY + timedelta(days=100)] * 3
    line = time_line(radar([TODAY, *same, TODAY + timedelta(days=9999)]), today=TODAY)

    assert line is not None
    assert all(0 <= dot.x <= WIDTH and 0 < dot.y < line.axis_y for dot in line.dots)
    assert len({(dot.x, dot.y) for dot in line.dots}) == len(line.dots) == 4  # the last one is too far away
    assert all(MARGIN <= tick.x <= WIDTH - MARGIN for tick in line.ticks)
    assert line.band is not None


def test_a_crowd_is_drawn_up_to_a_height() -> None:
    line = time_line(radar([TODAY + timedelta(days=100)] * 50), today=TODAY)

    assert line is not None
    assert len(line.dots) == STACKED


def test_nothing_is_drawn_of_nothing() -> None:
    assert time_line(radar([]), today=TODAY) is None
