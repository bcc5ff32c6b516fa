"""What is asked of exports of records, and told of them; between that they go the way of every errand."""

from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict
from accounts.models import Authority
from documents.models.errand import ErrandState
from journal.events import RecordsExported, RecordsRequested
from journal.recorder import record
from networks.models import Membership
from records.models import RecordExport
from wire.nudges import nudge

EXPORT_JOB = "records.export"


@transaction.atomic
def ask_records(actor: Actor, *, language: str) -> RecordExport:
    """Have all records of the actor's authority made into one archive, which is kept for some days.

    Raises Conflict while one is being made, and where the authority has been in no network.
    """
    actor.require(Permission.RECORDS_EXPORT)
    # Whoever asks in the same moment waits here, and is then told that one is being made.
    authority = Authority.objects.select_for_update(no_key=True).get(pk=actor.represents)
    if RecordExport.objects.open().filter(authority=authority).exists():
        raise Conflict("export_running", "An export of these records is being made already.")
    networks = networks_of(authority.pk)
    if not networks:
        raise Conflict("no_records", "This authority has been in no network, and holds no records here.")
    export = RecordExport.objects.create(
        authority=authority,
        asked_by_id=actor.person_id,
        language=language,
        created_at=actor.now,
        try_at=actor.now,
    )
    ids = {"authority_id": authority.pk, "export_id": export.pk, "person_id": actor.person_id}
    record(actor, *(RecordsRequested(network_id=network_id, **ids) for network_id in networks))
    nudge(EXPORT_JOB, [export.pk], queue="heavy")
    return export


def networks_of(authority_id: UUID) -> list[UUID]:
    """The networks that an authority is or was a member of."""
    rows = Membership.objects.filter(authority_id=authority_id).order_by("network_id")
    return list(rows.values_list("network_id", flat=True).distinct())


@transaction.atomic
def finish_export(actor: Actor, *, export: RecordExport, key: str, name: str, size: int, sha256: str) -> bool:
    """Say where the archive lies; False where another worker took the export meanwhile."""
    actor.require(Permission.CLOCK_TICK)
    held = RecordExport.objects.held_as(export)
    done = {"state": ErrandState.DONE, "progress": 100, "finished_at": actor.now}
    is_done = bool(held.update(**done, key=key, name=name[:200], size=size, sha256=sha256))
    ids = {"authority_id": export.authority_id, "export_id": export.pk, "person_id": export.asked_by_id}
    networks = networks_of(export.authority_id) if is_done else []
    record(actor, *(RecordsExported(network_id=network_id, **ids) for network_id in networks))
    return is_done
