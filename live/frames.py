"""Frames as the ASGI events that carry them: made once, shared by every socket that gets them."""

from typing import Any

import orjson

from live.shortcut import bytes_of

# An event of ASGI; beside what the server reads it carries what the hub wants to know of the frame,
# and `wire`, its ready bytes.
Message = dict[str, Any]
Frame = dict[str, Any]


def message(frame: Frame) -> Message:
    """The frame as a text message."""
    return {"type": "websocket.send", "text": dumped(frame).decode()}


def entry(shape: dict[str, Any]) -> Message:
    """A journal entry, as networks.entries renders it, as the message of an `event` frame."""
    told = message({"frame": "event", **shape})
    return {
        **told,
        "wire": bytes_of(told["text"]),
        "stream": shape["stream"],
        "epoch": shape["epoch"],
        "seq": shape["seq"],
        "fact": shape["type"],
        "data": shape["data"],
    }


def placed(kind: str, stream: str, epoch: str | None, head: int) -> Message:
    """A frame that says where a stream stands: `joined` or `resync`. An epoch of None: nothing in it yet."""
    frame = {"frame": kind, "stream": stream, "epoch": epoch, "head": head}
    return {**message(frame), "stream": stream, "epoch": epoch, "seq": head}


def revoked(stream: str) -> Message:
    """The frame that ends a stream for one listener."""
    return {**message({"frame": "revoked", "stream": stream}), "stream": stream, "seq": None}


def dumped(value: Any) -> bytes:
    """JSON with times in UTC ending in Z, and translated texts as the strings they are."""
    return orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z)
