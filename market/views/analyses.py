"""The HTTP door of market analyses."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from market.models import MarketAnalysis
from market.serializers import AnalysisChange, AnalysisInput, ReviewInput
from market.services import change_analysis, open_analysis, review
from market.shapes import (
    AnalysisDetailShape,
    AnalysisShape,
    ReviewShape,
    WrittenReviewShape,
    analysis_shape,
    review_shape,
)
from networks.http import InNetworkView
from wire.pages import page
from wire.preconditions import etag, expected_version
from wire.schema import PageOf


class AnalysisList(InNetworkView):
    """The market analyses of a network."""

    permission = Permission.ANALYSIS_READ

    @extend_schema(operation_id="analyses_list", responses={200: PageOf(AnalysisShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of analyses, oldest first."""
        rows = MarketAnalysis.objects.visible_to(self.actor).with_latest()
        return page(request, rows, lambda found: map(analysis_shape, found), by=("id",))

    @extend_schema(operation_id="analyses_open", request=AnalysisInput, responses={201: AnalysisShape})
    def post(self, request: Request, network_id: UUID) -> Response:
        """Open an analysis; `next_due_on` is the working day it falls due first."""
        self.actor.require(Permission.ANALYSIS_MANAGE)
        analysis = open_analysis(self.actor, **self.read(AnalysisInput))
        return Response(analysis_shape(analysis), status=201, headers={"ETag": etag(analysis.version)})


class AnalysisView(InNetworkView):
    """A door to one analysis."""

    permission = Permission.ANALYSIS_READ
    carrier = MarketAnalysis
    carried: MarketAnalysis

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Analyses with what their shape needs."""
        return MarketAnalysis.objects.with_latest()


class AnalysisDetail(AnalysisView):
    """One analysis."""

    @extend_schema(operation_id="analyses_read", responses={200: AnalysisDetailShape})
    def get(self, request: Request, marketanalysis_id: UUID) -> Response:
        """The analysis, and what this person may do with it."""
        return self._answer(self.carried)

    @extend_schema(
        operation_id="analyses_change", request=AnalysisChange, responses={200: AnalysisDetailShape}
    )
    def patch(self, request: Request, marketanalysis_id: UUID) -> Response:
        """Change what it asks or says, who answers for it, how often, and when next."""
        self.actor.require(Permission.ANALYSIS_MANAGE)
        version = expected_version(request)
        change_analysis(self.actor, analysis=self.carried, version=version, **self.read(AnalysisChange))
        return self._answer(self.carriers(MarketAnalysis).get(pk=marketanalysis_id))

    def _answer(self, analysis: MarketAnalysis) -> Response:
        shape = {
            **analysis_shape(analysis),
            "abilities": self._abilities(),
            "mine": {"owner": analysis.schedule.owner_id == self.actor.user_id},
        }
        return Response(shape, headers={"ETag": etag(analysis.version)})

    def _abilities(self) -> list[str]:
        wanted = (Permission.ANALYSIS_MANAGE, Permission.ANALYSIS_REVIEW, Permission.FINDING_ADD)
        return [str(one) for one in wanted if self.carried.is_open and self.actor.can(one)]


class ReviewList(AnalysisView):
    """The reviews of one analysis."""

    @extend_schema(operation_id="reviews_list", responses={200: PageOf(ReviewShape)})
    def get(self, request: Request, marketanalysis_id: UUID) -> Response:
        """A page of reviews, oldest first."""
        rows = self.carried.reviews.select_related("reviewed_by")
        return page(request, rows, lambda found: map(review_shape, found), by=("reviewed_at", "id"))

    @extend_schema(operation_id="reviews_write", request=ReviewInput, responses={201: WrittenReviewShape})
    def post(self, request: Request, marketanalysis_id: UUID) -> Response:
        """Say what came of a new look; the answer holds the analysis with its next date."""
        self.actor.require(Permission.ANALYSIS_REVIEW)
        wanted = self.read(ReviewInput)
        version = expected_version(request)
        done = review(self.actor, analysis=self.carried, version=version, **wanted)
        return Response(self._answer(done.pk), status=201)

    def _answer(self, review_id: UUID) -> WrittenReviewShape:
        analysis = self.carriers(MarketAnalysis).get(pk=self.carried.pk)
        done = analysis.reviews.select_related("reviewed_by").get(pk=review_id)
        return {
            **review_shape(done),
            "next_due_on": analysis.schedule.next_on,
            "of": analysis_shape(analysis),
        }
