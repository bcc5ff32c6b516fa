"""Who works for which authority begins and ends here; access to networks follows by itself."""

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden
from accounts.models import Authority, Employment, EmploymentRole, User
from journal.events import AccessChanged, EmploymentEnded, EmploymentStarted
from journal.recorder import record


@transaction.atomic
def start_employment(
    actor: Actor, *, person: User, authority: Authority, role: str = EmploymentRole.NONE, title: str = ""
) -> Employment:
    """Let a person work for an authority from now on. Raises Conflict where they do already."""
    actor.require(Permission.EMPLOYMENT_START)
    _require_at(actor, authority, Permission.EMPLOYMENT_START)
    if role:
        # Who merely takes up an invitation gives nobody a role.
        actor.require(Permission.EMPLOYMENT_MANAGE)
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.employments.filter(authority=authority, ended_at=None).exists():
        raise Conflict("already_employed", "The person works for this authority already.")

    employment = Employment.objects.create(
        user=person, authority=authority, role=role, title=title, started_at=actor.now
    )
    record(
        actor,
        EmploymentStarted(person_id=person.id, employment_id=employment.id, authority_id=authority.id),
        AccessChanged(person_id=person.id),
    )
    return employment


@transaction.atomic
def end_employment(actor: Actor, *, employment: Employment) -> Employment:
    """End an employment now. Seats rest on it, so access to the authority's networks ends with it."""
    actor.require(Permission.EMPLOYMENT_MANAGE)
    rows = Employment.objects.select_for_update(no_key=True).select_related("authority")
    employment = rows.get(pk=employment.pk)
    _require_at(actor, employment.authority, Permission.EMPLOYMENT_MANAGE)
    if not employment.is_active(actor.now):
        raise Conflict("employment_ended", "This employment has ended already.")

    employment.ended_at = actor.now
    employment.save(update_fields=["ended_at"])
    person_id, authority_id = employment.user_id, employment.authority_id
    record(
        actor,
        EmploymentEnded(person_id=person_id, employment_id=employment.id, authority_id=authority_id),
        AccessChanged(person_id=person_id),
    )
    return employment


def _require_at(actor: Actor, authority: Authority, permission: Permission) -> None:
    """Go on only at the actor's own authority; the clock holds the permission outside any."""
    if actor.authority_id not in (None, authority.id):
        raise Forbidden(permission)
