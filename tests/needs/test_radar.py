"""The contract-end radar: a table of cases for what is pure, and who sees which contract."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from access.actor import Actor
from needs.contracts import radar_of
from needs.models import Annex
from needs.radar import End, densest, months_after
from needs.services.annexes import share_annex
from networks.models import Network
from networks.services import end_membership
from tests.answers import pointed
from tests.cast import Cast
from tests.factories.demand import an_annex
from tests.factories.needs import a_need

DAYS = st.dates(date(2026, 1, 1), date(2032, 12, 31))


def end(on: date, authority: UUID | None = None) -> End:
    who = authority or uuid4()
    return End(on=on, authority="Örebro", authority_id=who, need_id=uuid4(), need="Behov", annex_id=uuid4())


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 4, 30), 8, date(2026, 12, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 7, 1), 6, date(2027, 1, 1)),
        (date(2024, 6, 30), 8, date(2025, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


def test_the_window_is_where_most_contracts_end() -> None:
    early = [end(date(2027, 1, 31)), end(date(2027, 3, 1))]
    late = [end(date(2028, month, 15)) for month in (2, 4, 9)]

    window = densest([*late, *early])

    assert window is not None
    assert (window.first_on, window.last_on) == (date(2028, 2, 15), date(2028, 9, 15))
    assert (window.contracts, window.authorities) == (3, 3)


@pytest.mark.parametrize("days", [[], [date(2027, 1, 31)], [date(2027, 1, 31), date(2027, 10, 1)]])
def test_one_contract_alone_is_no_window(days: list[date]) -> None:
    assert densest(map(end, days)) is None


@given(st.lists(DAYS, max_size=12))
def test_no_other_window_holds_more(days: list[date]) -> None:
    window = densest(map(end, days))

    most = max((sum(first <= day <= months_after(first, 8) for day in days) for first in days), default=0)
    assert (window.contracts if window else 0) == (most if most > 1 else 0)


def contracts(cast: Cast, names: list[str], *, shared: bool) -> list[Annex]:
    """Contracts of these cities that end in the spring of next year, a month apart."""
    need = a_need(cast.actor("goteborg"), zone="network")
    year = cast.actor("goteborg").now.year + 1
    made = []
    for number, name in enumerate(names):
        actor = cast.actor(name)
        annex = an_annex(actor, need, current_contract_end=date(year, 1 + number, 15))
        made.append(share_annex(actor, annex=annex) if shared else annex)
    return made


def test_shared_contracts_are_seen_by_all_and_private_ones_by_their_own(cast: Cast) -> None:
    contracts(cast, ["goteborg", "stockholm"], shared=True)
    contracts(cast, ["orebro"], shared=False)

    seen = {name: len(radar_of(cast.actor(name)).ends) for name in ("goteborg", "orebro", "turku")}

    assert seen == {"goteborg": 2, "orebro": 3, "turku": 2}


def test_what_three_keep_to_themselves_is_told_to_nobody_else(cast: Cast) -> None:
    contracts(cast, ["stockholm", "orebro", "aalborg"], shared=False)

    assert radar_of(cast.actor("goteborg")).ends == []
    assert [end.authority for end in radar_of(cast.actor("stockholm")).ends] == ["Stockholms stad"]


def test_the_contract_of_an_authority_that_left_is_off_the_radar(cast: Cast) -> None:
    contracts(cast, ["goteborg", "stockholm"], shared=True)
    goteborg = cast.actor("goteborg")
    end_membership(goteborg, membership=cast.seats["stockholm"].membership)

    assert [end.authority for end in radar_of(goteborg).ends] == ["Göteborgs stad"]


def test_what_has_ended_and_other_needs_are_left_out(cast: Cast) -> None:
    annex, _other = contracts(cast, ["goteborg", "stockholm"], shared=True)
    goteborg = cast.actor("goteborg")
    Annex.objects.filter(pk=annex.pk).update(current_contract_end=goteborg.now.date() - timedelta(days=1))
    elsewhere = a_need(goteborg, zone="network")

    assert len(radar_of(goteborg).ends) == 1
    assert radar_of(goteborg, need_id=elsewhere.pk).ends == []


def test_the_radar_over_http(cast: Cast, goteborg_client: APIClient, network: Network) -> None:
    annexes = contracts(cast, ["goteborg", "stockholm", "orebro"], shared=True)
    url = f"/api/v1/networks/{network.pk}/radar/"

    whole = goteborg_client.get(url).json()
    near = goteborg_client.get(f"{url}?months=1&need={annexes[0].need_id}").json()

    assert [one["authority"]["name"] for one in whole["contracts"]] == [
        *("Göteborgs stad", "Stockholms stad", "Örebro kommun"),
    ]
    assert (whole["months"], whole["window"]["contracts"]) == (8, 3)
    assert near["window"]["contracts"] == 2


@pytest.mark.parametrize("query", ["need=x", f"need={UUID(int=7)}", "months=0", "months=37"])
def test_what_the_radar_can_not_show_is_pointed_at(
    goteborg_client: APIClient, network: Network, query: str
) -> None:
    answer = goteborg_client.get(f"/api/v1/networks/{network.pk}/radar/?{query}")

    assert [pointer for pointer, _code in pointed(answer)] == [f"/{query.partition('=')[0]}"]


@pytest.mark.parametrize("name", ["kiruna", "facilitator"])
def test_who_does_not_sit_in_the_network_sees_no_radar(cast: Cast, network: Network, name: str) -> None:
    answer = cast.client(name).get(f"/api/v1/networks/{network.pk}/radar/")

    assert answer.status_code in (403, 404)


def test_a_private_need_brings_nothing_to_others_radar(goteborg: Actor, stockholm: Actor) -> None:
    need = a_need(goteborg)
    an_annex(goteborg, need, current_contract_end=date(goteborg.now.year + 1, 3, 1))

    assert len(radar_of(goteborg).ends) == 1
    assert radar_of(stockholm).ends == []
