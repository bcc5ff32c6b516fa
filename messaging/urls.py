"""Paths of discussion under /api/v1/."""

from django.urls import path

from messaging.views import messages, rooms
from messaging.views.tasks import MessageTasks

urlpatterns = [
    path("networks/<uuid:network_id>/rooms/", rooms.RoomList.as_view()),
    path("rooms/<uuid:room_id>/", rooms.RoomDetail.as_view()),
    path("rooms/<uuid:room_id>/read/", rooms.RoomRead.as_view()),
    path("rooms/<uuid:room_id>/unread/", rooms.RoomUnread.as_view()),
    path("rooms/<uuid:room_id>/messages/", messages.MessageList.as_view()),
    path("messages/<uuid:message_id>/", messages.MessageDetail.as_view()),
    path("messages/<uuid:message_id>/tasks/", MessageTasks.as_view()),
]
