"""The room's addresses."""

from django.urls import path

from market.views import AnalysisDetail, AnalysisList, ReviewList

urlpatterns = [
    path("networks/<uuid:network_id>/analyses/", AnalysisList.as_view()),
    path("analyses/<uuid:marketanalysis_id>/", AnalysisDetail.as_view()),
    path("analyses/<uuid:marketanalysis_id>/reviews/", ReviewList.as_view()),
]
