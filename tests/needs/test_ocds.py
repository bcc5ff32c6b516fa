"""An adopted need as open data: valid by the standard's own checker, and nothing in it that is not public."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from libcoveocds.api import ocds_json_output
from libcoveocds.config import LibCoveOCDSConfig
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from access.actor import Actor
from needs.models import Need
from needs.services import add_goal, add_stakeholder, change_need
from tests.answers import refused
from tests.factories.demand import an_item
from tests.factories.needs import a_need

STANDARD = Path(__file__).parent.parent / "ocds"
Release = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def findings() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What the standard's own checker says of a package, with the standard read from this folder."""
    packed = BytesIO()
    with ZipFile(packed, "w") as standard:
        standard.writestr("standard/", "")
        # Of records, which we don't write: it is read, and nothing is held against it.
        records = '{"$schema": "http://json-schema.org/draft-04/schema#"}'
        standard.writestr("standard/schema/versioned-release-validation-schema.json", records)
        for path in sorted((STANDARD / "schema").rglob("*.*")):
            standard.write(path, Path("standard") / path.relative_to(STANDARD))
    return lambda package: ocds_json_output(
        json_data=package,
        lib_cove_ocds_config=LibCoveOCDSConfig({"standard_zip": packed.getvalue(), "context": "api"}),
    )


def adopt(actor: Actor, need: Need) -> Need:
    """The need, adopted as it stands."""
    for status in ("internal_review", "hearing", "adopted"):
        need = change_need(actor, need=need, status=status)
    return need


@pytest.fixture
def said(goteborg: Actor) -> Need:
    """A need with everything that it can say, adopted."""
    need = a_need(goteborg, zone="network")
    need = change_need(
        goteborg,
        need=need,
        one_liner="Varor fram utan utsläpp.",
        problem="Många små leveranser.",
        constraints_security="Porten vid kaj 4 är olåst.",
        involvement_method="Intervjuer",
    )
    add_goal(
        goteborg,
        need=need,
        statement="Färre stopp",
        indicator="Stopp",
        unit="per vecka",
        baseline_value=40,
        baseline_year=2026,
        target_value=12,
        target_year=2028,
        owner_id=goteborg.person_id,
    )
    add_stakeholder(goteborg, need=need, name="Åkeriföretagen", kind="supplier", interest="Vill sälja mer")
    an_item(goteborg, need)
    return adopt(goteborg, need)


def read(client: APIClient, need: Need) -> dict[str, Any]:
    """The package over HTTP."""
    answer = client.get(f"/api/v1/needs/{need.pk}/ocds/")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_the_standards_own_checker_finds_nothing_wrong(
    goteborg_client: APIClient, said: Need, findings: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    found = findings(read(goteborg_client, said))

    assert found["version_used"] == "1.1"
    assert found["validation_errors"] == []
    # The standard lets texts end in a language, by patterns that its checker does not read.
    assert {field["field"] for field in found["additional_fields"]} == {"title_en", "description_en"}
    assert not found.get("additional_closed_codelist_values")
    assert not found.get("additional_open_codelist_values")


def test_the_checker_does_find_what_is_wrong(
    goteborg_client: APIClient, said: Need, findings: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    package = read(goteborg_client, said)
    package["releases"][0]["tag"] = ["wishes"]
    del package["releases"][0]["ocid"]

    assert findings(package)["validation_errors"] != []


def test_what_it_is_about_is_told_in_both_languages(goteborg_client: APIClient, said: Need) -> None:
    package = read(goteborg_client, said)

    [release] = package["releases"]
    assert release["ocid"] == f"ocds-000000-{said.pk}"
    assert (release["tender"]["title"], release["tender"]["title_en"]) == (
        "Utsläppsfria leveranser",
        "Zero-emission deliveries",
    )
    assert release["planning"]["rationale"] == (
        "Många små leveranser.\n\n• Färre stopp: Stopp 40 per vecka (2026) → 12 per vecka (2028)"
    )
    assert [item["classification"]["scheme"] for item in release["tender"]["items"]] == ["CPV"]
    assert release["buyer"] == {"id": "SE-2120001355", "name": "Göteborgs stad"}


@pytest.mark.parametrize("word", ["olåst", "Åkeriföretagen", "Vill sälja mer", "Goteborg", "quantity"])
def test_what_is_not_public_is_not_in_it(goteborg_client: APIClient, said: Need, word: str) -> None:
    assert word not in str(read(goteborg_client, said))


def test_the_same_need_gives_the_same_bytes(goteborg_client: APIClient, said: Need) -> None:
    url = f"/api/v1/needs/{said.pk}/ocds/"

    assert goteborg_client.get(url).content == goteborg_client.get(url).content


def test_what_comes_after_the_adoption_is_no_part_of_the_release(
    goteborg: Actor, goteborg_client: APIClient, said: Need
) -> None:
    an_item(
        replace(goteborg, now=goteborg.now + timedelta(days=2)),
        said,
        name_sv="Lastcykel",
        name_en="Cargo bike",
    )

    assert "Lastcykel" not in str(read(goteborg_client, said))


def test_what_was_not_adopted_is_not_published(goteborg: Actor, goteborg_client: APIClient) -> None:
    need = a_need(goteborg)

    answer = goteborg_client.get(f"/api/v1/needs/{need.pk}/ocds/")

    assert refused(answer) == (409, "need_not_adopted")


def test_what_only_members_see_is_not_published(goteborg_client: APIClient, said: Need) -> None:
    Need.objects.filter(pk=said.pk).update(members_only=True)

    assert refused(goteborg_client.get(f"/api/v1/needs/{said.pk}/ocds/")) == (409, "need_not_adopted")


@pytest.mark.parametrize("items", [1, 3])
def test_a_release_takes_the_same_questions_whatever_it_holds(
    goteborg: Actor,
    goteborg_client: APIClient,
    django_assert_num_queries: DjangoAssertNumQueries,
    items: int,
) -> None:
    need = a_need(goteborg, zone="network")
    for _number in range(items):
        an_item(goteborg, need)
    adopt(goteborg, need)

    with django_assert_num_queries(6):
        read(goteborg_client, need)
