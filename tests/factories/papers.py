"""Office files as people hand them in."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from tests.factories.files import png


def paper(*, picture: bytes | None = None) -> bytes:
    """A DOCX with headings, lists, a table, a link and a picture, as Word would write it."""
    document = docx.Document()
    document.add_heading("Elbilar i hemtjänsten", 1)
    document.add_heading("Mål", 2)
    line = document.add_paragraph("Vi vill ")
    line.add_run("köpa").bold = True
    line.add_run(" tillsammans, se ")
    _link(line, "behovet", "https://example.org/behov")
    for text in ("räckvidd", "laddning"):
        document.add_paragraph(text, style="List Bullet")
    for text in ("fråga", "köp"):
        document.add_paragraph(text, style="List Number")
    table = document.add_table(2, 2)
    for (row, column), text in {(0, 0): "Ort", (0, 1): "Bilar", (1, 0): "Örebro", (1, 1): "40"}.items():
        table.cell(row, column).text = text
    document.add_picture(BytesIO(picture or png(40, 30)), width=Cm(2))
    return saved(document)


def saved(document: Any) -> bytes:
    """The bytes of a document of python-docx."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _link(paragraph: Any, text: str, target: str) -> None:
    relation = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link, run, words = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    link.set(qn("r:id"), relation)
    words.text = text
    run.append(words)
    link.append(run)
    paragraph._p.append(link)  # noqa: SLF001 - python-docx has no way of its own to add a link


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same archive with one part replaced or added."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, part)
    return out.getvalue()


def body(inner: str) -> bytes:
    """A main part of a DOCX with this inside its body."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"<w:document {space}><w:body>{inner}</w:body></w:document>".encode()
