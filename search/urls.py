"""Paths of search under /api/v1/."""

from django.urls import path

from search import views

urlpatterns = [
    path("search/", views.Search.as_view()),
    path("networks/<uuid:network_id>/search/", views.NetworkSearch.as_view()),
]
