"""Make somebody a facilitator of the whole site, or take the role back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from access.actor import Actor
from accounts.models import SiteRole, User
from accounts.services import give_site_role


class Command(BaseCommand):
    """The admin only reads, so an operator gives site roles here."""

    help = "Give a person a role on the whole site; an empty role takes it away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person's address and the role."""
        parser.add_argument("email")
        parser.add_argument("site_role", choices=SiteRole.values)

    def handle(self, *_args: Any, email: str, site_role: str, **_options: Any) -> None:
        """Find the person and call the verb."""
        person = User.objects.filter(email=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        give_site_role(Actor.clock(now=timezone.now()), person=person, site_role=site_role)
