"""Erase who a person is, when they ask for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from access.actor import Actor
from accounts.models import User
from accounts.services import anonymise_person


class Command(BaseCommand):
    """Asks for the address, so that nobody is erased by a slip in an id."""

    help = "Erase name, address and sign-in of a person for good. What they did stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person's address."""
        parser.add_argument("email")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:
        """Find the person and call the verb."""
        person = User.objects.filter(email=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        anonymise_person(Actor.clock(now=timezone.now()), person=person)
        self.stdout.write(f"{person.id} is anonymous now.")
