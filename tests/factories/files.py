"""Files as people have them, made in memory."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from access.actor import Actor
from files.models import StoredFile
from files.services import store_file
from networks.models import Network

ODT = "application/vnd.oasis.opendocument.text"


class Upload(SimpleUploadedFile):
    """A file in a form, which may be sent again."""

    def read(self, *args: Any) -> bytes:
        """All of it, every time."""
        self.seek(0)
        content: bytes = super().read(*args)
        return content


def png(width: int = 8, height: int = 6, **notes: Any) -> bytes:
    """A red picture."""
    return _saved(Image.new("RGB", (width, height), "red"), "PNG", **notes)


def jpeg(width: int = 8, height: int = 6, *, make: str = "", turned: int = 1) -> bytes:
    """A red photo; `make` of its camera in EXIF, and how it was held (EXIF orientation)."""
    photo = Image.new("RGB", (width, height), "red")
    exif = Image.Exif()
    if make:
        exif[0x010F] = make
    exif[0x0112] = turned
    return _saved(photo, "JPEG", exif=exif)


def gif(frames: int = 3) -> bytes:
    """Colours that change."""
    pictures = [Image.new("RGB", (8, 6), (40 * number, 0, 0)) for number in range(frames)]
    return _saved(pictures[0], "GIF", save_all=True, append_images=pictures[1:], duration=50)


def _saved(picture: Image.Image, form: str, **notes: Any) -> bytes:
    out = BytesIO()
    picture.save(out, form, **notes)
    return out.getvalue()


def archive(parts: dict[str, bytes], *, compression: int = ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these parts."""
    out = BytesIO()
    with ZipFile(out, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """What is enough to be taken for a DOCX, and no more."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **more})


def odt() -> bytes:
    """What is enough to be taken for an ODT."""
    return archive({"mimetype": ODT.encode(), "content.xml": b"<content/>"}, compression=ZIP_STORED)


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def stored(actor: Actor, network: Network, name: str = "Volymer.txt", **options: Any) -> StoredFile:
    """A file that somebody uploaded."""
    content = options.pop("content", None) or ("4 500 leveranser" if name.endswith(".txt") else "").encode()
    return store_file(actor, network=network, name=name, content=content or png(), **options)
