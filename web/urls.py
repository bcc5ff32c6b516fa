"""The pages' addresses."""

from django.urls import URLPattern, URLResolver, path

from web.views.about import AboutPage
from web.views.analyses import AnalysesPage, AnalysisPage
from web.views.demo_mail import DemoMail, DemoMailList
from web.views.documents import DocumentPage, DocumentShare, DocumentsPage
from web.views.go import Go
from web.views.invitations import InvitationPage
from web.views.language import LanguageSwitch
from web.views.me import Me
from web.views.networks import HomePage, NetworkOverview
from web.views.overview import OverviewPage
from web.views.people import (
    InvitationRevocation,
    InvitePeople,
    PeoplePage,
    SeatDeputy,
    SeatEnd,
    SeatHandover,
    SeatPage,
)
from web.views.profile import ProfilePage, TokenPage, TokenRevocation
from web.views.reminders import ReminderAcknowledge, ReminderAnswer, RemindersPage
from web.views.rooms import MessageDelete, MessageEdit, RoomPage, RoomRead, RoomsPage

urlpatterns: list[URLPattern | URLResolver] = [
    path("", HomePage.as_view(), name="home"),
    path("api/v1/me/", Me.as_view(), name="me"),
    path("about/", AboutPage.as_view(), name="about"),
    path("language/", LanguageSwitch.as_view(), name="language"),
    path("overview/", OverviewPage.as_view(), name="overview"),
    path("profile/", ProfilePage.as_view(), name="profile"),
    path("profile/tokens/", TokenPage.as_view(), name="token_new"),
    path("profile/tokens/<uuid:token_id>/", TokenRevocation.as_view(), name="token_revocation"),
    path("invitations/<str:token>/", InvitationPage.as_view(), name="invitation"),
    path("networks/<uuid:network_id>/", NetworkOverview.as_view(), name="network"),
    path("networks/<uuid:network_id>/rooms/", RoomsPage.as_view(), name="rooms"),
    path("networks/<uuid:network_id>/analyses/", AnalysesPage.as_view(), name="analyses"),
    path("analyses/<uuid:marketanalysis_id>/", AnalysisPage.as_view(), name="analysis"),
    path("networks/<uuid:network_id>/people/", PeoplePage.as_view(), name="people"),
    path("networks/<uuid:network_id>/people/invite/", InvitePeople.as_view(), name="invite"),
    path(
        "networks/<uuid:network_id>/invitations/<uuid:invitation_id>/",
        InvitationRevocation.as_view(),
        name="invitation_revocation",
    ),
    path("networks/<uuid:network_id>/seats/<uuid:seat_id>/", SeatPage.as_view(), name="seat"),
    path("networks/<uuid:network_id>/seats/<uuid:seat_id>/deputy/", SeatDeputy.as_view(), name="seat_deputy"),
    path(
        "networks/<uuid:network_id>/seats/<uuid:seat_id>/hand-over/",
        SeatHandover.as_view(),
        name="seat_handover",
    ),
    path("networks/<uuid:network_id>/seats/<uuid:seat_id>/end/", SeatEnd.as_view(), name="seat_end"),
    path("networks/<uuid:network_id>/documents/", DocumentsPage.as_view(), name="documents"),
    path("documents/<uuid:document_id>/", DocumentPage.as_view(), name="document"),
    path("documents/<uuid:document_id>/share/", DocumentShare.as_view(), name="document_share"),
    path("rooms/<uuid:room_id>/", RoomPage.as_view(), name="room"),
    path("rooms/<uuid:room_id>/read/", RoomRead.as_view(), name="room_read"),
    path("messages/<uuid:message_id>/edit/", MessageEdit.as_view(), name="message_edit"),
    path("messages/<uuid:message_id>/delete/", MessageDelete.as_view(), name="message_delete"),
    path("reminders/", RemindersPage.as_view(), name="reminders"),
    path("reminders/<uuid:occurrence_id>/answer/", ReminderAnswer.as_view(), name="reminder_answer"),
    path(
        "reminders/<uuid:occurrence_id>/acknowledge/",
        ReminderAcknowledge.as_view(),
        name="reminder_acknowledge",
    ),
    path("go/<slug:kind>/<uuid:subject_id>/", Go.as_view(), name="go"),
    path("demo/mail/", DemoMailList.as_view(), name="demo_mail"),
    path("demo/mail/<str:key>/", DemoMail.as_view(), name="demo_mail_read"),
]
