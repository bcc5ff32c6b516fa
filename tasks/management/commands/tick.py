from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from access.actor import Actor
from notices.delivery import deliver
from notices.services import due_notices
from tasks.jobs import tick_at
from tasks.services import adopt_orphans


def moment(text: str) -> datetime:
    """A moment in ISO 8601, in UTC where it names no zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no moment; write 2027-06-25T08:00Z.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Runs one tick of the clock at a given time, and delivers what it gives rise to."

    requires_system_checks = ()  # an operator in need waits for nothing

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", type=moment, default=None, help="such as 2027-06-25T08:00Z")

    def handle(self, *args: Any, **options: Any) -> None:
        clock = Actor.clock(now=options["now"] or timezone.now())
        adopt_orphans(clock)
        due = tick_at(clock)
        sent = deliver(clock, due_notices(clock))
        self.stdout.write(f"Fell due: {due}. Mails sent: {sent}.")
