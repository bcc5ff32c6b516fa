"""The contract-end radar of a network, of one need or of all."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from access.policy import Permission
from access.refusals import NotVisible
from needs.contracts import radar_of
from needs.models import Need
from web.doors import NetworkPage
from web.paging import shown
from web.radar import time_line

MOST = 500  # contracts in the table at once


class RadarPage(NetworkPage):
    """Which contracts end when, and where a common purchase would meet most of them."""

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Show the time line and its table."""
        self.actor.require(Permission.NEED_READ)
        shell = self.shell()
        need = self._need(request.GET.get("need"))
        found = radar_of(self.actor, need_id=need.pk if need else None)
        return self.show(
            "web/radar.html",
            shell,
            tab="needs",
            need=need,
            radar=found,
            contracts=shown(request.GET, found.ends, most=MOST),
            line=time_line(found, today=self.actor.now.date()),
        )

    def _need(self, text: str | None) -> Need | None:
        if not text:
            return None
        try:
            wanted = UUID(text)
        except ValueError:
            raise NotVisible from None
        need: Need | None = Need.objects.visible_to(self.actor).filter(pk=wanted).first()
        if need is None:
            raise NotVisible
        return need
