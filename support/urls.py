"""The room's addresses."""

from django.urls import path

from support.views import FollowUp, HealthWeeks, Overview, SeatNudge

urlpatterns = [
    path("support/overview/", Overview.as_view()),
    path("networks/<uuid:network_id>/health/weeks/", HealthWeeks.as_view()),
    path("networks/<uuid:network_id>/follow-up/", FollowUp.as_view()),
    path("seats/<uuid:seat_id>/nudge/", SeatNudge.as_view()),
]
