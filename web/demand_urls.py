"""Addresses of the pages of annexes and demand."""

from django.urls import path

from web.views.annexes import AnnexApproval, AnnexConfirm, AnnexPage, AnnexRead, AnnexShare
from web.views.demand import DemandAct, DemandPage, SnapshotPage, TrustPage
from web.views.demand_items import ItemAct, ItemPage
from web.views.demand_lines import LineBought, LineChange, LineConfirm, LineWithdraw
from web.views.frozen import PublicTableFile, SnapshotTable
from web.views.public import PublicTablePage
from web.views.sheets import SheetPage, SheetUndoing

NEED = "needs/<uuid:need_id>"
urlpatterns = [
    path(f"{NEED}/annex/", AnnexPage.as_view(), name="annex"),
    path(f"{NEED}/annex/approve/", AnnexApproval.as_view(), name="annex_approval"),
    path(f"{NEED}/annex/confirm/", AnnexConfirm.as_view(), name="annex_confirm"),
    path(f"{NEED}/annex/share/", AnnexShare.as_view(), name="annex_share"),
    path(f"{NEED}/annexes/<uuid:annex_id>/", AnnexRead.as_view(), name="annex_read"),
    path(f"{NEED}/demand/", DemandPage.as_view(), name="demand"),
    path(f"{NEED}/demand/trust/", TrustPage.as_view(), name="demand_trust"),
    path(f"{NEED}/demand/sheet/", SheetPage.as_view(), name="demand_sheet"),
    path(f"{NEED}/demand/sheet/<uuid:sheet_id>/undo/", SheetUndoing.as_view(), name="demand_sheet_undo"),
    path(f"{NEED}/demand/act/<slug:act>/", DemandAct.as_view(), name="demand_act"),
    path(f"{NEED}/demand/items/<uuid:item_id>/", ItemPage.as_view(), name="demand_item"),
    path(f"{NEED}/demand/items/<uuid:item_id>/act/", ItemAct.as_view(), name="demand_item_act"),
    path(f"{NEED}/demand/<uuid:line_id>/", LineChange.as_view(), name="demand_line"),
    path(f"{NEED}/demand/<uuid:line_id>/bought/", LineBought.as_view(), name="demand_line_bought"),
    path(f"{NEED}/demand/<uuid:line_id>/confirm/", LineConfirm.as_view(), name="demand_line_confirm"),
    path(f"{NEED}/demand/<uuid:line_id>/withdraw/", LineWithdraw.as_view(), name="demand_line_withdraw"),
    path("public/demand/<uuid:table_id>/", PublicTablePage.as_view(), name="public_table"),
    path("public/demand/<uuid:table_id>/table.json", PublicTableFile.as_view(), name="public_table_file"),
    path(f"{NEED}/snapshots/<uuid:snapshot_id>/", SnapshotPage.as_view(), name="demand_snapshot"),
    path(
        f"{NEED}/snapshots/<uuid:snapshot_id>/table.json",
        SnapshotTable.as_view(),
        name="demand_snapshot_table",
    ),
]
