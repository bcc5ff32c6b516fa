"""What can never be, whoever writes it: every named constraint refuses in the database itself."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Upper
from django.utils import timezone

from access.actor import Actor
from accounts.models import ApiToken, Authority, Employment, User
from documents.models import (
    Comment,
    CommentMention,
    CommentVersion,
    Document,
    Export,
    Import,
    Revision,
    RevisionAuthor,
    Snapshot,
    Update,
    Writer,
)
from documents.services import edit_comment, end_spell, make_comment, name_revision
from files.models import StoredFile
from journal.ids import uuid7
from journal.models import Entry, Stream
from market.models import MarketAnalysis, Review
from market.services import review
from messaging.models import Attachment, Message, MessageVersion, Reading, Room
from messaging.services import edit_message, mark_read, post_message
from networks.models import Invitation, Membership, Network, Seat
from notices.models import CalendarLine, Digest, Notice, Preference, Rhythm
from search.models import Searchable
from support.models import HealthWeek
from support.services import keep_week
from tasks.models import Occurrence, Schedule
from tests.cast import Cast
from tests.contracts import clock, decisions, demand, records, statements
from tests.contracts.estate import OBJECTS, Estate, furnished
from tests.factories.documents import Pen
from tests.factories.files import stored
from wire.models import KeptAnswer

Attempt = Callable[[Estate], object]
BEFORE = timedelta(days=999)
ROOMS = (
    "accounts",
    "wire",
    "journal",
    "networks",
    "messaging",
    "documents",
    "needs",
    "search",
    "market",
    "tasks",
    "decisions",
    "notices",
    "support",
    "files",
    "records",
)


def set_to(model: type[models.Model], **fields: Any) -> Attempt:
    """Set fields of every row there is."""
    return lambda _estate: model._default_manager.update(**fields)


def again(model: type[models.Model], **changes: Any) -> Attempt:
    """Write a row a second time, under an id of its own."""

    def copy(_estate: Estate) -> None:
        row = model._default_manager.filter().order_by("pk").last()
        assert row is not None
        row.pk = uuid7() if isinstance(row._meta.pk, models.UUIDField) else None
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    return copy


def keep_twice(estate: Estate) -> None:
    """Two answers under one key of one person."""
    for _turn in range(2):
        KeptAnswer.objects.create(
            user_id=estate.cast.people["member"].pk, key="k", request_hash=b"", created_at=timezone.now()
        )


def close_twice(estate: Estate) -> None:
    """Two reviews that both close one analysis."""
    Review.objects.update(outcome="closed")
    again(Review)(estate)


def attach_in_one_place(estate: Estate) -> None:
    """Two files in one place of a message."""
    file = stored(estate.stands("member"), estate.network)
    Attachment.objects.create(message=Attachment.objects.get().message, position=0, file=file)


NEVER: dict[str, Attempt] = {
    "email_is_lower_case": lambda estate: User.objects.filter(pk=estate.cast.people["member"].pk).update(
        email=Upper("email")
    ),
    "language_is_spoken": set_to(User, language="de"),
    "site_role_is_known": set_to(User, site_role="king"),
    "anonymised_person_is_inactive": set_to(User, anonymised_at=timezone.now(), is_active=True),
    "one_active_employment_per_person_and_authority": again(Employment),
    "employment_ends_after_it_starts": set_to(Employment, ended_at=timezone.now() - BEFORE),
    "employment_role_is_known": set_to(Employment, role="king"),
    "one_authority_per_number_and_unit": again(Authority),
    "country_is_two_letters": set_to(Authority, country="se"),
    "number_has_no_separators": set_to(Authority, number="212000-1355"),
    "authority_has_a_name": set_to(Authority, name=""),
    "authority_is_a_public_body": set_to(Authority, kind="supplier"),
    "token_scopes_are_known": set_to(ApiToken, scopes=["admin"]),
    "one_kept_answer_per_person_and_key": keep_twice,
    "stream_counts_from_zero": set_to(Stream, seq=-1),
    "one_entry_per_number_in_a_stream": again(Entry),
    "network_is_named_in_both_languages": set_to(Network, name_en=""),
    "network_phase_is_known": set_to(Network, phase="party"),
    "network_openness_is_known": set_to(Network, openness="ajar"),
    "one_active_membership_per_authority_and_network": again(Membership),
    "membership_ends_after_it_began": set_to(Membership, left_at=timezone.now() - BEFORE),
    "membership_level_is_known": set_to(Membership, level="king"),
    "one_active_seat_per_person_and_network": again(Seat),
    "seat_ends_after_it_began": set_to(Seat, ended_at=timezone.now() - BEFORE),
    "expert_seat_has_an_end": set_to(Seat, role="expert", ends_at=None),
    "nobody_is_their_own_deputy": set_to(Seat, deputy=models.F("user")),
    "seat_role_is_known": set_to(Seat, role="facilitator"),
    "one_open_invitation_per_address_and_network": again(Invitation),
    "invitation_is_accepted_or_revoked_not_both": lambda estate: Invitation.objects.update(
        accepted_at=timezone.now(), accepted_by=estate.cast.people["member"], revoked_at=timezone.now()
    ),
    "accepted_invitation_names_who": set_to(Invitation, accepted_at=timezone.now()),
    "room_names_its_authority_iff_private": set_to(Room, zone="authority", authority=None),
    "room_has_a_title": set_to(Room, title=""),
    "room_counts_from_zero": set_to(Room, last_number=-1),
    "room_is_about_a_whole_subject": set_to(Room, about_kind="room", about_id=None),
    "message_names_its_authority_iff_private": set_to(Message, zone="authority", authority=None),
    "one_message_per_number_in_a_room": again(Message, key=None),
    "one_message_per_key_of_an_author_in_a_room": again(Message, number=99),
    "message_numbers_begin_at_one": set_to(Message, number=0),
    "deleted_message_says_nothing": set_to(Message, deleted_at=timezone.now()),
    "one_row_per_version_of_a_message": again(MessageVersion),
    "one_attachment_per_place": attach_in_one_place,
    "one_message_per_attached_file": again(Attachment, position=9),
    "one_reading_per_person_and_room": again(Reading),
    "document_names_its_authority_iff_private": set_to(Document, zone="authority", authority=None),
    "document_has_a_title": set_to(Document, title=""),
    "document_is_about_a_whole_subject": set_to(Document, about_kind="need", about_id=None),
    "document_language_is_spoken": set_to(Document, language="de"),
    "document_log_only_grows": set_to(Document, log_bytes=-1),
    "document_is_not_ahead_of_its_log": set_to(Document, told_seq=models.F("seq") + 1),
    "snapshot_of_something": lambda _estate: Snapshot.objects.create(
        document=Document.objects.earliest("pk"), epoch="x", seq=0, state=b"", at=timezone.now()
    ),
    "one_update_per_number_in_a_document": again(Update),
    "revision_names_its_authority_iff_private": again(Revision, number=99, zone="authority"),
    "one_revision_per_number": again(Revision),
    "one_automatic_revision_per_update": again(Revision, number=99, kind="automatic", name=""),
    "revision_numbers_begin_at_one": again(Revision, number=0),
    "revision_kind_is_known": again(Revision, number=99, kind="party"),
    "named_revision_has_a_name": again(Revision, number=99, name=""),
    "restored_revision_says_from_which": again(Revision, number=99, kind="restored"),
    "one_row_per_author_of_a_revision": again(RevisionAuthor),
    "comment_names_its_authority_iff_private": set_to(Comment, zone="authority", authority=None),
    "comment_is_anchored_at_both_ends": set_to(Comment, anchor_start=b"x"),
    "only_a_thread_is_anchored_and_resolved": set_to(
        Comment, root=models.F("id"), resolved_at=timezone.now()
    ),
    "deleted_comment_says_nothing": set_to(Comment, deleted_at=timezone.now()),
    "resolved_comment_says_by_whom": set_to(Comment, resolved_at=timezone.now()),
    "one_row_per_version_of_a_comment": again(CommentVersion),
    "one_mention_per_person_in_a_comment": again(CommentMention),
    "one_writer_per_client_id": again(Writer),
    **statements.NEVER,
    "marketanalysis_names_its_authority_iff_private": set_to(MarketAnalysis, zone="authority"),
    "analysis_asks_something": set_to(MarketAnalysis, question=""),
    "review_outcome_is_known": set_to(Review, outcome="maybe"),
    "analysis_is_closed_once": close_twice,
    "one_schedule_per_subject": again(Schedule),
    "clock_looks_only_where_something_is_due": set_to(Schedule, next_on=None, next_at=timezone.now()),
    "storedfile_names_its_authority_iff_private": set_to(StoredFile, zone="authority", authority=None),
    **records.never(set_to, again),
    "export_is_open_or_finished": set_to(Export, state="done", finished_at=None),
    "import_is_open_or_finished": set_to(Import, finished_at=timezone.now()),
    "import_is_done_when_there_is_a_document": set_to(
        Import, state="done", finished_at=timezone.now(), document=None
    ),
    "one_file_per_key": again(StoredFile),
    "file_state_is_known": set_to(StoredFile, state="lost"),
    "file_is_not_empty": set_to(StoredFile, size=0),
    "image_has_both_sizes": set_to(StoredFile, width=1, height=None),
    "file_has_a_name_until_it_is_erased": set_to(StoredFile, state="erased"),
    **{name: set_to(model, **fields) for name, (model, fields) in clock.NEVER.items()},
    **demand.never(set_to, again),
    **decisions.NEVER,
    "one_occurrence_per_schedule_and_day": lambda estate: again(
        Occurrence,
        answered_at=timezone.now(),
        answered_by=estate.cast.people["member"],
        outcome="unchanged",
    )(estate),
    "one_open_occurrence_per_schedule": again(Occurrence, due_on=timezone.now().date() + BEFORE),
    "answered_occurrence_says_who_and_what": set_to(Occurrence, answered_at=timezone.now()),
    "searchable_names_its_authority_iff_private": set_to(Searchable, zone="authority", authority=None),
    "one_searchable_per_subject": again(Searchable),
    "one_notice_per_cause_person_and_channel": again(Notice),
    "notice_waits_or_is_settled": set_to(Notice, state="sent", settled_at=None),
    "one_digest_per_person_and_day": again(Digest),
    "digest_waits_or_is_settled": set_to(Digest, state="sent", settled_at=None),
    "one_line_per_person_and_source": again(CalendarLine),
    "rhythm_is_known": set_to(Rhythm, every="fortnight"),
    "rhythm_weekday_is_one_of_seven": set_to(Rhythm, weekday=7),
    "rhythm_hours_are_of_a_day": set_to(Rhythm, quiet_until=24),
    "one_preference_per_person_and_kind": again(Preference),
    "preference_way_is_known": set_to(Preference, way="shout"),
    "one_health_row_per_network_and_week": again(HealthWeek),
    "health_week_begins_on_monday": set_to(HealthWeek, week_on=date(2049, 3, 23)),
}


@pytest.fixture
def estate(cast: Cast) -> Estate:
    """One row, at least, of everything."""
    made = furnished(cast)
    member = made.stands("member")
    room = Room.objects.get(pk=OBJECTS["room_id"](made, "network"))
    attached = [stored(member, made.network).pk]
    message = post_message(member, room=room, body="A", key="k", attachments=attached)
    edit_message(member, message=message, body="B")
    mark_read(made.stands("coordinator"), room=room, through=1)
    document = Document.objects.get(pk=OBJECTS["document_id"](made, "network"))
    pen = Pen()
    pen.paragraph("4 500")
    pen.send(member, document)
    end_spell(Actor.clock(now=timezone.now()), document=document)
    name_revision(member, document=document, name="Till remiss")
    said = make_comment(member, document=document, body="A", mentions=[made.cast.people["coordinator"].pk])
    edit_comment(member, comment=said, body="B")
    for name in (
        *("occurrence_id", "invitation_id", "token_id", "need_id", "storedfile_id"),
        *("export_id", "import_id", "task_id", "finding_id", "recordexport_id"),
    ):
        OBJECTS[name](made, "network")
    demand.furnish(made)
    analysis = MarketAnalysis.objects.get(pk=OBJECTS["marketanalysis_id"](made, "network"))
    review(member, analysis=analysis, outcome="unchanged")
    statements.everything(made)
    decisions.furnish(made)
    person, now = made.cast.people["member"], timezone.now()
    Digest.objects.create(person=person, on_date=now.date(), created_at=now, try_at=now)
    CalendarLine.objects.create(person=person, source=uuid7(), changed_at=now)
    Rhythm.objects.create(person=person)
    keep_week(Actor.clock(now=now))
    Preference.objects.create(person=person, kind="due", way="digest")
    return made


@pytest.mark.parametrize("name", NEVER)
def test_the_database_refuses_what_can_never_be(estate: Estate, name: str) -> None:
    with pytest.raises(IntegrityError, match=f'constraint "{name}"'), transaction.atomic():
        NEVER[name](estate)


def test_every_named_constraint_is_tried_above() -> None:
    named = {
        constraint.name
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for constraint in model._meta.constraints
    }

    assert named == NEVER.keys()


@pytest.mark.parametrize(
    "model", [User, Authority, Network, Membership, Room, Message, Document, MarketAnalysis, Schedule, Stream]
)
def test_nothing_that_others_point_at_can_be_deleted(model: type[models.Model]) -> None:
    ways = {
        relation.on_delete
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label in ROOMS
    }

    assert ways == {models.PROTECT}
