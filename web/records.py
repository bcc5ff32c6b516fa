"""All our records, given out: what the page of one's own authority shows to who keeps them."""

from dataclasses import dataclass

from access.actor import Actor
from access.policy import GRANTS, Permission, Role
from accounts.models import Authority, Employment
from records.models import RecordExport

KEEPERS = [role.value for role in Role if Permission.RECORDS_EXPORT in GRANTS[role]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """An authority whose records the person keeps, and the exports of them, the latest first."""

    authority: Authority
    exports: list[RecordExport]

    @property
    def api(self) -> str:
        """Where the archives are, each below its id."""
        return "/api/v1/record-exports/"

    @property
    def is_busy(self) -> bool:
        """Is one being made?"""
        return any(export.is_open for export in self.exports)


def keepings_of(actor: Actor) -> list[Keeping]:
    """The authorities whose records the person keeps, by name. One query for who keeps none, else two."""
    works = Employment.objects.active(actor.now).filter(user_id=actor.person_id, role__in=KEEPERS)
    authorities = [
        one.authority for one in works.select_related("authority").order_by("authority__name", "pk")
    ]
    if not authorities:
        return []
    kept = RecordExport.objects.filter(authority__in=authorities).kept(actor.now)
    rows = list(kept.select_related("asked_by").order_by("-pk"))
    return [
        Keeping(authority=one, exports=[row for row in rows if row.authority_id == one.pk])
        for one in authorities
    ]
