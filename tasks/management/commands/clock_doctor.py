from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tasks.doctor import complaints


class Command(BaseCommand):
    help = "Says what is stuck in the clock and why; ends with 1 where something is."

    requires_system_checks = ()  # an operator in need waits for nothing

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(complaints(timezone.now()))
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise SystemExit(1)
        self.stdout.write("The clock is well.")
