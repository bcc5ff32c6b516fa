from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from access.actor import Actor
from accounts.models import User
from backend.demo import PASSWORD, PEOPLE
from decisions.jobs import sweep_mails
from decisions.models import Question
from documents.models import Comment, Document, Revision
from journal.models import Entry
from journal.verify import broken_links
from market.models import Finding, MarketAnalysis
from messaging.models import Message
from needs.models import Need
from networks.models import Invitation, Membership, Network
from networks.scoping import actor_in
from notices.models import Notice
from search.finding import find
from search.jobs import sweep_all
from tasks.models import Occurrence, Task
from tasks.services import send_due
from web.mailcatcher import CaughtMail


@pytest.mark.django_db
def test_the_demo_plays_both_networks_through_the_verbs() -> None:
    call_command("load_demo")

    assert sorted(Network.objects.values_list("name_en", flat=True)) == [
        "Nordic zero-emission delivery",
        "Welfare technology at night",
    ]
    assert Membership.objects.filter(network__name_en__startswith="Nordic").count() == 11
    assert all(person.check_password(PASSWORD) for person in User.objects.filter(email__in=PEOPLE))
    assert User.objects.filter(email__in=PEOPLE).count() == len(PEOPLE)
    assert not Message.objects.filter(created_at__gt=timezone.now()).exists()
    assert list(broken_links()) == []
    assert Invitation.objects.open().get().email == "logistik@orebro.example"


@pytest.mark.django_db
def test_one_analysis_an_annex_and_a_decision_of_the_demo_are_due_at_once() -> None:
    call_command("load_demo")

    told = send_due(Actor.clock(now=timezone.now()))

    assert len(told) >= 1
    kinds = Occurrence.objects.values_list("schedule__subject_kind", "schedule__owner__email")
    assert sorted(kinds) == [
        ("analysis", "coordinator@goteborg.example"),
        ("annex", "member@stockholm.example"),
        ("expected_decision", "coordinator@goteborg.example"),
    ]
    assert Notice.objects.filter(cause__in=["reminder_due", "reminder_late"]).count() == 3
    assert MarketAnalysis.objects.count() == 2


@pytest.mark.django_db
def test_the_demo_has_somebody_without_a_seat_whose_link_is_mailed(
    mails: Callable[[], list[CaughtMail]],
) -> None:
    call_command("load_demo")

    sweep_mails()

    (mail,) = mails()
    assert mail.recipients == ("ekonomi@stockholm.example",)
    assert "/sign/" in mail.text


@pytest.mark.django_db
def test_the_demo_has_findings_with_sources_and_tasks() -> None:
    call_command("load_demo")

    assert Finding.objects.count() == 3
    assert all(finding.sources.exists() for finding in Finding.objects.all())
    assert sorted(Task.objects.values_list("state", flat=True)) == ["done", "open", "open"]


@pytest.mark.django_db
def test_the_flagship_has_its_need_in_words_that_can_be_found() -> None:
    call_command("load_demo")
    sweep_all()

    need = Need.objects.get()
    assert (need.status, need.zone, need.document is not None) == ("hearing", "network", True)
    member = User.objects.get(email="member@aalborg.example").acting(timezone.now())
    hits = find([actor_in(member, need.network_id)], typed="samlastningscentral", limit=5).found
    assert {(hit.kind, hit.id) for hit in hits} == {("document", need.document_id), ("need", need.pk)}


@pytest.mark.django_db
def test_the_needs_document_of_the_demo_was_kept_and_discussed() -> None:
    call_command("load_demo")

    document = Document.objects.get(about_kind="need", about_id=Need.objects.get().pk)
    kept = Revision.objects.of_document(document.pk)
    assert [(one.kind, one.zone, one.name) for one in kept] == [
        ("automatic", "network", ""),
        ("named", "network", "Till intern remiss"),
    ]
    thread, answer = Comment.objects.of_document(document.pk)
    assert (thread.author.email, answer.root) == ("member@orebro.example", thread)


@pytest.mark.django_db
def test_the_demo_has_decided_once_and_is_deciding_on_its_need() -> None:
    call_command("load_demo")

    statement, adoption = Question.objects.order_by("opened_at")
    assert (statement.state, statement.outcome) == ("closed", "carried_with_changes")
    assert "löper till 2029" in statement.result
    assert statement.accessions.get().authority.name == "Trondheim kommune"
    assert (adoption.kind, adoption.state) == ("adoption", "open")
    assert adoption.closes_at > timezone.now()
    assert adoption.voices.count() == 3


@pytest.mark.django_db
def test_entries_of_each_stream_are_in_the_order_of_time() -> None:
    call_command("load_demo")

    last: dict[str, datetime] = {}
    for entry in Entry.objects.order_by("stream_id", "seq"):
        assert last.get(entry.stream_id, entry.at) <= entry.at, entry
        last[entry.stream_id] = entry.at


@pytest.mark.django_db
def test_the_demo_is_refused_where_somebody_has_an_account() -> None:
    call_command("load_demo")

    with pytest.raises(CommandError, match="nobody has an account"):
        call_command("load_demo")
