"""Asks ClamAV's daemon whether a file is infected, where CLAMD_URL names one.

`tcp://host:port` or `unix:///path`. Speaks INSTREAM of clamd's own protocol (clamd(8)): each chunk is
led by its length as four bytes, big-endian, and nothing ends the stream.
"""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from access.refusals import Infected, Unavailable

_CONNECT = 5.0  # seconds until the daemon has to accept
_ANSWER = 60.0  # seconds of silence until we give up
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


def is_scanning() -> bool:
    """Is there a scanner to ask?"""
    return bool(settings.CLAMD_URL)


def scan(content: bytes) -> bool:
    """Have the content scanned; False where no scanner is set up.

    Raises Infected, and Unavailable where the scanner can't be asked: then nothing is kept.
    """
    if not is_scanning():
        return False
    try:
        answer = _asked(content)
    except OSError as error:
        raise _unavailable() from error
    verdict = answer.rpartition(": ")[2]
    if verdict == "OK":
        return True
    if verdict.endswith(" FOUND"):
        raise Infected(verdict.removesuffix(" FOUND")[:100])
    raise _unavailable()


def _asked(content: bytes) -> str:
    with _connected() as line:
        line.settimeout(_ANSWER)
        try:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                chunk = content[start : start + _CHUNK]
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # It hangs up on a stream that it finds too long, having said so.
        return _heard(line)


def _connected() -> socket.socket:
    url = urlsplit(settings.CLAMD_URL)
    if url.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_CONNECT)
        try:
            line.connect(url.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((url.hostname or "localhost", url.port or 3310), timeout=_CONNECT)


def _heard(line: socket.socket) -> str:
    heard = b""
    while not heard.endswith(b"\0") and len(heard) < _LONGEST_ANSWER:
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        heard += piece
    return heard.rstrip(b"\0\n").decode(errors="replace")


def _unavailable() -> Unavailable:
    return Unavailable(
        "scanner_away", "Files can't be checked for viruses right now. Nothing was kept; try again later."
    )
