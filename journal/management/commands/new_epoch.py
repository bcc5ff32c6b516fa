from typing import Any

from django.core.management.base import BaseCommand

from journal.services import start_new_epoch


class Command(BaseCommand):
    help = "After a backup was restored: give every stream a new epoch, so that clients fetch afresh."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(self.style.SUCCESS(f"{start_new_epoch()} streams have a new epoch."))
