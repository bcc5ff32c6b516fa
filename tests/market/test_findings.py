from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid
from market.models import Finding, MarketAnalysis, Source
from market.services import SourceRow, add_finding, review, withdraw_finding
from tests.reminders import OPENED, at

READ_ON = date(2049, 2, 27)
REPORT = SourceRow(
    citation="Statusrapport, 2049", url="https://example.se/r", accessed_on=READ_ON, reliability="A"
)
BODY: dict[str, Any] = {
    "claim": "Sex modeller finns att köpa.",
    "sources": [{"citation": "Statusrapport", "accessed_on": "2026-02-27", "reliability": "B"}],
}


def found(
    actor: Actor, analysis: MarketAnalysis, *sources: SourceRow, claim: str = "Sex modeller."
) -> Finding:
    """A finding on the day on which the analysis was opened."""
    return add_finding(
        at(actor, OPENED), analysis=analysis, claim="Sex modeller.", sources=sources or (REPORT,)
    )


@contextmanager
def refused_at_commit() -> Iterator[None]:
    """What is done within can't be committed."""
    with transaction.atomic():
        point = transaction.savepoint()
        yield
        with pytest.raises(IntegrityError, match="finding_rests_on_a_source"):
            connection.check_constraints()
        transaction.savepoint_rollback(point)


def url(analysis: MarketAnalysis) -> str:
    return f"/api/v1/analyses/{analysis.pk}/findings/"


def test_a_finding_is_kept_with_its_sources_and_told(
    analysis: MarketAnalysis, stockholm: Actor, journal_of: Callable[[str], list[str]]
) -> None:
    second = SourceRow(citation="Samtal", accessed_on=READ_ON, reliability="E")

    finding = found(stockholm, analysis, REPORT, second)

    assert [one.citation for one in finding.sources.order_by("pk")] == ["Statusrapport, 2049", "Samtal"]
    assert finding.authority_id == stockholm.authority_id
    assert journal_of(f"network:{analysis.network_id}")[-1] == "finding.added"
    connection.check_constraints()


def test_the_database_keeps_no_finding_without_a_source(analysis: MarketAnalysis, stockholm: Actor) -> None:
    finding = found(stockholm, analysis)
    connection.check_constraints()

    with refused_at_commit():
        Source.objects.filter(finding=finding).delete()


def test_the_database_takes_no_finding_that_never_had_one(analysis: MarketAnalysis, stockholm: Actor) -> None:
    bare = Finding(
        network_id=analysis.network_id,
        analysis=analysis,
        claim="Sägs det.",
        found_by_id=stockholm.person_id,
        authority_id=stockholm.represents,
        found_at=OPENED,
    )

    with refused_at_commit():
        bare.save(force_insert=True)


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"claim": " "}, "/claim", "blank"),
        ({"claim": "x" * 2001}, "/claim", "too_long"),
        ({"sources": ()}, "/sources", "sources"),
        ({"sources": [REPORT] * 21}, "/sources", "sources"),
        ({"citation": ""}, "/sources/0/citation", "blank"),
        ({"citation": "\u202eomvänt"}, "/sources/0/citation", "control_characters"),
        ({"url": "javascript:alert(1)"}, "/sources/0/url", "url"),
        ({"url": "example.se"}, "/sources/0/url", "url"),
        ({"accessed_on": date(2049, 3, 3)}, "/sources/0/accessed_on", "date"),
        ({"reliability": "F"}, "/sources/0/reliability", "reliability"),
        ({"reliability": ""}, "/sources/0/reliability", "reliability"),
        ({"licence": "x" * 201}, "/sources/0/licence", "too_long"),
    ],
)
def test_a_finding_that_says_too_little_is_refused_by_name(
    analysis: MarketAnalysis, stockholm: Actor, wrong: dict[str, Any], pointer: str, code: str
) -> None:
    source = {"citation": "Rapport", "accessed_on": READ_ON, "reliability": "A"}
    of_source = {name: value for name, value in wrong.items() if name not in ("claim", "sources")}
    wanted = {"claim": "Sex modeller.", "sources": [SourceRow(**{**source, **of_source})]}

    with pytest.raises(Invalid) as refused:
        add_finding(
            at(stockholm, OPENED),
            analysis=analysis,
            **{**wanted, **{name: wrong[name] for name in wrong if name not in of_source}},
        )

    assert (refused.value.errors[0].pointer, refused.value.errors[0].code) == (pointer, code)


def test_a_closed_analysis_takes_no_finding(analysis: MarketAnalysis, stockholm: Actor) -> None:
    review(at(stockholm, OPENED), analysis=analysis, outcome="closed")

    with pytest.raises(Conflict, match="analysis_closed"):
        found(stockholm, analysis)


def test_who_reads_only_finds_nothing(analysis: MarketAnalysis, turku: Actor) -> None:
    with pytest.raises(Forbidden, match=r"finding\.add"):
        found(turku, analysis)


def test_a_withdrawn_finding_stays_and_says_so(
    analysis: MarketAnalysis, stockholm: Actor, journal_of: Callable[[str], list[str]]
) -> None:
    finding = withdraw_finding(at(stockholm, OPENED), finding=found(stockholm, analysis))

    assert finding.withdrawn_by_id == stockholm.user_id
    assert Finding.objects.count() == 1
    assert not Finding.objects.holding().exists()
    assert journal_of(f"network:{analysis.network_id}")[-1] == "finding.withdrawn"
    with pytest.raises(Conflict, match="finding_withdrawn"):
        withdraw_finding(at(stockholm, OPENED), finding=finding)


def test_findings_over_http_are_written_listed_and_withdrawn(
    analysis: MarketAnalysis, stockholm_client: APIClient, orebro_client: APIClient
) -> None:
    written = stockholm_client.post(url(analysis), BODY, format="json")

    assert written.status_code == 201
    made = written.json()
    assert made["sources"] == [
        {
            "citation": "Statusrapport",
            "url": "",
            "accessed_on": "2026-02-27",
            "licence": "",
            "reliability": "B",
        }
    ]
    assert orebro_client.get(url(analysis)).json()["results"] == [made]
    gone = orebro_client.delete(f"/api/v1/findings/{made['id']}/")
    assert (gone.status_code, gone.json()["withdrawn_at"] is None) == (200, False)
    assert orebro_client.get(f"/api/v1/findings/{made['id']}/").json() == gone.json()


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"sources": []}, "/sources"),
        ({"sources": [{}]}, "/sources/0/citation"),
        ({"sources": "https://example.se"}, "/sources"),
        ({"claim": None}, "/claim"),
    ],
)
def test_a_bad_finding_over_http_points_at_its_fields(
    analysis: MarketAnalysis, stockholm_client: APIClient, wrong: dict[str, Any], pointer: str
) -> None:
    answer = stockholm_client.post(url(analysis), {**BODY, **wrong}, format="json")

    assert answer.status_code == 400
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert not Finding.objects.exists()


def test_a_finding_of_another_network_is_not_there(
    analysis: MarketAnalysis, stockholm: Actor, kiruna_client: APIClient
) -> None:
    finding = found(stockholm, analysis)

    assert kiruna_client.get(f"/api/v1/findings/{finding.pk}/").status_code == 404
    assert kiruna_client.get(url(analysis)).status_code == 404
