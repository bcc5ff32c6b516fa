"""The pages' addresses."""

from django.urls import URLPattern, URLResolver, path, register_converter

from web import demand_urls
from web.views.about import AboutPage
from web.views.analyses import (
    AnalysesPage,
    AnalysisChange,
    AnalysisDiscuss,
    AnalysisFinding,
    AnalysisPage,
    FindingWithdrawal,
)
from web.views.answers import AnswerPage, UnsubscribePage
from web.views.authority import AuthorityPage, MyAuthority
from web.views.calendar import CalendarFeed, SecretFile
from web.views.deciding import DecidePage
from web.views.decisions import (
    DecisionAccession,
    DecisionClosing,
    DecisionPage,
    DecisionsPage,
    DecisionWithdrawal,
)
from web.views.demo_mail import DemoMail, DemoMailList
from web.views.documents import DocumentPage, DocumentShare, DocumentsPage
from web.views.files import FileDownload
from web.views.frozen import DecisionResult
from web.views.go import Go
from web.views.invitations import InvitationPage
from web.views.language import LanguageSwitch
from web.views.me import Me
from web.views.need_parts import (
    GoalAdd,
    GoalChange,
    GoalWithdrawal,
    NeedHistory,
    NeedStatement,
    StakeholderAdd,
    StakeholderChange,
    StakeholderWithdrawal,
    WordOverruling,
)
from web.views.needs import (
    DocumentDiscuss,
    NeedChange,
    NeedDiscuss,
    NeedPage,
    NeedReview,
    NeedShare,
    NeedsPage,
    NeedStep,
)
from web.views.networks import HomePage, NetworkOverview
from web.views.notices import CalendarAddress, CalendarRevocation, MentionSeen, NoticesPage
from web.views.overview import FollowUpPage, NudgeSeat, OverviewPage
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
from web.views.radar import RadarPage
from web.views.records import RecordsAsk
from web.views.reminders import (
    ReminderAcknowledge,
    ReminderAnswer,
    ReminderHandOver,
    ReminderSnooze,
    RemindersPage,
)
from web.views.rooms import MessageDelete, MessageEdit, RoomPage, RoomRead, RoomsPage
from web.views.rounds import DocumentSignOff, NeedAdoption
from web.views.search import SearchPage
from web.views.signatories import DecisionSignatories, SignatoryRenewal, SignatoryRevocation
from web.views.signing import SignCode, SignDone, SignEntry, SignPage, SignPicture
from web.views.tasks import MessageTask, TaskChange, TaskPage, TasksPage

