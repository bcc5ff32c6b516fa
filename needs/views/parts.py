"""Effect goals and stakeholders over HTTP."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from needs.models import EffectGoal, Stakeholder
from needs.part_serializers import GoalEdit, GoalInput, StakeholderEdit, StakeholderInput
from needs.services import (
    add_goal,
    add_stakeholder,
    change_goal,
    change_stakeholder,
    withdraw_goal,
    withdraw_stakeholder,
)
from needs.statement_shapes import GoalShape, StakeholderShape, goal_shape, stakeholder_shape
from needs.views.needs import NeedView
from networks.http import InNetworkView
from wire.pages import page
from wire.preconditions import etag, expected_version
from wire.schema import PageOf


class GoalList(NeedView):
    """The effect goals of one need."""

    @extend_schema(operation_id="goals_list", responses={200: PageOf(GoalShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of goals, oldest first; withdrawn ones are among them, and say so."""
        rows = EffectGoal.objects.visible_to(self.actor).filter(need=self.carried).with_names()
        return page(request, rows, lambda found: map(goal_shape, found), by=("id",))

    @extend_schema(operation_id="goals_add", request=GoalInput, responses={201: GoalShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Add a goal."""
        goal = add_goal(self.actor, need=self.carried, **self.read(GoalInput))
        return _goal(goal, status=201)


class GoalDetail(InNetworkView):
    """One effect goal."""

    permission = Permission.NEED_READ
    carrier = EffectGoal
    carried: EffectGoal

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Goals with their need."""
        return EffectGoal.objects.select_related("need", "owner")

    @extend_schema(operation_id="goals_read", responses={200: GoalShape})
    def get(self, request: Request, effectgoal_id: UUID) -> Response:
        """The goal."""
        return _goal(self.carried)

    @extend_schema(operation_id="goals_change", request=GoalEdit, responses={200: GoalShape})
    def patch(self, request: Request, effectgoal_id: UUID) -> Response:
        """Change it; its need gets a new version."""
        wanted, version = self.read(GoalEdit), expected_version(request)
        return _goal(change_goal(self.actor, goal=self.carried, version=version, **wanted))

    @extend_schema(operation_id="goals_withdraw", responses={200: GoalShape})
    def delete(self, request: Request, effectgoal_id: UUID) -> Response:
        """Withdraw it; older versions of its need keep it."""
        return _goal(withdraw_goal(self.actor, goal=self.carried))


class StakeholderList(NeedView):
    """The stakeholders of one need."""

    @extend_schema(operation_id="stakeholders_list", responses={200: PageOf(StakeholderShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of stakeholders, oldest first; withdrawn ones are among them, and say so."""
        rows = Stakeholder.objects.visible_to(self.actor).filter(need=self.carried)
        return page(request, rows, lambda found: map(stakeholder_shape, found), by=("id",))

    @extend_schema(
        operation_id="stakeholders_add", request=StakeholderInput, responses={201: StakeholderShape}
    )
    def post(self, request: Request, need_id: UUID) -> Response:
        """Add a stakeholder."""
        row = add_stakeholder(self.actor, need=self.carried, **self.read(StakeholderInput))
        return _stakeholder(row, status=201)


class StakeholderDetail(InNetworkView):
    """One stakeholder."""

    permission = Permission.NEED_READ
    carrier = Stakeholder
    carried: Stakeholder

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Stakeholders with their need."""
        return Stakeholder.objects.select_related("need")

    @extend_schema(operation_id="stakeholders_read", responses={200: StakeholderShape})
    def get(self, request: Request, stakeholder_id: UUID) -> Response:
        """The stakeholder."""
        return _stakeholder(self.carried)

    @extend_schema(
        operation_id="stakeholders_change", request=StakeholderEdit, responses={200: StakeholderShape}
    )
    def patch(self, request: Request, stakeholder_id: UUID) -> Response:
        """Change it; its need gets a new version."""
        wanted, version = self.read(StakeholderEdit), expected_version(request)
        return _stakeholder(
            change_stakeholder(self.actor, stakeholder=self.carried, version=version, **wanted)
        )

    @extend_schema(operation_id="stakeholders_withdraw", responses={200: StakeholderShape})
    def delete(self, request: Request, stakeholder_id: UUID) -> Response:
        """Withdraw it; older versions of its need keep it."""
        return _stakeholder(withdraw_stakeholder(self.actor, stakeholder=self.carried))


def _goal(goal: EffectGoal, *, status: int = 200) -> Response:
    return Response(goal_shape(goal), status=status, headers={"ETag": etag(goal.version)})


def _stakeholder(row: Stakeholder, *, status: int = 200) -> Response:
    return Response(stakeholder_shape(row), status=status, headers={"ETag": etag(row.version)})
