"""The room's addresses."""

from django.urls import path

from tasks.views import ReminderAcknowledge, ReminderAnswer, ReminderDetail, ReminderList

urlpatterns = [
    path("reminders/", ReminderList.as_view()),
    path("reminders/<uuid:occurrence_id>/", ReminderDetail.as_view()),
    path("reminders/<uuid:occurrence_id>/acknowledge/", ReminderAcknowledge.as_view()),
    path("reminders/<uuid:occurrence_id>/answer/", ReminderAnswer.as_view()),
]
