"""Plays the demo: every act is a verb, done by its actor at its moment in the past, in the order of time."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from access.actor import Actor
from accounts.models import Authority, User
from accounts.services import AuthorityRow, change_profile, give_site_role, open_account, register_authority
from backend.demo import PASSWORD
from backend.staging_decisions import Stage, decided
from backend.staging_demand import Demand
from backend.staging_needs import SECTIONS
from backend.staging_records import kept
from documents.content import write_content
from documents.fitting import fitted
from documents.models import Comment, Document
from documents.reading import state_of
from documents.services import append_updates, create_document, make_comment, name_revision
from market.models import MarketAnalysis
from market.services import SourceRow, add_finding, open_analysis
from messaging.models import Message, Room
from messaging.services import mark_read, open_room, post_message
from needs.models import Need
from needs.services import change_need, open_need, share_need
from networks.models import Invitation, Network, Seat
from networks.scoping import actor_in
from networks.services import Wanted, accept_invitation, create_network, invite_people, name_deputy
from notices.services import change_rhythm
from tasks.services import finish_task, give_task

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AGENCY = AuthorityRow("SE", "202100-6610", "Upphandlingsmyndigheten", "state_agency")
FACILITATOR = "facilitator@agency.example"
Part = dict[str, Any]


class Act(NamedTuple):
    """One thing that somebody did, and when."""

    at: datetime
    do: Callable[[datetime], Any]


def play(files: list[Path], *, now: datetime) -> int:
    """Play the demo's files as if they had happened up to `now`. Returns the number of acts."""
    facilitator = _open_agency(now - timedelta(days=500))
    plays = [Play(tomllib.loads(file.read_text()), facilitator=facilitator, now=now) for file in files]
    acts = sorted((act for one in plays for act in one.acts()), key=lambda act: act.at)
    for act in acts:
        act.do(act.at)
    return len(acts)


def _open_agency(at: datetime) -> User:
    clock = Actor.clock(now=at)
    register_authority(clock, row=AGENCY)
    person = open_account(clock, email=FACILITATOR, name="Frida Exempel", password=PASSWORD)
    return give_site_role(clock, person=person, site_role="facilitator")


