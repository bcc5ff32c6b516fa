"""The page behind the link in an invitation, for people with and without an account."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from access.refusals import Conflict, Refusal
from accounts.models import User
from networks.models import Invitation, Seat
from networks.services import accept_invitation, open_invitation
from web.doors import Page
from web.forms.people import AcceptForm
from web.refused import sentence_of, told

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class InvitationPage(Page):
    """Shows what one is invited to, and accepts."""

    is_public = True

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the invitation, or what became of it."""
        try:
            invitation = open_invitation(token, now=self.actor.now)
        except Conflict as refusal:
            return self.closed(refusal)
        return self.invitation(invitation, AcceptForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Accept: as who is signed in, or with a new account."""
        try:
            invitation = open_invitation(token, now=self.actor.now)
        except Conflict as refusal:
            return self.closed(refusal)
        if self.actor.is_signed_in:
            seat = accept_invitation(self.actor, invitation=invitation)
            return redirect("network", seat.network_id)
        form = AcceptForm(request.POST)
        if not form.is_valid():
            return self.invitation(invitation, form, status=422)
        try:
            seat = accept_invitation(
                self.actor, invitation=invitation, language=get_language() or "sv", **form.cleaned_data
            )
        except Refusal as refusal:
            told(form, refusal)
            return self.invitation(invitation, form, status=422)
        return self.welcomed(seat)

    def welcomed(self, seat: Seat) -> HttpResponse:
        """Sign the new person in: they hold the link of the mail, and have just chosen a password."""
        login(self.request, User.objects.get(pk=seat.user_id), backend=BACKEND)
        return redirect("network", seat.network_id)

    def invitation(self, invitation: Invitation, form: AcceptForm, *, status: int = 200) -> HttpResponse:
        """The page of an open invitation."""
        shell = self.shell()
        user = self.request.user
        return self.show(
            "web/invitation.html",
            shell,
            status=status,
            invitation=invitation,
            form=form,
            has_account=User.objects.filter(email__iexact=invitation.email).exists(),
            is_another=user.is_authenticated and user.email.lower() != invitation.email.lower(),
        )

    def closed(self, refusal: Refusal) -> HttpResponse:
        """The page of an invitation that can't be accepted any more."""
        return self.show(
            "web/invitation_closed.html", self.shell(), status=409, sentence=sentence_of(refusal)
        )
