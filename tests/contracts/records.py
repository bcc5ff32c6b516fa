"""What the contracts ask of the export of all records of an authority."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from access.actor import Actor
from accounts.models import Authority, Employment
from records.making import make_export
from records.models import RecordExport
from records.services import ask_records
from records.sight import keeper

LIST = "api/v1/authorities/<uuid:authority_id>/exports/"
# Stockholm's are kept by these, and nobody else hears of them.
KEEPERS = ("administrator", "registrator")
KEPT = {"recordexport_id": KEEPERS}
ONE = "api/v1/record-exports/<uuid:recordexport_id>/"
# To all others these addresses say no before they say anything else.
READERS = dict.fromkeys((LIST, ONE, f"{ONE}content/"), "registrator")


def _keeps(actor: Actor) -> bool:
    """Does the person keep the records of the authority that the address names?"""
    return Employment.objects.filter(user_id=actor.person_id, role__in=KEEPERS).exists()


PUBLIC: dict[str, Callable[[Actor], bool]] = {f"GET {LIST}": _keeps, f"POST {LIST}": _keeps}


def _clock() -> Actor:
    return Actor.clock(now=timezone.now())


def an_export(estate: Any, _zone: str) -> RecordExport:
    """Stockholm's records, made into an archive for its registrator."""
    stockholm: Authority = estate.cast.authority("stockholm")
    export = ask_records(keeper(estate.outside("registrator"), stockholm.pk), language="sv")
    assert make_export(_clock, export.pk)
    return export


OBJECTS: dict[str, Callable[..., Any]] = {"recordexport_id": lambda estate, zone: an_export(estate, zone).pk}
LISTS: dict[str, tuple[int, Callable[[Any, dict[str, Any]], object]]] = {
    LIST: (5, lambda estate, _objects: an_export(estate, "network")),
}
ELSEWHERE = {
    "records/services.py:ask_records": "exports are fetched by who keeps the records, not followed",
    "records/services.py:finish_export": "as above",
}


def never(set_to: Callable[..., Any], again: Callable[..., Any]) -> dict[str, Callable[[Any], object]]:
    """What can't be written of an export."""

    def two_at_once(estate: Any) -> None:
        RecordExport.objects.update(state="queued", finished_at=None)
        again(RecordExport)(estate)

    return {
        "record_export_is_open_or_finished": set_to(RecordExport, finished_at=None),
        "one_open_record_export_per_authority": two_at_once,
        "record_export_language_is_spoken": set_to(RecordExport, language="de"),
    }
