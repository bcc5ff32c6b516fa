"""The room's addresses."""

from django.urls import path

from market.views.analyses import AnalysisDetail, AnalysisList, ReviewList
from market.views.findings import FindingDetail, FindingList

urlpatterns = [
    path("networks/<uuid:network_id>/analyses/", AnalysisList.as_view()),
    path("analyses/<uuid:marketanalysis_id>/", AnalysisDetail.as_view()),
    path("analyses/<uuid:marketanalysis_id>/findings/", FindingList.as_view()),
    path("analyses/<uuid:marketanalysis_id>/reviews/", ReviewList.as_view()),
    path("findings/<uuid:finding_id>/", FindingDetail.as_view()),
]
