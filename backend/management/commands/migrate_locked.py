"""`manage.py migrate_locked`: migrate, one process at a time, however many start at once."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

# Any number will do, as long as nobody else in this database uses it for another purpose.
LOCK = 6_297_411


class Command(BaseCommand):
    """Migrates under an advisory lock of the database."""

    help = "Migrate under an advisory lock, so that processes that start together take turns."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Wait for the lock, migrate, give it back (its connection's end would, too)."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                call_command("migrate", interactive=False, verbosity=options["verbosity"])
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
