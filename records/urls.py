"""The room's addresses."""

from django.urls import path

from records.views import RecordExportContent, RecordExportDetail, RecordExportList

urlpatterns = [
    path("authorities/<uuid:authority_id>/exports/", RecordExportList.as_view()),
    path("record-exports/<uuid:recordexport_id>/", RecordExportDetail.as_view()),
    path("record-exports/<uuid:recordexport_id>/content/", RecordExportContent.as_view()),
]
