"""Annexes over HTTP."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import NotVisible
from needs.annex_serializers import AnnexEdit, ApprovalInput
from needs.annex_shapes import AnnexDetailShape, AnnexShape, StandingShape, annex_shape, standing_shape
from needs.models import Annex
from needs.services.annexes import approve_annex, change_annex, open_annex, share_annex
from needs.services.confirming import confirm_annex
from needs.views.needs import NeedView
from networks.http import InNetworkView
from networks.models import Membership
from wire.pages import page
from wire.preconditions import etag, expected_version
from wire.schema import PageOf


class AnnexList(NeedView):
    """The annexes to a need that the reader may see."""

    @extend_schema(operation_id="annexes_list", responses={200: PageOf(AnnexShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of annexes, oldest first: one's own authority's, and those that were shared."""
        rows = Annex.objects.visible_to(self.actor).with_names().filter(need=self.carried)
        return page(request, rows, lambda found: map(annex_shape, found), by=("id",))

    @extend_schema(operation_id="annexes_open", request=AnnexEdit, responses={201: AnnexShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Open the annex of one's own authority, which nobody else sees."""
        annex = open_annex(self.actor, need=self.carried, **self.read(AnnexEdit))
        return Response(annex_shape(annex), status=201, headers={"ETag": etag(annex.version)})


class AnnexStanding(NeedView):
    """Which members have an annex to a need, for who coordinates."""

    permission = Permission.DEMAND_COORDINATE

    @extend_schema(operation_id="annexes_standing", responses={200: PageOf(StandingShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of member authorities, by when they joined, with none, a private or a shared annex."""
        rows = Membership.objects.active().filter(network_id=self.carried.network_id)
        return page(request, rows.select_related("authority"), self._standings, by=("id",))

    def _standings(self, members: list[Membership]) -> Iterable[StandingShape]:
        authorities = [member.authority_id for member in members]
        found = Annex.objects.filter(need=self.carried, declared_by__in=authorities).select_related(
            "schedule"
        )
        annexes = {annex.declared_by_id: annex for annex in found.order_by("pk")}
        today = self.actor.now.date()
        return [standing_shape(member, annexes.get(member.authority_id), today) for member in members]


class AnnexView(InNetworkView):
    """A door to one annex."""

    permission = Permission.NEED_READ
    carrier = Annex
    carried: Annex

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Annexes with their need, and what their shape names."""
        return Annex.objects.with_names().select_related("declared_by", "need", "schedule")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse also where the need is out of sight."""
        super().initial(request, *args, **kwargs)
        if not self.carried.need.is_in_sight_of(self.actor):
            raise NotVisible

    def answer(self, annex: Annex) -> Response:
        """The annex with what the reader may do with it."""
        may = annex.is_of(self.actor) and self.actor.can(Permission.ANNEX_WRITE)
        abilities = [str(Permission.ANNEX_WRITE)] if may else []
        is_stale = annex.is_stale(self.actor.now.date())
        shape: AnnexDetailShape = {**annex_shape(annex), "is_stale": is_stale, "abilities": abilities}
        return Response(shape, headers={"ETag": etag(annex.version)})


class AnnexDetail(AnnexView):
    """One annex."""

    @extend_schema(operation_id="annexes_read", responses={200: AnnexDetailShape})
    def get(self, request: Request, annex_id: UUID) -> Response:
        """The annex, and what the reader may do with it."""
        return self.answer(self.carried)

    @extend_schema(operation_id="annexes_change", request=AnnexEdit, responses={200: AnnexDetailShape})
    def patch(self, request: Request, annex_id: UUID) -> Response:
        """Change or confirm what it says; what was approved has to be approved again."""
        version = expected_version(request)
        return self.answer(
            change_annex(self.actor, annex=self.carried, version=version, **self.read(AnnexEdit))
        )


class AnnexApproval(AnnexView):
    """The approval of an annex inside its authority."""

    @extend_schema(operation_id="annexes_approve", request=ApprovalInput, responses={200: AnnexDetailShape})
    def post(self, request: Request, annex_id: UUID) -> Response:
        """Write down who approved it, and when."""
        return self.answer(approve_annex(self.actor, annex=self.carried, **self.read(ApprovalInput)))


class AnnexConfirm(AnnexView):
    """The confirmation of an annex and of all lines beside it."""

    @extend_schema(operation_id="annexes_confirm", request=None, responses={200: AnnexDetailShape})
    def post(self, request: Request, annex_id: UUID) -> Response:
        """Say that nothing has changed: annex and lines hold, and the next question comes in half a year."""
        version = expected_version(request)
        return self.answer(confirm_annex(self.actor, annex=self.carried, version=version))


class AnnexShare(AnnexView):
    """The way of an annex to the network."""

    @extend_schema(operation_id="annexes_share", request=None, responses={200: AnnexDetailShape})
    def post(self, request: Request, annex_id: UUID) -> Response:
        """Share it with the whole network: a record at every member, and no way back."""
        return self.answer(share_annex(self.actor, annex=self.carried))
