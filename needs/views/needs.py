"""Needs over HTTP."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from needs.adoption import steps_for
from needs.keeping import latest
from needs.models import Need
from needs.serializers import NeedEdit, NeedInput, NeedReviewInput
from needs.services import change_need, open_need, share_need
from needs.services.reviewing import review_need
from needs.shapes import NeedDetailShape, NeedShape, need_shape
from needs.statement_shapes import statement_shape
from networks.http import InNetworkView
from wire.pages import page
from wire.preconditions import etag, expected_version
from wire.schema import PageOf


class NeedList(InNetworkView):
    """The needs of a network that the reader may see."""

    permission = Permission.NEED_READ

    @extend_schema(operation_id="needs_list", responses={200: PageOf(NeedShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of needs, oldest first."""
        rows = Need.objects.visible_to(self.actor).with_names()
        return page(request, rows, lambda found: map(need_shape, found), by=("id",))

    @extend_schema(operation_id="needs_open", request=NeedInput, responses={201: NeedShape})
    def post(self, request: Request, network_id: UUID) -> Response:
        """Open a need with its needs document, for one's own authority unless `zone` is `network`."""
        need = open_need(self.actor, network=self.network(), **self.read(NeedInput))
        return Response(need_shape(need), status=201, headers={"ETag": etag(need.version)})


class NeedView(InNetworkView):
    """A door to one need."""

    permission = Permission.NEED_READ
    carrier = Need
    carried: Need

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Needs with what their shape names."""
        return Need.objects.with_names()

    def answer(self, need: Need) -> Response:
        """The need with what the reader may do with it."""
        may_edit = self.actor.can(Permission.NEED_MANAGE) or (
            need.is_owned_by(self.actor) and self.actor.can(Permission.NEED_EDIT)
        )
        may = {
            Permission.NEED_EDIT: may_edit,
            Permission.NEED_REVIEW: not need.is_frozen and self.actor.can(Permission.NEED_REVIEW),
            Permission.NEED_SHARE: need.is_private and self.actor.can(Permission.NEED_SHARE),
        }
        shape: NeedDetailShape = {
            **need_shape(need),
            **statement_shape(latest(need)),
            "abilities": [str(one) for one, holds in may.items() if holds],
            "next_steps": steps_for(self.actor, need),
            "mine": {"owner": need.is_owned_by(self.actor)},
        }
        return Response(shape, headers={"ETag": etag(need.version)})


class NeedDetail(NeedView):
    """One need."""

    @extend_schema(operation_id="needs_read", responses={200: NeedDetailShape})
    def get(self, request: Request, need_id: UUID) -> Response:
        """The need, and what the reader may do with it."""
        return self.answer(self.carried)

    @extend_schema(operation_id="needs_change", request=NeedEdit, responses={200: NeedDetailShape})
    def patch(self, request: Request, need_id: UUID) -> Response:
        """Change what it says, its owner, its status or the day on which it is looked at again."""
        wanted = self.read(NeedEdit)
        version = expected_version(request)
        return self.answer(change_need(self.actor, need=self.carried, version=version, **wanted))


class NeedShare(NeedView):
    """The way of an authority's own need, and its document, to the network."""

    @extend_schema(operation_id="needs_share", request=None, responses={200: NeedDetailShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Share both with the whole network: records at every member, and no way back."""
        return self.answer(share_need(self.actor, need=self.carried))


class NeedReviews(NeedView):
    """A new look at a need."""

    @extend_schema(operation_id="needs_review", request=NeedReviewInput, responses={200: NeedDetailShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Say whether it still holds; its owner is asked again in a year, or not any more."""
        wanted, version = self.read(NeedReviewInput), expected_version(request)
        return self.answer(review_need(self.actor, need=self.carried, version=version, **wanted))
