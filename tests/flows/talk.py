"""A real discussion, replayed by many people over sockets at once."""

import gzip
import itertools
import json
import random
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any, Self

from django.conf import settings

from tests.flows.people import seated
from tests.flows.town import Town
from tests.live.harness import Client

CHAT = settings.SAMVERK_DATA / "chat" / "ubuntu_irc_threads.jsonl.gz"
Line = tuple[int, str]


def conversation(*, people: int, messages: int) -> list[Line]:
    """Lines of a real chat as (speaker, words), with so many speakers.

    Where the data is not there, a made one of the same shape: short lines, few speakers say most.
    """
    found = list(itertools.islice(_lines() if CHAT.exists() else _made(people), messages * 3))
    authors = dict.fromkeys(who for who, _ in found)
    speakers = {author: index % people for index, author in enumerate(authors)}
    return [(speakers[who], words) for who, words in found][:messages]


def _lines() -> Iterator[tuple[str, str]]:
    with gzip.open(CHAT, "rt") as lines:
        for line in lines:
            said = json.loads(line)
            if said["text"].strip():
                yield said["author"], said["text"]


def _made(people: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(1)
    words = [
        "hur",
        "många",
        "leveranser",
        "om",
        "veckan",
        "har",
        "ni",
        "och",
        "när",
        "går",
        "avtalet",
        "ut",
        "hos",
        "er",
    ]
    while True:
        who = min(int(chance.expovariate(0.2)), people - 1)
        yield f"speaker{who}", " ".join(chance.choices(words, k=chance.randint(1, 25)))


class Talk:
    """People with seats and open sockets, who say the lines of a conversation in turn."""

    def __init__(self, town: Town, network_id: str, room: dict[str, str], lines: list[Line]) -> None:
        self.town, self.network_id, self.room, self.lines = town, network_id, room, lines
        self.clients: list[Client] = []
        self.said: list[str] = []
        self.unknown_when_answered: list[str] = []
        self.held = ExitStack()

    def __enter__(self) -> Self:
        people = max(speaker for speaker, _ in self.lines) + 1
        emails = [f"talker{index}@stockholm.example" for index in range(people)]
        seated(self.town, self.network_id, *emails)
        self.clients = [self.held.enter_context(self.town.feed(email)) for email in emails]
        return self

    def __exit__(self, *_error: object) -> None:
        self.held.close()

    def say(self, which: Iterable[int]) -> None:
        """Say these lines; each is looked up in the database as soon as it is acknowledged."""
        for index in which:
            speaker, words = self.lines[index]
            reply: dict[str, Any] = self.clients[speaker].ask(
                "message.post", room=self.room["id"], body=words, key=str(uuid.uuid4())
            )
            assert reply["frame"] == "reply", reply
            message = reply["resource"]
            self.said.append(message["body"])
            if not self.town.sql("SELECT 1 FROM messaging_message WHERE id = %s", message["id"]):
                self.unknown_when_answered.append(message["id"])
