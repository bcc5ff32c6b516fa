import struct
from zipfile import ZIP_DEFLATED

import pytest

from access.refusals import Invalid, TooLarge
from files import archives
from files.sniffing import KINDS, kind_of
from tests.factories.files import ODT, PDF, archive, docx, gif, jpeg, odt, png

XLSX = archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""})
PPTX = archive({"[Content_Types].xml": b"", "ppt/presentation.xml": b""})
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 "


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", png(), "png"),
        ("a.JPEG", jpeg(), "jpg"),
        ("a.gif", gif(), "gif"),
        ("a.webp", WEBP, "webp"),
        ("a.pdf", PDF, "pdf"),
        ("a.docx", docx(), "docx"),
        ("a.xlsx", XLSX, "xlsx"),
        ("a.pptx", PPTX, "pptx"),
        ("a.odt", odt(), "odt"),
        ("a.txt", "Åtta ton".encode(), "txt"),
        ("a.csv", "Ort;Ton\r\nÖrebro;8".encode("cp1252"), "csv"),
        ("a.markdown", b"# Behov\n", "md"),
    ],
)
def test_a_file_is_what_its_content_is(name: str, content: bytes, kind: str) -> None:
    assert kind_of(content, name=name) == kind


@pytest.mark.parametrize(
    ("name", "content", "looks_like"),
    [
        ("a.png", jpeg(), "image/jpeg"),
        ("a.png", SVG, ""),
        ("a.pdf", b"MZ\x90\x00" + b"\x00" * 60, ""),
        ("a.txt", SVG, ""),
        ("a.md", b"<!DOCTYPE html><script>", ""),
        ("a.txt", b"#!/bin/sh\nrm -rf /", ""),
        ("a.csv", b"\x00\x01\x02", "something else"),
        ("a.docx", odt(), ""),
        ("a.odt", docx(), ""),
        ("a.docx", docx(**{"word/vbaProject.bin": b"Sub AutoOpen"}), ""),
        ("a.xlsx", PDF, "application/pdf"),
        ("a.odt", archive({"content.xml": b""}), ""),
        ("a.odt", archive({"mimetype": ODT.encode() * 100}), ""),
        ("a.webp", b"RIFF\x24\x00\x00\x00AVI LIST", ""),
    ],
)
def test_a_name_that_says_otherwise_than_the_content_is_refused(
    name: str, content: bytes, looks_like: str
) -> None:
    with pytest.raises((Invalid, TooLarge)) as refusal:
        kind_of(content, name=name)

    assert refusal.value.code in ("invalid", "unpacks_too_large")
    assert looks_like in refusal.value.detail


@pytest.mark.parametrize("name", ["a.svg", "a.exe", "a.zip", "a.docm", "a.html", "README", "a.pdf.js"])
def test_a_type_that_is_not_on_the_list_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(Invalid, match=r"\.docx") as refusal:
        kind_of(docx(), name=name)

    assert [(error.pointer, error.code) for error in refusal.value.errors] == [("/file", "file_type")]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_file_is_refused_whatever_it_is_called(kind: str) -> None:
    with pytest.raises(Invalid, match="empty"):
        kind_of(b"", name=f"a.{kind}")


def test_an_archive_that_unpacks_to_much_more_is_refused_before_anything_unpacks() -> None:
    bomb = archive({"[Content_Types].xml": b"", "word/document.xml": b"\0" * 50_000_000})

    assert len(bomb) < 60_000
    with pytest.raises(TooLarge, match="unpacks_too_large"):
        kind_of(bomb, name="a.docx")


def test_an_archive_that_lies_about_its_sizes_is_read_no_further_than_its_limit() -> None:
    liar = archive({"word/document.xml": b"\0" * 900_000})

    with archives.opened(liar) as opened, pytest.raises(TooLarge):
        archives.part(opened, "word/document.xml", largest=100_000)


def test_an_archive_of_many_parts_is_refused_by_what_its_end_announces() -> None:
    crowd = archive({f"word/{number}.xml": b"" for number in range(5_001)})

    with pytest.raises(TooLarge):
        archives.opened(crowd)


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/passwd", "word\\..\\..\\evil.xml"])
def test_parts_whose_names_point_outside_are_refused(name: str) -> None:
    with pytest.raises(Invalid, match="outside"):
        archives.opened(archive({name: b"x"}))


def test_a_protected_archive_is_refused_with_what_to_do() -> None:
    protected = bytearray(docx())
    at = protected.index(b"PK\x01\x02")
    protected[at + 8] |= 1

    with pytest.raises(Invalid, match="password"):
        archives.opened(bytes(protected))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\0" * 200,
        docx()[:-30],
        docx()[: len(docx()) // 2],
        b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, 46, 0, 0),
    ],
)
def test_a_torn_archive_is_refused_as_damaged(content: bytes) -> None:
    with pytest.raises(Invalid, match="damaged"):
        archives.opened(content)


def test_a_torn_part_is_refused_as_damaged() -> None:
    whole = bytearray(archive({"word/document.xml": bytes(range(256)) * 40}, compression=ZIP_DEFLATED))
    whole[60:90] = b"\xff" * 30

    with archives.opened(bytes(whole)) as opened, pytest.raises(Invalid, match="damaged"):
        archives.part(opened, "word/document.xml", largest=100_000)
