"""People and invitations of a network."""

from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.policy import Permission
from access.refusals import NotVisible, Refusal
from accounts.models import User
from networks.models import Invitation, Seat
from networks.services import (
    Answer,
    end_seat,
    hand_over_seat,
    invite_people,
    name_deputy,
    revoke_invitation,
)
from web.doors import NetworkPage
from web.forms.people import DeputyForm, InvitationsForm, line_of, why_not
from web.people import authorities_with_seats, colleagues_of
from web.refused import sentence_of


class PeoplePage(NetworkPage):
    """Authorities, the people in their seats, and open invitations."""

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Show who belongs here."""
        return self.people(InvitationsForm())

    def people(
        self, form: InvitationsForm, answers: list[Answer] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The page, with what became of each pasted line."""
        self.actor.require(Permission.MEMBERSHIP_READ)
        shell = self.shell()
        return self.show(
            "web/people.html",
            shell,
            status=status,
            tab="people",
            authorities=authorities_with_seats(self.actor, self.network),
            invitations=self._open_invitations(),
            form=form,
            answers=[(line_of(answer), answer, why_not(answer.refusal)) for answer in answers or []],
            may_invite=self.actor.can(Permission.INVITATION_SEND),
        )

    def _open_invitations(self) -> list[Invitation]:
        if not self.actor.can(Permission.INVITATION_READ):
            return []
        rows = Invitation.objects.open().filter(network=self.network).select_related("authority")
        return list(rows.order_by("-created_at", "pk")[:200])


class InvitePeople(PeoplePage):
    """Invites a pasted list; lines that could not be read stay in the field to be mended."""

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """There is nothing to see here but on the page of people."""
        return redirect("people", network_id)

    def post(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Invite each line for itself."""
        form = InvitationsForm(request.POST)
        if not form.is_valid():
            return self.people(form, status=422)
        answers = invite_people(self.actor, network=self.network, wanted=form.wanted())
        refused = [answer for answer in answers if answer.refusal]
        sent = len(answers) - len(refused)
        if sent:
            text = ngettext("One invitation is on its way.", "%(sent)d invitations are on their way.", sent)
            messages.success(request, text % {"sent": sent})
        if not refused:
            return redirect("people", network_id)
        left = {"lines": "\n".join(map(line_of, refused)), "role": form.cleaned_data["role"]}
        mending = InvitationsForm(initial={**left, "ends_on": form.cleaned_data["ends_on"]})
        return self.people(mending, answers, status=422)


class InvitationRevocation(NetworkPage):
    """Takes an open invitation back."""

    def post(self, request: HttpRequest, network_id: UUID, invitation_id: UUID) -> HttpResponse:
        """Revoke it."""
        self.actor.require(Permission.INVITATION_READ)
        invitation = Invitation.objects.filter(network=self.network, pk=invitation_id).first()
        if invitation is None:
            raise NotVisible
        revoke_invitation(self.actor, invitation=invitation)
        messages.success(request, _("The invitation is taken back."))
        return redirect("people", network_id)


class SeatPage(NetworkPage):
    """One seat: its deputy, handing it over, ending it."""

    seat: Seat
    template: ClassVar[str] = "web/seat.html"

    def enter(self, **kwargs: UUID) -> None:
        """Find the seat that the address names."""
        super().enter(**kwargs)
        self.actor.require(Permission.MEMBERSHIP_READ)
        seats = Seat.objects.not_ended().filter(network=self.network)
        seat = seats.select_related("user", "authority", "deputy").filter(pk=kwargs["seat_id"]).first()
        if seat is None:
            raise NotVisible
        self.seat = seat

    def get(self, request: HttpRequest, network_id: UUID, seat_id: UUID) -> HttpResponse:
        """Show the seat and what can be done with it."""
        return self.seat_page()

    def seat_page(self, form: DeputyForm | None = None, *, complaint: str = "") -> HttpResponse:
        """The page of the seat, with what could not be done."""
        shell = self.shell()
        is_own = self.seat.user_id == self.actor.user_id
        manages = self.actor.can(Permission.SEAT_MANAGE)
        colleagues = colleagues_of(self.seat, self.actor.now)
        return self.show(
            self.template,
            shell,
            status=409 if complaint else 422 if form else 200,
            tab="people",
            seat=self.seat,
            is_own=is_own,
            may_change=is_own or manages,
            may_take_over=self.seat.deputy_id == self.actor.user_id,
            form=form or DeputyForm(initial={"deputy": self.seat.deputy_id}, colleagues=colleagues),
            complaint=complaint,
        )

    def done(self, sentence: str) -> HttpResponse:
        """Back to the people, or home where the seat that ended was one's own."""
        messages.success(self.request, sentence)
        still_in = Seat.objects.active(self.actor.now).filter(network=self.network, user=self.actor.user_id)
        return redirect("people", self.network.pk) if still_in.exists() else redirect("home")


class SeatDeputy(SeatPage):
    """Names the deputy."""

    def post(self, request: HttpRequest, network_id: UUID, seat_id: UUID) -> HttpResponse:
        """Name a colleague, or nobody."""
        form = DeputyForm(request.POST, colleagues=colleagues_of(self.seat, self.actor.now))
        if not form.is_valid():
            return self.seat_page(form)
        deputy: User | None = form.cleaned_data["deputy"]
        name_deputy(self.actor, seat=self.seat, deputy=deputy)
        return self.done(_("The deputy is named.") if deputy else _("The seat has no deputy any more."))


class SeatHandover(SeatPage):
    """Gives the seat to its deputy in one step."""

    def post(self, request: HttpRequest, network_id: UUID, seat_id: UUID) -> HttpResponse:
        """Hand it over."""
        try:
            taken = hand_over_seat(self.actor, seat=self.seat)
        except Refusal as refusal:
            return self.seat_page(complaint=sentence_of(refusal))
        return self.done(_("%(person)s has the seat now.") % {"person": taken.user.display_name})


class SeatEnd(SeatPage):
    """Ends the seat."""

    def post(self, request: HttpRequest, network_id: UUID, seat_id: UUID) -> HttpResponse:
        """End it; access goes in the same moment."""
        try:
            end_seat(self.actor, seat=self.seat)
        except Refusal as refusal:
            return self.seat_page(complaint=sentence_of(refusal))
        return self.done(_("The seat has ended, and with it the access to the network."))
