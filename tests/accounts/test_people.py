from collections.abc import Callable
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.db import IntegrityError, connection, transaction

from access.actor import Actor
from access.policy import Role
from access.refusals import Conflict, Forbidden, Invalid, SignInNeeded
from accounts.models import ApiToken, Employment, User
from accounts.services import (
    anonymise_person,
    change_profile,
    create_token,
    give_site_role,
    open_account,
)
from tests.factories.accounts import PASSWORD, EmploymentFactory, UserFactory

Stream = Callable[[User], list[str]]


def test_the_invited_open_an_account_with_a_confirmed_address(
    db: None, now: datetime, person_stream: Stream
) -> None:
    invited = Actor(now=now, roles=frozenset({Role.INVITED}))

    cleo = open_account(invited, email="Cleo@Turku.Example", name="Cleo", password=PASSWORD, language="en")

    assert cleo.email == "cleo@turku.example"
    assert EmailAddress.objects.get(user=cleo).verified
    assert authenticate(None, email="CLEO@turku.example", password=PASSWORD) == cleo
    assert person_stream(cleo) == ["person.joined"]


def test_nobody_opens_an_account_uninvited(alva: User, now: datetime) -> None:
    for actor, refusal in ((Actor.anonymous(now=now), SignInNeeded), (alva.acting(now), Forbidden)):
        with pytest.raises(refusal):
            open_account(actor, email="cleo@turku.example", name="Cleo", password=PASSWORD)

    assert list(User.objects.all()) == [alva]


def test_an_address_has_one_account_whatever_its_case(alva: User, clock: Actor) -> None:
    with pytest.raises(Conflict, match="email_taken"):
        open_account(clock, email="ALVA@orebro.example", name="Alva again", password=PASSWORD)


@pytest.mark.parametrize("email", ["ALVA@orebro.example", "alva@orebro.example"])
def test_the_database_itself_keeps_addresses_apart(alva: User, email: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = %s WHERE id = %s", [email, UserFactory().id])


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"email": "not an address"}, "/email"),
        ({"email": ""}, "/email"),
        ({"password": "short"}, "/password"),
        ({"password": "1234567890123"}, "/password"),
        ({"password": "cleo@turku.example"}, "/password"),
        ({"name": "x" * 201}, "/name"),
        ({"language": "tlh"}, "/language"),
    ],
)
def test_a_wrong_field_of_a_new_account_is_named(
    db: None, clock: Actor, wrong: dict[str, str], pointer: str
) -> None:
    fields = {"email": "cleo@turku.example", "name": "Cleo", "password": PASSWORD, "language": "en"}

    with pytest.raises(Invalid) as refused:
        open_account(clock, **fields | wrong)

    assert pointer in {error.pointer for error in refused.value.errors}
    assert not User.objects.exists()


def test_people_change_how_they_are_spoken_to(alva: User, now: datetime, person_stream: Stream) -> None:
    change_profile(alva.acting(now), name="Alva Ek", language="sv", time_zone="Europe/Helsinki")

    alva.refresh_from_db()
    assert (alva.name, alva.language, alva.time_zone) == ("Alva Ek", "sv", "Europe/Helsinki")
    assert person_stream(alva) == ["profile.changed"]


@pytest.mark.parametrize(("language", "time_zone"), [("xx", "Europe/Oslo"), ("sv", "Mars/Base"), ("sv", "")])
def test_a_language_nobody_speaks_or_a_zone_nowhere_is_refused(
    alva: User, now: datetime, language: str, time_zone: str
) -> None:
    with pytest.raises(Invalid):
        change_profile(alva.acting(now), name="Alva", language=language, time_zone=time_zone)

    alva.refresh_from_db()
    assert (alva.name, alva.time_zone) == ("Alva Lind", "Europe/Stockholm")


def test_only_the_operator_gives_site_roles(
    alva: User, bo: User, clock: Actor, person_stream: Stream
) -> None:
    with pytest.raises(Forbidden):
        give_site_role(bo.acting(clock.now), person=alva, site_role="facilitator")

    give_site_role(clock, person=alva, site_role="facilitator")

    alva.refresh_from_db()
    assert Role.FACILITATOR in alva.acting(clock.now).roles
    assert person_stream(alva) == ["access.changed"]


def test_an_unknown_site_role_is_refused(alva: User, clock: Actor) -> None:
    with pytest.raises(Invalid):
        give_site_role(clock, person=alva, site_role="emperor")


def test_an_anonymised_person_leaves_nothing_but_an_id(
    alva: User, clock: Actor, person_stream: Stream
) -> None:
    EmploymentFactory(user=alva, title="Head of fleet", started_at=clock.now)
    token, _ = create_token(alva.acting(clock.now), name="Alva's laptop", scopes=["read"])

    anonymise_person(clock, person=alva)

    alva.refresh_from_db()
    employment, token = Employment.objects.get(user=alva), ApiToken.objects.get(pk=token.pk)
    assert "alva" not in f"{alva.email} {alva.name} {alva.display_name} {token.name}".lower()
    assert (alva.is_active, alva.has_usable_password()) == (False, False)
    assert (employment.title, employment.is_active(clock.now)) == ("", False)
    assert token.revoked_at == clock.now
    assert not EmailAddress.objects.filter(user=alva).exists()
    assert person_stream(alva) == ["token.created", "person.anonymised", "access.changed"]


def test_nobody_is_anonymised_twice(alva: User, clock: Actor) -> None:
    anonymise_person(clock, person=alva)

    with pytest.raises(Conflict, match="already_anonymised"):
        anonymise_person(clock, person=alva)


def test_an_address_is_free_again_after_its_person_was_anonymised(alva: User, clock: Actor) -> None:
    anonymise_person(clock, person=alva)

    successor = open_account(clock, email="alva@orebro.example", name="Another Alva", password=PASSWORD)

    assert successor != alva
