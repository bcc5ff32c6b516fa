"""Demand lines and what came of them over HTTP."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.actor import Actor
from access.policy import Permission
from access.refusals import NotVisible
from needs.demand_serializers import LineEdit, LineInput, VolumeInput
from needs.demand_shapes import (
    LineDetailShape,
    LineShape,
    VersionShape,
    VolumeShape,
    line_detail,
    line_shape,
    version_shape,
    volume_shape,
)
from needs.models import DemandLine, DemandLineVersion, RealisedVolume, Visibility
from needs.services.lines import change_line, declare_line, withdraw_line
from needs.services.realised import note_volume
from needs.views.needs import NeedView
from networks.http import InNetworkView
from wire.pages import page
from wire.preconditions import etag, expected_version
from wire.schema import PageOf


class LineList(NeedView):
    """The demand lines for a need that the reader may see."""

    permission = Permission.DEMAND_READ

    @extend_schema(operation_id="demand_lines_list", responses={200: PageOf(LineShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of lines, oldest first: one's own authority's, and those that everybody sees."""
        rows = DemandLine.objects.visible_to(self.actor).with_names().filter(need=self.carried)
        return page(request, rows, lambda found: map(line_shape, found), by=("id",))

    @extend_schema(operation_id="demand_lines_declare", request=LineInput, responses={201: LineShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Declare what one's own authority wants of an item."""
        line = declare_line(self.actor, need=self.carried, **self.read(LineInput))
        return Response(line_shape(line), status=201, headers={"ETag": etag(line.version)})


class LineView(InNetworkView):
    """A door to one line."""

    permission = Permission.DEMAND_READ
    carrier = DemandLine
    carried: DemandLine

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Lines with their need, and what their shape names."""
        return DemandLine.objects.with_names().select_related("item", "declared_by", "need")

    def _placed(self, network_id: UUID) -> Actor:
        actor = super()._placed(network_id)
        if not self.carried.is_in_sight_of(actor):
            raise NotVisible
        return actor

    def answer(self, line: DemandLine) -> Response:
        """The line as it is now, with what the reader may do with it."""
        line = DemandLine.objects.with_names().get(pk=line.pk)
        return Response(line_detail(line, self.actor), headers={"ETag": etag(line.version)})


class LineDetail(LineView):
    """One line."""

    @extend_schema(operation_id="demand_lines_read", responses={200: LineDetailShape})
    def get(self, request: Request, demandline_id: UUID) -> Response:
        """The line, and what the reader may do with it."""
        shape = line_detail(self.carried, self.actor)
        return Response(shape, headers={"ETag": etag(self.carried.version)})

    @extend_schema(operation_id="demand_lines_change", request=LineEdit, responses={200: LineDetailShape})
    def patch(self, request: Request, demandline_id: UUID) -> Response:
        """Change or confirm it: it holds for another year, unless it says until when."""
        version = expected_version(request)
        return self.answer(change_line(self.actor, line=self.carried, version=version, **self.read(LineEdit)))

    @extend_schema(operation_id="demand_lines_withdraw", responses={200: LineDetailShape})
    def delete(self, request: Request, demandline_id: UUID) -> Response:
        """Withdraw it; it stays, and says when it was withdrawn."""
        return self.answer(withdraw_line(self.actor, line=self.carried))


class LineVersions(LineView):
    """What a line said before."""

    @extend_schema(operation_id="demand_lines_versions", responses={200: PageOf(VersionShape)})
    def get(self, request: Request, demandline_id: UUID) -> Response:
        """A page of its versions, oldest first; for other authorities those that everybody saw."""
        rows = DemandLineVersion.objects.filter(line=self.carried).select_related("said_by")
        if not self.carried.is_told_whole(self.actor):
            rows = rows.filter(visibility=Visibility.GROUP)
        return page(request, rows, lambda found: map(version_shape, found), by=("id",))


class LineVolumes(LineView):
    """What was bought of what a line declared."""

    @extend_schema(operation_id="realised_list", responses={200: PageOf(VolumeShape)})
    def get(self, request: Request, demandline_id: UUID) -> Response:
        """A page of volumes, oldest first; none for other authorities."""
        rows = RealisedVolume.objects.filter(line=self.carried)
        if not self.carried.is_told_whole(self.actor):
            rows = rows.none()
        return page(request, rows, lambda found: map(volume_shape, found), by=("id",))

    @extend_schema(operation_id="realised_note", request=VolumeInput, responses={201: VolumeShape})
    def post(self, request: Request, demandline_id: UUID) -> Response:
        """Note what was bought."""
        volume = note_volume(self.actor, line=self.carried, **self.read(VolumeInput))
        return Response(volume_shape(volume), status=201)
