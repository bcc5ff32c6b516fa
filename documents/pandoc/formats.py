"""The formats of offices among the forms in which a document is given out."""

from documents.exports import FORMATS, Format, Sheet
from documents.pandoc.outward import ast_of
from documents.pandoc.running import file_of, pdf_of


def _office(form: str) -> Format:
    media_type = {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "odt": "application/vnd.oasis.opendocument.text",
    }[form]

    def make(sheet: Sheet) -> bytes:
        placed = sheet.album.uri_of
        return file_of(ast_of(sheet.content, title=sheet.title, language=sheet.language, placed=placed), form)

    return Format(media_type=media_type, suffix=form, make=make, takes_time=True)


def _pdf(sheet: Sheet) -> bytes:
    placed = sheet.album.name_of
    ast = ast_of(sheet.content, title=sheet.title, language=sheet.language, placed=placed)
    return pdf_of(file_of(ast, "typst"), sheet.album.folder())


def register() -> None:
    """Let documents be given out as DOCX, ODT and PDF."""
    FORMATS["docx"] = _office("docx")
    FORMATS["odt"] = _office("odt")
    FORMATS["pdf"] = Format(media_type="application/pdf", suffix="pdf", make=_pdf, takes_time=True)
