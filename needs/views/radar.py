"""The contract-end radar over HTTP."""

from datetime import date
from typing import TypedDict
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import Invalid, NotVisible
from needs.contracts import Radar, radar_of
from needs.models import Need
from needs.radar import MONTHS, End
from networks.http import InNetworkView
from networks.shapes import Named
from wire.pages import STRETCH, stretch_of, whole_number
from wire.stretches import Stretch, stretch

MOST_MONTHS = 36
MOST = 500  # contracts in one answer


class EndShape(TypedDict):
    """One contract, and the day on which it ends."""

    ends_on: date
    authority: Named
    need: UUID
    is_private: bool


class WindowShape(TypedDict):
    """Where the most contracts end within so many months of one another."""

    first_on: date
    last_on: date
    contracts: int
    authorities: int


class RadarShape(TypedDict):
    """Which contracts end when, of those that the reader may see; `more` come after those that are listed."""

    months: int
    window: WindowShape | None
    contracts: list[EndShape]
    more: int


class RadarView(InNetworkView):
    """The contracts of a network, by the day on which they end."""

    permission = Permission.NEED_READ

    @extend_schema(
        operation_id="networks_radar",
        responses={200: RadarShape},
        parameters=[
            OpenApiParameter("need", UUID, description="Only contracts for what this need is about."),
            OpenApiParameter(
                "months",
                {"type": "integer", "minimum": 1, "maximum": MOST_MONTHS, "default": MONTHS},
                description="How many months the window spans.",
            ),
            STRETCH,
        ],
    )
    def get(self, request: Request, network_id: UUID) -> Response:
        """Contracts from annexes in sight, ending from today on."""
        months = whole_number(request, "months", MONTHS, least=1, most=MOST_MONTHS)
        found = radar_of(self.actor, need_id=self._need(), months=months)
        return Response(radar_shape(found, stretch(found.ends, stretch_of(request), MOST)))

    def _need(self) -> UUID | None:
        text = self.request.query_params.get("need")
        if text is None:
            return None
        try:
            return UUID(str(self.visible(Need, UUID(text)).pk))
        except (ValueError, NotVisible):
            raise Invalid.field("need", "need", "Give the id of a need that you may read.") from None


def radar_shape(found: Radar, listed: Stretch[End]) -> RadarShape:
    """What the radar shows, and a stretch of its contracts."""
    window = found.window
    return {
        "months": found.months,
        "window": {
            "first_on": window.first_on,
            "last_on": window.last_on,
            "contracts": window.contracts,
            "authorities": window.authorities,
        }
        if window
        else None,
        "contracts": [
            {
                "ends_on": end.on,
                "authority": {"id": end.authority_id, "name": end.authority},
                "need": end.need_id,
                "is_private": end.is_private,
            }
            for end in listed
        ],
        "more": listed.more,
    }
