"""Load registers of public bodies from files."""

import csv
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from access.actor import Actor
from access.refusals import Invalid
from accounts.models import AuthorityKind
from accounts.services import AuthorityRow, register_authorities

_UNIVERSITY = ("universitet", "högskola", "högskolan")
_NOT_UNIVERSITY = ("myndigheten", "nämnd", "rådet", "ämbetet")


class Command(BaseCommand):
    """Adds what is new and updates names; running it again changes nothing."""

    help = (
        "Load Swedish public bodies from CSV files with the columns orgnr and namn; a column kommunkod marks "
        "municipalities. Without files: sweden/*.csv of SAMVERK_DATA, and nothing where there are none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take any number of files."""
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load each file as a whole, or not at all."""
        files = options["files"] or sorted(Path(settings.SAMVERK_DATA).glob("sweden/*.csv"))
        for path in files:
            try:
                count = register_authorities(Actor.clock(now=timezone.now()), rows=list(_rows(path)))
            except (OSError, UnicodeDecodeError, KeyError) as error:
                raise CommandError(
                    f"{path} is not a register with the columns orgnr and namn: {error}"
                ) from error
            except Invalid as error:
                raise CommandError(f"{path}: {error.detail}") from error
            self.stdout.write(f"{path.name}: {count} authorities")


def _rows(path: Path) -> Iterator[AuthorityRow]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    # The courts share one organisation number: there the name tells them apart.
    uses = Counter(line["orgnr"] for line in lines)
    for line in lines:
        number, name = line["orgnr"], (line["namn"] or "").strip()
        yield AuthorityRow("SE", number, name, _kind(line), unit=name if uses[number] > 1 else "")


def _kind(line: dict[str, str]) -> str:
    if "kommunkod" in line:
        return AuthorityKind.MUNICIPALITY
    name = (line["namn"] or "").lower()
    words = any(word in name for word in _UNIVERSITY) and not any(word in name for word in _NOT_UNIVERSITY)
    return AuthorityKind.UNIVERSITY if words else AuthorityKind.STATE_AGENCY
