"""The HTTP door of findings."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import NotVisible
from market.finding_shapes import FindingShape, finding_shape
from market.models import Finding, MarketAnalysis
from market.serializers import FindingInput
from market.services import add_finding, withdraw_finding
from market.views.analyses import AnalysisView
from networks.http import InNetworkView
from wire.pages import page
from wire.schema import PageOf


class FindingList(AnalysisView):
    """What was found out for one analysis."""

    @extend_schema(operation_id="findings_list", responses={200: PageOf(FindingShape)})
    def get(self, request: Request, marketanalysis_id: UUID) -> Response:
        """A page of findings, oldest first; withdrawn ones are among them, and say so."""
        rows = Finding.objects.filter(analysis=self.carried).with_sources()
        return page(request, rows, lambda found: map(finding_shape, found), by=("id",))

    @extend_schema(operation_id="findings_add", request=FindingInput, responses={201: FindingShape})
    def post(self, request: Request, marketanalysis_id: UUID) -> Response:
        """Write down a finding with its sources."""
        self.actor.require(Permission.FINDING_ADD)
        finding = add_finding(self.actor, analysis=self.carried, **self.read(FindingInput))
        return Response(finding_shape(Finding.objects.with_sources().get(pk=finding.pk)), status=201)


class FindingDetail(InNetworkView):
    """One finding."""

    permission = Permission.ANALYSIS_READ
    carrier = Finding
    carried: Finding

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Findings with what their shape needs."""
        return Finding.objects.with_sources()

    @extend_schema(operation_id="findings_read", responses={200: FindingShape})
    def get(self, request: Request, finding_id: UUID) -> Response:
        """The finding with its sources."""
        self._check_visible()
        return Response(finding_shape(self.carried))

    @extend_schema(operation_id="findings_withdraw", responses={200: FindingShape})
    def delete(self, request: Request, finding_id: UUID) -> Response:
        """Say that it does not hold any more; it stays, and says when it was withdrawn."""
        self._check_visible()
        withdraw_finding(self.actor, finding=self.carried)
        return Response(finding_shape(Finding.objects.with_sources().get(pk=finding_id)))

    def _check_visible(self) -> None:
        if not MarketAnalysis.objects.visible_to(self.actor).filter(pk=self.carried.analysis_id).exists():
            raise NotVisible
