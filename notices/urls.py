"""Addresses below /api/v1/."""

from django.urls import path

from notices import views

urlpatterns = [
    path("me/notices/", views.NoticesDetail.as_view(), name="my-notices"),
    path("me/notices/rhythm/", views.NoticesRhythm.as_view(), name="my-rhythm"),
    path("me/notices/ways/", views.NoticesWays.as_view(), name="my-ways"),
]
