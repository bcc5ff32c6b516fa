"""What one signed-in client says on the feed, and what it is answered."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson

from access.refusals import Malformed, SignInNeeded
from live import frames
from live.commands import COMMANDS, POST, TYPING, carry_out, problem_for
from live.connection import NOT_SIGNED_IN, TOO_MUCH, Connection
from live.frames import Frame, Message
from live.hub import Hub
from live.limits import Allowance, is_too_large
from live.subscribing import subscribe
from live.wishes import keys_in, streams_in

# Seconds after which one socket may say again that its person types.
TYPING_EVERY = 1.0


class Talk:
    """One client's conversation. Its frames are answered one after the other."""

    __slots__ = ("allowance", "connection", "hub", "typed_at")

    def __init__(self, hub: Hub, connection: Connection) -> None:
        self.hub = hub
        self.connection = connection
        self.allowance = Allowance()
        self.typed_at = 0.0

    async def hear(self, message: Message) -> None:
        """Answer one frame. Whatever is wrong with it is a problem frame; too fast or too large closes."""
        if self.connection.closed:
            return
        text = _text_of(message)
        if not self.allowance.spend() or is_too_large(text):
            self.connection.close(TOO_MUCH, "too fast or too large")
            return
        frame: Frame = {}
        try:
            frame = _parsed(text)
            await self._answer(frame)
        except SignInNeeded as refusal:
            self.connection.close(NOT_SIGNED_IN, refusal.code)
        except Exception as error:  # noqa: BLE001 - the door of the socket: an error is an answer
            self._say({"frame": "problem", **_ref(frame), **problem_for(error).body()})

    async def _answer(self, frame: Frame) -> None:
        do = frame["do"]
        if do in DOINGS:
            await DOINGS[do](self, frame)
        elif do == POST:
            self._reply(frame, await self.hub.together.post(self.connection.standing, frame))
        elif do in COMMANDS:
            answer = await self.hub.doors.run(carry_out, self.connection.standing, frame)
            self._reply(frame, answer)
        else:
            raise Malformed("unknown_do", f"`do` can be {', '.join(sorted({*DOINGS, *COMMANDS}))}.")

    async def subscribe(self, frame: Frame) -> None:
        """Follow streams; the reply is followed by what was missed, and then by what happens."""
        wanted, wants_all = streams_in(frame.get("streams"))
        subscription = await subscribe(self.hub, self.connection, wanted, wants_all=wants_all)
        subscription.begin(_ref(frame))

    async def unsubscribe(self, frame: Frame) -> None:
        """Follow these streams no more, or none at all."""
        keys = keys_in(frame.get("streams"))
        if keys is None:
            self.connection.follows_mine = False
            keys = list(self.connection.places)
        for key in keys:
            self.hub.leave(self.connection, key)
        self._reply(frame, {})

    async def type(self, frame: Frame) -> None:
        """Tell those who follow the room that the person types; what comes too often is not told on."""
        now = asyncio.get_running_loop().time()
        if now - self.typed_at < TYPING_EVERY:
            return
        self.typed_at = now
        await self.hub.ear.tell_typing(await self.hub.doors.run(carry_out, self.connection.standing, frame))

    async def ping(self, frame: Frame) -> None:
        """Answer with the last number handed on in each stream that is live."""
        lines = [place.line for place in self.connection.places.values()]
        heads = {line.key: line.delivered for line in lines if self.connection in line.listeners}
        self._say({"frame": "pong", **_ref(frame), "heads": heads})

    def _reply(self, frame: Frame, answer: dict[str, Any]) -> None:
        """Answer, where an answer is wanted."""
        if "ref" in frame:
            self._say({"frame": "reply", **_ref(frame), **answer})

    def _say(self, frame: Frame) -> None:
        self.connection.offer(frames.message(frame))


Doing = Callable[[Talk, Frame], Awaitable[None]]
DOINGS: Mapping[str, Doing] = {
    "subscribe": Talk.subscribe,
    "unsubscribe": Talk.unsubscribe,
    "ping": Talk.ping,
    TYPING: Talk.type,
}


def _text_of(message: Message) -> str:
    """The frame as text; one that is not UTF-8 becomes text that no JSON can be."""
    text = message.get("text")
    return text if text is not None else (message.get("bytes") or b"").decode(errors="surrogateescape")


def _parsed(text: str) -> Frame:
    try:
        frame = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        raise Malformed("malformed_frame", "A frame is a JSON object in UTF-8.") from None
    if not _is_frame(frame):
        raise Malformed(
            "malformed_frame", "A frame is an object with `do`, and maybe `ref`: a word or a number."
        )
    return dict(frame)


def _is_frame(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    return isinstance(value.get("do"), str) and isinstance(value.get("ref"), int | str | None)


def _ref(frame: Frame) -> Frame:
    return {"ref": frame.get("ref")}
