"""The base of every view inside a network, and the journal's own view."""

from functools import cache
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import models
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, NotVisible, SignInNeeded
from journal.models import Entry, Stream
from networks.entries import EntryShape, rendered
from networks.models import Network
from networks.scoping import actor_beside, actor_in, beside_seat
from networks.streams import listener
from networks.zones import Zoned
from wire.pages import limit_of, whole_number
from wire.questions import Question, slot
from wire.schema import PageOf
from wire.views import ApiView

Z = TypeVar("Z", bound=Zoned)
N = TypeVar("N", bound=models.Model)


class InNetworkView(ApiView):
    """A door inside a network: the actor stands in it before the handler runs.

    The network comes from `network_id` in the URL, or from the object that the URL names:
    `carrier` is its model, `<model>_id` the URL's argument, `self.carried` the row. Not signed in
    is 401; a network or private zone out of sight 404; in sight without `permission` 403.
    """

    permission: ClassVar[Permission]
    carrier: ClassVar[type[models.Model] | None] = None
    carried: Any = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Place the actor in the network, and refuse what they can't see or read."""
        super().initial(request, *args, **kwargs)
        if not self.actor.is_signed_in:
            raise SignInNeeded
        if self.carrier is None:
            network_id: UUID = kwargs["network_id"]
        else:
            self.carried = self._carried_row(self.carrier)
            network_id = self.carried.network_id
        self.actor = self._placed(network_id)
        if isinstance(self.carried, Zoned) and not self.carried.is_in_sight_of(self.actor):
            raise NotVisible
        self.actor.require(self.permission)

    def _carried_row(self, carrier: type[models.Model]) -> models.Model:
        pk = self.kwargs[f"{carrier._meta.model_name}_id"]
        row: Any
        # A view's own lookup may depend on who asks, and is put into words anew.
        if type(self).carriers is not InNetworkView.carriers:
            row = self.carriers(carrier).filter(pk=pk).first()
        elif issubclass(carrier, Zoned):
            row = _beside_seat(carrier).first(pk=pk, user=self.actor.person_id, now=self.actor.now)
        else:
            row = _by_id(carrier).first(pk=pk)
        if row is None:
            raise NotVisible
        found: models.Model = row
        return found

    def _placed(self, network_id: UUID) -> Actor:
        """The actor in the network; who was looked up beside the row needs no question of their own."""
        if isinstance(self.carried, Zoned) and "seat" in vars(self.carried):
            return actor_beside(self.actor, self.carried)
        return actor_in(self.actor, network_id)

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Where the named object is looked up; a view may fetch more along with it."""
        return carrier._default_manager.all()

    def visible(self, model: type[Z], pk: UUID) -> Z:
        """The row that a body or URL names, if the actor may read it. Raises NotVisible."""
        row: Z | None = model.objects.visible_to(self.actor).filter(pk=pk).first()  # type: ignore[attr-defined]
        if row is None:
            raise NotVisible
        return row

    def network(self) -> Network:
        """The network that the actor stands in."""
        return Network.objects.get(pk=str(self.actor.network_id))


@cache
def _beside_seat(carrier: type[Zoned]) -> Question[Any]:
    """How a row is looked up together with the seat of whoever asks, put into SQL once."""
    return Question(
        lambda: beside_seat(carrier._default_manager.filter(pk=slot("pk", carrier._meta.pk))).order_by()
    )


@cache
def _by_id(carrier: type[models.Model]) -> Question[Any]:
    """How a row is looked up whoever asks, put into SQL once."""
    return Question(lambda: carrier._default_manager.filter(pk=slot("pk", carrier._meta.pk)).order_by())


class JournalView(InNetworkView):
    """What happened in one stream of the network, oldest first."""

    permission = Permission.JOURNAL_READ

    @extend_schema(
        operation_id="networks_journal",
        responses={200: PageOf(EntryShape, more=(("epoch", str | None), ("head", int)))},
        parameters=[
            OpenApiParameter("stream", str, description="Another stream of it, such as `room:<id>`."),
            OpenApiParameter("after", {"type": "integer", "minimum": 0}, description="The last `seq` seen."),
            OpenApiParameter("type", str, description="Only events of this type."),
        ],
    )
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of entries after `after`; `stream` names another stream of the same network."""
        key = request.query_params.get("stream", f"network:{network_id}")
        after = whole_number(request, "after", 0, least=0, most=2**62)
        placed = listener(self.actor, key)
        if placed.network_id != network_id:
            raise NotVisible
        stream = Stream.objects.filter(pk=key).first()
        if stream is not None and stream.ended_at is not None:
            raise Conflict("retention_ended", "The entries of this stream are gone; their retention ended.")
        return Response(self._page(request, stream, after))

    def _page(self, request: Request, stream: Stream | None, after: int) -> dict[str, Any]:
        limit = limit_of(request)
        if stream is None:
            return {"epoch": None, "head": 0, "results": [], "next": None, "previous": None}
        entries = Entry.objects.of_stream(stream.key).after(after)
        if "type" in request.query_params:
            entries = entries.filter(type=request.query_params["type"])
        rows = list(entries[: limit + 1])
        return {
            "epoch": stream.epoch,
            "head": stream.seq,
            "results": rendered(rows[:limit]),
            "next": _after(request, rows[limit - 1].seq) if len(rows) > limit else None,
            "previous": None,
        }


def _after(request: Request, seq: int) -> str:
    query = request.query_params.copy()
    query["after"] = str(seq)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
