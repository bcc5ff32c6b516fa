"""An adopted need as a planning release of the Open Contracting Data Standard 1.1: what the public may read.

Public are the titles, what the need is about, its effect goals and its catalogue. Constraints (they may
tell of security), stakeholders, people and every quantity stay inside the network.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict

from accounts.models import Authority, Language
from needs.figures import goal_figures
from needs.models import DemandItemVersion, Need, NeedVersion
from needs.reviewing import HOME

VERSION = "1.1"
TOLD = (
    *("problem", "affected_groups", "current_state", "desired_state", "why_current_solutions_fail"),
    *("consequence_if_unmet", "out_of_scope"),
)


class Release(TypedDict):
    """One release: a moment of a planning process."""

    ocid: str
    id: str
    date: str
    tag: list[str]
    initiationType: str
    language: str
    parties: list[dict[str, Any]]
    buyer: dict[str, str]
    planning: dict[str, Any]
    tender: dict[str, Any]


class Package(TypedDict):
    """A release package, as the standard has it."""

    uri: str
    version: str
    publishedDate: str
    publisher: dict[str, str]
    releases: list[Release]


def is_public(need: Need) -> bool:
    """May the public read it? Once it was adopted, where it is not for members alone."""
    return need.is_frozen and not need.is_private and not need.members_only


def closed_at(need: Need) -> datetime:
    """The end of the day on which the need was adopted: what comes later is not part of the release."""
    return _adopted_at(need) + timedelta(days=1)


def _adopted_at(need: Need) -> datetime:
    """The beginning of the day."""
    adopted_on: date = need.adopted_on  # type: ignore[assignment]  # the database sees to it
    return datetime.combine(adopted_on, time(), HOME)


def release_package(
    need: Need, said: NeedVersion, items: Iterable[DemandItemVersion], *, prefix: str, uri: str
) -> Package:
    """The package of an adopted need; `said` is the version that was adopted, `items` its catalogue then.

    `prefix` is the publisher's, as registered with the Open Contracting Partnership. The same need
    gives the same bytes on any day.
    """
    at = _adopted_at(need).isoformat()
    lead = need.owner_authority
    reference = {"id": _party_id(lead), "name": lead.name}
    release: Release = {
        "ocid": f"{prefix}-{need.pk}",
        "id": f"{need.pk}-{said.number}",
        "date": at,
        "tag": ["planning"],
        "initiationType": "tender",
        "language": need.language,
        "parties": [{**reference, "identifier": _identifier(lead), "roles": ["buyer", "procuringEntity"]}],
        "buyer": reference,
        "planning": {"rationale": _rationale(said)},
        "tender": {
            "id": str(need.pk),
            **_in_both("title", need.language, sv=said.title_sv, en=said.title_en),
            "status": "planning",
            "procuringEntity": reference,
        },
    }
    if said.one_liner:
        release["tender"]["description"] = said.one_liner
    if catalogue := [_item(item, need.language) for item in items]:
        release["tender"]["items"] = catalogue
    return {
        "uri": uri,
        "version": VERSION,
        "publishedDate": at,
        "publisher": {"name": lead.name, "uid": lead.number},
        "releases": [release],
    }


def _party_id(authority: Authority) -> str:
    return "-".join(filter(None, (authority.country, authority.number, authority.unit)))


def _identifier(authority: Authority) -> dict[str, str]:
    return {"id": authority.number, "legalName": authority.name}


def _rationale(said: NeedVersion) -> str:
    goals = [_goal(goal) for goal in said.goals]
    return "\n\n".join([*filter(None, (getattr(said, name) for name in TOLD)), *goals]) or said.title_sv


def _goal(goal: dict[str, Any]) -> str:
    """A goal in a line: what is to be achieved, and by which figures."""
    measured = goal_figures(goal)
    return f"• {goal['statement']}" + (f": {goal['indicator']} {measured}".rstrip() if measured else "")


def _item(item: DemandItemVersion, language: str) -> dict[str, Any]:
    code, _digit = item.cpv.split("-")
    return {
        "id": str(item.item_id),
        **_in_both("description", language, sv=item.name_sv, en=item.name_en),
        "classification": {"scheme": "CPV", "id": code},
        "unit": {"name": item.unit},
    }


def _in_both(name: str, language: str, **texts: str) -> dict[str, str]:
    """A text in the release's language, and beside it in the other."""
    other = next(one for one in Language.values if one != language)
    return {name: texts[language], f"{name}_{other}": texts[other]}
