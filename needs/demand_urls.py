"""Paths of annexes and demand under /api/v1/."""

from django.urls import path

from needs.views.annexes import AnnexApproval, AnnexConfirm, AnnexDetail, AnnexList, AnnexShare, AnnexStanding
from needs.views.demand import (
    DemandPublish,
    DemandTable,
    Outcomes,
    SnapshotDetail,
    SnapshotList,
    TrustView,
)
from needs.views.items import ItemDetail, ItemList, ItemRestore, ItemRetire, ItemVersions
from needs.views.lines import LineDetail, LineList, LineVersions, LineVolumes
from needs.views.public import PublicTableDetail, PublicTableList
from needs.views.sheets import (
    AnnexSheet,
    LineSheet,
    NeedAnnexSheet,
    NeedLineSheet,
    SheetDetail,
    SheetList,
    SheetPreview,
    SheetUndo,
)

urlpatterns = [
    path("needs/<uuid:need_id>/annexes/", AnnexList.as_view()),
    path("needs/<uuid:need_id>/annexes/standing/", AnnexStanding.as_view()),
    path("annexes/<uuid:annex_id>/", AnnexDetail.as_view()),
    path("annexes/<uuid:annex_id>/approve/", AnnexApproval.as_view()),
    path("annexes/<uuid:annex_id>/confirm/", AnnexConfirm.as_view()),
    path("annexes/<uuid:annex_id>/share/", AnnexShare.as_view()),
    path("needs/<uuid:need_id>/items/", ItemList.as_view()),
    path("demand-items/<uuid:demanditem_id>/", ItemDetail.as_view()),
    path("demand-items/<uuid:demanditem_id>/retire/", ItemRetire.as_view()),
    path("demand-items/<uuid:demanditem_id>/restore/", ItemRestore.as_view()),
    path("demand-items/<uuid:demanditem_id>/versions/", ItemVersions.as_view()),
    path("needs/<uuid:need_id>/demand-lines/", LineList.as_view()),
    path("demand-lines/<uuid:demandline_id>/", LineDetail.as_view()),
    path("demand-lines/<uuid:demandline_id>/versions/", LineVersions.as_view()),
    path("demand-lines/<uuid:demandline_id>/realised/", LineVolumes.as_view()),
    path("needs/<uuid:need_id>/demand/", DemandTable.as_view()),
    path("needs/<uuid:need_id>/demand/publish/", DemandPublish.as_view()),
    path("needs/<uuid:need_id>/outcomes/", Outcomes.as_view()),
    path("needs/<uuid:need_id>/snapshots/", SnapshotList.as_view()),
    path("snapshots/<uuid:snapshot_id>/", SnapshotDetail.as_view()),
    path("needs/<uuid:need_id>/public-tables/", PublicTableList.as_view()),
    path("public-tables/<uuid:publictable_id>/", PublicTableDetail.as_view()),
    path("networks/<uuid:network_id>/trust/", TrustView.as_view()),
    path("networks/<uuid:network_id>/annexes/sheet/", AnnexSheet.as_view()),
    path("networks/<uuid:network_id>/demand-lines/sheet/", LineSheet.as_view()),
    path("needs/<uuid:need_id>/annexes/sheet/", NeedAnnexSheet.as_view()),
    path("needs/<uuid:need_id>/demand-lines/sheet/", NeedLineSheet.as_view()),
    path("needs/<uuid:need_id>/sheets/", SheetList.as_view()),
    path("needs/<uuid:need_id>/sheets/preview/", SheetPreview.as_view()),
    path("sheets/<uuid:sheetimport_id>/", SheetDetail.as_view()),
    path("sheets/<uuid:sheetimport_id>/undo/", SheetUndo.as_view()),
]