register_converter(SecretFile, "ics")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", HomePage.as_view(), name="home"),
    path("api/v1/me/", Me.as_view(), name="me"),
    path("api/v1/me/authority/", MyAuthority.as_view(), name="my-authority"),
    path("authority/", AuthorityPage.as_view(), name="authority"),
    path("authority/<uuid:authority_id>/records/", RecordsAsk.as_view(), name="records"),
    path("api/v1/calendar/<ics:secret>", CalendarFeed.as_view(), name="calendar"),
    path("search/", SearchPage.as_view(), name="search"),
    path("about/", AboutPage.as_view(), name="about"),
    path("language/", LanguageSwitch.as_view(), name="language"),
    path("overview/", OverviewPage.as_view(), name="overview"),
    path("profile/", ProfilePage.as_view(), name="profile"),
    path("profile/notices/", NoticesPage.as_view(), name="notices"),
    path("profile/calendar/", CalendarAddress.as_view(), name="calendar_new"),
    path("profile/calendar/revoke/", CalendarRevocation.as_view(), name="calendar_revocation"),
    path("mentions/<uuid:notice_id>/seen/", MentionSeen.as_view(), name="mention_seen"),
    path("answer/<str:token>/", AnswerPage.as_view(), name="answer"),
    path("decide/<str:token>/", DecidePage.as_view(), name="decide"),
    path("sign/<str:token>/", SignPage.as_view(), name="sign"),
    path("sign/<str:token>/files/<uuid:file_id>/", SignPicture.as_view(), name="sign_picture"),
    path("sign/<str:token>/code/", SignCode.as_view(), name="sign_code"),
    path("sign/<str:token>/enter/", SignEntry.as_view(), name="sign_entry"),
    path("sign/<str:token>/done/", SignDone.as_view(), name="sign_done"),
    path("unsubscribe/<str:token>/", UnsubscribePage.as_view(), name="unsubscribe"),
    path("profile/tokens/", TokenPage.as_view(), name="token_new"),
    path("profile/tokens/<uuid:token_id>/", TokenRevocation.as_view(), name="token_revocation"),
    path("invitations/<str:token>/", InvitationPage.as_view(), name="invitation"),
    path("networks/<uuid:network_id>/", NetworkOverview.as_view(), name="network"),
    path("networks/<uuid:network_id>/rooms/", RoomsPage.as_view(), name="rooms"),
    path("networks/<uuid:network_id>/analyses/", AnalysesPage.as_view(), name="analyses"),
    path("analyses/<uuid:marketanalysis_id>/", AnalysisPage.as_view(), name="analysis"),
    path("analyses/<uuid:marketanalysis_id>/change/", AnalysisChange.as_view(), name="analysis_change"),
    path("analyses/<uuid:marketanalysis_id>/discuss/", AnalysisDiscuss.as_view(), name="analysis_discuss"),
    path("analyses/<uuid:marketanalysis_id>/findings/", AnalysisFinding.as_view(), name="analysis_finding"),
    path("findings/<uuid:finding_id>/withdraw/", FindingWithdrawal.as_view(), name="finding_withdrawal"),
    path("networks/<uuid:network_id>/decisions/", DecisionsPage.as_view(), name="decisions"),
    path("decisions/<uuid:question_id>/", DecisionPage.as_view(), name="decision"),
    path("decisions/<uuid:question_id>/close/", DecisionClosing.as_view(), name="decision_closing"),
    path("decisions/<uuid:question_id>/withdraw/", DecisionWithdrawal.as_view(), name="decision_withdrawal"),
    path("decisions/<uuid:question_id>/join/", DecisionAccession.as_view(), name="decision_accession"),
    path(
        "decisions/<uuid:question_id>/signatories/",
        DecisionSignatories.as_view(),
        name="decision_signatories",
    ),
    path(
        "decisions/<uuid:question_id>/signatories/<uuid:signatory_id>/renew/",
        SignatoryRenewal.as_view(),
        name="signatory_renewal",
    ),
    path(
        "decisions/<uuid:question_id>/signatories/<uuid:signatory_id>/",
        SignatoryRevocation.as_view(),
        name="signatory_revocation",
    ),
    path("decisions/<uuid:question_id>/result.json", DecisionResult.as_view(), name="decision_result"),
    path("networks/<uuid:network_id>/tasks/", TasksPage.as_view(), name="tasks"),
    path("tasks/<uuid:task_id>/", TaskPage.as_view(), name="task"),
    path("tasks/<uuid:task_id>/change/", TaskChange.as_view(), name="task_change"),
    path("messages/<uuid:message_id>/task/", MessageTask.as_view(), name="message_task"),
    path("networks/<uuid:network_id>/follow-up/", FollowUpPage.as_view(), name="follow_up"),
    path("networks/<uuid:network_id>/follow-up/<uuid:seat_id>/", NudgeSeat.as_view(), name="nudge"),
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
    path("networks/<uuid:network_id>/needs/", NeedsPage.as_view(), name="needs"),
    path("networks/<uuid:network_id>/radar/", RadarPage.as_view(), name="radar"),
    path("needs/<uuid:need_id>/", NeedPage.as_view(), name="need"),
    path("needs/<uuid:need_id>/change/", NeedChange.as_view(), name="need_change"),
    path("needs/<uuid:need_id>/step/", NeedStep.as_view(), name="need_step"),
    path("needs/<uuid:need_id>/review/", NeedReview.as_view(), name="need_review"),
    path("needs/<uuid:need_id>/share/", NeedShare.as_view(), name="need_share"),
    path("needs/<uuid:need_id>/statement/", NeedStatement.as_view(), name="need_statement"),
    path("needs/<uuid:need_id>/versions/", NeedHistory.as_view(), name="need_history"),
    path("needs/<uuid:need_id>/overrule/", WordOverruling.as_view(), name="need_overrule"),
    path("needs/<uuid:need_id>/goals/", GoalAdd.as_view(), name="goal_add"),
    path("needs/<uuid:need_id>/goals/<uuid:part_id>/", GoalChange.as_view(), name="goal_change"),
    path(
        "needs/<uuid:need_id>/goals/<uuid:part_id>/withdraw/",
        GoalWithdrawal.as_view(),
        name="goal_withdraw",
    ),
    path("needs/<uuid:need_id>/stakeholders/", StakeholderAdd.as_view(), name="stakeholder_add"),
    path(
        "needs/<uuid:need_id>/stakeholders/<uuid:part_id>/",
        StakeholderChange.as_view(),
        name="stakeholder_change",
    ),
    path(
        "needs/<uuid:need_id>/stakeholders/<uuid:part_id>/withdraw/",
        StakeholderWithdrawal.as_view(),
        name="stakeholder_withdraw",
    ),
    path("needs/<uuid:need_id>/adoption/", NeedAdoption.as_view(), name="need_adoption"),
    path("needs/<uuid:need_id>/discuss/", NeedDiscuss.as_view(), name="need_discuss"),
    *demand_urls.urlpatterns,
    path("networks/<uuid:network_id>/documents/", DocumentsPage.as_view(), name="documents"),
    path("documents/<uuid:document_id>/", DocumentPage.as_view(), name="document"),
    path("documents/<uuid:document_id>/sign-off/", DocumentSignOff.as_view(), name="document_sign_off"),
    path("documents/<uuid:document_id>/discuss/", DocumentDiscuss.as_view(), name="document_discuss"),
    path("documents/<uuid:document_id>/share/", DocumentShare.as_view(), name="document_share"),
    path("files/<uuid:storedfile_id>/", FileDownload.as_view(), name="file"),
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
    path("reminders/<uuid:occurrence_id>/snooze/", ReminderSnooze.as_view(), name="reminder_snooze"),
    path("reminders/<uuid:occurrence_id>/hand-over/", ReminderHandOver.as_view(), name="reminder_hand_over"),
    path("go/<slug:kind>/<uuid:subject_id>/", Go.as_view(), name="go"),
    path("demo/mail/", DemoMailList.as_view(), name="demo_mail"),
    path("demo/mail/<str:key>/", DemoMail.as_view(), name="demo_mail_read"),
]
