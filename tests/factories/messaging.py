"""Rooms and messages."""

import factory
from django.utils import timezone

from messaging.models import Message, Room
from tests.factories.accounts import UserFactory
from tests.factories.networks import NetworkFactory


class RoomFactory(factory.django.DjangoModelFactory[Room]):
    """A room in a network's own zone."""

    class Meta:
        model = Room

    network = factory.SubFactory(NetworkFactory)
    title = factory.Sequence(lambda n: f"Room {n}")
    opened_by = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)


class MessageFactory(factory.django.DjangoModelFactory[Message]):
    """A message that the room does not count: give `number`, or post through the verb."""

    class Meta:
        model = Message

    room = factory.SubFactory(RoomFactory)
    network = factory.SelfAttribute("room.network")
    zone = factory.SelfAttribute("room.zone")
    number = factory.Sequence(lambda n: n + 1)
    body = "Vi behöver räkna på volymerna."
    body_html = "<p>Vi behöver räkna på volymerna.</p>"
    created_at = factory.LazyFunction(timezone.now)
