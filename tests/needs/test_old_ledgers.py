"""Ledgers from before they were text are read on when the database is brought up to date."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from needs.ledgers import from_json
from needs.models import Publication
from needs.services.publishing import publish_demand
from tests.cast import Cast
from tests.factories.demand import an_item, wanting
from tests.factories.needs import a_need

BEFORE, AFTER = ("needs", "0017_ledgers_are_not_packed"), ("needs", "0018_ledgers_are_text")


def bring_to(migration: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([migration])


@pytest.mark.django_db(transaction=True)
def test_a_ledger_that_was_kept_as_json_says_the_same_as_text(cast: Cast) -> None:
    goteborg = cast.actor("goteborg")
    vans = an_item(goteborg, a_need(goteborg, zone="network"))
    for name in ("goteborg", "stockholm", "orebro"):
        wanting(cast.actor(name), vans, 10)
    published = from_json(publish_demand(goteborg, need=vans.need).ledger)
    try:
        bring_to(BEFORE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT jsonb_array_length(ledger -> 'batches') FROM needs_publication")
            assert cursor.fetchone() == (1,)
    finally:
        bring_to(AFTER)

    assert from_json(Publication.objects.get().ledger) == published
    assert publish_demand(goteborg, need=vans.need).cells == Publication.objects.get(number=1).cells
