"""Comments: anchored, in threads, with mentions; edited with history, resolved, taken away."""

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, NotVisible, Stale
from documents.anchors import Anchor, anchor, base64_of
from documents.comment_shapes import html_of_comment
from documents.models import Comment, CommentVersion, Document
from documents.services import (
    create_document,
    delete_comment,
    edit_comment,
    make_comment,
    reopen_comment,
    resolve_comment,
    share_document,
)
from journal.models import Entry
from networks.entries import rendered
from networks.models import Network
from networks.subjects import Subject, card_of, network_of
from notices.models import Notice
from tests.cast import Cast

JournalOf = Callable[[str], list[str]]
# As yjs 13 encodes them: at an item, at the end of a type, in a named root, and with an association.
POSITIONS = [
    "00edefe3f1e19fe3080b00",
    "02edefe3f1e19fe3080500",
    "010764656661756c7400",
    "00edefe3f1e19fe3080a41",
]


def position(hexadecimal: str) -> str:
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()


PASSAGE = anchor(start=position(POSITIONS[0]), end=position(POSITIONS[1]), quote="4 500 leveranser")


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """A document of the whole network."""
    return create_document(goteborg, network=network, title="Gemensamt behov")


@pytest.fixture
def private(stockholm: Actor, network: Network) -> Document:
    """A document in Stockholm's private zone."""
    return create_document(stockholm, network=network, title="Utkast", zone="authority")


@pytest.fixture
def comment(stockholm: Actor, document: Document) -> Comment:
    """Stockholm's, on a passage."""
    return make_comment(stockholm, document=document, body="Räcker det?", anchor=PASSAGE)


def test_a_comment_stays_with_its_passage(
    stockholm: Actor, document: Document, comment: Comment, journal_of: JournalOf
) -> None:
    kept = Comment.objects.get(pk=comment.pk)

    assert (bytes(kept.anchor_start or b""), bytes(kept.anchor_end or b""), kept.quote) == (
        PASSAGE.start,
        PASSAGE.end,
        "4 500 leveranser",
    )
    assert (kept.author_id, kept.author_authority_id) == (stockholm.user_id, stockholm.authority_id)
    assert journal_of(f"document:{document.pk}") == ["comment.made"]


def test_an_answer_to_an_answer_belongs_to_the_same_thread(
    orebro: Actor, document: Document, comment: Comment
) -> None:
    first = make_comment(orebro, document=document, body="Nej", reply_to=comment.pk)
    second = make_comment(orebro, document=document, body="Jo", reply_to=first.pk)

    assert (first.root, second.root) == (comment, comment)


def test_an_answer_is_refused_where_it_does_not_belong(
    goteborg: Actor, network: Network, document: Document, comment: Comment
) -> None:
    other = create_document(goteborg, network=network, title="Annat")

    for wanted in ({"reply_to": uuid4()}, {"reply_to": comment.pk, "anchor": PASSAGE}):
        with pytest.raises(Invalid):
            make_comment(goteborg, document=document, body="x", **wanted)
    with pytest.raises(Invalid):
        make_comment(goteborg, document=other, body="x", reply_to=comment.pk)


def test_who_may_not_write_comments_nothing(
    turku: Actor, facilitator: Actor, goteborg: Actor, private: Document, document: Document, comment: Comment
) -> None:
    for reader in (turku, facilitator):
        with pytest.raises(Forbidden, match=r"comment\.write"):
            make_comment(reader, document=document, body="x")
        for verb in (resolve_comment, reopen_comment):
            with pytest.raises(Forbidden):
                verb(reader, comment=comment)
        with pytest.raises(Forbidden):
            delete_comment(reader, comment=comment)
    with pytest.raises(NotVisible):
        make_comment(goteborg, document=private, body="x")


def test_an_edit_keeps_what_was_said(stockholm: Actor, orebro: Actor, comment: Comment) -> None:
    edited = edit_comment(stockholm, comment=comment, body="Räcker det till 2030?", version=1)

    assert (edited.body, edited.version, edited.edited_at) == ("Räcker det till 2030?", 2, stockholm.now)
    assert list(CommentVersion.objects.values_list("version", "body")) == [(1, "Räcker det?")]
    with pytest.raises(Stale):
        edit_comment(stockholm, comment=comment, body="x", version=1)
    with pytest.raises(Forbidden, match="Only its author"):
        edit_comment(orebro, comment=comment, body="x")


def test_a_comment_taken_away_leaves_its_place_and_its_answers(
    stockholm: Actor, orebro: Actor, document: Document, comment: Comment
) -> None:
    answer = make_comment(orebro, document=document, body="Nej", reply_to=comment.pk)

    delete_comment(stockholm, comment=comment)

    comment.refresh_from_db()
    assert (comment.body, comment.deleted_at) == ("", stockholm.now)
    assert list(CommentVersion.objects.values_list("body", flat=True)) == ["Räcker det?"]
    assert Comment.objects.get(pk=answer.pk).root == comment
    with pytest.raises(Conflict, match="comment_deleted"):
        delete_comment(stockholm, comment=comment)
    with pytest.raises(Conflict, match="comment_deleted"):
        edit_comment(stockholm, comment=comment, body="x")


def test_a_coordinator_takes_away_anyones_and_a_member_only_their_own(
    goteborg: Actor, orebro: Actor, comment: Comment
) -> None:
    with pytest.raises(Forbidden, match=r"comment\.moderate"):
        delete_comment(orebro, comment=comment)

    assert delete_comment(goteborg, comment=comment).deleted_at == goteborg.now


