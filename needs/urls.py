"""Paths of needs under /api/v1/."""

from django.urls import path

from needs import demand_urls
from needs.views.adopting import AdoptionList
from needs.views.needs import NeedDetail, NeedList, NeedReviews, NeedShare
from needs.views.parts import GoalDetail, GoalList, StakeholderDetail, StakeholderList
from needs.views.publishing import NeedRelease
from needs.views.radar import RadarView
from needs.views.statements import NeedDiff, Neutrality, VersionList

urlpatterns = [
    path("networks/<uuid:network_id>/needs/", NeedList.as_view()),
    path("needs/<uuid:need_id>/", NeedDetail.as_view()),
    path("needs/<uuid:need_id>/adoptions/", AdoptionList.as_view()),
    path("needs/<uuid:need_id>/ocds/", NeedRelease.as_view(), name="need_release"),
    path("needs/<uuid:need_id>/review/", NeedReviews.as_view()),
    path("needs/<uuid:need_id>/share/", NeedShare.as_view()),
    path("networks/<uuid:network_id>/radar/", RadarView.as_view()),
    path("needs/<uuid:need_id>/versions/", VersionList.as_view()),
    path("needs/<uuid:need_id>/diff/", NeedDiff.as_view()),
    path("needs/<uuid:need_id>/neutrality/", Neutrality.as_view()),
    path("needs/<uuid:need_id>/goals/", GoalList.as_view()),
    path("goals/<uuid:effectgoal_id>/", GoalDetail.as_view()),
    path("needs/<uuid:need_id>/stakeholders/", StakeholderList.as_view()),
    path("stakeholders/<uuid:stakeholder_id>/", StakeholderDetail.as_view()),
    *demand_urls.urlpatterns,
]
