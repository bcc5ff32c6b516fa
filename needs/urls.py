"""Paths of needs under /api/v1/."""

from django.urls import path

from needs import views

urlpatterns = [
    path("networks/<uuid:network_id>/needs/", views.NeedList.as_view()),
    path("needs/<uuid:need_id>/", views.NeedDetail.as_view()),
    path("needs/<uuid:need_id>/share/", views.NeedShare.as_view()),
]
