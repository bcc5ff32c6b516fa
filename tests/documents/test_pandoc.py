import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from access.refusals import Invalid, Refusal, TooLarge
from documents.fitting import fitted
from documents.pandoc import intake, inward, outward, running
from documents.pandoc.pictures import Picture
from documents.schema import Content
from tests.factories.files import archive, odt, png
from tests.factories.papers import body, paper, with_part

URI = Picture(content=png(40, 30), suffix="png").uri
IMAGE = "/api/v1/files/018f0000-0000-7000-8000-000000000000/content/"


def text(words: str, *marks: Any) -> Content:
    return {"type": "text", "text": words, "marks": [{"type": m} if isinstance(m, str) else m for m in marks]}


def block(kind: str, *inside: Content, **attributes: Any) -> Content:
    return {"type": kind, "attrs": attributes, "content": list(inside)}


def line(words: str) -> Content:
    return block("paragraph", text(words))


EVERYTHING = fitted(
    block(
        "doc",
        block("heading", text("Mål"), level=1),
        block("heading", text("Delmål"), level=3),
        block(
            "paragraph",
            text("fet", "bold"),
            text(" och "),
            text("kursiv", "italic", "strike"),
            {"type": "hardBreak"},
            text("länk", {"type": "link", "attrs": {"href": "https://example.org/å?b=1"}}),
            text(" "),
            text("kod", "code"),
        ),
        block(
            "bulletList",
            block("listItem", line("ett"), block("bulletList", block("listItem", line("i ett")))),
        ),
        block("orderedList", block("listItem", line("tre")), block("listItem", line("fyra")), start=3),
        block(
            "taskList",
            block("taskItem", line("klar"), checked=True),
            block("taskItem", line("öppen"), checked=False),
        ),
        block("blockquote", line("citat")),
        block("codeBlock", text("if a < b:\n    pass"), language="python"),
        block(
            "table",
            block("tableRow", block("tableHeader", line("Ort")), block("tableHeader", line("Bilar"))),
            block("tableRow", block("tableCell", line("Örebro")), block("tableCell", line("40"))),
        ),
        block("horizontalRule"),
        {"type": "image", "attrs": {"src": IMAGE, "alt": "En bil"}},
        line("slut # $x_1$ @ref \\ ~ <b>"),
    )
)


def there_and_back(content: Content, form: str) -> Content:
    ast = outward.ast_of(content, title="Titel", language="sv", placed=lambda _source: URI)
    return inward.content_of(running.ast_of(running.file_of(ast, form), form), taken=lambda _source: IMAGE)


def kinds(content: Content) -> list[str]:
    return [node["type"] for node in content["content"]]


def test_everything_that_the_editor_knows_comes_back_from_markdown() -> None:
    back = there_and_back(EVERYTHING, "gfm")

    assert back == EVERYTHING


def test_all_but_the_language_of_code_comes_back_from_a_docx() -> None:
    back = there_and_back(EVERYTHING, "docx")

    assert kinds(back) == kinds(EVERYTHING)
    for then, now in zip(EVERYTHING["content"], back["content"], strict=True):
        if now["type"] not in ("codeBlock", "paragraph", "image"):
            assert now == then


def test_headings_lists_tables_and_pictures_come_back_from_an_odt() -> None:
    back = there_and_back(EVERYTHING, "odt")

    wanted = {"heading", "bulletList", "orderedList", "table", "image", "paragraph"}
    assert wanted <= set(kinds(back))


def test_a_paper_of_word_keeps_its_parts_through_the_house_and_back() -> None:
    content = inward.content_of(running.ast_of(paper(), "docx"), taken=lambda _source: IMAGE)
    ast = outward.ast_of(content, title="Behov", language="sv", placed=lambda _source: URI)

    back = docx.Document(BytesIO(running.file_of(ast, "docx")))

    styles = {paragraph.text: paragraph.style.name for paragraph in back.paragraphs if paragraph.style}
    assert (styles["Behov"], styles["Elbilar i hemtjänsten"], styles["Mål"]) == (
        "Title",
        "Heading 1",
        "Heading 2",
    )
    assert {"räckvidd", "laddning", "fråga", "köp"} <= styles.keys()
    assert [[cell.text for cell in row.cells] for row in back.tables[0].rows] == [
        ["Ort", "Bilar"],
        ["Örebro", "40"],
    ]
    assert len(back.inline_shapes) == 1
    assert "https://example.org/behov" in {relation._target for relation in back.part.rels.values()}  # noqa: SLF001
    assert any(run.bold and run.text == "köpa" for one in back.paragraphs for run in one.runs)


def test_a_pdf_is_set_with_every_kind_of_block_and_no_word_is_run() -> None:
    ast = outward.ast_of(
        EVERYTHING, title='#import "@preview/x:1.0.0"', language="sv", placed=lambda _s: "0.png"
    )

    pdf = running.pdf_of(running.file_of(ast, "typst"), {"0.png": png()})

    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 5_000


