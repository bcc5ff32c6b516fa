"""The HTTP door of tasks."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import Invalid
from networks.http import InNetworkView
from tasks.models import Task, TaskState
from tasks.serializers import FinishInput, TaskChange, TaskInput
from tasks.services import change_task, finish_task, give_task
from tasks.task_shapes import TaskDetailShape, TaskShape, task_detail_shape, task_shape
from wire.pages import page
from wire.preconditions import etag, expected_version
from wire.schema import PageOf


class TaskList(InNetworkView):
    """The tasks of a network."""

    permission = Permission.TASK_READ

    @extend_schema(
        operation_id="tasks_list",
        responses={200: PageOf(TaskShape)},
        parameters=[OpenApiParameter("state", str, enum=TaskState.values, description="Only these.")],
    )
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of tasks, oldest first."""
        rows = Task.objects.visible_to(self.actor).with_people()
        state = request.query_params.get("state")
        if state is not None:
            if state not in TaskState.values:
                raise Invalid.field("state", "state", f"Choose one of {', '.join(TaskState.values)}.")
            rows = rows.filter(state=state)
        return page(request, rows, lambda found: map(task_shape, found), by=("id",))

    @extend_schema(operation_id="tasks_give", request=TaskInput, responses={201: TaskShape})
    def post(self, request: Request, network_id: UUID) -> Response:
        """Give a person or an authority a task; `due_on` moves to a working day of theirs."""
        self.actor.require(Permission.TASK_GIVE)
        task = give_task(self.actor, **self.read(TaskInput))
        return Response(
            task_shape(Task.objects.with_people().get(pk=task.pk)),
            status=201,
            headers={"ETag": etag(task.version)},
        )


class TaskView(InNetworkView):
    """A door to one task."""

    permission = Permission.TASK_READ
    carrier = Task
    carried: Task

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Tasks with what their shape needs."""
        return Task.objects.with_people()

    def answer(self) -> Response:
        """The task as it is now."""
        task = Task.objects.with_people().get(pk=self.carried.pk)
        return Response(task_detail_shape(task, self.actor), headers={"ETag": etag(task.version)})


class TaskDetail(TaskView):
    """One task."""

    @extend_schema(operation_id="tasks_read", responses={200: TaskDetailShape})
    def get(self, request: Request, task_id: UUID) -> Response:
        """The task, and what this person may do with it."""
        return self.answer()

    @extend_schema(operation_id="tasks_change", request=TaskChange, responses={200: TaskDetailShape})
    def patch(self, request: Request, task_id: UUID) -> Response:
        """Change what is asked, by when, or of whom."""
        self.actor.require(Permission.TASK_GIVE)
        version = expected_version(request)
        change_task(self.actor, task=self.carried, version=version, **self.read(TaskChange))
        return self.answer()


class TaskFinish(TaskView):
    """Where a task ends."""

    @extend_schema(operation_id="tasks_finish", request=FinishInput, responses={200: TaskDetailShape})
    def post(self, request: Request, task_id: UUID) -> Response:
        """Say that it is done, or dropped."""
        self.actor.require(Permission.TASK_FINISH)
        version = expected_version(request)
        finish_task(self.actor, task=self.carried, version=version, **self.read(FinishInput))
        return self.answer()
