"""What says what lies in an archive: for people a README and an index, for programs a manifest."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils import translation

from accounts.preferences import in_the_words_of
from networks.shapes import network_shape
from records.models import RecordExport
from records.packing import Package, Packed, dumped
from records.sight import Sight

SCHEMA = "samverk-records/1"
Bytes = Callable[[], Iterable[bytes]]


@contextmanager
def spoken_to(export: RecordExport) -> Iterator[None]:
    """Use the language that was asked for, and the time zone of whoever asked, inside the block."""
    with in_the_words_of(export.asked_by), translation.override(export.language):
        yield


def readme_of(export: RecordExport, sights: list[Sight], package: Package) -> Bytes:
    """What this is, what is in it and what not."""
    about = {**_about(export, sights), "missing": package.missing}
    text = render_to_string("records/readme.txt", about)
    return partial(list, [text.encode()])


def index_of(export: RecordExport, sights: list[Sight], package: Package) -> Bytes:
    """A table of contents that opens in any browser, network by network."""
    by_folder: dict[str, list[Packed]] = defaultdict(list)
    for one in package.packed:
        by_folder["/".join(one.path.split("/")[:2]) if "/" in one.path else ""].append(one)
    chapters = [
        {"sight": sight, "lists": _lists(found), "files": _files(found)}
        for sight in sights
        for found in (by_folder[sight.folder],)
    ]
    about = {**_about(export, sights), "chapters": chapters, "whole": _lists(by_folder[""])}
    return partial(list, [render_to_string("records/index.html", about).encode()])


def manifest_of(export: RecordExport, sights: list[Sight], package: Package) -> Bytes:
    """Each file with its size and hash; all but the manifest itself."""
    head = {
        "schema": SCHEMA,
        "export": export.pk,
        "asked_at": export.created_at,
        "made_at": package.at,
        "asked_by": {"id": export.asked_by_id, "name": export.asked_by.display_name},
        "language": export.language,
        "authority": {
            "id": export.authority_id,
            "name": export.authority.name,
            "country": export.authority.country,
            "org_number": export.authority.number,
        },
        "networks": [_network(sight) for sight in sights],
    }
    return partial(_manifest, head, package)


def _manifest(head: dict[str, Any], package: Package) -> Iterable[bytes]:
    yield dumped(head)[:-1]
    yield b',\n"missing": ' + dumped([asdict(row) for row in package.missing])
    yield b',\n"files": ['
    for number, row in enumerate(package.packed):
        yield b",\n" if number else b"\n"
        yield dumped(asdict(row))
    yield b"]}\n"


def _network(sight: Sight) -> dict[str, Any]:
    shape = network_shape(sight.network)
    return {
        "id": shape["id"],
        "name_sv": shape["name_sv"],
        "name_en": shape["name_en"],
        "folder": sight.folder,
        "member_since": sight.since,
        "left_at": sight.until,
    }


def _about(export: RecordExport, sights: list[Sight]) -> dict[str, Any]:
    return {
        "export": export,
        "authority": export.authority,
        "sights": sights,
        "has_past": any(sight.is_past for sight in sights),
    }


def _lists(found: list[Packed]) -> list[dict[str, Any]]:
    return [_linked(one) for one in found if one.rows is not None]


def _files(found: list[Packed]) -> list[dict[str, Any]]:
    return [_linked(one) for one in found if one.rows is None]


def _linked(one: Packed) -> dict[str, Any]:
    return {"link": quote(one.path), "title": one.title, "rows": one.rows, "part": one}
