"""Where links in mails lead: from a subject to its page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from networks.scoping import actor_in
from networks.subjects import Subject, card_of, network_of
from web.doors import Page


class Go(Page):
    """Sends a person to the page of a subject, if they may see it now."""

    def get(self, request: HttpRequest, kind: str, subject_id: UUID) -> HttpResponse:
        """Ask again what the person may see, and redirect."""
        subject = Subject(kind, subject_id)
        return redirect(card_of(actor_in(self.actor, network_of(subject)), subject).path)
