"""The room's addresses."""

from django.urls import path

from tasks.views.reminders import (
    ReminderAcknowledge,
    ReminderAnswer,
    ReminderDetail,
    ReminderHandOver,
    ReminderList,
    ReminderSnooze,
)
from tasks.views.tasks import TaskDetail, TaskFinish, TaskList

urlpatterns = [
    path("reminders/", ReminderList.as_view()),
    path("reminders/<uuid:occurrence_id>/", ReminderDetail.as_view()),
    path("reminders/<uuid:occurrence_id>/acknowledge/", ReminderAcknowledge.as_view()),
    path("reminders/<uuid:occurrence_id>/answer/", ReminderAnswer.as_view()),
    path("reminders/<uuid:occurrence_id>/snooze/", ReminderSnooze.as_view()),
    path("reminders/<uuid:occurrence_id>/hand-over/", ReminderHandOver.as_view()),
    path("networks/<uuid:network_id>/tasks/", TaskList.as_view()),
    path("tasks/<uuid:task_id>/", TaskDetail.as_view()),
    path("tasks/<uuid:task_id>/finish/", TaskFinish.as_view()),
]
