import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid
from accounts.models import Authority, User
from accounts.services import AuthorityRow, register_authorities, register_authority
from accounts.validators import normal_number
from tests.factories.accounts import AuthorityFactory


@pytest.mark.parametrize(
    ("country", "written", "stored"),
    [
        ("SE", "212000-1355", "2120001355"),
        ("SE", " 2120001355 ", "2120001355"),
        ("FI", "0204819-8", "02048198"),
        ("DK", "29 18 94 20", "29189420"),
        ("NO", "958 935 420", "958935420"),
        ("DE", "DE 136695976", "136695976"),
        ("AT", "ATU 13585627", "U13585627"),
        ("FR", "217 500 016", "217500016"),
    ],
)
def test_a_number_is_stored_without_separators(country: str, written: str, stored: str) -> None:
    assert normal_number(country, written) == stored


@pytest.mark.parametrize(
    ("country", "number", "example"),
    [
        ("SE", "212000-1356", "212000-1355"),
        ("SE", "", "212000-1355"),
        ("SE", "21200013", "212000-1355"),
        ("SE", "212000-135X", "212000-1355"),
        ("FI", "0204819-9", "0204819-8"),
        ("DK", "29189421", "29 18 94 20"),
        ("NO", "958935421", "958 935 420"),
    ],
)
def test_a_wrong_number_is_answered_with_the_form_of_its_country(
    country: str, number: str, example: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        normal_number(country, number)

    assert example in refused.value.messages[0]


@pytest.mark.parametrize("country", ["", "se", "SWE", "XX", "S\x00", "../"])
def test_a_country_without_a_register_is_refused(country: str) -> None:
    with pytest.raises(ValidationError, match="country"):
        normal_number(country, "2120001355")


def test_an_authority_is_registered_once(db: None, clock: Actor) -> None:
    row = AuthorityRow("SE", "212000-1967", "Örebro kommun", "municipality")
    registered = register_authority(clock, row=row)

    with pytest.raises(Conflict, match="authority_registered"):
        register_authority(clock, row=row._replace(number="2120001967"))

    assert list(Authority.objects.all()) == [registered]
    assert registered.number == "2120001967"


def test_a_supplier_is_no_authority(db: None, clock: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        register_authority(clock, row=AuthorityRow("SE", "556036-0793", "Åkeri AB", "supplier"))

    assert [error.pointer for error in refused.value.errors] == ["/kind"]


def test_people_register_no_authorities(alva: User, clock: Actor) -> None:
    with pytest.raises(Forbidden):
        register_authority(alva.acting(clock.now), row=AuthorityRow("SE", "212000-1967", "Ö", "municipality"))


def test_units_share_a_number_and_differ_by_unit(orebro: Authority) -> None:
    AuthorityFactory(number=orebro.number, unit="Skolnämnden", name="Skolnämnden i Örebro")

    with pytest.raises(IntegrityError, match="one_authority_per_number_and_unit"), transaction.atomic():
        AuthorityFactory(number=orebro.number, unit="Skolnämnden", name="Twice")


def test_a_register_with_one_wrong_line_is_refused_whole(db: None, clock: Actor) -> None:
    rows = [
        AuthorityRow("SE", "212000-1967", "Örebro kommun", "municipality"),
        AuthorityRow("SE", "212000-1968", "Not Örebro", "municipality"),
    ]

    with pytest.raises(Invalid, match="212000-1968"):
        register_authorities(clock, rows=rows)

    assert not Authority.objects.exists()


def test_a_register_loaded_again_renames_and_keeps_ids(orebro: Authority, clock: Actor) -> None:
    register_authorities(clock, rows=[AuthorityRow("SE", "212000-1967", "Örebro stad", "municipality")])

    assert list(Authority.objects.values_list("id", "name")) == [(orebro.id, "Örebro stad")]
