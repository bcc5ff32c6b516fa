from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from search.sources import kinds, rebuild


class Command(BaseCommand):
    """Makes everything findable anew, while people go on searching and writing."""

    help = "Index everything again, after a change to how words are read or a restored backup."

    def add_arguments(self, parser: CommandParser) -> None:
        """One kind instead of all."""
        parser.add_argument("--kind", choices=kinds(), help="only this kind of thing")

    def handle(self, *_args: Any, kind: str | None, **_options: Any) -> None:
        """Rebuild kind by kind."""
        for one in [kind] if kind else kinds():
            self.stdout.write(f"{one}: {rebuild(one, now=timezone.now())}")
