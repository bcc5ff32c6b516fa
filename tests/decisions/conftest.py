"""A question to the four authorities of the flagship that can answer."""

from collections.abc import Callable

import pytest
from django.db import connection

from access.actor import Actor
from decisions.models import Question
from tests.factories.decisions import put

_REFUSAL = """
CREATE FUNCTION refuse_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no notice of this'; END $$;
CREATE TRIGGER refuse_notice BEFORE INSERT ON notices_notice
FOR EACH ROW WHEN (NEW.cause_id = '{}') EXECUTE FUNCTION refuse_notice();
"""


@pytest.fixture
def question(goteborg: Actor) -> Question:
    """Put by the coordinator, open for two weeks; three of four have to answer."""
    return put(goteborg, text="Samma frågor i alla länder, **samma dag**.")


@pytest.fixture
def untellable() -> Callable[[Question], None]:
    """Has the database refuse every notice about a question."""

    def refuse(question: Question) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_REFUSAL.format(question.pk))

    return refuse
