from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from access.actor import Actor
from accounts.models import User
from backend.demo import PASSWORD, PEOPLE
from journal.models import Entry
from journal.verify import broken_links
from market.models import MarketAnalysis
from messaging.models import Message
from networks.models import Invitation, Membership, Network
from tasks.services import send_due


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
def test_one_analysis_of_the_demo_is_due_at_once() -> None:
    call_command("load_demo")

    told = send_due(Actor.clock(now=timezone.now()))

    assert len(told) >= 1
    assert Entry.objects.filter(type="reminder.due").count() == 1
    assert MarketAnalysis.objects.count() == 2


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
