"""The facilitator's overview, in counts and without content; and the coordinator's ten minutes."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import Conflict, NotVisible, TooOften
from networks.models import Network, Seat
from networks.models.network import Phase
from support.follow_up import follow_up
from support.models import HealthWeek
from support.services import nudge_person
from support.shapes import week_shape
from support.standing import shown, standings
from web.doors import NetworkPage, Page
from web.refused import sentence_of

WEEKS = 12


class OverviewPage(Page):
    """Every network by phase, how it stands, and nothing of what is said in it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        self.actor.require(Permission.HEALTH_READ)
        shell = self.shell()
        networks = list(Network.objects.visible_to(self.actor).order_by("name_sv", "pk")[:500])
        order = list(Phase.values)
        rows = [shown(one) for one in standings(networks, now=self.actor.now)]
        rows.sort(key=lambda row: order.index(row.network.phase))
        phases = [
            (Phase(phase).label, list(found)) for phase, found in groupby(rows, lambda row: row.network.phase)
        ]
        at_risk = sum(row.is_at_risk for row in rows)
        return self.show("web/overview.html", shell, section="overview", phases=phases, at_risk=at_risk)


class FollowUpPage(NetworkPage):
    """Who is silent, late or without a deputy, and a button for a word."""

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Show the people, those that need a word first, and how the weeks went."""
        people = follow_up(self.actor)
        shell = self.shell()
        weeks = HealthWeek.objects.filter(network=self.network).order_by("-week_on")[:WEEKS]
        return self.show(
            "web/follow_up.html",
            shell,
            tab="follow_up",
            people=people,
            waiting=sum(one.needs_a_word for one in people),
            weeks=[week_shape(week) for week in weeks],
        )


class NudgeSeat(NetworkPage):
    """Asks one person to look in."""

    def post(self, request: HttpRequest, network_id: UUID, seat_id: UUID) -> HttpResponse:
        """Send the mail, once a week at most."""
        self.actor.require(Permission.SEAT_NUDGE)
        seat = Seat.objects.filter(network=self.network, pk=seat_id).select_related("user").first()
        if seat is None:
            raise NotVisible
        try:
            nudge_person(self.actor, seat=seat)
        except TooOften:
            messages.warning(request, _("They were asked within the last week. Wait, or call them."))
        except Conflict as refusal:
            messages.warning(request, sentence_of(refusal))
        else:
            name = seat.user.display_name
            messages.success(request, _("%(person)s gets a mail from you.") % {"person": name})
        return redirect("follow_up", network_id)
