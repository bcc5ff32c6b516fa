"""What is held in trust is told to nobody: in no mail, log, fact, page, answer or sheet of anybody else."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from access.actor import Actor
from journal.models import Entry
from needs.models import Annex, DemandItem, DemandLine
from needs.services.publishing import publish_demand, take_snapshot
from needs.services.realised import begin_trust
from notices.delivery import deliver
from notices.models import Digest
from notices.services import due_letters, gather_digests
from tasks.services import send_due
from tests.asking import after
from tests.cast import Cast
from tests.factories.demand import an_annex, an_item, wanting
from tests.factories.needs import a_need
from tests.reminders import OPENED, at, clock, mail_all
from tests.web.conftest import Browser
from web.mailcatcher import CaughtMail

Mails = Callable[[], list[CaughtMail]]
SECRETS = ("771713377", "771 713 377", "771,713,377", "771\xa0713\xa0377", "KS 2049/7718", "Elhandeln vill")
TRUSTED, OTHERS = "stockholm", ("orebro", "aalborg", "turku", "facilitator", "kiruna")


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    then = at(goteborg, OPENED)
    return an_item(then, a_need(then, zone="network"))


@pytest.fixture
def line(stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem) -> DemandLine:
    """771,713,377 vans at C3, held in trust, beside what two others want."""
    then = at(stockholm, OPENED)
    begin_trust(then, network=vans.network)
    an_annex(then, vans.need, local_problem="Elhandeln vill ha dem")
    terms: dict[str, Any] = {
        "period_from": date(2051, 1, 1),
        "period_to": date(2051, 12, 31),
        "earliest_start": date(2051, 3, 1),
        "commitment": "C3",
        "decision_ref": "KS 2049/7718",
    }
    for other in (orebro, aalborg):
        wanting(at(other, OPENED), vans, 10, **{**terms, "decision_ref": "KS 2049/1"})
    return wanting(then, vans, 771_713_377, **terms)


def told(text: str) -> list[str]:
    """Which secrets stand in it."""
    return [secret for secret in SECRETS if secret in text]


def test_no_mail_and_no_fact_tells_of_what_is_held_in_trust(
    line: DemandLine, goteborg: Actor, cast: Cast, mails: Mails, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    publish_demand(at(goteborg, OPENED), need=line.need)
    for days in (-14, -3, 0, 1, 7, 21, 80):
        send_due(clock(after(days)))
        mail_all()
    later = clock(after(120))
    gather_digests(later)
    deliver(later, due_letters(later, model=Digest), model=Digest)

    heard = {recipient for mail in mails() for recipient in mail.recipients}
    assert {cast.people[TRUSTED].email, cast.people["goteborg"].email} <= heard
    for mail in mails():
        if mail.recipients != (cast.people[TRUSTED].email,):
            assert told(mail.subject + mail.text + mail.html) == [], mail.recipients
    assert [entry.payload for entry in Entry.objects.all() if told(entry.payload)] == []
    assert told(caplog.text) == []


@pytest.mark.parametrize("name", OTHERS)
def test_no_page_answer_or_sheet_of_others_tells_of_what_is_held_in_trust(
    browser: Browser, line: DemandLine, goteborg: Actor, name: str
) -> None:
    publish_demand(goteborg, need=line.need)
    snapshot = take_snapshot(goteborg, need=line.need, title="RFI")
    annex = Annex.objects.get(declared_by=line.declared_by)
    need, network, api = f"/needs/{line.need_id}", f"/networks/{line.network_id}", "/api/v1"
    paths = [
        *(f"{need}/{rest}" for rest in ("", "demand/", "demand/sheet/", "annex/", "versions/")),
        *(f"{need}/{rest}" for rest in (f"demand/{line.pk}/", f"annexes/{annex.pk}/")),
        *(f"{need}/snapshots/{snapshot.pk}/{rest}" for rest in ("", "table.json")),
        *(f"{network}/{rest}" for rest in ("", "radar/")),
        *(
            "/",
            "/authority/",
            "/reminders/",
            "/search/?q=Elhandeln",
            f"{api}/me/authority/",
        ),
        *(f"{api}{need}/{rest}" for rest in ("demand/", "demand-lines/", "annexes/", "outcomes/", "ocds/")),
        *(f"{api}{need}/{kind}/sheet/" for kind in ("annexes", "demand-lines")),
        *(f"{api}{network}/{rest}" for rest in ("journal/", "radar/", "search/?q=Elhandeln", "trust/")),
        *(f"{api}/demand-lines/{line.pk}/{rest}" for rest in ("", "versions/", "realised/")),
        f"{api}/annexes/{annex.pk}/",
        f"{api}/snapshots/{snapshot.pk}/",
    ]
    client = browser(name)

    for path in paths:
        answer: Any = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = content.decode("utf-8", "replace")
        assert told(said) == [], path
        assert str(line.pk) not in said.replace(path, ""), path


@pytest.mark.parametrize("name", [TRUSTED, "goteborg"])
def test_its_own_people_and_the_coordinator_read_it(browser: Browser, line: DemandLine, name: str) -> None:
    assert told(str(browser(name).get(f"/needs/{line.need_id}/demand/").content.decode())) != []