def test_a_thread_is_resolved_and_reopened_by_anybody_who_writes(
    orebro: Actor, stockholm: Actor, document: Document, comment: Comment, journal_of: JournalOf
) -> None:
    resolved = resolve_comment(orebro, comment=comment)
    assert (resolved.resolved_at, resolved.resolved_by_id) == (orebro.now, orebro.user_id)
    assert resolve_comment(stockholm, comment=comment).resolved_by_id == orebro.user_id

    assert reopen_comment(stockholm, comment=comment).resolved_at is None
    assert reopen_comment(orebro, comment=comment).version == 3
    answer = make_comment(orebro, document=document, body="x", reply_to=comment.pk)
    with pytest.raises(Conflict, match="not_a_thread"):
        resolve_comment(orebro, comment=answer)
    assert journal_of(f"document:{document.pk}") == [
        *("comment.made", "comment.resolved", "comment.reopened", "comment.made")
    ]


def test_who_is_mentioned_is_told_once(
    cast: Cast, stockholm: Actor, document: Document, comment: Comment
) -> None:
    orebro, turku = cast.people["orebro"].pk, cast.people["turku"].pk

    edit_comment(stockholm, comment=comment, body="@Örebro?", mentions=[orebro, orebro])
    edit_comment(stockholm, comment=comment, body="@Örebro @Åbo?", mentions=[orebro, turku])
    edit_comment(stockholm, comment=comment, body="@Åbo?", mentions=[turku, stockholm.person_id])

    assert {one.person_id for one in comment.mentions.all()} == {turku, stockholm.user_id}
    told = Notice.objects.filter(cause="mention", cause_id=comment.pk)
    assert {(one.person_id, one.subject) for one in told} == {
        (orebro, Subject("comment", comment.pk)),
        (turku, Subject("comment", comment.pk)),
    }


def test_a_mention_of_who_can_not_read_it_is_refused_like_one_of_nobody(
    cast: Cast, stockholm: Actor, private: Document, document: Document
) -> None:
    refused: list[str] = []
    for place, person in (
        (document, cast.people["kiruna"].pk),
        (document, cast.people["facilitator"].pk),
        (private, cast.people["orebro"].pk),
        (document, uuid4()),
    ):
        with pytest.raises(Invalid) as refusal:
            make_comment(stockholm, document=place, body="x", mentions=[person])
        refused.append(str(refusal.value))
    with pytest.raises(Invalid, match="at most 20"):
        make_comment(stockholm, document=document, body="x", mentions=[uuid4() for _ in range(21)])

    assert len(set(refused)) == 1
    assert not Comment.objects.exists()
    assert not Notice.objects.exists()


def test_what_was_said_before_sharing_stays_at_home(
    stockholm: Actor, goteborg: Actor, private: Document
) -> None:
    said = make_comment(stockholm, document=private, body="Mellan oss")
    shared = share_document(stockholm, document=private)
    after = make_comment(goteborg, document=shared, body="Till alla")

    def seen(actor: Actor) -> list[UUID]:
        return list(Comment.objects.visible_to(actor).of_document(shared.pk).values_list("pk", flat=True))

    assert seen(stockholm) == [said.pk, after.pk]
    assert seen(goteborg) == [after.pk]
    with pytest.raises(Conflict, match="thread_is_private"):
        make_comment(stockholm, document=shared, body="x", reply_to=said.pk)
    with pytest.raises(Invalid):
        make_comment(goteborg, document=shared, body="x", reply_to=said.pk)
    with pytest.raises(NotVisible):
        resolve_comment(goteborg, comment=said)
    told = rendered(list(Entry.objects.of_stream(f"document:{shared.pk}").filter(type="comment.made")))
    assert [entry["resource"] is None for entry in told] == [True, False]


def test_a_comment_is_a_subject_with_a_page(stockholm: Actor, goteborg: Actor, comment: Comment) -> None:
    subject = Subject("comment", comment.pk)

    assert card_of(goteborg, subject).path == f"/documents/{comment.document_id}/#comment-{comment.pk}"
    assert network_of(subject) == comment.network_id
    with pytest.raises(NotVisible):
        card_of(replace(goteborg, network_id=uuid4()), subject)


@pytest.mark.parametrize("good", POSITIONS)
def test_positions_are_what_yjs_encodes(good: str) -> None:
    passage = anchor(start=position(good), end=position(good), quote="")

    assert base64_of(passage.start) == position(good)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "AA",
        "!!!",
        "00",
        position("05"),
        position("00"),
        position("0107646566"),
        position(POSITIONS[0] + "00"),
    ],
)
def test_other_positions_are_refused(bad: str) -> None:
    with pytest.raises(Invalid):
        anchor(start=bad, end=position(POSITIONS[0]), quote="")


@given(st.binary(max_size=40))
def test_any_bytes_are_a_position_or_refused(raw: bytes) -> None:
    try:
        found: Any = anchor(start=base64.b64encode(raw).decode(), end=position(POSITIONS[0]), quote="x")
    except Invalid:
        return
    assert isinstance(found, Anchor)


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("a\nb\n\nc", "<p>a<br>b</p>\n\n<p>c</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("se mailto:a@x.se", "<p>se mailto:a@x.se</p>"),
        ("", ""),
    ],
)
def test_a_comment_is_shown_as_plain_text_with_links(body: str, html: str) -> None:
    assert html_of_comment(body) == html


def test_an_address_in_a_comment_is_a_link() -> None:
    assert html_of_comment("se https://x.se/?a=1&b=2") == (
        '<p>se <a href="https://x.se/?a=1&amp;b=2" rel="noopener noreferrer nofollow">'
        "https://x.se/?a=1&amp;b=2</a></p>"
    )
