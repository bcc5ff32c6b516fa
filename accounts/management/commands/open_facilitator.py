"""The first person of a new installation: everybody else is invited by somebody."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from access.actor import Actor
from access.refusals import Refusal
from accounts.models import SiteRole
from accounts.services import give_site_role, open_account


class Command(BaseCommand):
    """Opens the account of a facilitator, who chooses a password by mail."""

    help = "Open the account of a facilitator, who then chooses a password with “Forgotten your password?”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person's address and name."""
        parser.add_argument("email")
        parser.add_argument("name")

    @transaction.atomic
    def handle(self, *_args: Any, email: str, name: str, **_options: Any) -> None:
        """Open the account with a password that nobody knows, and give the role."""
        clock = Actor.clock(now=timezone.now())
        try:
            person = open_account(clock, email=email, name=name, password=secrets.token_urlsafe(32))
        except Refusal as refusal:
            raise CommandError(refusal.detail) from None
        give_site_role(clock, person=person, site_role=SiteRole.FACILITATOR)
        self.stdout.write(f"{email} can choose a password at the sign-in page, by mail.")
