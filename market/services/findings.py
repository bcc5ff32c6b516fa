"""What was found out about a market is written down with its sources, and withdrawn where it fails."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden, Invalid
from journal.events import FindingAdded, FindingWithdrawn
from journal.recorder import record
from market.indexing import finding_piece, finding_subject
from market.models import Finding, MarketAnalysis, Reliability, Source
from search.indexing import forget, index
from wire.text import readable

MOST_SOURCES = 20
LONGEST_CLAIM = 2000
_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """Where a finding comes from, as somebody gives it."""

    citation: str
    accessed_on: date
    reliability: str
    url: str = ""
    licence: str = ""


@transaction.atomic
def add_finding(
    actor: Actor, *, analysis: MarketAnalysis, claim: str, sources: Iterable[SourceRow]
) -> Finding:
    """Write down what was found out, with at least one source.

    Raises Invalid for a text that can't be kept, no source or more than 20, and a source that
    says too little; Conflict for a closed analysis.
    """
    actor.require(Permission.FINDING_ADD)
    claim = readable(claim, name="claim", longest=LONGEST_CLAIM)
    rows = list(sources)
    if not 1 <= len(rows) <= MOST_SOURCES:
        raise Invalid.field("sources", "sources", f"Name 1 to {MOST_SOURCES} sources.")
    analysis.schedule.locked()
    analysis = MarketAnalysis.objects.get(pk=analysis.pk)
    if not analysis.is_open:
        raise Conflict("analysis_closed", "This analysis is closed.")
    finding = Finding.objects.create(
        network_id=analysis.network_id,
        analysis=analysis,
        claim=claim,
        found_by_id=actor.person_id,
        authority_id=actor.represents,
        found_at=actor.now,
    )
    Source.objects.bulk_create(_source(finding, row, place, actor) for place, row in enumerate(rows))
    index(finding_piece(finding, analysis, actor.now))
    fact = FindingAdded(network_id=analysis.network_id, analysis_id=analysis.pk, finding_id=finding.pk)
    record(actor, fact)
    return finding


@transaction.atomic
def withdraw_finding(actor: Actor, *, finding: Finding) -> Finding:
    """Say that a finding does not hold any more; it stays, struck out. Who found it, or who manages analyses.

    Raises Forbidden for others, Conflict where it was withdrawn before.
    """
    actor.require(Permission.FINDING_ADD)
    finding = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
    if finding.found_by_id != actor.user_id and not actor.can(Permission.ANALYSIS_MANAGE):
        raise Forbidden(Permission.ANALYSIS_MANAGE)
    if finding.withdrawn_at is not None:
        raise Conflict("finding_withdrawn", "This finding was withdrawn already.")
    finding.withdrawn_at, finding.withdrawn_by_id = actor.now, actor.person_id
    finding.save(update_fields=["withdrawn_at", "withdrawn_by"])
    forget(finding_subject(finding))
    fact = FindingWithdrawn(
        network_id=finding.network_id, analysis_id=finding.analysis_id, finding_id=finding.pk
    )
    record(actor, fact)
    return finding


def _source(finding: Finding, row: SourceRow, place: int, actor: Actor) -> Source:
    at = f"sources/{place}"
    if row.url:
        _check_url(row.url, at)
    if row.reliability not in Reliability.values:
        raise Invalid.field(f"{at}/reliability", "reliability", "Choose a letter from A to E.")
    tomorrow = (actor.now + timedelta(days=1)).date()  # where the reader is, it may be tomorrow already
    if row.accessed_on > tomorrow:
        raise Invalid.field(f"{at}/accessed_on", "date", "A source was read today or earlier.")
    return Source(
        network_id=finding.network_id,
        finding=finding,
        citation=readable(row.citation, name=f"{at}/citation", longest=500),
        url=row.url,
        accessed_on=row.accessed_on,
        licence=readable(row.licence, name=f"{at}/licence", longest=200, blank=True),
        reliability=row.reliability,
    )


def _check_url(url: str, at: str) -> None:
    try:
        _url(url)
    except ValidationError:
        raise Invalid.field(f"{at}/url", "url", "Give a whole address that begins with https://.") from None
