"""Networks, the authorities in them, and people in seats."""

from typing import Any

import factory

from networks.models import Membership, Network, Seat
from tests.factories.accounts import AuthorityFactory, EmploymentFactory, UserFactory, a_day_ago


class NetworkFactory(factory.django.DjangoModelFactory[Network]):
    """An invite-only network."""

    class Meta:
        model = Network

    slug = factory.Sequence(lambda n: f"network-{n}")
    name_sv = factory.Sequence(lambda n: f"Nätverk {n}")
    name_en = factory.Sequence(lambda n: f"Network {n}")
    purpose_sv = "Köpa bättre tillsammans."
    purpose_en = "Buy better together."
    created_at = factory.LazyFunction(a_day_ago)


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """An authority in a network."""

    class Meta:
        model = Membership

    network = factory.SubFactory(NetworkFactory)
    authority = factory.SubFactory(AuthorityFactory)
    joined_at = factory.LazyFunction(a_day_ago)


class SeatFactory(factory.django.DjangoModelFactory[Seat]):
    """A person, employed at the membership's authority, in a seat of its network."""

    class Meta:
        model = Seat
        skip_postgeneration_save = True

    membership = factory.SubFactory(MembershipFactory)
    network = factory.SelfAttribute("membership.network")
    authority = factory.SelfAttribute("membership.authority")
    user = factory.SubFactory(UserFactory)
    started_at = factory.LazyFunction(a_day_ago)

    @factory.post_generation
    def employed(self: Seat, create: Any, extracted: Any, **_options: Any) -> None:
        """Employ the person there, unless asked with `employed=False`."""
        if extracted is not False and not self.user.employments.filter(authority=self.authority).exists():
            EmploymentFactory.create(user=self.user, authority=self.authority, started_at=self.started_at)
