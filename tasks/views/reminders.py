"""The HTTP door of reminders: a person's own, across their networks."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import SignInNeeded
from networks.http import InNetworkView
from tasks.listing import with_cards
from tasks.models import Occurrence
from tasks.serializers import AnswerInput, SnoozeInput
from tasks.services import acknowledge, answer, hand_over, snooze
from tasks.shapes import CardedReminderShape, ReminderShape, reminder_shape
from wire.pages import page
from wire.schema import PageOf
from wire.views import ApiView


class ReminderList(ApiView):
    """What waits for the signed-in person's answer."""

    @extend_schema(operation_id="reminders_list", responses={200: PageOf(CardedReminderShape)})
    def get(self, request: Request) -> Response:
        """A page of open reminders, longest due first."""
        if not self.actor.is_signed_in:
            raise SignInNeeded
        rows = Occurrence.objects.visible_to(self.actor).open().select_related("schedule")
        return page(request, rows, lambda found: with_cards(self.actor, found), by=("due_at", "id"))


class ReminderView(InNetworkView):
    """A door to one reminder, which only the person who has to answer it sees."""

    permission = Permission.REMINDER_ANSWER
    carrier = Occurrence

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """The person's own and those they stand in for, with their schedules."""
        return Occurrence.objects.visible_to(self.actor).select_related("schedule")


class ReminderDetail(ReminderView):
    """One reminder."""

    @extend_schema(operation_id="reminders_read", responses={200: CardedReminderShape})
    def get(self, request: Request, occurrence_id: UUID) -> Response:
        """The reminder, open or answered."""
        return Response(next(iter(with_cards(self.actor, [self.carried])), reminder_shape(self.carried)))


class ReminderAcknowledge(ReminderView):
    """Where a person says that they are on it."""

    @extend_schema(operation_id="reminders_acknowledge", request=None, responses={200: ReminderShape})
    def post(self, request: Request, occurrence_id: UUID) -> Response:
        """Pause what would follow; the date stays."""
        return Response(reminder_shape(acknowledge(self.actor, occurrence=self.carried)))


class ReminderAnswer(ReminderView):
    """Where a person answers."""

    @extend_schema(operation_id="reminders_answer", request=AnswerInput, responses={200: ReminderShape})
    def post(self, request: Request, occurrence_id: UUID) -> Response:
        """Record the answer with the subject, and move the date."""
        answer(self.actor, occurrence=self.carried, **self.read(AnswerInput))
        return Response(reminder_shape(self.carriers(Occurrence).get(pk=occurrence_id)))


class ReminderSnooze(ReminderView):
    """Where a person asks for more time."""

    @extend_schema(operation_id="reminders_snooze", request=SnoozeInput, responses={200: ReminderShape})
    def post(self, request: Request, occurrence_id: UUID) -> Response:
        """Move the date of this round, once; `next_due_on` is the working day it moved to."""
        return Response(reminder_shape(snooze(self.actor, occurrence=self.carried, **self.read(SnoozeInput))))


class ReminderHandOver(ReminderView):
    """Where a person asks their deputy to answer this time."""

    @extend_schema(operation_id="reminders_hand_over", request=None, responses={200: ReminderShape})
    def post(self, request: Request, occurrence_id: UUID) -> Response:
        """Hand it to the deputy; the date stays."""
        return Response(reminder_shape(hand_over(self.actor, occurrence=self.carried)))
