"""The table of a need's demand, read for who coordinates and for everybody else."""

from datetime import date

from django.db.models import DateField, ExpressionWrapper, F

from needs.ageing import FRESH
from needs.models import Annex, Need, Publication
from needs.tables import TableShape, exact_cells, totals_of
from networks.models import Membership
from networks.shapes import Named


def exact_table(need: Need, today: date) -> TableShape:
    """What was declared, to the last unit, and who has said nothing yet."""
    cells = exact_cells(need, today)
    last = _last(need)
    return {
        "need": need.pk,
        "view": "exact",
        "number": last.number if last else None,
        "published_at": last.published_at if last else None,
        "cells": cells,
        "totals": totals_of(cells),
        "members_without_annex": without_annex(need),
        "members_unconfirmed": unconfirmed(need, today),
    }


def published_table(need: Need) -> TableShape:
    """What was shown of it to everybody; nothing before the first time. One query."""
    last = _last(need)
    cells = last.cells if last else []
    return {
        "need": need.pk,
        "view": "published",
        "number": last.number if last else None,
        "published_at": last.published_at if last else None,
        "cells": cells,
        "totals": totals_of(cells),
        "members_without_annex": None,
        "members_unconfirmed": None,
    }


def without_annex(need: Need) -> list[Named]:
    """Members that have no annex to the need, by name."""
    having = Annex.objects.filter(need=need).values("declared_by")
    members = Membership.objects.active().filter(network_id=need.network_id).exclude(authority__in=having)
    rows = members.order_by("authority__name", "pk").values_list("authority_id", "authority__name")
    return [{"id": authority, "name": name} for authority, name in rows]


def unconfirmed(need: Need, today: date) -> list[Named]:
    """Members that were asked whether their annex still holds, and did not say so by the day, by name."""
    members = Membership.objects.active().filter(network_id=need.network_id).values("authority")
    asked = Annex.objects.filter(need=need, declared_by__in=members, schedule__next_on__lt=today)
    held_on = ExpressionWrapper(F("confirmed_on") + FRESH, output_field=DateField())
    late = asked.filter(schedule__next_on__gt=held_on).order_by("declared_by__name", "pk")
    rows = late.values_list("declared_by_id", "declared_by__name")
    return [{"id": authority, "name": name} for authority, name in rows]


def _last(need: Need) -> Publication | None:
    rows = Publication.objects.filter(need=need).defer("ledger")
    return rows.order_by("-number").first()
