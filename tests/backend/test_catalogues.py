import gettext
from pathlib import Path

import pytest

from backend import catalogues

PAGE = """{% load i18n %}
<h1>{% translate 'Rooms' %}</h1>
{% blocktranslate count n=n %}{{ n }} room{% plural %}{{ n }} rooms{% endblocktranslate %}
"""
CODE = """
from django.utils.translation import gettext as _, pgettext
_("Welcome, %(name)s")
pgettext("month", "May")
"""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with one page and one module."""
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    (tmp_path / "web" / "templates").mkdir(parents=True)
    (tmp_path / "web" / "templates" / "rooms.html").write_text(PAGE)
    (tmp_path / "web" / "hello.py").write_text(CODE)
    return tmp_path


def translate(**translations: str | tuple[str, ...]) -> None:
    """Fill the catalogue that was extracted."""
    catalogue = catalogues.read("sv")
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            message.string = translations[key]
    catalogues.write(catalogues.po_file("sv"), catalogue)


SWEDISH: dict[str, str | tuple[str, ...]] = {
    "Rooms": "Rum",
    "%(n)s room": ("%(n)s rum", "%(n)s rum"),
    "Welcome, %(name)s": "Välkommen, %(name)s",
    "May": "maj",
}


def test_messages_are_found_in_pages_and_in_code(sources: Path) -> None:
    found = {message.id for message in catalogues.sources_catalogue() if message.id}

    assert found == {"Rooms", ("%(n)s room", "%(n)s rooms"), "Welcome, %(name)s", "May"}


def test_what_is_not_translated_is_named_with_its_file(sources: Path) -> None:
    catalogues.extract()

    faults = catalogues.check()

    assert len(faults) == 4
    assert "sv: 'Rooms' (web/templates/rooms.html) has no translation" in faults


def test_a_whole_catalogue_has_no_faults_and_speaks_when_compiled(sources: Path) -> None:
    catalogues.extract()
    translate(**SWEDISH)

    assert catalogues.check() == []
    (compiled,) = catalogues.compile_all()
    with compiled.open("rb") as file:
        swedish = gettext.GNUTranslations(file)
    assert swedish.gettext("Rooms") == "Rum"
    assert swedish.ngettext("%(n)s room", "%(n)s rooms", 3) == "%(n)s rum"
    assert swedish.pgettext("month", "May") == "maj"


def test_extracting_again_keeps_translations_and_drops_what_is_gone(sources: Path) -> None:
    catalogues.extract()
    translate(**SWEDISH)
    (sources / "web" / "hello.py").unlink()

    catalogues.extract()

    text = catalogues.po_file("sv").read_text()
    assert 'msgstr "Rum"' in text
    assert "Välkommen" not in text


def test_another_placeholder_in_the_translation_is_a_fault(sources: Path) -> None:
    catalogues.extract()
    translate(**{**SWEDISH, "Welcome, %(name)s": "Välkommen, %(namn)s"})

    (fault,) = catalogues.check()

    assert "other placeholders" in fault


def test_nothing_is_compiled_twice(sources: Path) -> None:
    catalogues.extract()

    assert len(catalogues.compile_all()) == 1
    assert catalogues.compile_all() == []
