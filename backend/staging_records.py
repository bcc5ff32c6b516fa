"""The demo's registrators: people without a seat who keep their authority's records, and take them out."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from access.actor import Actor
from accounts.models import Authority, Language, User
from accounts.services import change_profile, open_account
from accounts.services.employment import start_employment
from backend.demo import PASSWORD
from backend.staging_decisions import Do, Part
from records.services import ask_records
from records.sight import keeper


def kept(
    script: Part, act: Callable[[Part, Do], Any], authority: Callable[[str], Authority]
) -> Iterator[Any]:
    """Every act of every registrator in the file."""
    for part in script.get("registrators", []):
        yield act(part, partial(_employ, authority))
        yield act({"at": part["asks_at"]}, partial(_ask, part))


def _employ(authority: Callable[[str], Authority], part: Part, at: datetime) -> None:
    clock = Actor.clock(now=at)
    person = open_account(clock, email=part["email"], name=part["name"], password=PASSWORD)
    change_profile(
        person.acting(at), name=part["name"], language=part["language"], time_zone="Europe/Stockholm"
    )
    start_employment(
        clock, person=person, authority=authority(part["of"]), role="registrator", title=part["title"]
    )


def _ask(about: Part, _part: Part, at: datetime) -> None:
    person = User.objects.get(email=about["email"])
    employment = person.employments.order_by("pk").get()
    ask_records(keeper(person.acting(at), employment.authority_id), language=Language(about["language"]))
