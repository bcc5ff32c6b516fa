"""Paths of documents under /api/v1/."""

from django.urls import path

from documents import views

urlpatterns = [
    path("networks/<uuid:network_id>/documents/", views.DocumentList.as_view()),
    path("documents/<uuid:document_id>/", views.DocumentDetail.as_view()),
    path("documents/<uuid:document_id>/share/", views.DocumentShare.as_view()),
]
