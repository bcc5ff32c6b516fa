"""Gathers all that one authority holds into an archive, kind by kind and network by network."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import IO, Any

from django.utils.translation import gettext as _

from accounts.models import Authority, Employment
from records.contents import index_of, manifest_of, readme_of, spoken_to
from records.kinds import KINDS, Kind
from records.models import RecordExport
from records.packing import JSON, Package, Part
from records.sight import Sight

# Told after each step how far the work has come, in percent; it may raise to end it.
Told = Callable[[int], None]
# Of the way before the archive is put into storage.
_MOST = 90


def gather(out: IO[bytes], export: RecordExport, sights: list[Sight], *, at: datetime, told: Told) -> Package:
    """Write everything in sight into `out`, in the words of whoever asked, and what lies where."""
    # Closed whatever happens: an archive that nobody finished would write into a file that is gone.
    with spoken_to(export), closing(Package(out=out, at=at)) as package:
        _add_people(package, export.authority)
        steps = [(sight, kind) for sight in sights for kind in KINDS]
        for done, (sight, kind) in enumerate(steps):
            percent = _MOST * done // len(steps)
            told(percent)
            _add_kind(package, sight, kind, told=partial(told, percent))
        _add_contents(package, export, sights)
        return package


def _add_contents(package: Package, export: RecordExport, sights: list[Sight]) -> None:
    """What says what lies where; the manifest last, as it names the others."""
    for path, media_type, makes in (
        ("README.txt", "text/plain", readme_of),
        ("index.html", "text/html", index_of),
        ("manifest.json", JSON, manifest_of),
    ):
        made = makes(export, sights, package)
        part = Part(path=path, media_type=media_type, opened=made, title=path, at=package.at)
        package.add(part, kind="contents")


def _add_kind(package: Package, sight: Sight, kind: Kind, *, told: Callable[[], None]) -> None:
    if kind.shape is not None:
        shape = kind.shape
        rows = (shape(sight, row) for some in _some(sight, kind, told) for row in some)
        path = f"{sight.folder}/{kind.name}.json"
        package.add_rows(path, rows, kind=kind.name, title=str(kind.title))
    if kind.files is not None:
        for some in _some(sight, kind, told):
            for part in kind.files(sight, some):
                package.add(part, kind=kind.name)
                told()


def _some(sight: Sight, kind: Kind, told: Callable[[], None]) -> Iterator[list[Any]]:
    """The rows, so many at a time."""
    found: list[Any] = []
    for row in kind.rows(sight).iterator(chunk_size=kind.together):
        found.append(row)
        if len(found) == kind.together:
            yield found
            told()
            found = []
    if found:
        yield found


def _add_people(package: Package, authority: Authority) -> None:
    """The authority's own people, in no network yet or in several."""
    rows = Employment.objects.filter(authority=authority).select_related("user").order_by("started_at", "pk")
    people = (_person(row) for row in rows.iterator(chunk_size=500))
    package.add_rows("people.json", people, kind="people", title=_("Our people"))


def _person(row: Employment) -> dict[str, Any]:
    has_gone = row.user.anonymised_at is not None
    return {
        "person": {"id": row.user_id, "name": row.user.display_name},
        "email": None if has_gone else row.user.email,
        "role": row.role,
        "title": row.title,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
    }
