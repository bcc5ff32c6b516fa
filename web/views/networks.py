"""My networks, and one network's overview."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from networks.models import Network
from networks.streams import streams_of
from web.activity import latest
from web.doors import NetworkPage, Page
from web.mine import my_places
from web.monday import monday_of
from web.people import authorities_with_seats
from web.rooms import rooms_with_unread
from web.streams import streams_in


class HomePage(Page):
    """The networks where one has a seat, and those one may ask to join."""

    def streams(self) -> list[str]:
        """Everything of the person's: any of it may change a count."""
        return streams_of(self.actor)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the networks."""
        shell = self.shell()
        places = my_places(self.actor)
        seated = [place.network.pk for place in places]
        others = Network.objects.visible_to(self.actor).exclude(pk__in=seated).order_by("name_sv", "pk")
        return self.show(
            "web/home.html",
            shell,
            section="networks",
            places=places,
            monday=monday_of(self.actor, places),
            others=[] if shell.sees_overview else others[:100],
        )


class NetworkOverview(NetworkPage):
    """What the network is for, who is in it, and what happened lately."""

    def streams(self) -> list[str]:
        """The network's own, the private zone's and its rooms'."""
        return streams_in(self.actor)

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Show the overview to members, and the card to others who may see it."""
        shell = self.shell()
        if not self.actor.has_seat:
            return self.show("web/network_card.html", shell, section="networks")
        return self.show(
            "web/network.html",
            shell,
            section="networks",
            tab="overview",
            authorities=authorities_with_seats(self.actor, self.network),
            rooms=rooms_with_unread(self.actor),
            happenings=latest(self.actor, self.streams()),
        )
