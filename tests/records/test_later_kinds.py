"""What comes by the clock, by link and by adoption."""

from collections.abc import Callable
from hashlib import sha256

from django.utils import timezone

from access.actor import Actor
from decisions.services import sign_by_link
from market.models import MarketAnalysis
from market.services import open_analysis
from needs.models import PublicTable
from tasks.models import Schedule
from tasks.services import send_due
from tests.cast import Cast
from tests.factories.decisions import put
from tests.factories.needs import a_need
from tests.factories.signing import asked_to_sign, let_in, nobody
from tests.records.archives import Archive

ArchiveOf = Callable[[str], Archive]


def fall_due(analysis: MarketAnalysis) -> None:
    """The clock asks whoever owns it."""
    now = timezone.now()
    Schedule.objects.filter(pk=analysis.schedule_id).update(next_at=now, next_on=now.date())
    send_due(Actor.clock(now=now))


def test_reminders_are_those_of_people_who_sat_for_the_authority_when_they_fell_due(
    keepers: Cast, archive_of: ArchiveOf
) -> None:
    goteborg, stockholm = keepers.actor("goteborg"), keepers.actor("stockholm")
    for owner in (goteborg, stockholm):
        analysis = open_analysis(
            goteborg,
            question="Vilka eldrivna lastbilar finns?",
            owner_id=owner.person_id,
            cadence="quarterly",
            next_review_on=goteborg.now.date().replace(year=goteborg.now.year + 1, day=1),
        )
        fall_due(analysis)

    reminders = archive_of("stockholm").rows("our_reminders")

    assert [row["owner"]["id"] for row in reminders] == [str(stockholm.person_id)]


def test_signatures_by_link_name_people_and_only_our_own_addresses(
    keepers: Cast, archive_of: ArchiveOf
) -> None:
    goteborg = keepers.actor("goteborg")
    question = put(goteborg)
    for name in ("stockholm", "orebro"):
        asked = asked_to_sign(keepers.actor(name), question, email=f"chef@{name}.example")
        sign_by_link(nobody(), visit=let_in(asked), says="approved")

    archive = archive_of("stockholm")

    assert len(archive.rows("signatures")) == 2
    assert [row["email"] for row in archive.rows("our_signatories")] == ["chef@stockholm.example"]
    assert not archive.says("chef@orebro.example")


def test_a_public_table_is_there_byte_for_byte(keepers: Cast, archive_of: ArchiveOf) -> None:
    goteborg = keepers.actor("goteborg")
    need = a_need(goteborg, zone="network")
    content = '{"cells":[]}'
    PublicTable.objects.create(
        network=keepers.network,
        need=need,
        number=1,
        content=content,
        sha256=sha256(content.encode()).hexdigest(),
        published_by_id=goteborg.person_id,
        published_at=goteborg.now,
    )

    archive = archive_of("stockholm")

    (table,) = archive.rows("demand_public")
    assert archive.parts[table["path"]].decode() == content
