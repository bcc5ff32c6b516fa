"""The HTTP door of search."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid, SignInNeeded
from networks.http import InNetworkView
from networks.scoping import actors_in_own_networks
from search.finding import find
from search.shapes import HitShape, hit_shapes
from search.sources import kinds
from wire.pages import Cursor, limit_of
from wire.schema import PageOf
from wire.views import ApiView

_ASKED = [
    OpenApiParameter("q", str, required=True, description='Words; a phrase in "quotes"; a beginning*.'),
    OpenApiParameter("kind", str, description="Only things of this kind, such as `message`."),
]
_ANSWER = PageOf(HitShape, more=(("total", int), ("counts", dict[str, int])))


class Search(ApiView):
    """Everything that the person may read, in all networks where they sit."""

    @extend_schema(operation_id="search", responses={200: _ANSWER}, parameters=_ASKED)
    def get(self, request: Request) -> Response:
        """A page of what was found, what says most first."""
        if not self.actor.is_signed_in:
            raise SignInNeeded
        return _page(request, actors_in_own_networks(self.actor))


class NetworkSearch(InNetworkView):
    """Everything that the person may read in one network."""

    permission = Permission.CONTENT_SEARCH

    @extend_schema(operation_id="networks_search", responses={200: _ANSWER}, parameters=_ASKED)
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of what was found, what says most first."""
        return _page(request, [self.actor])


def _page(request: Request, places: Sequence[Actor]) -> Response:
    limit, offset = limit_of(request), _offset(request)
    kind = request.query_params.get("kind")
    if kind is not None and kind not in kinds():
        raise Invalid.field("kind", "kind", f"Choose one of {', '.join(kinds())}.")
    answer = find(places, typed=request.query_params.get("q", ""), kind=kind, limit=limit, offset=offset)
    total = sum(answer.counts.values())
    return Response(
        {
            "results": hit_shapes(answer),
            "total": total,
            "counts": answer.counts,
            "next": _link(request, offset + limit) if offset + limit < total else None,
            "previous": _link(request, max(0, offset - limit)) if offset else None,
        }
    )


def _offset(request: Request) -> int:
    """How far the pages before this one went."""
    text = request.query_params.get("cursor")
    offset: Any = Cursor.decoded(text, 1).keys[0] if text else 0
    if type(offset) is not int or not 0 <= offset < 2**31:
        raise Invalid.field("cursor", "cursor", "Take the cursor from `next` or `previous` as it is.")
    return offset


def _link(request: Request, offset: int) -> str:
    query = request.query_params.copy()
    query["cursor"] = Cursor([offset]).encoded()
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
