"""The cast in every role, and one of each thing that an address can name, in every zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from rest_framework.test import APIClient

from access.actor import Actor
from accounts.models import Employment
from accounts.services import create_token
from decisions.models import Signatory
from documents.errands import export_one
from documents.models import Comment, Document, Export, Import, Revision
from documents.services import create_document, make_comment, name_revision
from documents.services.exporting import ask_export
from documents.services.importing import hand_in
from files.models import StoredFile
from market.models import MarketAnalysis
from market.services import open_analysis
from messaging.models import Message, Room
from messaging.services import open_room, post_message
from needs.models import Need
from needs.services import open_need
from networks.models import Network, Seat
from networks.scoping import actor_in
from networks.services import Wanted, invite_people, name_deputy
from networks.services.invitations import token_of
from notices.services import make_calendar_key
from tasks.models import Occurrence
from tasks.services import send_due
from tests.cast import Cast
from tests.contracts import demand, records, statements
from tests.contracts.clock import a_finding, a_task
from tests.contracts.decisions import a_question
from tests.factories.accounts import EmploymentFactory, UserFactory
from tests.factories.demand import an_item
from tests.factories.files import stored
from tests.factories.networks import MembershipFactory, SeatFactory
from tests.factories.signing import asked_to_sign

ROLES = (
    "anonymous",
    "coordinator",
    "steering",
    "member",
    "other member",
    "observer",
    "expert",
    "administrator",
    "registrator",
    "facilitator",
    "outsider",
)
ZONES = ("network", "authority", "members_only")
# What an address names that lies in a zone.
ZONED = {
    "room_id",
    "message_id",
    "document_id",
    "comment_id",
    "need_id",
    "storedfile_id",
    "task_id",
    "annex_id",
    "demanditem_id",
    "demandline_id",
} | (statements.OBJECTS.keys())
# What only the coordinator sees, who asked for it.
OWNED = {"export_id", "import_id", "sheetimport_id"}


@dataclass
class Estate:
    """A network in which everything exists once per zone, and everybody by their role."""

    cast: Cast

    @property
    def network(self) -> Network:
        """The flagship."""
        return self.cast.network

    def client(self, role: str) -> APIClient:
        """The browser of whoever has this role."""
        client = APIClient()
        if role != "anonymous":
            client.force_login(self.cast.people[role])
        return client

    def stands(self, role: str) -> Actor:
        """Whoever has the role, in the network. Raises NotVisible for the outsider."""
        return actor_in(self.outside(role), self.network.pk)

    def outside(self, role: str) -> Actor:
        """Whoever has the role, at the door."""
        now = timezone.now()
        return Actor.anonymous(now=now) if role == "anonymous" else self.cast.people[role].acting(now)

    def named(self, names: list[str], zone: str) -> dict[str, Any]:
        """What the names of an address stand for in a zone."""
        found = {name: OBJECTS[name](self, zone) for name in names}
        if "revision_id" in found:  # an address names it below its document
            found["document_id"] = Revision.objects.get(pk=found["revision_id"]).document_id
        if "signatory_id" in found:
            found["question_id"] = Signatory.objects.get(pk=found["signatory_id"]).question_id
        return found


def furnished(cast: Cast) -> Estate:
    """The cast with a person for each role, and one of everything."""
    cast.people |= {
        "coordinator": cast.people["goteborg"],
        "member": cast.people["stockholm"],
        "other member": cast.people["orebro"],
        "observer": cast.people["turku"],
        "outsider": cast.people["kiruna"],
    }
    stockholm = cast.seats["stockholm"].membership
    steering = MembershipFactory.create(network=cast.network)
    ends_at = timezone.now() + timedelta(days=90)
    for role, seat in {
        "steering": SeatFactory.create(membership=steering, role="steering"),
        "expert": SeatFactory.create(membership=steering, role="expert", ends_at=ends_at),
        "administrator": _employed(
            SeatFactory.create(membership=stockholm, role="observer"), "administrator"
        ),
        "registrator": _employed(SeatFactory.create(membership=stockholm, role="observer"), "registrator"),
    }.items():
        cast.people[role], cast.seats[role] = seat.user, seat
    return Estate(cast=cast)


def _employed(seat: Seat, role: str) -> Seat:
    Employment.objects.filter(user=seat.user).update(role=role)
    return seat


def _room(estate: Estate, zone: str) -> Room:
    member = estate.stands("member")
    return open_room(
        member,
        network=estate.network,
        title=f"Room in {zone}",
        zone="authority" if zone == "authority" else "network",
        members_only=zone == "members_only",
    )


def _message(estate: Estate, zone: str) -> Message:
    return post_message(estate.stands("member"), room=_room(estate, zone), body="Ungefär 4 500")


def _document(estate: Estate, zone: str) -> Any:
    private = "authority" if zone == "authority" else "network"
    document = create_document(estate.stands("member"), network=estate.network, title="Behov", zone=private)
    if zone == "members_only":
        document.members_only = True
        document.save(update_fields=["members_only"])
    return document


def _export(estate: Estate, _zone: str) -> Export:
    document = Document.objects.get(pk=_document(estate, "network").pk)
    export = ask_export(estate.stands("coordinator"), document=document, form="md")
    export_one(Actor.clock(now=timezone.now()), export.pk)
    return export


def _import(estate: Estate, _zone: str) -> Import:
    return hand_in(estate.stands("coordinator"), network=estate.network, content=b"Behov", name="Behov.md")


def _file(estate: Estate, zone: str) -> StoredFile:
    return stored(
        estate.stands("member"),
        estate.network,
        zone="authority" if zone == "authority" else "network",
        members_only=zone == "members_only",
    )


def _need(estate: Estate, zone: str) -> Need:
    need = open_need(
        estate.stands("member"),
        network=estate.network,
        title_sv="Utsläppsfria leveranser",
        title_en="Zero-emission deliveries",
        zone="authority" if zone == "authority" else "network",
    )
    an_item(estate.stands("member"), need)
    if zone == "members_only":
        need.members_only = True
        need.save(update_fields=["members_only"])
    return need


def _revision(estate: Estate, zone: str) -> Revision:
    return name_revision(estate.stands("member"), document=_document(estate, zone), name="Till remiss")


def _comment(estate: Estate, zone: str) -> Comment:
    return make_comment(estate.stands("member"), document=_document(estate, zone), body="Räcker det?")


def _seat(estate: Estate, _zone: str) -> Seat:
    """Aalborg's, whose deputy is a colleague there."""
    seat = estate.cast.seats["aalborg"]
    if seat.deputy is None:
        colleague = UserFactory.create()
        EmploymentFactory.create(user=colleague, authority=seat.authority)
        seat = name_deputy(estate.stands("coordinator"), seat=seat, deputy=colleague)
    return seat


