from typing import Any

import pytest
from django.db import models

from accounts.models import Authority, Employment
from tests.factories.accounts import AuthorityFactory, EmploymentFactory
from wire.questions import Question, slot

pytestmark = pytest.mark.django_db

NAMED = Question(lambda: Authority.objects.filter(name=slot("name", models.CharField())).order_by())
JOB = Question(
    lambda: (
        Employment.objects.select_related("user", "authority")
        .filter(user_id=slot("user", models.UUIDField()), started_at__lte=slot("now", models.DateTimeField()))
        .order_by()
    )
)


def test_a_question_answers_as_the_queryset_does() -> None:
    AuthorityFactory(name="Kiruna kommun")
    wanted = AuthorityFactory(name="Örebro kommun")

    assert NAMED.first(name="Örebro kommun") == wanted
    row = NAMED.row(name="Örebro kommun")
    assert row is not None
    assert wanted.pk in row


def test_what_no_row_fits_is_answered_with_none() -> None:
    assert NAMED.first(name="nobody's") is None
    assert NAMED.row(name="nobody's") is None


def test_a_question_is_asked_anew_with_each_value() -> None:
    first, second = AuthorityFactory(name="One"), AuthorityFactory(name="Two")

    assert [NAMED.first(name="One"), NAMED.first(name="Two")] == [first, second]


def test_related_objects_come_along(django_assert_num_queries: Any) -> None:
    job = EmploymentFactory()

    with django_assert_num_queries(1):
        found = JOB.first(user=job.user_id, now=job.started_at)
        assert found is not None
        named = (found.user.email, found.authority.name)

    assert found == job
    assert named == (job.user.email, job.authority.name)


def test_a_value_cannot_become_part_of_the_question() -> None:
    AuthorityFactory(name="One")

    assert NAMED.first(name="' OR ''='") is None