class Play:
    """One network's history, read from its file."""

    def __init__(self, script: Part, *, facilitator: User, now: datetime) -> None:
        self.script, self.facilitator, self.now = script, facilitator, now
        self.people: dict[str, User] = {}
        self.authorities: dict[str, Authority] = {}
        self.network = Network()

    def acts(self) -> Iterator[Act]:
        """Everything that happened, in the order of the file."""
        yield self._act(self.script["network"], self._set_up)
        dated = {
            "people": self._seat,
            "deputies": self._name_deputy,
            "rooms": self._open,
            "documents": self._write,
            "needs": self._need,
            "revisions": self._keep,
            "comments": self._comment,
            "analyses": self._ask,
            "findings": self._find,
            "tasks": self._give,
        }
        for name, do in dated.items():
            yield from (self._act(part, do) for part in self.script.get(name, []))
        for name, tell in SECTIONS.items():
            yield from (self._act(part, partial(self._tell, tell)) for part in self.script.get(name, []))
        for part in self.script.get("needs", []):
            yield self._act({"at": part["shared_at"]}, partial(self._share, part["title_sv"]))
            yield from (self._act(step, partial(self._step, part["title_sv"])) for step in part["steps"])
        yield from kept(self.script, self._act, lambda key: self.authorities[key])
        yield from decided(Stage(self.script, self._act, self._actor, lambda: self.network))
        demand = Demand(
            script=self.script,
            network=lambda: self.network,
            actor=self._actor,
            today=self.now.astimezone(STOCKHOLM).date(),
            due=self._due_on,
        )
        yield from (self._act(part, do) for part, do in demand.steps())
        for room in self.script["rooms"]:
            yield from (self._act(message, partial(self._say, room["title"])) for message in room["messages"])
        for name, finish in {"readings": self._read, "invitations": self._invite}.items():
            yield from (Act(self.now, partial(finish, part)) for part in self.script.get(name, []))

    def _act(self, part: Part, do: Callable[[Part, datetime], Any]) -> Act:
        days, hour = part["at"]
        day = self.now.astimezone(STOCKHOLM).date() - timedelta(days=days)
        return Act(datetime.combine(day, time.fromisoformat(hour), STOCKHOLM), partial(do, part))

    def _actor(self, name: str, at: datetime) -> Actor:
        return actor_in(self.people[name].acting(at), self.network.pk)

    def _set_up(self, part: Part, at: datetime) -> None:
        clock = Actor.clock(now=at)
        for name, row in self.script["authorities"].items():
            self.authorities[name] = register_authority(clock, row=AuthorityRow(**row))
        texts = {name: value.strip() for name, value in part.items() if isinstance(value, str)}
        host = self.authorities[texts.pop("host")]
        del texts["key"]
        coordinator = self.script["people"][0]["email"]
        self.network = create_network(
            self.facilitator.acting(at), host=host, coordinator_email=coordinator, **texts
        )

    def _seat(self, part: Part, at: datetime) -> None:
        authority = self.authorities[part.get("authority") or part["key"]]
        if self.people:
            first = self._actor(self.script["people"][0]["key"], at)
            wanted = Wanted(email=part["email"], authority=str(authority.pk), role=part["role"])
            invite_people(first, network=self.network, wanted=[wanted])
        invitation = Invitation.objects.open().get(network=self.network, email=part["email"])
        seat = accept_invitation(
            Actor.anonymous(now=at), invitation=invitation, name=part["name"], password=PASSWORD
        )
        self.people[part["key"]] = change_profile(
            seat.user.acting(at),
            name=part["name"],
            language=part["language"],
            time_zone=part.get("time_zone", STOCKHOLM.key),
        )
        # Who tries the demo at night wants to see its mails.
        change_rhythm(seat.user.acting(at), every="week", weekday=0, hour=8, quiet_from=0, quiet_until=0)

    def _name_deputy(self, part: Part, at: datetime) -> None:
        holder = self.people[part["of"]]
        seat = Seat.objects.not_ended().get(network=self.network, user=holder)
        name_deputy(self._actor(part["of"], at), seat=seat, deputy=self.people[part["is"]])

    def _open(self, part: Part, at: datetime) -> None:
        actor = self._actor(part["by"], at)
        zone = part.get("zone", "network")
        open_room(actor, network=self.network, title=part["title"], zone=zone)

    def _say(self, title: str, part: Part, at: datetime) -> None:
        room = Room.objects.get(network=self.network, title=title)
        answered = Message.objects.filter(room=room, number=part.get("reply_to", 0)).order_by("pk").first()
        post_message(
            self._actor(part["by"], at),
            room=room,
            body=part["body"],
            reply_to=answered.pk if answered else None,
        )

    def _write(self, part: Part, at: datetime) -> None:
        actor = self._actor(part["by"], at)
        document = create_document(actor, network=self.network, title=part["title"], zone=part["zone"])
        append_updates(actor, document=document, updates=[_as_update(part["text"])])

    def _need(self, part: Part, at: datetime) -> None:
        actor = self._actor(part["by"], at)
        need = open_need(
            actor,
            network=self.network,
            owner_id=self.people[part["owner"]].pk,
            **{name: part[name] for name in ("title_sv", "title_en", "one_liner", "language")},
        )
        document = Document.objects.get(about_kind="need", about_id=need.pk)
        append_updates(actor, document=document, updates=[_as_rewriting(document, part["text"])])

    def _tell(self, tell: Callable[[Actor, Need, Part], None], part: Part, at: datetime) -> None:
        need = Need.objects.get(network=self.network, title_sv=part["of"])
        tell(self._actor(part["by"], at), need, part)

    def _share(self, title: str, _part: Part, at: datetime) -> None:
        need = Need.objects.get(network=self.network, title_sv=title)
        share_need(self._actor_of(need, at), need=need)

    def _step(self, title: str, part: Part, at: datetime) -> None:
        need = Need.objects.get(network=self.network, title_sv=title)
        change_need(self._actor_of(need, at), need=need, status=part["status"])

    def _actor_of(self, need: Need, at: datetime) -> Actor:
        return actor_in(need.owner.acting(at), self.network.pk)

    def _keep(self, part: Part, at: datetime) -> None:
        name_revision(self._actor(part["by"], at), document=self._document(part["of"]), name=part["name"])

    def _comment(self, part: Part, at: datetime) -> None:
        document = self._document(part["on"])
        answered = Comment.objects.of_document(document.pk).filter(body=part.get("reply_to", "")).first()
        make_comment(
            self._actor(part["by"], at),
            document=document,
            body=part["body"],
            reply_to=answered.pk if answered else None,
            mentions=[self.people[key].pk for key in part.get("mentions", [])],
        )

    def _document(self, title: str) -> Document:
        found: Document = Document.objects.get(network=self.network, title=title)
        return found

    def _ask(self, part: Part, at: datetime) -> None:
        open_analysis(
            self._actor(part["by"], at),
            question=part["question"],
            owner_id=self.people[part["owner"]].pk,
            cadence=part["cadence"],
            next_review_on=self._due_on(part["due"]),
        )

    def _find(self, part: Part, at: datetime) -> None:
        sources = [
            SourceRow(
                accessed_on=at.date(), citation=one["citation"], url=one["url"], reliability=one["trust"]
            )
            for one in part["sources"]
        ]
        analysis = MarketAnalysis.objects.get(network=self.network, question=part["on"])
        add_finding(self._actor(part["by"], at), analysis=analysis, claim=part["claim"], sources=sources)

    def _give(self, part: Part, at: datetime) -> None:
        task = give_task(
            self._actor(part["by"], at),
            title=part["title"],
            details=part.get("details", ""),
            due_on=self.now.astimezone(STOCKHOLM).date() + timedelta(days=part["in_days"]),
            person_id=self.people[part["to"]].pk,
        )
        if "result" in part:
            finish_task(self._actor(part["to"], at), task=task, state="done", result=part["result"])

    def _due_on(self, words: str) -> date:
        today = self.now.astimezone(STOCKHOLM).date()
        # A review date is a working day at eight: the last one before today has certainly come.
        yesterday = today - timedelta(days=1)
        while yesterday.weekday() >= 5:
            yesterday -= timedelta(days=1)
        return {"just_now": yesterday, "in_two_months": today + timedelta(days=61)}[words]

    def _read(self, part: Part, at: datetime) -> None:
        title = self.script["rooms"][part["room"]]["title"]
        room = Room.objects.get(network=self.network, title=title)
        mark_read(self._actor(part["person"], at), room=room, through=part["through"])

    def _invite(self, part: Part, at: datetime) -> None:
        authority = self.authorities[part["authority"]]
        wanted = Wanted(email=part["email"], authority=str(authority.pk), role=part["role"])
        invite_people(self._actor(part["by"], at), network=self.network, wanted=[wanted])


def _as_update(blocks: list[tuple[str, str]]) -> bytes:
    """Headings and paragraphs as the editor's schema has them, in one Yjs update."""
    doc: Doc[XmlFragment] = Doc()
    fragment = doc.get("default", type=XmlFragment)
    for kind, words in blocks:
        attributes = {"level": "2"} if kind == "heading" else {}
        fragment.children.append(XmlElement(kind, attributes, [XmlText(words)]))
    return doc.get_update()


def _as_rewriting(document: Document, blocks: list[tuple[str, str]]) -> bytes:
    """An edit that puts headings and paragraphs in the place of what the document holds."""
    doc: Doc[Any] = Doc()
    doc.apply_update(state_of(document.pk).missing)
    before = doc.get_state()
    levels = {"heading": {"level": 2}}
    content = [
        {"type": kind, "attrs": levels.get(kind, {}), "content": [{"type": "text", "text": words}]}
        for kind, words in blocks
    ]
    write_content(doc, fitted({"type": "doc", "content": content}))
    return doc.get_update(before)