def _invitation(estate: Estate, _zone: str) -> Any:
    wanted = [
        Wanted(email=f"{uuid4().hex}@uppsala.example", authority=str(estate.cast.authority("orebro").pk))
    ]
    return invite_people(estate.stands("coordinator"), network=estate.network, wanted=wanted)[0].invitation


def _analysis(estate: Estate, _zone: str) -> MarketAnalysis:
    return open_analysis(
        estate.stands("coordinator"),
        question="Vilka eldrivna lastbilar finns?",
        owner_id=estate.cast.people["coordinator"].pk,
        cadence="quarterly",
        next_review_on=date(timezone.now().year + 1, 3, 25),
    )


def _reminder(estate: Estate, _zone: str) -> Occurrence:
    analysis = _analysis(estate, _zone)
    schedule = analysis.schedule
    schedule.next_at = timezone.now()
    schedule.next_on = schedule.today(timezone.now())
    schedule.deputy = estate.cast.people["member"]
    schedule.save(update_fields=["next_at", "next_on", "deputy"])
    send_due(Actor.clock(now=timezone.now()))
    return Occurrence.objects.get(schedule=schedule)


def _token(estate: Estate, _zone: str) -> Any:
    return create_token(estate.outside("coordinator"), name="Skript", scopes=["read"])[0]


# One thing for each name in an address. An address with another name fails the tests until it is here.
OBJECTS: dict[str, Callable[[Estate, str], Any]] = {
    **demand.OBJECTS,
    "network_id": lambda estate, _zone: estate.network.pk,
    "room_id": lambda estate, zone: _room(estate, zone).pk,
    "message_id": lambda estate, zone: _message(estate, zone).pk,
    "document_id": lambda estate, zone: _document(estate, zone).pk,
    "export_id": lambda estate, zone: _export(estate, zone).pk,
    "import_id": lambda estate, zone: _import(estate, zone).pk,
    "revision_id": lambda estate, zone: _revision(estate, zone).pk,
    "comment_id": lambda estate, zone: _comment(estate, zone).pk,
    "storedfile_id": lambda estate, zone: _file(estate, zone).pk,
    "need_id": lambda estate, zone: _need(estate, zone).pk,
    **statements.OBJECTS,
    "membership_id": lambda estate, _zone: estate.cast.seats["aalborg"].membership_id,
    "seat_id": lambda estate, zone: _seat(estate, zone).pk,
    "invitation_id": lambda estate, zone: _invitation(estate, zone).pk,
    "secret": lambda estate, _zone: f"{make_calendar_key(estate.outside('coordinator'))}.ics",
    "token": lambda estate, zone: token_of(_invitation(estate, zone)),
    "task_id": lambda estate, zone: a_task(estate, zone).pk,
    "finding_id": lambda estate, zone: a_finding(estate, zone).pk,
    "question_id": lambda estate, zone: a_question(estate, zone).pk,
    "signatory_id": lambda estate, zone: asked_to_sign(estate.stands("member"), a_question(estate, zone)).pk,
    "marketanalysis_id": lambda estate, zone: _analysis(estate, zone).pk,
    "occurrence_id": lambda estate, zone: _reminder(estate, zone).pk,
    "token_id": lambda estate, zone: _token(estate, zone).pk,
    **records.OBJECTS,
    "authority_id": lambda estate, _zone: estate.cast.authority("stockholm").pk,
}
