"""A need with a catalogue, and an annex to it with two lines."""

from datetime import date
from typing import Any

import pytest

from access.actor import Actor
from needs.models import Annex, DemandItem, DemandLine
from needs.services.annexes import open_annex
from tests.factories.demand import an_annex, an_item, wanting
from tests.factories.needs import a_need
from tests.promises import DAY, promised
from tests.reminders import OPENED, at


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(at(goteborg, OPENED), a_need(at(goteborg, OPENED), zone="network"))


@pytest.fixture
def annex(stockholm: Actor, vans: DemandItem) -> Annex:
    """Stockholm's, private, with two lines: opened on 1 March 2049."""
    then = at(stockholm, OPENED)
    terms: dict[str, Any] = {
        "period_from": date(2051, 1, 1),
        "period_to": date(2051, 12, 31),
        "earliest_start": date(2051, 3, 1),
    }
    made = an_annex(then, vans.need, local_problem="Trånga gårdar")
    wanting(then, vans, 10, **terms)
    wanting(then, vans, 20, commitment="C2", **terms)
    return made


@pytest.fixture
def quiet(stockholm: Actor, vans: DemandItem) -> Annex:
    """Stockholm's annex, about which nobody is asked for years."""
    return open_annex(at(stockholm, OPENED), need=vans.need, next_confirm_on=date(2053, 12, 1))


@pytest.fixture
def promise(stockholm: Actor, vans: DemandItem, quiet: Annex) -> DemandLine:
    """Ten vans at C2, to be decided by 22 March."""
    return promised(stockholm, vans, DAY)
