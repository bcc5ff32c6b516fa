"""Message catalogues without gettext's programs: `python -m backend.catalogues extract|compile|check`.

`extract` rewrites each `.po` from the sources, keeping translations; `compile` makes the `.mo` files that
Django reads; `check` fails when a message of the sources has no translation, or one with other placeholders.
"""

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_from
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from backend import places

ROOT = places.BASE_DIR
LOCALE = ROOT / "locale"
# English is what the sources are written in.
LANGUAGES = ["sv"]
SKIPPED = {"node_modules", "tests", "bench", "var", "locale", "staticfiles"}
KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = {
    name: spec
    for base, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for name in (base, f"{base}_lazy")
} | {"_": None, "gettext_noop": None}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def extract() -> None:
    """Bring every catalogue up to date with the sources."""
    template = sources_catalogue()
    for language in LANGUAGES:
        path = po_file(language)
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, catalogue)


def compile_all() -> list[Path]:
    """Compile each catalogue whose `.po` is newer than its `.mo`; returns what was written."""
    written = []
    for language in LANGUAGES:
        source = po_file(language)
        compiled = source.with_suffix(".mo")
        if source.exists() and not _is_newer(compiled, than=source):
            with compiled.open("wb") as file:
                write_mo(file, read(language))
            written.append(compiled)
    return written


def check() -> list[str]:
    """What is wrong with the catalogues, one sentence each; an empty list when nothing is."""
    template = sources_catalogue()
    return [fault for language in LANGUAGES for fault in _faults(language, template)]


def sources_catalogue() -> Catalog:
    """Every message of the sources, with the files it is said in."""
    catalogue = Catalog(charset="utf-8")
    for path in _sources():
        for line, message, comments, context in _messages(path):
            where = (str(path.relative_to(ROOT)), line)
            catalogue.add(message, locations=[where], auto_comments=comments, context=context)
    return catalogue


def po_file(language: str) -> Path:
    """The catalogue of a language, as people edit it."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _sources() -> Iterator[Path]:
    for path in sorted(ROOT.glob("*/**/*")):
        top = path.relative_to(ROOT).parts[0]
        if path.suffix in {".py", ".html", ".txt"} and top not in SKIPPED and not top.startswith("."):
            yield path


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # To Python the indentation of markup means nothing, and would be wrong.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    file = io.BytesIO(text.encode())
    yield from extract_from("python", file, KEYWORDS, ["Translators:"], {"encoding": "utf-8"})


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one where there is none yet."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, project="Samverk", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue so that two writings differ only where messages do."""
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=False, sort_by_file=True, include_lineno=False)


def _is_newer(path: Path, *, than: Path) -> bool:
    return path.exists() and path.stat().st_mtime >= than.stat().st_mtime


def _faults(language: str, template: Catalog) -> Iterator[str]:
    catalogue = read(language)
    for wanted in template:
        if not wanted.id:
            continue
        where = f"{language}: {wanted.id!r} ({wanted.locations[0][0]})"
        found = catalogue.get(wanted.id, wanted.context)
        if found is None or not _is_translated(found):
            yield f"{where} has no translation"
        elif not _same_placeholders(found):
            yield f"{where} has other placeholders in its translation"


def _is_translated(message: Message) -> bool:
    return not message.fuzzy and all(_texts(message.string))


def _same_placeholders(message: Message) -> bool:
    wanted = {frozenset(_PLACEHOLDER.findall(text)) for text in _texts(message.id)}
    return all(frozenset(_PLACEHOLDER.findall(text)) in wanted for text in _texts(message.string))


def _texts(said: str | Iterable[str] | None) -> list[str]:
    """A message's one text, or its plural's several."""
    return [said or ""] if isinstance(said, str | None) else list(said)


def _main(verb: str) -> int:
    if verb == "check":
        faults = check()
        sys.stdout.writelines(f"{fault}\n" for fault in faults)
        return bool(faults)
    verbs: dict[str, Callable[[], object]] = {"extract": extract, "compile": compile_all}
    verbs[verb]()
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
