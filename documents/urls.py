"""Paths of documents under /api/v1/."""

from django.urls import path

from documents.views import comments, content, documents, errands, revisions, signing, sync

urlpatterns = [
    path("networks/<uuid:network_id>/documents/", documents.DocumentList.as_view()),
    path("documents/<uuid:document_id>/", documents.DocumentDetail.as_view()),
    path("documents/<uuid:document_id>/content/", content.DocumentContent.as_view()),
    path("documents/<uuid:document_id>/revisions/", revisions.RevisionList.as_view()),
    path("documents/<uuid:document_id>/revisions/<uuid:revision_id>/", revisions.RevisionDetail.as_view()),
    path(
        "documents/<uuid:document_id>/revisions/<uuid:revision_id>/restore/",
        revisions.RevisionRestore.as_view(),
    ),
    path("documents/<uuid:document_id>/sign-offs/", signing.SignOffList.as_view()),
    path("documents/<uuid:document_id>/diff/", revisions.DocumentDiff.as_view()),
    path("documents/<uuid:document_id>/comments/", comments.CommentList.as_view()),
    path("comments/<uuid:comment_id>/", comments.CommentDetail.as_view()),
    path("comments/<uuid:comment_id>/resolve/", comments.CommentResolve.as_view()),
    path("comments/<uuid:comment_id>/reopen/", comments.CommentReopen.as_view()),
    path("documents/<uuid:document_id>/share/", documents.DocumentShare.as_view()),
    path("documents/<uuid:document_id>/sync/", sync.DocumentSync.as_view()),
    path("documents/<uuid:document_id>/exports/", errands.ExportList.as_view()),
    path("exports/<uuid:export_id>/", errands.ExportDetail.as_view()),
    path("exports/<uuid:export_id>/content/", errands.ExportContent.as_view()),
    path("networks/<uuid:network_id>/imports/", errands.ImportList.as_view()),
    path("imports/<uuid:import_id>/", errands.ImportDetail.as_view()),
]
