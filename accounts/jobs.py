"""The clock's door to this room."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from access.actor import Actor
from accounts.services import forget_spent_tickets


@shared_task
def sweep_keys() -> None:
    """Forget spent tickets and ended sessions. Running twice finds nothing more to do."""
    forget_spent_tickets(Actor.clock(now=timezone.now()))
    call_command("clearsessions")
