"""`manage.py generate_docs`: write docs/ anew from the code, or `--check` that it is as the code says."""

from argparse import ArgumentParser
from difflib import unified_diff
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.documentation import DOCUMENTS
from backend.places import BASE_DIR


class Command(BaseCommand):
    """Writes or compares the documents that come from the code."""

    help = "Write permissions, events, house and OpenAPI under docs/, or compare them with --check."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check, and another folder for tests."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail where they differ")
        parser.add_argument("--folder", type=Path, default=BASE_DIR / "docs")

    def handle(self, *args: Any, check: bool, folder: Path, **options: Any) -> None:
        """Do it for each document."""
        stale = [
            name
            for name, document in DOCUMENTS.items()
            if not self._settle(folder / name, document(), check=check)
        ]
        if stale:
            raise CommandError(f"Not as the code says: {', '.join(stale)}. Run `make docs` and commit it.")

    def _settle(self, path: Path, text: str, *, check: bool) -> bool:
        written = path.read_text() if path.exists() else ""
        if not check:
            path.write_text(text)
            return True
        for line in list(unified_diff(written.splitlines(), text.splitlines(), lineterm="", n=0))[:20]:
            self.stderr.write(line)
        return written == text
