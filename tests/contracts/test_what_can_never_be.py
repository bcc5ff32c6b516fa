"""Models state what can never be: each constraint of the house is broken once, and the database says no."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import ApiToken, Authority, Employment, User
from documents.models import Document, Update, Writer
from journal.ids import uuid7
from journal.models import Entry, Stream
from market.models import MarketAnalysis
from market.services import review
from messaging.models import Message, MessageVersion, Reading, Room
from messaging.services import edit_message
from networks.models import Invitation, Membership, Network, Seat
from notices.models import Notice
from tasks.models import Occurrence, Schedule
from tests.cast import Cast
from tests.contracts.estate import OBJECTS, Estate, furnished
from tests.contracts.sources import ROOMS
from tests.factories.documents import Pen
from wire.models import KeptAnswer

LONG_AGO = timezone.now() - timedelta(days=900)


def of(model: type[models.Model], *names: str) -> Callable[[Estate], models.Model]:
    """The first row of a model, after what an address names was made."""

    def row(estate: Estate) -> models.Model:
        for name in names:
            OBJECTS[name](estate, "network")
        found = model._default_manager.order_by("pk").first()
        assert found is not None
        return found

    return row


def _edited(estate: Estate) -> models.Model:
    message = Message.objects.get(pk=OBJECTS["message_id"](estate, "network"))
    edit_message(estate.stands("member"), message=message, body="4 600")
    return MessageVersion.objects.get()


def _written(model: type[models.Model]) -> Callable[[Estate], models.Model]:
    def row(estate: Estate) -> models.Model:
        document = Document.objects.get(pk=OBJECTS["document_id"](estate, "network"))
        pen = Pen()
        pen.write("Behov")
        pen.send(estate.stands("member"), document)
        return model._default_manager.get()

    return row


def _reviewed(outcome: str) -> Callable[[Estate], models.Model]:
    def row(estate: Estate) -> models.Model:
        analysis = MarketAnalysis.objects.get(pk=OBJECTS["marketanalysis_id"](estate, "network"))
        return review(estate.stands("member"), analysis=analysis, outcome=outcome)

    return row


def _kept(estate: Estate) -> models.Model:
    person = estate.cast.people["member"].pk
    return KeptAnswer.objects.create(user_id=person, key="k1", request_hash=b"", created_at=timezone.now())


PRIVATE: dict[str, Any] = {"zone": "authority", "authority": None}
# Changes that no row of the model may ever see.
CHECKS: dict[str, tuple[Callable[[Estate], models.Model], dict[str, Any]]] = {
    "marketanalysis_names_its_authority_iff_private": (of(MarketAnalysis, "marketanalysis_id"), PRIVATE),
    "room_names_its_authority_iff_private": (of(Room, "room_id"), PRIVATE),
    "message_names_its_authority_iff_private": (of(Message, "message_id"), PRIVATE),
    "document_names_its_authority_iff_private": (of(Document, "document_id"), PRIVATE),
    "analysis_asks_something": (of(MarketAnalysis, "marketanalysis_id"), {"question": ""}),
    "review_outcome_is_known": (_reviewed("updated"), {"outcome": "perhaps"}),
    "room_has_a_title": (of(Room, "room_id"), {"title": ""}),
    "room_counts_from_zero": (of(Room, "room_id"), {"last_number": -1}),
    "room_is_about_a_whole_subject": (of(Room, "room_id"), {"about_kind": "need"}),
    "message_numbers_begin_at_one": (of(Message, "message_id"), {"number": 0}),
    "deleted_message_says_nothing": (of(Message, "message_id"), {"deleted_at": LONG_AGO}),
    "document_has_a_title": (of(Document, "document_id"), {"title": ""}),
    "document_log_only_grows": (of(Document, "document_id"), {"seq": -1}),
    "clock_looks_only_where_something_is_due": (
        of(Schedule, "marketanalysis_id"),
        {"next_on": None, "next_at": LONG_AGO},
    ),
    "schedule_cadence_is_known": (of(Schedule, "marketanalysis_id"), {"cadence": "hourly"}),
    "answered_occurrence_says_who_and_what": (of(Occurrence, "occurrence_id"), {"answered_at": LONG_AGO}),
    "notice_waits_or_is_settled": (of(Notice, "occurrence_id"), {"state": "sent"}),
    "network_is_named_in_both_languages": (of(Network), {"name_en": ""}),
    "network_phase_is_known": (of(Network), {"phase": "party"}),
    "network_openness_is_known": (of(Network), {"openness": "ajar"}),
    "membership_ends_after_it_began": (of(Membership), {"left_at": LONG_AGO}),
    "membership_level_is_known": (of(Membership), {"level": "king"}),
    "seat_ends_after_it_began": (of(Seat), {"ended_at": LONG_AGO}),
    "expert_seat_has_an_end": (of(Seat), {"role": "expert"}),
    "nobody_is_their_own_deputy": (of(Seat), {"deputy": models.F("user")}),
    "seat_role_is_known": (of(Seat), {"role": "king"}),
    "invitation_is_accepted_or_revoked_not_both": (
        of(Invitation, "invitation_id"),
        {"accepted_at": LONG_AGO, "accepted_by": models.F("invited_by"), "revoked_at": LONG_AGO},
    ),
    "accepted_invitation_names_who": (of(Invitation, "invitation_id"), {"accepted_at": LONG_AGO}),
    "country_is_two_letters": (of(Authority), {"country": "S1"}),
    "number_has_no_separators": (of(Authority), {"number": "212000-1355"}),
    "authority_has_a_name": (of(Authority), {"name": ""}),
    "authority_is_a_public_body": (of(Authority), {"kind": "company"}),
    "employment_ends_after_it_starts": (of(Employment), {"ended_at": LONG_AGO}),
    "employment_role_is_known": (of(Employment), {"role": "king"}),
    "token_scopes_are_known": (of(ApiToken, "token_id"), {"scopes": ["everything"]}),
    "email_is_lower_case": (of(User), {"email": models.functions.Upper("email")}),
    "language_is_spoken": (of(User), {"language": "xx"}),
    "site_role_is_known": (of(User), {"site_role": "king"}),
    "anonymised_person_is_inactive": (of(User), {"anonymised_at": LONG_AGO}),
    "stream_counts_from_zero": (of(Stream, "room_id"), {"seq": -1}),
}
# Rows of which there is one: a copy, but for what is named here, is refused.
COPIES: dict[str, tuple[Callable[[Estate], models.Model], dict[str, Any]]] = {
    "analysis_is_closed_once": (_reviewed("closed"), {}),
    "one_message_per_number_in_a_room": (of(Message, "message_id"), {}),
    "one_message_per_key_of_an_author_in_a_room": (of(Message, "message_id"), {"number": 99}),
    "one_row_per_version_of_a_message": (_edited, {}),
    "one_reading_per_person_and_room": (of(Reading, "message_id"), {}),
    "one_update_per_number_in_a_document": (_written(Update), {}),
    "one_writer_per_client_id": (_written(Writer), {}),
    "one_schedule_per_subject": (of(Schedule, "marketanalysis_id"), {}),
    "one_occurrence_per_schedule_and_day": (of(Occurrence, "occurrence_id"), {}),
    "one_open_occurrence_per_schedule": (of(Occurrence, "occurrence_id"), {"due_on": LONG_AGO.date()}),
    "one_notice_per_cause_person_and_channel": (of(Notice, "occurrence_id"), {}),
    "one_active_membership_per_authority_and_network": (of(Membership), {}),
    "one_active_seat_per_person_and_network": (of(Seat), {}),
    "one_open_invitation_per_address_and_network": (of(Invitation, "invitation_id"), {}),
    "one_authority_per_number_and_unit": (of(Authority), {}),
    "one_active_employment_per_person_and_authority": (of(Employment), {}),
    "one_kept_answer_per_person_and_key": (_kept, {}),
    "one_entry_per_number_in_a_stream": (of(Entry, "room_id"), {}),
}
# What the row and its copy have in common.
SHARED = {"one_message_per_key_of_an_author_in_a_room": {"key": "k1"}}


@pytest.fixture
def estate(cast: Cast) -> Estate:
    """The cast in every role."""
    return furnished(cast)


@pytest.mark.parametrize("name", CHECKS)
def test_no_row_may_be_so(estate: Estate, name: str) -> None:
    make, changes = CHECKS[name]
    row = make(estate)
    rows = type(row)._default_manager.filter(pk=row.pk)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**changes)


@pytest.mark.parametrize("name", COPIES)
def test_there_is_one_and_no_second(estate: Estate, name: str) -> None:
    make, changes = COPIES[name]
    copy = make(estate)
    type(copy)._default_manager.filter(pk=copy.pk).update(**SHARED.get(name, {}))
    copy.refresh_from_db()
    for field, value in changes.items():
        setattr(copy, field, value)
    copy.pk = uuid7() if isinstance(copy._meta.pk, models.UUIDField) else None

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        copy.save(force_insert=True)


def test_every_constraint_of_the_house_is_tried() -> None:
    named = {
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for constraint in model._meta.constraints
    }

    assert named == CHECKS.keys() | COPIES.keys()
