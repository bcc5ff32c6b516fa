"""The table of demand, its publications and snapshots, and trust over HTTP."""

from typing import Any, TypedDict
from uuid import UUID

from django.db import models
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import NotVisible
from needs.demand_serializers import SnapshotInput
from needs.demand_shapes import SnapshotDetailShape, SnapshotShape, snapshot_detail, snapshot_shape
from needs.models import Snapshot, Trust
from needs.outcomes import OutcomesShape, outcomes
from needs.reading import exact_table, published_table
from needs.services.publishing import publish_demand, take_snapshot
from needs.services.realised import begin_trust, end_trust
from needs.tables import TableShape
from needs.views.needs import NeedView
from networks.http import InNetworkView
from wire.pages import page
from wire.schema import PageOf


class TrustShape(TypedDict):
    """Is the demand of the reader's authority held in trust?"""

    is_held: bool


class DemandTable(NeedView):
    """The demand for a need, as its reader may see it."""

    permission = Permission.DEMAND_READ

    @extend_schema(
        operation_id="demand_read",
        responses={200: TableShape},
        parameters=[OpenApiParameter("view", str, description="`published` shows what the others see.")],
    )
    def get(self, request: Request, need_id: UUID) -> Response:
        """The exact table for who coordinates, what was published of it for everybody else."""
        as_others = request.query_params.get("view") == "published"
        if self.actor.can(Permission.DEMAND_COORDINATE) and not as_others:
            return Response(exact_table(self.carried, self.actor.now.date()))
        return Response(published_table(self.carried))


class DemandPublish(NeedView):
    """Publishing the masked table."""

    permission = Permission.DEMAND_READ

    @extend_schema(operation_id="demand_publish", request=None, responses={201: TableShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Show the others what was declared since the last time, as far as the mask lets it be seen."""
        publish_demand(self.actor, need=self.carried)
        return Response(published_table(self.carried), status=201)


class Outcomes(NeedView):
    """What was declared against what was bought."""

    permission = Permission.DEMAND_READ

    @extend_schema(operation_id="demand_outcomes", responses={200: OutcomesShape})
    def get(self, request: Request, need_id: UUID) -> Response:
        """One's own authority's outcomes by item; for who coordinates everybody's, and all together."""
        return Response(outcomes(self.carried, self.actor))


class SnapshotList(NeedView):
    """Frozen tables of a need's demand."""

    permission = Permission.DEMAND_READ

    @extend_schema(operation_id="snapshots_list", responses={200: PageOf(SnapshotShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of snapshots, oldest first."""
        rows = Snapshot.objects.filter(need=self.carried).select_related("taken_by")
        return page(request, rows, lambda found: map(snapshot_shape, found), by=("id",))

    @extend_schema(operation_id="snapshots_take", request=SnapshotInput, responses={201: SnapshotDetailShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Publish the table and freeze it under a name."""
        snapshot = take_snapshot(self.actor, need=self.carried, **self.read(SnapshotInput))
        return Response(snapshot_detail(snapshot), status=201)


class SnapshotDetail(InNetworkView):
    """One frozen table."""

    permission = Permission.DEMAND_READ
    carrier = Snapshot
    carried: Snapshot

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Snapshots with their need, and who took them."""
        return Snapshot.objects.select_related("taken_by", "need")

    @extend_schema(operation_id="snapshots_read", responses={200: SnapshotDetailShape})
    def get(self, request: Request, snapshot_id: UUID) -> Response:
        """The table as it was, with its hash."""
        if not self.carried.need.is_in_sight_of(self.actor):
            raise NotVisible
        return Response(snapshot_detail(self.carried))


class TrustView(InNetworkView):
    """Whether the demand of one's own authority is held in trust."""

    permission = Permission.DEMAND_READ

    @extend_schema(operation_id="trust_read", responses={200: TrustShape})
    def get(self, request: Request, network_id: UUID) -> Response:
        """Is it?"""
        is_private = self.actor.has_seat and self.actor.can(Permission.PRIVATE_ZONE_USE)
        own = Trust.objects.filter(network_id=network_id, held_for_id=self.actor.authority_id)
        return self._answer(is_held=is_private and own.exists())

    @extend_schema(operation_id="trust_begin", request=None, responses={200: TrustShape})
    def put(self, request: Request, network_id: UUID) -> Response:
        """Hold it in trust: nobody but one's own authority and the coordinator sees its lines."""
        begin_trust(self.actor, network=self.network())
        return self._answer(is_held=True)

    @extend_schema(operation_id="trust_end", responses={200: TrustShape})
    def delete(self, request: Request, network_id: UUID) -> Response:
        """Hold it in trust no longer."""
        end_trust(self.actor, network=self.network())
        return self._answer(is_held=False)

    def _answer(self, *, is_held: bool) -> Response:
        shape: TrustShape = {"is_held": is_held}
        return Response(shape)
