from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from access.actor import Actor
from access.policy import Role
from access.refusals import Conflict, Forbidden
from accounts.models import Authority, Employment, User
from accounts.services import end_employment, start_employment
from tests.factories.accounts import AuthorityFactory, EmploymentFactory

Stream = Callable[[User], list[str]]


@pytest.fixture
def administrator(bo: User, orebro: Authority, now: datetime) -> Actor:
    """Bo decides who works for Örebro."""
    at_work: Employment = EmploymentFactory(user=bo, authority=orebro, role="administrator", started_at=now)
    return at_work.acting(bo.acting(now))


def test_an_administrator_lets_a_person_work_for_the_authority(
    administrator: Actor, alva: User, orebro: Authority, person_stream: Stream
) -> None:
    start_employment(administrator, person=alva, authority=orebro, role="registrator", title="Registrar")

    at_work = Employment.objects.active(administrator.now).get(user=alva)
    assert (at_work.authority, at_work.title) == (orebro, "Registrar")
    assert at_work.acting(alva.acting(administrator.now)).roles == {Role.PERSON, Role.REGISTRATOR}
    assert person_stream(alva) == ["employment.started", "access.changed"]


def test_an_administrator_decides_about_no_other_authority(administrator: Actor, alva: User) -> None:
    elsewhere = AuthorityFactory(name="Aalborg")
    working = EmploymentFactory(authority=elsewhere)

    with pytest.raises(Forbidden):
        start_employment(administrator, person=alva, authority=elsewhere)
    with pytest.raises(Forbidden):
        end_employment(administrator, employment=working)


def test_the_invited_take_up_work_but_no_role(alva: User, orebro: Authority, now: datetime) -> None:
    invited = replace(alva.acting(now), authority_id=orebro.id, roles=frozenset({Role.INVITED}))

    with pytest.raises(Forbidden):
        start_employment(invited, person=alva, authority=orebro, role="administrator")
    start_employment(invited, person=alva, authority=orebro)

    assert Employment.objects.active(now).filter(user=alva, authority=orebro, role="").count() == 1


def test_people_employ_nobody(alva: User, orebro: Authority, now: datetime) -> None:
    with pytest.raises(Forbidden):
        start_employment(alva.acting(now), person=alva, authority=orebro)


def test_nobody_works_twice_for_one_authority(clock: Actor, alva: User, orebro: Authority) -> None:
    start_employment(clock, person=alva, authority=orebro)

    with pytest.raises(Conflict, match="already_employed"):
        start_employment(clock, person=alva, authority=orebro)
    with pytest.raises(IntegrityError, match="one_active_employment"), transaction.atomic():
        EmploymentFactory(user=alva, authority=orebro)


def test_a_person_may_work_for_two_authorities_and_come_back(
    clock: Actor, alva: User, orebro: Authority
) -> None:
    first = start_employment(clock, person=alva, authority=orebro)
    start_employment(clock, person=alva, authority=AuthorityFactory())
    end_employment(clock, employment=first)
    start_employment(clock, person=alva, authority=orebro)

    assert Employment.objects.active(clock.now).filter(user=alva).count() == 2


def test_an_ended_employment_says_at_once_that_access_changed(
    clock: Actor, alva: User, orebro: Authority, person_stream: Stream
) -> None:
    at_work = EmploymentFactory(user=alva, authority=orebro, started_at=clock.now - timedelta(days=1))

    ended = end_employment(clock, employment=at_work)

    assert not ended.is_active(clock.now)
    assert not Employment.objects.active(clock.now).filter(user=alva).exists()
    assert person_stream(alva) == ["employment.ended", "access.changed"]


def test_an_employment_ends_once(clock: Actor, alva: User) -> None:
    at_work = EmploymentFactory(user=alva, started_at=clock.now)
    end_employment(clock, employment=at_work)

    with pytest.raises(Conflict, match="employment_ended"):
        end_employment(clock, employment=at_work)


def test_no_employment_ends_before_it_starts(db: None, now: datetime) -> None:
    with pytest.raises(IntegrityError, match="employment_ends_after_it_starts"), transaction.atomic():
        EmploymentFactory(started_at=now, ended_at=now - timedelta(seconds=1))


def test_an_employment_is_active_from_its_first_to_its_last_moment(db: None, now: datetime) -> None:
    hour = timedelta(hours=1)
    at_work = EmploymentFactory(started_at=now, ended_at=now + hour)

    moments = (now - hour, now, now + hour)
    assert [at_work.is_active(moment) for moment in moments] == [False, True, False]
    assert [Employment.objects.active(moment).exists() for moment in moments] == [False, True, False]
