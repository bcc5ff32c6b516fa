from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journal.verify import broken_links


class Command(BaseCommand):
    help = "Read the hash chain of every stream again, and say where one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("stream", nargs="?", help="one stream, such as room:<id>; all without it")

    def handle(self, *args: Any, stream: str | None, **options: Any) -> None:
        broken = list(broken_links(stream))
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(self.style.SUCCESS("Every chain holds."))
