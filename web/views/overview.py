"""The facilitator's list: cards and counts, and no content."""

from django.http import HttpRequest, HttpResponse

from access.policy import Permission
from networks.health import health_of
from networks.models import Network
from web.doors import Page


class OverviewPage(Page):
    """Every network, how it is doing, and nothing of what is said in it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        self.actor.require(Permission.HEALTH_READ)
        shell = self.shell()
        networks = list(Network.objects.visible_to(self.actor).order_by("name_sv", "pk")[:500])
        health = health_of([network.pk for network in networks], now=self.actor.now)
        rows = [(network, health[network.pk]) for network in networks]
        return self.show("web/overview.html", shell, section="overview", rows=rows)
