"""What was asked, said and decided stays, whoever writes to the database."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction

from access.actor import Actor
from decisions.models import Accession, Asked, Question, Voice
from decisions.services import accede, answer_question
from journal.ids import uuid7
from tests.factories.decisions import DAY, carried, run_out

Change = Callable[[], object]


@pytest.fixture
def decided(goteborg: Actor, stockholm: Actor, orebro: Actor) -> Question:
    """Carried by two, and joined by a third."""
    question = carried(goteborg, stockholm, is_open_for_accession=True)
    accede(orebro, question=question)
    return question


def refused(change: Change) -> None:
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        change()


@pytest.mark.parametrize("model", [Voice, Asked, Accession, Question])
def test_no_row_goes_away(decided: Question, model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"DELETE FROM {model._meta.db_table}"))  # noqa: S608


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Voice, {"stance": "neutral"}),
        (Voice, {"reason": "Nej"}),
        (Asked, {"authority": None}),
        (Accession, {"target": "Mer"}),
        (Question, {"result": "{}"}),
        (Question, {"outcome": "not_carried"}),
        (Question, {"version": 99}),
        (Question, {"title": "Något annat"}),
        (Question, {"state": "open", "outcome": "", "result": "", "result_hash": "", "closed_at": None}),
    ],
)
def test_nothing_of_a_decision_changes(
    decided: Question, model: type[models.Model], fields: dict[str, object]
) -> None:
    refused(lambda: model._default_manager.update(**fields))


@pytest.mark.parametrize(
    "fields", [{"title": "Något annat"}, {"text": "Annat"}, {"quorum": 1}, {"subject_hash": "0" * 64}]
)
def test_what_is_asked_does_not_change_while_it_is_open(
    question: Question, fields: dict[str, object]
) -> None:
    refused(lambda: Question.objects.update(**fields))


def test_the_time_is_not_moved(question: Question) -> None:
    refused(lambda: Question.objects.update(closes_at=question.closes_at + DAY))


def test_nobody_slips_a_voice_in_afterwards(stockholm: Actor, question: Question) -> None:
    voice = answer_question(stockholm, question=question, stance="support")
    run_out(question)
    voice.pk, voice.number = uuid7(), 2

    with pytest.raises(IntegrityError, match="has ended"), transaction.atomic():
        voice.save(force_insert=True)


def test_nobody_is_asked_afterwards(cast: object, question: Question, turku: Actor) -> None:
    run_out(question)

    with pytest.raises(IntegrityError, match="has ended"), transaction.atomic():
        Asked.objects.create(network_id=question.network_id, question=question, authority_id=turku.represents)
