"""Any order of writing, erasing, sending, hearing and restarting ends in one text with every edit once."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from access.actor import Actor
from documents import copies
from documents.exchange import exchange
from documents.messages import STEP_1, STEP_2, UPDATE, Message, read_messages, written
from documents.models import Document, Revision, Snapshot, Update, Writer
from documents.reading import paragraphs_of, state_of
from documents.services import (
    append_updates,
    compact_log,
    create_document,
    end_spell,
    log,
    name_revision,
    restore_revision,
)
from documents.yjs import Reader
from networks.models import Network
from tests.factories.documents import Pen

people = st.integers(0, 2)


class Writing(RuleBasedStateMachine):
    """Three people with an editor each, who are online only now and then."""

    actors: list[Actor]
    network: Network

    def __init__(self) -> None:
        super().__init__()
        self.document: Document = create_document(self.actors[0], network=self.network, title="Behov")
        self.pens = [Pen() for _ in self.actors]
        self.said: list[tuple[int, bytes]] = []
        self.words = 0
        self.elsewhere: dict[Any, Any] = {}

    @rule(who=people, where=st.floats(0, 1))
    def write(self, who: int, where: float) -> None:
        """Type a word somewhere."""
        self.words += 1
        pen = self.pens[who]
        pen.write(f"<{self.words}>", at=int(where * len(pen.text)))

    @rule(who=people)
    def write_in_the_editor(self, who: int) -> None:
        """Add a paragraph."""
        self.words += 1
        self.pens[who].paragraph(f"<{self.words}>")

    @rule(who=people, where=st.floats(0, 1))
    def erase(self, who: int, where: float) -> None:
        """Delete a character."""
        pen = self.pens[who]
        at = int(where * len(pen.text))
        if at < len(pen.text):
            pen.erase(at, at + 1)

    @rule(who=people)
    def send(self, who: int) -> None:
        """Come online for a moment."""
        self.said += [(who, update) for update in self.pens[who].unsent]
        self.pens[who].send(self.actors[who], self.document)

    @rule(who=people)
    def send_the_later_half_first(self, who: int) -> None:
        """Let the network reorder what is sent."""
        waiting = self.pens[who].unsent
        half = len(waiting) // 2
        for updates in (waiting[half:], waiting[:half]):
            append_updates(self.actors[who], document=self.document, updates=updates)
        waiting.clear()

    @rule(who=people)
    def send_everything_again(self, who: int) -> None:
        """Send the whole state, as some clients do."""
        self.pens[who].unsent.clear()
        update = self.pens[who].doc.get_update()
        append_updates(self.actors[who], document=self.document, updates=[update])

    @rule(who=people)
    def hear(self, who: int) -> None:
        """Take in what the server has."""
        pen = self.pens[who]
        pen.hear(state_of(self.document.pk, known=pen.doc.get_state()).missing)

    @rule(who=people)
    def go_over_to_http(self, who: int) -> None:
        """Say all that waits in one request, and take in the answer."""
        pen = self.pens[who]
        asks = [Message(STEP_1, pen.doc.get_state()), *(Message(UPDATE, one) for one in pen.unsent)]
        pen.unsent.clear()
        said = read_messages(written(asks, is_wrapped=False))
        answer = Reader(exchange(self.actors[who], document=self.document, said=said).body)
        while not answer.is_at_end:
            step, payload = answer.uint(), answer.octets()
            if step == STEP_2:
                pen.hear(payload)

    @rule()
    def restart(self) -> None:
        """Start a new process."""
        copies.forget_all()

    @rule()
    def go_on_in_the_other_process(self) -> None:
        """Let what follows be served by a process whose copy is older, or newer, or none."""
        here = dict(copies._copies)  # noqa: SLF001 - two processes in one
        copies.forget_all()
        copies._copies.update(self.elsewhere)  # noqa: SLF001 - as above
        self.elsewhere = here

    @rule(has_revision=st.booleans())
    def compact(self, *, has_revision: bool) -> None:
        """Add the log up, with a revision before it or without."""
        clock = Actor.clock(now=self.actors[0].now)
        if has_revision:
            end_spell(clock, document=self.document)
        compact_log(clock, document=self.document)

    @rule(who=people)
    def name(self, who: int) -> None:
        """Keep the document as it is."""
        name_revision(self.actors[who], document=self.document, name="Som det var")

    @rule(who=people)
    def restore(self, who: int) -> None:
        """Go back to what was kept first; the text beside the editor stays."""
        first = Revision.objects.filter(document=self.document, kind="named").order_by("number").first()
        if first is not None:
            self.document.refresh_from_db()
            restore_revision(self.actors[who], document=self.document, revision=first)

    @invariant()
    def the_log_has_no_hole(self) -> None:
        """Numbers are given one after the other, and what is gone from the log is in the snapshot."""
        seqs = Update.objects.filter(document=self.document).order_by("seq").values_list("seq", flat=True)
        self.document.refresh_from_db()
        kept = list(seqs)
        assert kept == list(range(self.document.seq - len(kept) + 1, self.document.seq + 1))
        snapshot = Snapshot.objects.filter(document=self.document).first()
        assert self.document.seq - len(kept) <= (snapshot.seq if snapshot else 0)

    def teardown(self) -> None:
        """Everybody comes online: all have the same, and so has a process that has just started."""
        for who in range(len(self.pens)):
            self.send(who)
        copies.forget_all()
        for who in range(len(self.pens)):
            self.hear(who)
        everything = [pen.everything for pen in self.pens]
        assert everything == everything[:1] * len(self.pens)
        written = [line for line in everything[0].split("\n") if line.strip()]
        assert paragraphs_of(self.document.pk) == written
        assert all(everything[0].count(f"<{word}>") <= 1 for word in range(1, self.words + 1))
        behind = dict(Writer.objects.filter(document=self.document).values_list("client_id", "person_id"))
        for actor, pen in zip(self.actors, self.pens, strict=True):
            assert behind.get(pen.doc.client_id, actor.user_id) == actor.user_id


@pytest.mark.slow
def test_any_order_ends_in_one_text(
    goteborg: Actor,
    stockholm: Actor,
    orebro: Actor,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The test's own transaction is none of ours: who goes on writes by one statement here too.
    monkeypatch.setattr(log, "_commits_by_itself", lambda: True)
    Writing.actors, Writing.network = [goteborg, stockholm, orebro], network
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Writing,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=checks
        ),
    )
