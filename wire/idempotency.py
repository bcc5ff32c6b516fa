"""The same write sent twice has one effect and one answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
from django.db import transaction
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from access.actor import Actor
from access.refusals import Invalid, KeyReused
from wire.models import KeptAnswer

KEPT_FOR = timedelta(days=7)
LONGEST_KEY = 200


def key_of(request: Request) -> str | None:
    """The Idempotency-Key of a request, if it has one. Raises Invalid for one we can't keep."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise Invalid.field(
            "Idempotency-Key", "key", f"Give 1 to {LONGEST_KEY} printable characters, a UUID for example."
        )
    return key


@transaction.atomic
def answered_once(
    request: Request, key: str, *, actor: Actor, asked: bytes, answer: Callable[[], Response]
) -> Response:
    """Run `answer` once for this person and key; give the kept answer ever after.

    `asked` is what the request asks for: with method and path, what makes it the same request.

    The claim on the key waits for another request that holds it. A refusal rolls the claim back,
    so that the key may be used again. Raises KeyReused for another request under the same key.
    """
    digest = sha256(f"{request.method} {request.path}\n".encode() + asked).digest()
    claim = KeptAnswer(user_id=actor.person_id, key=key, request_hash=digest, created_at=actor.now)
    KeptAnswer.objects.bulk_create([claim], ignore_conflicts=True)
    kept = KeptAnswer.objects.select_for_update(no_key=True).get(user_id=actor.person_id, key=key)
    if bytes(kept.request_hash) != digest:
        raise KeyReused
    if kept.status is not None:
        return Response(orjson.loads(kept.body) if kept.body else None, status=kept.status)

    response = answer()
    kept.status, kept.body = response.status_code, _text(response.data)
    kept.save(update_fields=["status", "body"])
    return response


def _text(data: Any) -> str:
    return "" if data is None else JSONRenderer().render(data).decode()


def forget_old_answers(*, now: datetime) -> int:
    """Drop the answers that nobody will ask for again. Returns how many went."""
    return KeptAnswer.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
