"""Runs pandoc and typst as other processes: they get bytes, and a while; if they fail, only they fail."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pypandoc

from access.refusals import Refusal

# Seconds, of the clock and of the processor.
PATIENCE = 40
# Megabytes. The first is pandoc's own heap, the second all that typst may map.
_HEAP = 512
_ADDRESSES = 2048
_HERE = Path(__file__).parent
Ast = dict[str, Any]


class ConversionFailed(Refusal):
    """The content could not be turned into another form; the code says why."""

    status = 422
    code = "conversion_failed"
    title = "Could not be converted"


def ast_of(content: bytes, form: str) -> Ast:
    """What pandoc reads in a file of this form (docx, odt, markdown). Raises ConversionFailed."""
    read = _pandoc(content, f"--from={form}", "--to=json")
    try:
        ast: Ast = orjson.loads(read)
    except orjson.JSONDecodeError as error:
        raise ConversionFailed("too_deep", "The document is nested too deeply.") from error
    return ast


def file_of(ast: Ast, form: str) -> bytes:
    """A file of this form (docx, odt, typst). Raises ConversionFailed."""
    return _pandoc(orjson.dumps(ast), "--from=json", f"--to={form}", "--standalone", "--wrap=none")


def pdf_of(source: bytes, pictures: dict[str, bytes]) -> bytes:
    """The PDF of a typst source, which names pictures as files beside it. Raises ConversionFailed."""
    with TemporaryDirectory(prefix="samverk-pdf-") as folder:
        for name, picture in {"main.typ": source, **pictures}.items():
            Path(folder, name).write_bytes(picture)
        script = str(_HERE / "typesetter.py")
        _run([sys.executable, script, "main.typ", "out.pdf"], cwd=folder, megabytes=_ADDRESSES)
        return Path(folder, "out.pdf").read_bytes()


def _pandoc(content: bytes, *options: str) -> bytes:
    with TemporaryDirectory(prefix="samverk-pandoc-") as folder:
        heap = ("+RTS", f"-M{_HEAP}M", "-RTS")
        argv = [_program(), *heap, "--sandbox", "--output=out", *options]
        _run(argv, cwd=folder, megabytes=0, content=content)
        return Path(folder, "out").read_bytes()


@cache
def _program() -> str:
    return str(pypandoc.get_pandoc_path())


def _run(argv: list[str], *, cwd: str, megabytes: int, content: bytes = b"") -> None:
    caged = [sys.executable, str(_HERE / "cage.py"), str(PATIENCE), str(megabytes), *argv]
    env = {"PATH": os.environ.get("PATH", ""), "HOME": cwd, "TMPDIR": cwd, "LANG": "C.UTF-8"}
    child = subprocess.Popen(  # noqa: S603 - our own programs, and no word of anybody's among their arguments
        caged,
        cwd=cwd,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _out, complaint = child.communicate(content, timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise _too_much() from error
    finally:
        _end(child)
    if child.returncode < 0 or b"eap exhausted" in complaint or b"emory" in complaint:
        raise _too_much()
    if child.returncode:
        raise ConversionFailed(
            "unreadable", "The file can't be read. Save it anew in your editor and try again."
        )


def _end(child: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _too_much() -> ConversionFailed:
    return ConversionFailed(
        "too_complicated", "The document is too large or too complicated to be converted. Divide it."
    )
