"""All our records: asked for on the page of one's own authority."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from access.refusals import Conflict, NotVisible
from accounts.models import Authority, Language
from records.services import ask_records
from records.sight import keeper
from web.doors import Page
from web.refused import sentence_of


class RecordsAsk(Page):
    """Having all records of an authority made into one archive."""

    def enter(self, **kwargs: Any) -> None:
        """Place the actor at the authority."""
        if not Authority.objects.visible_to(self.actor).filter(pk=kwargs["authority_id"]).exists():
            raise NotVisible
        self.actor = keeper(self.actor, kwargs["authority_id"])

    def post(self, request: HttpRequest, authority_id: UUID) -> HttpResponse:
        """Ask for it, and go back to where it will lie."""
        is_swedish = (get_language() or "").startswith("sv")
        try:
            ask_records(self.actor, language=Language.SWEDISH if is_swedish else Language.ENGLISH)
        except Conflict as refusal:
            messages.warning(request, sentence_of(refusal))
        else:
            messages.success(request, _("Your records are being gathered. You can leave this page."))
        return redirect(f"{reverse('authority')}#records")
