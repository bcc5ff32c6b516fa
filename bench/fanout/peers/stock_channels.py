"""Stock Channels as its tutorial shows a chat, with the pub/sub layer of channels_redis."""

import os
from typing import Any, cast

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import path

settings.configure(
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [os.environ["REDIS_URL"]]},
        }
    },
)


class Listener(AsyncWebsocketConsumer):
    """Hears what the group is told."""

    async def connect(self) -> None:
        """Join the one group."""
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()

    async def disconnect(self, _code: int) -> None:
        """Leave it."""
        await self.channel_layer.group_discard("room", self.channel_name)

    async def say(self, event: dict[str, Any]) -> None:
        """Pass one message on."""
        await self.send(text_data=event["text"])


class Publisher(AsyncWebsocketConsumer):
    """Tells the group what it hears."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Tell the group."""
        await self.channel_layer.group_send("room", {"type": "say", "text": text_data})


# Django's types know no ASGI application behind a path; the documentation of Channels writes it so.
routes: list[Any] = [
    path("", cast("Any", Listener.as_asgi())),
    path("publish", cast("Any", Publisher.as_asgi())),
]
application = ProtocolTypeRouter({"websocket": URLRouter(routes)})
