"""What members want, as the mask of the table of demand takes it."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import Case, Min, QuerySet, Sum, TextField, Value, When
from django.db.models.functions import Cast, Concat

from needs import masking
from needs.models import DemandLine, Need, Visibility
from needs.tables import PLACE
from networks.models import Membership
from wire.questions import plan_for_values


def said_of(need: Need) -> Iterable[masking.Said]:
    """What members say, cell by cell, but for what only the coordinator sees. One query, in a transaction."""
    plan_for_values()
    with connection.cursor() as cursor:  # the database's own numbers do: nothing is converted row by row
        cursor.execute(*_contributions(need).query.sql_with_params())
        answer = cursor.fetchall()
    cell_at = cache(_cell)
    for item, year, commitment, starts, half, authority, opened, public, marks, *figures in answer:
        cell = cell_at(item, year, commitment, starts, half)
        in_order = masking.marks_of(marks.split(" ")) if " " in marks else marks
        yield masking.Said(authority, cell, in_order, masking.Figures(*figures), bool(opened), bool(public))


def _contributions(need: Need) -> "QuerySet[Any, Any]":
    """The lines of each authority in a cell, added up; one that is open to all stands alone."""
    members = Membership.objects.active().filter(network_id=need.network_id).values("authority")
    rows = DemandLine.objects.holding().filter(need=need, declared_by__in=members)
    opened = When(visibility=Visibility.GROUP, then=_text("pk"))
    # What is held in trust is added up for the network at most.
    public = When(visibility=Visibility.PUBLIC, in_trust=False, then=Value(1))
    mark = Concat(_text("pk"), Value(":"), _text("said_since"), output_field=TextField())
    return (
        rows.exclude(visibility=Visibility.COORDINATOR)
        .annotate(
            **PLACE,
            opened=Case(opened, default=Value(""), output_field=TextField()),
            public=Case(public, default=Value(0)),
        )
        # Grouped as the index has them, and told as text: that is half the time for many lines.
        .values("declared_by_id", "item_id", "year", "commitment", "starts", "half", "opened", "public")
        .annotate(
            thing=Min(_text("item_id")),
            authority=Min(_text("declared_by_id")),
            marks=StringAgg(mark, delimiter=" "),
            low=Sum("quantity_low"),
            mid=Sum("quantity_mid"),
            high=Sum("quantity_high"),
        )
        .order_by()  # the mask asks for none
        .values_list(
            *("thing", "year", "commitment", "starts", "half", "authority", "opened", "public", "marks"),
            *("low", "mid", "high"),
        )
    )


def _cell(item: str, year: Decimal, commitment: str, starts: Decimal, half: int) -> masking.Cell:
    return masking.Cell(item, int(year), commitment, f"{starts}-H{half}")


def _text(name: str) -> Cast:
    return Cast(name, TextField())
