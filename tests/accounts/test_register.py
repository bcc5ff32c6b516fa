from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from accounts.models import Authority
from tests.factories.accounts import AuthorityFactory

AUTHORITIES = "/api/v1/authorities/"
MUNICIPALITIES = "kommunkod,namn,orgnr\n1880,Örebro,212000-1967\n1480,Göteborg,212000-1355\n"
COURTS = (
    "orgnr,namn,grupp\n"
    "202100-2742,ÖREBRO TINGSRÄTT,Sveriges domstolar\n"
    "202100-2742,GÖTEBORGS TINGSRÄTT,Sveriges domstolar\n"
    "202100-2932,Uppsala universitet,Statliga förvaltningsmyndigheter\n"
    "202100-3021,Universitetskanslersämbetet,Statliga förvaltningsmyndigheter\n"
)


@pytest.fixture
def register(db: None, settings: Settings, tmp_path: Path) -> Path:
    """A data folder with two files in the shape of the real ones."""
    settings.SAMVERK_DATA = tmp_path
    folder = tmp_path / "sweden"
    folder.mkdir()
    (folder / "kommuner.csv").write_text(MUNICIPALITIES, encoding="utf-8")
    (folder / "myndigheter.csv").write_text(COURTS, encoding="utf-8")
    return folder


def kinds() -> dict[str, tuple[str, str]]:
    return {row.name: (row.kind, row.unit) for row in Authority.objects.all()}


def test_registers_are_loaded_and_loading_again_changes_nothing(register: Path) -> None:
    call_command("load_authorities")
    first = list(Authority.objects.order_by("id").values())
    call_command("load_authorities")

    assert list(Authority.objects.order_by("id").values()) == first
    assert kinds() == {
        "Örebro": ("municipality", ""),
        "Göteborg": ("municipality", ""),
        "ÖREBRO TINGSRÄTT": ("state_agency", "ÖREBRO TINGSRÄTT"),
        "GÖTEBORGS TINGSRÄTT": ("state_agency", "GÖTEBORGS TINGSRÄTT"),
        "Uppsala universitet": ("university", ""),
        "Universitetskanslersämbetet": ("state_agency", ""),
    }


def test_without_the_data_nothing_is_loaded_and_nothing_fails(
    db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.SAMVERK_DATA = tmp_path / "nowhere"

    call_command("load_authorities")

    assert not Authority.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a,b\n1,2\n",
        "orgnr,namn\n212000-1968,Wrong digit\n",
        "orgnr,namn\n,\n",
        "orgnr,namn\nx\n",
        "\udcff",
    ],
)
def test_a_file_that_is_no_register_is_refused_whole(register: Path, content: str) -> None:
    wrong = register / "wrong.csv"
    wrong.write_bytes(content.encode(errors="surrogateescape"))
    good = register / "kommuner.csv"

    if content:
        with pytest.raises(CommandError, match=r"wrong\.csv"):
            call_command("load_authorities", str(wrong), str(good))
    else:
        call_command("load_authorities", str(wrong))

    assert not Authority.objects.exists()


def test_the_register_is_a_public_fact_for_whoever_is_signed_in(
    alva_client: APIClient, orebro: Authority
) -> None:
    assert APIClient().get(AUTHORITIES).status_code == 401
    assert alva_client.get(f"{AUTHORITIES}{orebro.id}/").json() == {
        "id": str(orebro.id),
        "name": "Örebro kommun",
        "org_number": "2120001967",
        "unit": "",
        "kind": "municipality",
        "country": "SE",
    }


@pytest.mark.parametrize("unknown", ["b7b848bc-2540-4c5a-9d18-7a004608505e", "1", "x"])
def test_an_unknown_authority_is_not_found(alva_client: APIClient, unknown: str) -> None:
    answer = alva_client.get(f"{AUTHORITIES}{unknown}/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("authorities", [1, 3])
def test_the_register_costs_three_queries(
    alva_client: APIClient, authorities: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    AuthorityFactory.create_batch(authorities)

    with django_assert_num_queries(3):  # session, person, authorities
        listed = alva_client.get(AUTHORITIES).json()["results"]

    assert len(listed) == authorities


def test_the_register_is_read_page_by_page_in_the_order_of_names(alva_client: APIClient) -> None:
    for name in ("Cederby", "Alby", "Björkby", "Alby", "Dalby"):
        AuthorityFactory(name=name)

    names, url = [], f"{AUTHORITIES}?limit=2"
    while url:
        page = alva_client.get(url).json()
        names += [row["name"] for row in page["results"]]
        url = page["next"]

    assert names == ["Alby", "Alby", "Björkby", "Cederby", "Dalby"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("göte", ["Göteborg"]),
        ("ÖREBRO", ["Örebro"]),
        ("212000-19", ["Örebro"]),
        ("2120001967", ["Örebro"]),
        ("21200", ["Göteborg", "Örebro"]),
        ("000", []),
        ("100%", []),
        ("_", []),
        ("", ["Göteborg", "Örebro"]),
    ],
)
def test_the_register_is_searched_by_name_and_number(
    alva_client: APIClient, text: str, found: list[str]
) -> None:
    AuthorityFactory(name="Göteborg", number="2120001355")
    AuthorityFactory(name="Örebro", number="2120001967")

    answer = alva_client.get(AUTHORITIES, {"q": text})

    assert sorted(row["name"] for row in answer.json()["results"]) == found


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a\x00b"},
        {"q": "x" * 201},
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "many"},
        {"cursor": "x"},
        {"cursor": "W2ZhbHNlLCJBIiwieCJd"},
    ],
)
def test_a_broken_question_to_the_register_is_answered_400(
    alva_client: APIClient, query: dict[str, str]
) -> None:
    answer = alva_client.get(AUTHORITIES, query)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
