"""What the contracts ask of the room where authorities decide: its things, doors, verbs and constraints."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone

from access.actor import Actor
from access.policy import Permission
from decisions.models import Accession, Asked, Prompt, Question, Voice
from decisions.services import (
    accede,
    answer_question,
    close_due,
    close_question,
    open_question,
    prompt_silent,
    sign_by_link,
    withdraw_question,
)
from documents.models import Document
from documents.services import Round, ask_sign_off, name_revision
from needs.models import Need
from needs.services import change_need
from needs.services.adopting import ask_adoption
from networks.subjects import Subject
from tests.contracts import signing
from tests.contracts.doors import needs
from tests.factories.accounts import AuthorityFactory
from tests.factories.decisions import DAY, asking, put
from tests.factories.signing import asked_to_sign, let_in, nobody

P = Permission
DOOR = "api/v1/decisions/<uuid:question_id>"

WRITES = {
    "POST api/v1/networks/<uuid:network_id>/decisions/": needs(P.DECISION_OPEN),
    f"POST {DOOR}/voices/": needs(P.DECISION_ANSWER),
    f"POST {DOOR}/close/": needs(P.DECISION_MANAGE),
    f"POST {DOOR}/withdraw/": needs(P.DECISION_MANAGE),
    f"POST {DOOR}/accessions/": needs(P.DECISION_ANSWER),
    f"POST {DOOR}/signatories/": needs(P.SIGNATORY_INVITE),
    f"DELETE {DOOR}/signatories/<uuid:signatory_id>/": needs(P.SIGNATORY_INVITE),
    f"POST {DOOR}/signatories/<uuid:signatory_id>/renew/": needs(P.SIGNATORY_INVITE),
}
ROUNDS = {
    "POST api/v1/documents/<uuid:document_id>/sign-offs/": needs(P.DECISION_OPEN),
    "POST api/v1/needs/<uuid:need_id>/adoptions/": needs(P.DECISION_OPEN),
}
WRITES |= ROUNDS
# Not all have answered yet, what is not carried can't be joined, the document has no named revision and the
# need is a draft: who may is told so.
NOT_NOW = {f"POST {DOOR}/close/", f"POST {DOOR}/accessions/", *ROUNDS}
FIELDS: dict[str, tuple[str, ...]] = {
    "POST api/v1/networks/<uuid:network_id>/decisions/": (
        *("title", "text", "closes_at", "quorum", "authorities", "subject", "is_open_for_accession"),
    ),
    "POST api/v1/documents/<uuid:document_id>/sign-offs/": ("revision", "closes_at", "quorum", "text"),
    "POST api/v1/needs/<uuid:need_id>/adoptions/": ("closes_at", "quorum", "text"),
    f"POST {DOOR}/voices/": ("stance", "reason"),
    f"POST {DOOR}/withdraw/": ("reason",),
    f"POST {DOOR}/accessions/": ("target", "target_on"),
    f"POST {DOOR}/signatories/": ("name", "title", "email", "capacity", "language"),
}


def bodies(_estate: Any) -> dict[str, Any]:
    """What these doors are sent that nobody could find fault with."""
    closes_at = (timezone.now() + 7 * DAY).isoformat()
    return {
        "POST api/v1/networks/<uuid:network_id>/decisions/": {"title": "Ja?", "closes_at": closes_at},
        **{door: {"closes_at": closes_at} for door in ROUNDS},
        f"POST {DOOR}/voices/": {"stance": "support"},
        f"POST {DOOR}/withdraw/": {"reason": "Fel text"},
        f"POST {DOOR}/accessions/": {"target": "20 procent", "target_on": "2049-01-01"},
        f"POST {DOOR}/signatories/": {"name": "Karin", "title": "Ekonom", "email": "karin@stockholm.example"},
    }


def a_question(estate: Any, _zone: str) -> Question:
    """What the coordinator asks, and others may join."""
    return put(estate.stands("coordinator"), is_open_for_accession=True)


def one_more_voice(estate: Any, objects: dict[str, Any]) -> None:
    """The member answers anew."""
    question = Question.objects.get(pk=objects["question_id"])
    answer_question(estate.stands("member"), question=question, stance="neutral", reason=uuid4().hex)


def one_more_accession(estate: Any, objects: dict[str, Any]) -> None:
    """Another authority joined."""
    Accession.objects.create(
        network=estate.network,
        question_id=objects["question_id"],
        authority=AuthorityFactory.create(),
        person=estate.cast.people["member"],
        at=timezone.now(),
    )


def one_more_sign_off(estate: Any, objects: dict[str, Any]) -> None:
    """The coordinator asks to sign the document off as it is."""
    coordinator, document = estate.stands("coordinator"), Document.objects.get(pk=objects["document_id"])
    revision = name_revision(coordinator, document=document, name="Slutlig")
    asking = Round(closes_at=timezone.now() + 7 * DAY)
    ask_sign_off(coordinator, document=document, asking=asking, revision_id=revision.pk)


def one_more_adoption(estate: Any, objects: dict[str, Any]) -> None:
    """The coordinator asked once whether the need is adopted."""
    subject = Subject("need", objects["need_id"])
    put(estate.stands("coordinator"), kind="adoption", subject=subject, subject_hash="0" * 64)


def _in_hearing(estate: Any, _things: object) -> Question:
    need = Need.objects.get()
    for status in ("internal_review", "hearing"):
        need = change_need(estate.stands("coordinator"), need=need, status=status)
    return ask_adoption(estate.stands("coordinator"), need=need, closes_at=timezone.now() + 7 * DAY)


def make_ready(estate: Any, door: str, objects: dict[str, Any]) -> None:
    """Let what lies behind these doors come to where they can be gone through."""
    coordinator = estate.stands("coordinator")
    if door not in NOT_NOW:
        return
    if "document_id" in objects:
        document = Document.objects.get(pk=objects["document_id"])
        name_revision(coordinator, document=document, name="Slutlig")
    elif "need_id" in objects:
        need = Need.objects.get(pk=objects["need_id"])
        for status in ("internal_review", "hearing"):
            need = change_need(coordinator, need=need, status=status)
    else:
        question = Question.objects.get(pk=objects["question_id"])
        _all_but_the_coordinator_support(question, coordinator)
        if door.endswith("/accessions/"):
            close_question(coordinator, question=question)


def _all_but_the_coordinator_support(question: Question, coordinator: Actor) -> None:
    for asked in question.asked.order_by("pk"):
        Voice.objects.create(
            network_id=question.network_id,
            question=question,
            authority_id=asked.authority_id,
            person_id=coordinator.person_id,
            number=1,
            stance="neutral" if asked.authority_id == coordinator.authority_id else "support",
            given_at=timezone.now(),
        )


def furnish(estate: Any) -> None:
    """One of everything."""
    question = a_question(estate, "network")
    member = estate.stands("member")
    answer_question(member, question=question, stance="support")
    visit = let_in(asked_to_sign(member, question))
    sign_by_link(nobody(), visit=visit, says="approved")
    prompt_silent(Actor.clock(now=question.closes_at - 7 * DAY))
    one_more_accession(estate, {"question_id": question.pk})


def _everybody_answers(estate: Any) -> Question:
    question = put(
        estate.stands("coordinator"),
        authorities=[estate.stands(role).represents for role in ("coordinator", "member")],
        is_open_for_accession=True,
    )
    for role in ("coordinator", "member"):
        answer_question(estate.stands(role), question=question, stance="support")
    return question


def _close(estate: Any, _things: object) -> Question:
    return close_question(estate.stands("coordinator"), question=_everybody_answers(estate))


def _run_out(_estate: Any, _things: object) -> None:
    assert close_due(Actor.clock(now=Question.objects.get().closes_at)) == 1


ACTS: dict[str, tuple[list[str], Callable[..., object]]] = {
    "decisions/services/opening.py:open_question": (
        [],
        lambda estate, _: open_question(
            estate.stands("steering"), network=estate.network, asking=asking(quorum=2)
        ),
    ),
    "decisions/services/answering.py:answer_question": (
        ["question_id"],
        lambda estate, _: [
            answer_question(
                estate.stands("member"), question=Question.objects.get(), stance=stance, reason="Kylan."
            )
            for stance in ("support", "cannot")
        ],
    ),
    "decisions/services/closing.py:close_question": ([], _close),
    "decisions/services/closing.py:close_due": (["question_id"], _run_out),
    "decisions/services/closing.py:withdraw_question": (
        ["question_id"],
        lambda estate, _: withdraw_question(
            estate.stands("coordinator"), question=Question.objects.get(), reason="Fel text"
        ),
    ),
    **signing.ACTS,
    "documents/services/signing.py:ask_sign_off": (
        ["document_id"],
        lambda estate, _: one_more_sign_off(estate, {"document_id": Document.objects.get().pk}),
    ),
    "needs/services/adopting.py:ask_adoption": (["need_id"], _in_hearing),
    "decisions/services/acceding.py:accede": (
        [],
        lambda estate, _: accede(estate.stands("other member"), question=_close(estate, _), target="20 %"),
    ),
}


def again(model: type[models.Model], **changes: Any) -> Callable[[Any], None]:
    """Write a row a second time, under an id of its own: triggers let nobody change the first."""

    def copy(_estate: Any) -> None:
        row = model._default_manager.filter().order_by("pk").last()
        assert row is not None
        row.pk = uuid4() if isinstance(row._meta.pk, models.UUIDField) else None
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    return copy


_CLOSED = {"state": "closed", "closed_at": timezone.now()}
NEVER: dict[str, Callable[[Any], object]] = {
    "question_names_its_authority_iff_private": lambda estate: again(
        Question, authority=estate.cast.authority("stockholm")
    )(estate),
    "question_is_put_to_the_whole_network": again(Question, members_only=True),
    "question_asks_something": again(Question, title=""),
    "question_kind_is_known": again(Question, kind="party"),
    "question_is_about_a_whole_subject": again(Question, subject_kind="need"),
    "signed_and_adopted_is_what_has_a_hash": again(Question, kind="sign_off"),
    "question_closes_after_it_opened": again(Question, closes_at=timezone.now() - timedelta(days=999)),
    "quorum_is_somebody": again(Question, quorum=0),
    "question_is_open_closed_or_withdrawn": again(Question, state="closed"),
    "withdrawn_question_says_by_whom_and_why": again(
        Question, state="withdrawn", withdrawn_at=timezone.now()
    ),
    "question_outcome_is_known": again(Question, outcome="maybe", **_CLOSED),
    "result_has_the_hash_of_its_bytes": again(
        Question, outcome="carried", result="{}", result_hash="0" * 64, **_CLOSED
    ),
    "an_authority_is_asked_once": again(Asked),
    "one_voice_per_number_of_an_authority": again(Voice),
    "voice_numbers_begin_at_one": again(Voice, number=0),
    "voice_stance_is_known": again(Voice, number=9, stance="maybe"),
    "objection_has_a_reason": again(Voice, number=9, stance="cannot"),
    "one_prompt_per_authority_and_step": again(Prompt),
    **signing.never(again),
    "an_authority_accedes_once": again(Accession),
    "dated_target_says_what": again(Accession, target_on=date(2049, 1, 1)),
}
