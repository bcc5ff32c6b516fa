"""When something that runs by itself last ran, so that an operator sees when it does not any more."""

from datetime import datetime

from wire.models import Heartbeat


def beat(name: str, *, now: datetime, note: str = "") -> None:
    """Write down that `name` has run to its end."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now, "note": note[:200]})


def last_beat(name: str) -> datetime | None:
    """When `name` last ran to its end; None for never."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
