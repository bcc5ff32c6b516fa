"""What an authority that has left holds: its own, and of others' what it saw until it left."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from access.refusals import Forbidden
from accounts.models import Employment
from decisions.services import answer_question, close_question
from documents.services import create_document, make_comment, name_revision
from market.services import SourceRow, add_finding, open_analysis
from messaging.services import edit_message, open_room, post_message
from needs.services import change_need, share_need
from networks.models import Membership, Seat
from tests.cast import Cast
from tests.factories.decisions import put
from tests.factories.demand import an_annex, an_item
from tests.factories.documents import Pen
from tests.factories.files import stored
from tests.factories.needs import a_need
from tests.factories.networks import MembershipFactory
from tests.records.archives import Archive

ArchiveOf = Callable[[str], Archive]


def leave(cast: Cast, name: str) -> None:
    """The authority leaves now."""
    now = timezone.now()
    Seat.objects.filter(authority=cast.authority(name)).update(ended_at=now)
    Membership.objects.filter(authority=cast.authority(name)).update(left_at=now)


@pytest.fixture
def left(keepers: Cast) -> Cast:
    """Stockholm has left after something was said, and more was said afterwards."""
    goteborg, stockholm = keepers.actor("goteborg"), keepers.actor("stockholm")
    network = keepers.network
    room = open_room(goteborg, network=network, title="SEEN room")
    edited = post_message(goteborg, room=room, body="SEEN before the edit")
    file = stored(goteborg, network, name="SEEN attached.txt")
    post_message(goteborg, room=room, body="SEEN with a file", attachments=[file.pk])
    document = create_document(goteborg, network=network, title="SEEN document")
    pen = Pen()
    pen.paragraph("SEEN text")
    pen.send(goteborg, document)
    name_revision(goteborg, document=document, name="SEEN revision")
    mine = create_document(stockholm, network=network, title="SEEN own document", zone="authority")
    private = create_document(goteborg, network=network, title="LATER shared", zone="authority")
    hidden = a_need(goteborg)
    an_item(goteborg, hidden, name_sv="LATER post", name_en="LATER item")
    need = a_need(goteborg, zone="network")
    change_need(goteborg, need=need, problem="SEEN problem")
    an_annex(stockholm, need, local_problem="SEEN own annex")
    question = put(goteborg, title="SEEN question", authorities=[goteborg.represents, stockholm.represents])
    answer_question(stockholm, question=question, stance="support", reason="SEEN own answer")
    analysis = open_analysis(
        goteborg,
        question="LATER may it be changed",
        owner_id=goteborg.person_id,
        cadence="yearly",
        next_review_on=goteborg.now.date() + timedelta(days=300),
    )
    source = [SourceRow(citation="SEEN source", accessed_on=goteborg.now.date(), reliability="A")]
    add_finding(goteborg, analysis=analysis, claim="SEEN finding", sources=source)
    make_comment(stockholm, document=mine, body="SEEN own comment")

    leave(keepers, "stockholm")

    goteborg = keepers.actor("goteborg")
    edit_message(goteborg, message=edited, body="LATER edit")
    post_message(goteborg, room=room, body="LATER message")
    open_room(goteborg, network=network, title="LATER room")
    pen.paragraph("LATER text")
    pen.send(goteborg, document)
    name_revision(goteborg, document=document, name="LATER revision")
    make_comment(goteborg, document=document, body="LATER comment")
    type(private).objects.filter(pk=private.pk).update(
        zone="network", authority=None, shared_at=timezone.now()
    )
    share_need(goteborg, need=hidden)
    change_need(goteborg, need=need, problem="LATER problem", one_liner="LATER one-liner")
    answer_question(goteborg, question=question, stance="support", reason="LATER answer")
    close_question(goteborg, question=question)
    later = [SourceRow(citation="LATER source", accessed_on=goteborg.now.date(), reliability="A")]
    add_finding(goteborg, analysis=analysis, claim="LATER finding", sources=later)
    stored(goteborg, network, name="LATER file.txt")
    return keepers


SEEN = [
    *("SEEN room", "SEEN before the edit", "SEEN with a file", "SEEN attached.txt", "SEEN document"),
    *("SEEN text", "SEEN revision", "SEEN own document", "SEEN problem", "SEEN own annex", "SEEN question"),
    *("SEEN own answer", "SEEN source", "SEEN finding", "SEEN own comment"),
]


def test_what_was_seen_until_it_left_is_in_it_and_nothing_that_came_later(
    left: Cast, archive_of: ArchiveOf
) -> None:
    archive = archive_of("stockholm")

    assert [words for words in SEEN if not archive.says(words)] == []
    later = [name for name, part in archive.parts.items() if b"LATER" in part or "LATER" in name]
    assert later == []


def test_the_archive_says_until_when_the_authority_was_a_member(left: Cast, archive_of: ArchiveOf) -> None:
    archive = archive_of("stockholm")

    (network,) = archive.manifest["networks"]
    assert network["left_at"]
    assert "has left" in archive.parts["README.txt"].decode()
    (decision,) = archive.rows("decisions")
    assert (decision["state"], decision["result"], decision["voices"]) == ("open", None, [])
    ours = [f"authority:{network['id']}:{left.authority('stockholm').pk}"]
    of_others = [row for row in archive.rows("journal") if row["stream"] not in ours]
    assert of_others
    assert max(row["at"] for row in of_others) <= network["left_at"]


def test_who_has_left_for_another_employer_keeps_nothing(left: Cast, archive_of: ArchiveOf) -> None:
    Employment.objects.filter(user=left.people["stockholm"]).update(ended_at=timezone.now())

    with pytest.raises(Forbidden):
        archive_of("stockholm")


def test_who_came_back_holds_all_again(left: Cast, archive_of: ArchiveOf) -> None:
    MembershipFactory.create(network=left.network, authority=left.authority("stockholm"))

    archive = archive_of("stockholm")

    assert archive.says("LATER message")
    assert archive.manifest["networks"][0]["left_at"] is None
