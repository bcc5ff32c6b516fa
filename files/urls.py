"""Paths of files under /api/v1/."""

from django.urls import path

from files import views

urlpatterns = [
    path("networks/<uuid:network_id>/files/", views.FileList.as_view()),
    path("files/<uuid:storedfile_id>/", views.FileDetail.as_view()),
    path("files/<uuid:storedfile_id>/content/", views.FileContent.as_view()),
]
