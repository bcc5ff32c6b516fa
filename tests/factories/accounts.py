"""People, public bodies and who works where."""

from datetime import datetime, timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone
from stdnum import luhn

from accounts.models import Authority, AuthorityKind, Employment, User

PASSWORD = "correct horse battery"


def a_day_ago() -> datetime:
    """Before any actor of the test looked at the clock."""
    return timezone.now() - timedelta(days=1)


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person whose address is confirmed, and who signs in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Kim Exempel {n}")
    email = factory.Sequence(lambda n: f"kim.{n}@kommun.example")
    language = "en"
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def confirmed(self: User, create: Any, extracted: Any, **_options: Any) -> None:
        """Confirm the address, unless asked with `confirmed=False`."""
        EmailAddress.objects.create(
            user=self, email=self.email, primary=True, verified=extracted is not False
        )


class AuthorityFactory(factory.django.DjangoModelFactory[Authority]):
    """A Swedish municipality that does not exist, with a number whose check digit is right."""

    class Meta:
        model = Authority

    country = "SE"
    number = factory.Sequence(lambda n: _with_check_digit(f"2129{n:05d}"))
    name = factory.Sequence(lambda n: f"Exempelstad {n}")
    kind = AuthorityKind.MUNICIPALITY


class EmploymentFactory(factory.django.DjangoModelFactory[Employment]):
    """A person at work since before the test began."""

    class Meta:
        model = Employment

    user = factory.SubFactory(UserFactory)
    authority = factory.SubFactory(AuthorityFactory)
    started_at = factory.LazyFunction(a_day_ago)


def _with_check_digit(digits: str) -> str:
    return digits + luhn.calc_check_digit(digits)
