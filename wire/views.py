"""The base of every view of the API."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from access.actor import Actor
from access.refusals import Barred, Malformed
from wire.idempotency import answered_once, key_of
from wire.reading import read

SAFE = ("GET", "HEAD", "OPTIONS")


class ApiView(APIView):
    """A thin door: knows the actor, reads one shape, calls one verb, answers one shape.

    `actor` is set before the handler runs. A write that carries an Idempotency-Key is answered
    once, unless the view keeps keys itself (`keeps_keys`).
    """

    actor: Actor
    keeps_keys = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authenticate, set the actor, check the token's scope, and wrap a write that has a key."""
        super().initial(request, *args, **kwargs)
        now = timezone.now()
        user = request.user
        self.actor = user.acting(now) if user.is_authenticated else Actor.anonymous(now=now)
        if request.method in SAFE:
            return
        if "write" not in getattr(request.auth, "scopes", ("write",)):
            raise Barred("token_read_only", "This token may only read. Make one with the scope `write`.")
        key = None if self.keeps_keys else key_of(request)
        if key and self.actor.is_signed_in:
            self._answer_once(request, key)

    def _answer_once(self, request: Request, key: str) -> None:
        # DRF looks the handler up after initial(): an attribute of this one instance stands in for it.
        name = str(request.method).lower()
        handler: Callable[..., Response] = getattr(self, name)

        def once(request: Request, *args: Any, **kwargs: Any) -> Response:
            answer = partial(handler, request, *args, **kwargs)
            asked = self.asked(request)
            return answered_once(request, key, actor=self.actor, asked=asked, answer=answer)

        setattr(self, name, once)

    def asked(self, request: Request) -> bytes:
        """What a request asks for, to tell under its key from another."""
        body: bytes = request.body
        return body

    def read(self, shape: type[BaseSerializer[Any]]) -> Any:
        """The request's body in this shape. Raises ValidationError, or Malformed for no object."""
        data = self.request.data
        if not isinstance(data, dict | list):
            raise Malformed(detail="Send a JSON object.")
        return read(shape, data)