def test_a_picture_that_is_not_to_be_had_leaves_its_words_and_a_remote_one_a_link() -> None:
    content = fitted(
        block(
            "doc",
            {"type": "image", "attrs": {"src": IMAGE, "alt": "En bil"}},
            {"type": "image", "attrs": {"src": "https://example.org/spy.png", "alt": "En annan"}},
        )
    )

    ast = outward.ast_of(content, title="T", language="sv", placed=lambda _source: None)

    assert "Image" not in str(ast)
    assert "[En bil]" in str(ast)
    assert ("Link" in str(ast), "https://example.org/spy.png" in str(ast)) == (True, True)


@pytest.mark.parametrize(
    ("markdown", "kept"),
    [
        ("<script>alert(1)</script>\n\nhej", ["hej"]),
        ("a<br>b", ["ab"]),
        ("[x](javascript:alert(1))", ["x"]),
        ("Term[^1]\n\n[^1]: not", ["Term (not)"]),
        ("| bara |\n|---|", ["bara"]),
    ],
)
def test_what_the_editor_has_no_place_for_degrades_to_words(markdown: str, kept: list[str]) -> None:
    content = inward.content_of(running.ast_of(markdown.encode(), "gfm"), taken=lambda _source: None)

    assert [_words(node) for node in content["content"]] == kept
    assert "javascript" not in str(content)


def _words(node: Content) -> str:
    return str(node.get("text", "")) + "".join(map(_words, node.get("content", [])))


XXE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'
LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'
OUTSIDE = b'<!DOCTYPE d SYSTEM "http://evil.example/x.dtd"><d/>'
ABYSS = body("<w:tbl><w:tr><w:tc>" * 4_000 + "</w:tc></w:tr></w:tbl>" * 4_000)


@pytest.mark.parametrize(
    ("part", "code"),
    [(XXE, "entities"), (LAUGHS, "entities"), (OUTSIDE, "entities"), (ABYSS, "too_deep"), (b"<d>", "broken")],
)
def test_a_part_that_no_office_program_writes_is_refused_before_pandoc_sees_it(
    part: bytes, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        intake.checked(with_part(paper(), "word/document.xml", part), name="a.docx")

    assert refusal.value.errors[0].code == code


@pytest.mark.parametrize(
    "markdown", ["> " * 10_000 + "x", "  " * 10_000 + "- x", "[" * 10_000, "*" * 10_000 + "x", ">" * 10_000]
)
def test_a_text_nested_without_end_is_refused_before_pandoc_sees_it(markdown: str) -> None:
    with pytest.raises(Invalid, match="deep"):
        intake.checked(markdown.encode(), name="a.md")


def test_a_zip_bomb_in_the_clothes_of_a_docx_is_refused() -> None:
    bomb = with_part(paper(), "word/document.xml", b"<d>" + b" " * 60_000_000 + b"</d>")
    squeezed = archive({"[Content_Types].xml": b"", "word/document.xml": b" " * 60_000_000})

    with pytest.raises(TooLarge):
        intake.checked(squeezed, name="a.docx")
    with pytest.raises(TooLarge):
        intake.checked(bomb, name="a.docx")


def test_names_that_point_outside_and_other_kinds_are_refused() -> None:
    with pytest.raises(Invalid, match="outside"):
        intake.checked(with_part(paper(), "word/../../x.xml", b"<d/>"), name="a.docx")
    with pytest.raises(Invalid, match="not taken"):
        intake.checked(b"%PDF-1.7", name="a.pdf")
    with pytest.raises(TooLarge):
        intake.checked(b"a" * (intake.LARGEST + 1), name="a.md")
    assert intake.checked(odt(), name="a.odt") == "odt"


def test_what_pandoc_can_not_read_is_said_so() -> None:
    with pytest.raises(running.ConversionFailed, match="unreadable"):
        running.ast_of(archive({"[Content_Types].xml": b"", "word/document.xml": b""}), "docx")


def test_a_conversion_that_takes_too_long_is_ended_with_all_its_children(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "PATIENCE", 2)
    began = time.monotonic()

    with pytest.raises(running.ConversionFailed, match="too_complicated"):
        running.ast_of(b"> " * 20_000 + b"x", "markdown")

    assert time.monotonic() - began < 8


def test_a_conversion_that_takes_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_HEAP", 16)

    with pytest.raises(Refusal, match="too_complicated"):
        running.ast_of(b"ord *ord* " * 100_000, "gfm")


def test_what_runs_in_the_cage_dies_with_its_parent(tmp_path: Path) -> None:
    cage = str(Path(running.__file__).parent / "cage.py")
    note = tmp_path / "pid"
    code = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, {cage!r}, '30', '0', 'sleep', '30'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid)); time.sleep(30)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    _until(lambda: note.exists() and _command(int(note.read_text() or 0)).startswith(b"sleep"))
    pid = int(note.read_text())

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    _until(lambda: not _command(pid))


def _command(pid: int) -> bytes:
    place = Path(f"/proc/{pid}/cmdline")
    return place.read_bytes() if pid and place.exists() else b""


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        os.sched_yield()
        time.sleep(0.02)
