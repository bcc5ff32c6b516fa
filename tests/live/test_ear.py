"""Whatever happens to it, a process goes on listening."""

import asyncio

from pytest_django import Settings

from live.ear import Ear
from live.nudges import nudge


async def test_a_nudge_that_breaks_something_does_not_make_deaf(settings: Settings) -> None:
    heard: asyncio.Queue[int] = asyncio.Queue()
    subscribed = asyncio.Event()

    def hear(_stream: str, _epoch: str, seq: int) -> None:
        heard.put_nowait(seq)
        if seq == 1:
            message = "broken"
            raise RuntimeError(message)

    ear = Ear(settings.REDIS_URL, heard=hear, typed=lambda _news: None, reconnected=subscribed.set)
    listening = asyncio.create_task(ear.listen())
    for seq in (1, 2):
        await asyncio.wait_for(subscribed.wait(), 5)
        subscribed.clear()
        assert await asyncio.to_thread(nudge, ("room:x", "e", seq))
        assert await asyncio.wait_for(heard.get(), 5) == seq
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
