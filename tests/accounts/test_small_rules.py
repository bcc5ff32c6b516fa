"""Rules of accounts that need no database: who works when, and how refusals and times are spoken."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from access.actor import Actor
from access.policy import Permission, Role
from accounts.inputs import invalid
from accounts.models import Authority, Employment, User
from accounts.models.keys import digest_of
from accounts.preferences import in_the_words_of
from accounts.validators import validate_country, validate_time_zone
from journal.ids import uuid7

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("started", "ended", "state"),
    [
        (NOW - SECOND, None, "at work"),
        (NOW, None, "at work"),
        (NOW + SECOND, None, ""),
        (NOW - SECOND, NOW + SECOND, "at work"),
        (NOW - SECOND, NOW, ""),
        (NOW - 2 * SECOND, NOW - SECOND, ""),
    ],
)
def test_somebody_works_from_the_first_moment_to_before_the_last(
    started: datetime, ended: datetime | None, state: str
) -> None:
    assert Employment(started_at=started, ended_at=ended).is_active(NOW) == bool(state)


@pytest.mark.parametrize(
    ("role", "holds"),
    [
        ("", []),
        ("administrator", [Permission.EMPLOYMENT_MANAGE]),
        ("registrator", [Permission.PRIVATE_ZONE_USE]),
    ],
)
def test_an_employment_gives_its_role_at_its_authority(role: str, holds: list[Permission]) -> None:
    kim = Actor.person(uuid7(), now=NOW)
    employment = Employment(user_id=kim.person_id, authority_id=uuid7(), role=role, started_at=NOW)

    acting = employment.acting(kim)

    assert acting.authority_id == employment.authority_id
    assert acting.roles == {Role.PERSON, *([Role(role)] if role else [])}
    assert [
        one for one in (Permission.EMPLOYMENT_MANAGE, Permission.PRIVATE_ZONE_USE) if acting.can(one)
    ] == holds


def test_what_djangos_validators_say_points_at_the_fields() -> None:
    error = ValidationError(
        {
            "name": [ValidationError("Too long.", code="max_length"), ValidationError("Odd.", code="odd")],
            "__all__": [ValidationError("Wrong together.")],
        }
    )

    found = [(one.pointer, one.code, one.detail) for one in invalid(error).errors]

    assert found == [
        ("/name", "max_length", "Too long."),
        ("/name", "odd", "Odd."),
        ("", "invalid", "Wrong together."),
    ]


@pytest.mark.parametrize(("name", "pointer"), [("password", "/password"), ("", "")])
def test_an_error_without_a_field_points_where_it_is_told(name: str, pointer: str) -> None:
    (found,) = invalid(ValidationError("Too short.", code="short"), name=name).errors

    assert (found.pointer, found.code, found.detail) == (pointer, "short", "Too short.")


def test_words_with_blanks_to_fill_are_filled() -> None:
    error = ValidationError("“%(zone)s” is none.", code="zone", params={"zone": "Mars/Olympus"})

    assert invalid(error, name="time_zone").detail == "“Mars/Olympus” is none."


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "Europe/Helsinki", "UTC", "America/Nuuk"])
def test_a_time_zone_of_the_database_is_taken(zone: str) -> None:
    assert validate_time_zone(zone) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize("zone", ["", "Europe/Örebro", "CET+1", "../etc/passwd", "europe/stockholm", "\x00"])
def test_a_time_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_time_zone(zone)

    assert refused.value.code == "time_zone"


@pytest.mark.parametrize("country", ["SE", "FI", "DK", "NO", "EE", "DE", "FR"])
def test_a_country_whose_numbers_can_be_checked_is_taken(country: str) -> None:
    assert validate_country(country) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    ("language", "zone", "hour"),
    [("sv", "Europe/Stockholm", 9), ("en", "Europe/Helsinki", 10), ("sv", "UTC", 8)],
)
def test_a_person_is_spoken_to_in_their_language_and_at_their_time(
    language: str, zone: str, hour: int
) -> None:
    before = translation.get_language(), timezone.get_current_timezone_name()

    with in_the_words_of(User(language=language, time_zone=zone)):
        assert translation.get_language() == language
        assert timezone.localtime(NOW).hour == hour

    assert (translation.get_language(), timezone.get_current_timezone_name()) == before


def test_a_secret_is_stored_as_its_digest() -> None:
    assert digest_of("samverk") == digest_of("samverk")
    assert digest_of("samverk") != digest_of("samverk ")
    assert len(digest_of("")) == len(digest_of("x" * 9_999)) == 64


@pytest.mark.parametrize(
    ("name", "email", "shown"),
    [("Kim Ek", "kim@orebro.example", "Kim Ek"), ("", "kim@orebro.example", "kim@orebro.example")],
)
def test_a_person_is_called_by_name_or_else_by_address(name: str, email: str, shown: str) -> None:
    assert User(name=name, email=email).display_name == str(User(name=name, email=email)) == shown


@pytest.mark.parametrize(("language", "shown"), [("en", "Former participant")])
def test_who_was_made_anonymous_is_called_nothing_that_leads_to_them(language: str, shown: str) -> None:
    gone = User(name="Kim Ek", email="kim@orebro.example", anonymised_at=NOW)

    with translation.override(language):
        assert gone.display_name == shown


def test_a_public_body_is_called_by_its_name() -> None:
    assert str(Authority(name="Örebro kommun", number="2120001967")) == "Örebro kommun"
