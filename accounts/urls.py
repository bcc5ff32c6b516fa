"""Addresses below /api/v1/."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("auth/tokens/", views.TokenList.as_view(), name="tokens"),
    path("auth/tokens/<uuid:token_id>/", views.TokenDetail.as_view(), name="token"),
    path("auth/tickets/", views.TicketList.as_view(), name="tickets"),
    path("authorities/", views.AuthorityList.as_view(), name="authorities"),
    path("authorities/<uuid:authority_id>/", views.AuthorityDetail.as_view(), name="authority"),
]
