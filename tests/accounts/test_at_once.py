from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from access.actor import Actor
from access.refusals import Conflict
from accounts.models import Employment, User
from accounts.services import AuthorityRow, open_account, register_authority, start_employment
from tests.factories.accounts import PASSWORD, AuthorityFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


def outcomes(verb: Callable[[], object]) -> list[str]:
    """What happens to several who do the same in the same moment."""
    start = Barrier(AT_ONCE)

    def attempt(_number: int) -> str:
        start.wait()
        try:
            verb()
        except Conflict as conflict:
            return str(conflict.code)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as people:
        return sorted(people.map(attempt, range(AT_ONCE)))


def test_of_several_accounts_for_one_address_one_is_opened(clock: Actor) -> None:
    def open_one() -> None:
        open_account(clock, email="cleo@turku.example", name="Cleo", password=PASSWORD)

    assert outcomes(open_one) == ["done", *["email_taken"] * (AT_ONCE - 1)]
    assert User.objects.count() == 1


def test_of_several_employments_at_one_authority_one_starts(clock: Actor) -> None:
    alva, orebro = UserFactory(), AuthorityFactory()

    def start_one() -> None:
        start_employment(clock, person=alva, authority=orebro)

    assert outcomes(start_one) == [*["already_employed"] * (AT_ONCE - 1), "done"]
    assert Employment.objects.count() == 1


def test_of_several_who_register_one_number_one_does(clock: Actor) -> None:
    row = AuthorityRow("SE", "212000-1967", "Örebro kommun", "municipality")

    def register_one() -> None:
        register_authority(clock, row=row)

    assert outcomes(register_one) == [*["authority_registered"] * (AT_ONCE - 1), "done"]
