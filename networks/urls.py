"""Paths of networks under /api/v1/."""

from django.urls import path

from networks.http import JournalView
from networks.views import invitations, networks, seats

urlpatterns = [
    path("networks/", networks.NetworkList.as_view()),
    path("networks/<uuid:network_id>/", networks.NetworkDetail.as_view()),
    path("networks/<uuid:network_id>/health/", networks.NetworkHealth.as_view()),
    path("networks/<uuid:network_id>/journal/", JournalView.as_view()),
    path("networks/<uuid:network_id>/memberships/", networks.MembershipList.as_view()),
    path("memberships/<uuid:membership_id>/", networks.MembershipDetail.as_view()),
    path("networks/<uuid:network_id>/seats/", seats.SeatList.as_view()),
    path("seats/<uuid:seat_id>/", seats.SeatDetail.as_view()),
    path("seats/<uuid:seat_id>/hand-over/", seats.SeatHandOver.as_view()),
    path("seats/<uuid:seat_id>/deputy/", seats.SeatDeputy.as_view()),
    path("seats/<uuid:seat_id>/role/", seats.SeatRoleView.as_view()),
    path("networks/<uuid:network_id>/invitations/", invitations.InvitationList.as_view()),
    path("invitations/<uuid:invitation_id>/", invitations.InvitationDetail.as_view()),
    path("invitations/<str:token>/accept/", invitations.InvitationAccept.as_view()),
]
