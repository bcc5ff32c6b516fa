"""The room's addresses."""

from django.urls import path

from decisions.views.decisions import DecisionClose, DecisionDetail, DecisionList, DecisionWithdraw
from decisions.views.signatories import SignatoryDetail, SignatoryList, SignatoryRenewal
from decisions.views.voices import AccessionList, VoiceList

urlpatterns = [
    path("networks/<uuid:network_id>/decisions/", DecisionList.as_view()),
    path("decisions/<uuid:question_id>/", DecisionDetail.as_view()),
    path("decisions/<uuid:question_id>/voices/", VoiceList.as_view()),
    path("decisions/<uuid:question_id>/close/", DecisionClose.as_view()),
    path("decisions/<uuid:question_id>/withdraw/", DecisionWithdraw.as_view()),
    path("decisions/<uuid:question_id>/accessions/", AccessionList.as_view()),
    path("decisions/<uuid:question_id>/signatories/", SignatoryList.as_view()),
    path("decisions/<uuid:question_id>/signatories/<uuid:signatory_id>/", SignatoryDetail.as_view()),
    path("decisions/<uuid:question_id>/signatories/<uuid:signatory_id>/renew/", SignatoryRenewal.as_view()),
]
