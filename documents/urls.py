"""Paths of documents under /api/v1/."""

from django.urls import path

from documents.views import content, documents, sync

urlpatterns = [
    path("networks/<uuid:network_id>/documents/", documents.DocumentList.as_view()),
    path("documents/<uuid:document_id>/", documents.DocumentDetail.as_view()),
    path("documents/<uuid:document_id>/content/", content.DocumentContent.as_view()),
    path("documents/<uuid:document_id>/share/", documents.DocumentShare.as_view()),
    path("documents/<uuid:document_id>/sync/", sync.DocumentSync.as_view()),
]
