"""A network in which everything is said somewhere, in words that say who may read them.

`OURS-…` is what Stockholm holds; `THEIRS-…` is what nobody there may read.
"""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from access.actor import Actor
from decisions.services import answer_question, close_question
from documents.models import Document
from documents.services import create_document, edit_comment, make_comment, name_revision
from files.services import erase_file
from market.services import SourceRow, add_finding, open_analysis, review
from messaging.services import delete_message, edit_message, open_room, post_message
from needs.models import Need, SheetImport, Trust
from needs.services import change_need
from needs.services.annexes import share_annex
from needs.services.lines import change_line
from needs.services.publishing import publish_demand, take_snapshot
from needs.services.realised import begin_trust, note_volume
from networks.scoping import actor_in
from tasks.services import finish_task, give_task
from tests.cast import Cast
from tests.contracts.clock import in_a_week
from tests.factories.decisions import put
from tests.factories.demand import a_line, an_annex, an_item
from tests.factories.documents import Pen
from tests.factories.files import stored
from tests.factories.needs import a_need
from tests.factories.signing import asked_to_sign


class Garden:
    """Who plants what; `ours` and `theirs` are the words that were said."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.network = cast, cast.network
        self.us, self.them = cast.actor("stockholm"), cast.actor("orebro")
        self.coordinator, self.trusted = cast.actor("goteborg"), cast.actor("aalborg")
        self.ours: list[str] = []
        self.theirs: list[str] = []
        self._numbers = count(1001)

    def our(self, what: str) -> str:
        """Words that Stockholm holds."""
        self.ours.append(f"OURS-{what}-{next(self._numbers)}")
        return self.ours[-1]

    def their(self, what: str) -> str:
        """Words that nobody at Stockholm may read."""
        self.theirs.append(f"THEIRS-{what}-{next(self._numbers)}")
        return self.theirs[-1]

    def plant(self) -> None:
        """Say something everywhere."""
        self.talk()
        self.write()
        self.keep_files()
        self.need()
        self.decide()
        self.work()
        self.look_at_the_market()
        self.elsewhere()

    def talk(self) -> None:
        """Rooms of all, of us, of them; what was edited and what was taken away."""
        room = open_room(self.coordinator, network=self.network, title=self.our("room"))
        post_message(self.them, room=room, body=self.our("message"))
        before = post_message(self.us, room=room, body=self.our("before-the-edit"))
        edit_message(self.us, message=before, body=self.our("after-the-edit"))
        gone = post_message(self.us, room=room, body=self.their("taken-away"))
        delete_message(self.us, message=gone)
        members = open_room(
            self.coordinator, network=self.network, title=self.our("members-only"), members_only=True
        )
        post_message(self.coordinator, room=members, body=self.our("said-to-members"))
        for actor, word in ((self.us, self.our), (self.them, self.their)):
            private = open_room(actor, network=self.network, title=word("private-room"), zone="authority")
            post_message(actor, room=private, body=word("private-message"))

    def write(self) -> None:
        """Documents of all, of us and of them, with revisions and comments."""
        for actor, word, zone in (
            (self.them, self.our, "network"),
            (self.us, self.our, "authority"),
            (self.them, self.their, "authority"),
        ):
            document = create_document(actor, network=self.network, title=word("document"), zone=zone)
            pen = Pen()
            pen.paragraph(word("first-text"))
            pen.send(actor, document)
            name_revision(actor, document=document, name=word("revision"))
            pen.paragraph(word("later-text"))
            pen.send(actor, document)
            comment = make_comment(actor, document=document, body=word("comment"))
            edit_comment(actor, comment=comment, body=word("edited-comment"))

    def keep_files(self) -> None:
        """Files by their names and their bytes; one that was erased."""
        for actor, word, zone in (
            (self.them, self.our, "network"),
            (self.us, self.our, "authority"),
            (self.them, self.their, "authority"),
        ):
            name, content = f"{word('file')}.txt", word("bytes").encode()
            stored(actor, self.network, name=name, content=content, zone=zone)
        erased = stored(self.us, self.network, name=f"{self.their('erased')}.txt", content=b"4 500")
        erase_file(self.us, file=erased)

    def need(self) -> None:
        """A shared need with everybody's demand, and private ones."""
        need = a_need(self.coordinator, zone="network", one_liner=self.our("one-liner"))
        change_need(self.coordinator, need=need, problem=self.our("problem"))
        a_need(self.us, one_liner=self.our("private-need"))
        a_need(self.them, one_liner=self.their("private-need"))
        self._demand(need)
        take_snapshot(self.coordinator, need=need, title=self.our("snapshot"))

    def _demand(self, need: Need) -> None:
        item = an_item(self.coordinator, need, name_en=self.our("item"))
        an_annex(self.us, need, local_problem=self.our("annex"))
        an_annex(self.trusted, need, local_problem=self.their("annex"))
        share_annex(self.them, annex=an_annex(self.them, need, local_problem=self.our("shared-annex")))
        if not Trust.objects.filter(network=self.network).exists():
            begin_trust(self.trusted, network=self.network)

        def line(actor: Actor, reference: str, shown: str) -> Any:
            return a_line(actor, item, commitment="C3", decision_ref=reference, visibility=shown)

        mine = line(self.us, self.our("line-before"), "coordinator_only")
        change_line(self.us, line=mine, decision_ref=self.our("line-after"))
        self._bought(self.us, mine, self.our("contract"))
        shown = line(self.them, self.their("line-before-it-was-shown"), "aggregate")
        change_line(self.them, line=shown, decision_ref=self.our("line-of-all"), visibility="group")
        self._bought(self.them, shown, self.their("contract"))
        line(self.them, self.their("coordinators"), "coordinator_only")
        line(self.them, self.their("hidden"), "aggregate")
        line(self.trusted, self.their("trusted"), "aggregate")
        publish_demand(self.coordinator, need=need)
        for actor, word in ((self.us, self.our), (self.them, self.their)):
            SheetImport.objects.create(
                network=self.network,
                zone="authority",
                authority_id=actor.represents,
                need=need,
                kind="lines",
                name=word("sheet"),
                sha256="0" * 64,
                **dict.fromkeys(("added", "changed", "unchanged"), 0),
                done=[word("cell")],
                imported_by_id=actor.person_id,
                imported_at=actor.now,
            )

    def _bought(self, actor: Actor, line: Any, reference: str) -> None:
        note_volume(actor, line=line, reference=reference, quantity=Decimal(4), on_date=date(2026, 2, 27))

    def decide(self) -> None:
        """A question that everybody answered, with dissent, and people without a seat."""
        everybody = (self.coordinator, self.us, self.them)
        authorities = [one.represents for one in everybody]
        question = put(self.coordinator, title=self.our("question"), authorities=authorities)
        asked_to_sign(self.us, question, email=f"{self.our('signatory').lower()}@stockholm.example")
        self.ours[-1] = self.ours[-1].lower()
        asked_to_sign(self.them, question, email=f"{self.their('signatory').lower()}@orebro.example")
        self.theirs[-1] = self.theirs[-1].lower()
        answer_question(self.us, question=question, stance="cannot", reason=self.our("first-answer"))
        for one in everybody:
            answer_question(one, question=question, stance="with_change", reason=self.our("answer"))
        close_question(self.coordinator, question=question)

    def work(self) -> None:
        """Tasks of all, of us and of them."""
        for actor, word, zone in (
            (self.coordinator, self.our, "network"),
            (self.us, self.our, "authority"),
            (self.them, self.their, "authority"),
        ):
            task = give_task(
                actor,
                title=word("task"),
                details=word("details"),
                due_on=in_a_week(),
                person_id=actor.person_id,
                zone=zone,
            )
            finish_task(actor, task=task, state="done", result=word("result"))

    def look_at_the_market(self) -> None:
        """An analysis that all read, with a finding."""
        analysis = open_analysis(
            self.us,
            question=self.our("analysis"),
            owner_id=self.us.person_id,
            cadence="quarterly",
            next_review_on=date(self.us.now.year + 1, 3, 25),
        )
        source = SourceRow(citation=self.our("source"), accessed_on=date(2026, 2, 27), reliability="B")
        add_finding(self.them, analysis=analysis, claim=self.our("finding"), sources=[source])
        review(self.us, analysis=analysis, outcome="unchanged", note=self.our("review"))

    def elsewhere(self) -> None:
        """A network that Stockholm was never in."""
        kiruna = actor_in(self.cast.people["kiruna"].acting(self.us.now), self.cast.other_network.pk)
        room = open_room(kiruna, network=self.cast.other_network, title=self.their("room"))
        post_message(kiruna, room=room, body=self.their("message"))
        document: Document = create_document(
            kiruna, network=self.cast.other_network, title=self.their("document")
        )
        make_comment(kiruna, document=document, body=self.their("comment"))
        a_need(kiruna, zone="network", one_liner=self.their("need"))
