"""Market analyses and the schedules they fall due by."""

from datetime import date
from typing import Any

import factory
from django.utils import timezone

from journal.ids import uuid7
from market.models import KIND, MarketAnalysis
from networks.models import Network
from tasks.models import Schedule
from tests.factories.accounts import UserFactory
from tests.factories.networks import NetworkFactory


class ScheduleFactory(factory.django.DjangoModelFactory[Schedule]):
    """Something due every quarter in Sweden, and not yet due."""

    class Meta:
        model = Schedule

    network = factory.SubFactory(NetworkFactory)
    subject_kind = KIND
    subject_id = factory.LazyFunction(uuid7)
    owner = factory.SubFactory(UserFactory)
    country = "SE"
    cadence = "quarterly"
    anchor_on = date(2049, 3, 25)
    next_on = date(2049, 3, 25)


def _due_on(schedule: Any) -> date:
    """The day on which the clock is to look at it, or one in a spring far ahead."""
    return schedule.next_at.date() if schedule.next_at else date(2049, 3, 25)


class AnalysisFactory(factory.django.DjangoModelFactory[MarketAnalysis]):
    """An analysis of a network; give `owner`."""

    class Meta:
        model = MarketAnalysis
        exclude = ("owner", "due_at")

    owner = factory.SubFactory(UserFactory)
    due_at = None
    id = factory.LazyFunction(uuid7)
    network = factory.SubFactory(NetworkFactory)
    question = factory.Sequence(lambda n: f"Vilka eldrivna lastbilar finns? ({n})")
    opened_by = factory.SelfAttribute("owner")
    opened_at = factory.LazyFunction(timezone.now)
    schedule = factory.SubFactory(
        ScheduleFactory,
        network=factory.SelfAttribute("..network"),
        owner=factory.SelfAttribute("..owner"),
        subject_id=factory.SelfAttribute("..id"),
        next_at=factory.SelfAttribute("..due_at"),
        next_on=factory.LazyAttribute(_due_on),
        anchor_on=factory.LazyAttribute(_due_on),
    )


def analyses_of(network: Network, *, count: int, **fields: object) -> list[MarketAnalysis]:
    """So many analyses of one network."""
    return [AnalysisFactory.create(network=network, **fields) for _turn in range(count)]
