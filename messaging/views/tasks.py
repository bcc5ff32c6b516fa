"""The door at which a message becomes a task."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from messaging.models import Message
from messaging.serializers import MessageTaskInput
from messaging.services import make_task
from networks.http import InNetworkView
from tasks.models import Task
from tasks.task_shapes import TaskShape, task_shape
from wire.pages import page
from wire.preconditions import etag
from wire.schema import PageOf


class MessageTasks(InNetworkView):
    """What was asked of people because of a message."""

    permission = Permission.MESSAGE_READ
    carrier = Message
    carried: Message

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """The message with its room."""
        return super().carriers(carrier).select_related("room")

    @extend_schema(operation_id="messages_tasks", responses={200: PageOf(TaskShape)})
    def get(self, request: Request, message_id: UUID) -> Response:
        """A page of tasks that came out of the message, oldest first."""
        tasks = Task.objects.visible_to(self.actor).filter(about_kind="message", about_id=message_id)
        return page(request, tasks.with_people(), lambda found: map(task_shape, found), by=("id",))

    @extend_schema(operation_id="messages_make_task", request=MessageTaskInput, responses={201: TaskShape})
    def post(self, request: Request, message_id: UUID) -> Response:
        """Ask somebody to do by a day what the message is about."""
        self.actor.require(Permission.TASK_GIVE)
        task = make_task(self.actor, message=self.carried, **self.read(MessageTaskInput))
        shown = task_shape(Task.objects.with_people().get(pk=task.pk))
        return Response(shown, status=201, headers={"ETag": etag(task.version)})
