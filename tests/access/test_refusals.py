"""What the house says when it says no, without any door."""

import pytest

from access.policy import Permission
from access.refusals import (
    Barred,
    Conflict,
    Forbidden,
    InputError,
    Invalid,
    KeyReused,
    Malformed,
    NotVisible,
    Refusal,
    SignInNeeded,
    Stale,
    TooLarge,
    TooOften,
)


@pytest.mark.parametrize(
    ("refusal", "status", "code", "said"),
    [
        (Refusal(), 400, "malformed", "malformed"),
        (Malformed(detail="No JSON."), 400, "malformed", "malformed: No JSON."),
        (Malformed("not_yjs", "No update."), 400, "not_yjs", "not_yjs: No update."),
        (SignInNeeded(), 401, "sign_in_needed", "sign_in_needed"),
        (Barred(), 403, "barred", "barred"),
        (Barred("no_seat", "Sit first."), 403, "no_seat", "no_seat: Sit first."),
        (NotVisible(), 404, "not_found", "not_found"),
        (Conflict(), 409, "conflict", "conflict"),
        (Conflict("need_closed"), 409, "need_closed", "need_closed"),
        (TooLarge(), 413, "too_large", "too_large"),
    ],
)
def test_a_refusal_has_a_status_a_code_and_words(refusal: Refusal, status: int, code: str, said: str) -> None:
    assert (refusal.status, refusal.code, str(refusal)) == (status, code, said)
    assert refusal.title


def test_what_is_missing_is_named_in_words_too() -> None:
    refusal = Forbidden(Permission.ROOM_OPEN)

    assert (refusal.status, refusal.code, refusal.permission) == (403, "forbidden", Permission.ROOM_OPEN)
    assert refusal.detail == "This needs the permission room.open."
    assert Forbidden(Permission.ROOM_OPEN, "Only its author.").detail == "Only its author."


def test_one_wrong_field_is_pointed_at() -> None:
    refusal = Invalid.field("title", "blank", "Write something first.")

    assert refusal.errors == (InputError(pointer="/title", code="blank", detail="Write something first."),)
    assert (refusal.status, refusal.code, refusal.detail) == (400, "invalid", "Write something first.")


def test_several_wrong_fields_are_said_in_one_breath() -> None:
    refusal = Invalid(
        InputError(pointer="/title", code="blank", detail="Write something first."),
        InputError(pointer="/zone", code="zone", detail="Choose a zone."),
    )

    assert refusal.detail == "Write something first. Choose a zone."
    assert [error.pointer for error in refusal.errors] == ["/title", "/zone"]


def test_who_comes_too_often_or_too_late_hears_what_to_do() -> None:
    assert (TooOften(30).status, TooOften(30).retry_after) == (429, 30)
    assert "30 seconds" in TooOften(30).detail
    assert (Stale().status, Stale().code) == (412, "stale")
    assert "Fetch the object again" in Stale().detail
    assert (KeyReused().status, KeyReused().code) == (422, "key_reused")
    assert "new key" in KeyReused().detail


def test_a_code_given_to_one_refusal_is_not_every_refusals_code() -> None:
    Conflict("need_closed")

    assert Conflict().code == Conflict.code == "conflict"
