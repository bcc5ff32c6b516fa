"""The clock's door to this room."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from access.actor import Actor
from accounts.limits import forget_old_failures
from accounts.services import forget_spent_tickets


@shared_task
def sweep_keys() -> None:
    """Forget spent tickets, old failures and ended sessions. Running twice finds nothing more to do."""
    actor = Actor.clock(now=timezone.now())
    forget_spent_tickets(actor)
    forget_old_failures(now=actor.now)
    call_command("clearsessions")
