"""Accounts are opened, changed and emptied here; nobody is ever deleted."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict
from accounts.inputs import invalid
from accounts.models import ApiToken, Employment, Language, SocketTicket, User
from journal.events import AccessChanged, PersonAnonymised, PersonJoined, ProfileChanged
from journal.recorder import record


@transaction.atomic
def open_account(
    actor: Actor, *, email: str, name: str, password: str, language: str = Language.SWEDISH
) -> User:
    """Open an account for somebody who has shown that the address is theirs, as an invitation does.

    Raises Invalid for a weak password or a wrong field, and Conflict where the address has an account.
    """
    actor.require(Permission.ACCOUNT_OPEN)
    user = User(email=email, name=name, language=language, created_at=actor.now)
    _check_password(password, user)
    user.set_password(password)
    _check(user)
    try:
        with transaction.atomic():  # the database decides which of two at once was first
            user.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            "email_taken", "This e-mail address has an account already. Sign in with it."
        ) from None
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(actor, PersonJoined(person_id=user.id))
    return user


@transaction.atomic
def change_profile(actor: Actor, *, name: str, language: str, time_zone: str) -> User:
    """Change what the actor is called, and in which language and time zone they are spoken to."""
    actor.require(Permission.PROFILE_EDIT)
    user = User.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    user.name, user.language, user.time_zone = name, language, time_zone
    _check(user)
    user.save(update_fields=["name", "language", "time_zone"])
    record(actor, ProfileChanged(person_id=user.id))
    return user


@transaction.atomic
def give_site_role(actor: Actor, *, person: User, site_role: str) -> User:
    """Give a person a role on the whole site, or take it away with an empty one."""
    actor.require(Permission.SITE_ROLE_GIVE)
    user = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    user.site_role = site_role
    _check(user)
    user.save(update_fields=["site_role"])
    record(actor, AccessChanged(person_id=user.id))
    return user


@transaction.atomic
def anonymise_person(actor: Actor, *, person: User) -> User:
    """Erase who a person is, for good; what they did stays, as done by a former participant."""
    actor.require(Permission.PERSON_ANONYMISE)
    user = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if user.anonymised_at:
        raise Conflict("already_anonymised", "This person has been anonymised already.")

    user.anonymise(actor.now)
    user.save()
    Employment.objects.filter(user=user).update(title="", ended_at=Coalesce("ended_at", Value(actor.now)))
    ApiToken.objects.filter(user=user).update(name="", revoked_at=actor.now)
    SocketTicket.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    record(actor, PersonAnonymised(person_id=user.id), AccessChanged(person_id=user.id))
    return user


def _check(user: User) -> None:
    try:
        user.full_clean(exclude={"password"}, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise invalid(error) from error


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise invalid(error, name="password") from error
