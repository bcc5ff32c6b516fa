from typing import Any

import pytest
from django.db import connection, models

from accounts.models import Authority, Employment
from tests.factories.accounts import AuthorityFactory, EmploymentFactory
from wire.questions import Question, is_any, slot

pytestmark = pytest.mark.django_db

NAMED = Question(lambda: Authority.objects.filter(name=slot("name", models.CharField())).order_by())
LISTED = Question(lambda: Authority.objects.filter(is_any("pk", "ids", models.UUIDField())).order_by("name"))
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


@pytest.mark.parametrize("wanted", [0, 1, 3])
def test_a_list_of_any_length_is_the_same_question(wanted: int, django_assert_num_queries: Any) -> None:
    everybody = [AuthorityFactory(name=f"Authority {number}") for number in range(4)]

    with django_assert_num_queries(1) as asked:
        found = LISTED.all(ids=[authority.pk for authority in everybody[:wanted]])

    assert found == everybody[:wanted]
    assert asked.captured_queries[0]["sql"].count("ANY") == 1


def test_what_often_is_asked_is_planned_once() -> None:
    for _ in range(8):
        NAMED.first(name="One")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%accounts_authority%'"
        )
        assert cursor.fetchone()[0] == 1
