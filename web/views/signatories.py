"""Asking somebody without a seat, from the page of a decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from access.refusals import NotVisible
from decisions.mandate import has_mandate
from decisions.models import Question, Signatory
from decisions.services import invite_signatory, renew_signatory, revoke_signatory
from web.doors import NetworkPage
from web.forms.signing import SignatoryForm
from web.views.decisions import DecisionPage


class DecisionSignatories(DecisionPage):
    """Asks somebody."""

    def post(self, request: HttpRequest, question_id: UUID) -> HttpResponse:
        """Ask them, by a personal link in a mail."""
        form = SignatoryForm(request.POST, may_lend=has_mandate(self.actor))
        thanks = _("The link is on its way. You see here when they have signed.")
        return self.done(
            form,
            lambda: invite_signatory(self.actor, question=self.carried, invitee=form.invitee()),
            thanks,
        )


class SignatoryRevocation(NetworkPage):
    """Takes a link back."""

    carrier = Question

    def post(self, request: HttpRequest, question_id: UUID, signatory_id: UUID) -> HttpResponse:
        """Close it at once."""
        revoke_signatory(self.actor, signatory=self.signatory(signatory_id))
        messages.success(request, _("The link is closed. What was signed stays."))
        return redirect("decision", question_id)

    def signatory(self, signatory_id: UUID) -> Signatory:
        """The one that the address names. Raises NotVisible."""
        rows = Signatory.objects.visible_to(self.actor).filter(question=self.carried)
        found: Signatory | None = rows.filter(pk=signatory_id).first()
        if found is None:
            raise NotVisible
        return found


class SignatoryRenewal(SignatoryRevocation):
    """Sends another link in place of one."""

    def post(self, request: HttpRequest, question_id: UUID, signatory_id: UUID) -> HttpResponse:
        """Close the one before, and mail the other."""
        renew_signatory(self.actor, signatory=self.signatory(signatory_id))
        messages.success(request, _("A new link is on its way; the one before is closed."))
        return redirect("decision", question_id)
