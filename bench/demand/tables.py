"""The same demand as six tables. Import it once Django is set up."""

from collections.abc import Callable
from functools import partial

from django.db import connection, transaction

from access.actor import Actor
from bench.demand.fill import TODAY, say_anew
from bench.demand.run import BARE, EXACT, FIRST, MASKED, NEXT, READ
from journal.recorder import moment
from needs import masking
from needs.gathering import said_of
from needs.models import Need
from needs.reading import exact_table, published_table
from needs.services.publishing import publish_demand

_BARE = """
SELECT item_id, extract(year FROM period_from), commitment, extract(year FROM earliest_start),
    (extract(month FROM earliest_start)::int + 5) / 6, sum(quantity_low), sum(quantity_mid),
    sum(quantity_high), count(DISTINCT declared_by_id)
FROM needs_demandline WHERE need_id = %s GROUP BY 1, 2, 3, 4, 5
"""


Table = tuple[Callable[[], object], Callable[[], object]]  # what comes before the clock runs, and the table


def tables(actor: Actor, need: Need, other: Need) -> dict[str, Table]:
    """How each table is made. Of `need` nothing stays published; of `other`, the same, everything."""
    publish_demand(actor, need=other)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_BARE, [need.pk])
            cursor.fetchall()

    def masked() -> None:
        with transaction.atomic():
            masking.publish(said_of(need), masking.Ledger(), on=moment(actor.now))

    def first() -> None:
        with transaction.atomic():
            publish_demand(actor, need=need)
            transaction.set_rollback(True)

    return {
        BARE: (_nothing, bare),
        EXACT: (_nothing, partial(exact_table, need, TODAY)),
        MASKED: (_nothing, masked),
        FIRST: (_nothing, first),
        NEXT: (partial(say_anew, other, one_in=10), partial(publish_demand, actor, need=other)),
        READ: (_nothing, partial(published_table, other)),
    }


def _nothing() -> None:
    """Nothing has to come before."""
