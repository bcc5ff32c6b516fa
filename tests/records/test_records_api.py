"""All records of an authority over HTTP, and on the page of one's own authority."""

from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Employment
from journal.models import Entry
from records.jobs import make_exports
from records.models import RecordExport
from tests.answers import forbidden, refused
from tests.cast import Cast
from tests.records.archives import asked_for, clock
from web.records import keepings_of


@pytest.fixture
def kept(cast: Cast) -> Cast:
    """The cast, in which Stockholm has a registrator."""
    Employment.objects.filter(user=cast.people["stockholm"]).update(role="registrator")
    return cast


def list_of(cast: Cast, name: str) -> str:
    return f"/api/v1/authorities/{cast.authority(name).pk}/exports/"


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def browser_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.people[name])
    return client


def test_records_are_asked_for_made_and_fetched(kept: Cast, stockholm_client: APIClient) -> None:
    asked = stockholm_client.post(list_of(kept, "stockholm"))
    assert (asked.status_code, asked.json()["state"], asked.json()["url"]) == (202, "queued", None)
    address = f"/api/v1/record-exports/{asked.json()['id']}/"
    assert refused(stockholm_client.get(f"{address}content/")) == (409, "not_ready")

    assert make_exports(ids=[asked.json()["id"]]) == 1

    done = stockholm_client.get(address).json()
    assert (done["state"], done["progress"], done["problem"]) == ("done", 100, None)
    assert done["kept_until"] > done["finished_at"]
    answer = stockholm_client.get(done["url"])
    content = body_of(answer)
    assert (len(content), sha256(content).hexdigest()) == (done["size"], done["sha256"])
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith('attachment; filename="Stockholms stad ')
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert stockholm_client.get(list_of(kept, "stockholm")).json()["results"] == [done]


def test_a_second_waits_for_the_first(kept: Cast, stockholm_client: APIClient) -> None:
    stockholm_client.post(list_of(kept, "stockholm"))

    assert refused(stockholm_client.post(list_of(kept, "stockholm"))) == (409, "export_running")
    assert RecordExport.objects.count() == 1


def test_who_does_not_keep_the_records_is_told_so_and_finds_no_export(
    kept: Cast, orebro_client: APIClient, goteborg_client: APIClient, facilitator_client: APIClient
) -> None:
    export = asked_for(kept, "stockholm")
    make_exports(ids=[str(export.pk)])

    for client in (orebro_client, goteborg_client, facilitator_client):
        assert forbidden(client.get(list_of(kept, "stockholm"))) == "records.export"
        assert forbidden(client.post(list_of(kept, "stockholm"))) == "records.export"
        for end in ("", "content/"):
            address = f"/api/v1/record-exports/{export.pk}/{end}"
            assert refused(client.get(address)) == (404, "not_found")


def test_a_keeper_of_another_authority_finds_no_export_either(kept: Cast, orebro_client: APIClient) -> None:
    Employment.objects.filter(user=kept.people["orebro"]).update(role="administrator")
    export = asked_for(kept, "stockholm")

    assert refused(orebro_client.get(f"/api/v1/record-exports/{export.pk}/")) == (404, "not_found")
    assert forbidden(orebro_client.get(list_of(kept, "stockholm"))) == "records.export"
    assert orebro_client.get(list_of(kept, "orebro")).json()["results"] == []


def test_whoever_lost_the_role_lost_the_archive(kept: Cast, stockholm_client: APIClient) -> None:
    export = asked_for(kept, "stockholm")
    make_exports(ids=[str(export.pk)])
    address = f"/api/v1/record-exports/{export.pk}/content/"
    assert body_of(stockholm_client.get(address))

    Employment.objects.filter(user=kept.people["stockholm"]).update(role="")

    assert refused(stockholm_client.get(address)) == (404, "not_found")


def test_an_archive_past_its_days_is_gone_before_it_is_swept(kept: Cast, stockholm_client: APIClient) -> None:
    export = asked_for(kept, "stockholm")
    make_exports(ids=[str(export.pk)])
    RecordExport.objects.update(finished_at=clock(days=-8).now)

    assert refused(stockholm_client.get(f"/api/v1/record-exports/{export.pk}/content/")) == (404, "not_found")
    assert stockholm_client.get(list_of(kept, "stockholm")).json()["results"] == []


def test_others_hear_nothing_of_it(kept: Cast, orebro_client: APIClient, stockholm_client: APIClient) -> None:
    export = asked_for(kept, "stockholm")
    make_exports(ids=[str(export.pk)])
    journal = f"/api/v1/networks/{kept.network.pk}/journal/"
    private = f"authority:{kept.network.pk}:{kept.authority('stockholm').pk}"

    told = orebro_client.get(journal).json()["results"]

    assert not any(row["type"].startswith("records.") for row in told)
    assert refused(orebro_client.get(journal, {"stream": private})) == (404, "not_found")
    own = stockholm_client.get(journal, {"stream": private}).json()["results"]
    assert [(row["type"], row["data"]["person_id"]) for row in own] == [
        (name, str(kept.people["stockholm"].pk)) for name in ("records.requested", "records.exported")
    ]
    assert set(Entry.objects.filter(type__startswith="records.").values_list("stream_id", flat=True)) == {
        private
    }


def test_the_page_lets_a_keeper_ask_come_back_and_fetch(kept: Cast) -> None:
    browser = browser_of(kept, "stockholm")
    address = f"/authority/{kept.authority('stockholm').pk}/records/"
    assert "Gather all our records" in browser.get("/authority/").content.decode()

    answer = browser.post(address)
    assert (answer.status_code, answer["Location"]) == (302, "/authority/#records")
    waiting = browser.get("/authority/").content.decode()
    assert "Being gathered" in waiting
    assert "Gather all our records" not in waiting
    assert "These records are being gathered already." in browser.post(address, follow=True).content.decode()

    export = RecordExport.objects.get()
    make_exports(ids=[str(export.pk)])
    page = browser.get("/authority/").content.decode()
    assert f"/api/v1/record-exports/{export.pk}/content/" in page
    export.refresh_from_db()
    assert export.sha256 in page
    assert "kept until" in page


def test_the_page_shows_nothing_of_it_to_others_and_takes_no_wish_of_theirs(kept: Cast) -> None:
    browser = browser_of(kept, "orebro")
    asked_for(kept, "stockholm")

    assert "All records of" not in browser.get("/authority/").content.decode()
    assert browser.post(f"/authority/{kept.authority('stockholm').pk}/records/").status_code == 403
    assert browser.post(f"/authority/{kept.network.pk}/records/").status_code == 404


def test_the_page_says_that_one_failed(kept: Cast) -> None:
    asked_for(kept, "stockholm")
    RecordExport.objects.update(state="failed", problem="gave_up", finished_at=clock().now)

    page = browser_of(kept, "stockholm").get("/authority/").content.decode()

    assert "Nothing came of it. Please try again." in page
    assert "Gather all our records" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_many_exports_there_are(
    kept: Cast, rows: int, django_assert_num_queries: Any
) -> None:
    for _turn in range(rows):
        make_exports(ids=[str(asked_for(kept, "stockholm").pk)])
    actor = kept.people["stockholm"].acting(clock().now)

    with django_assert_num_queries(2):
        assert len(keepings_of(actor)[0].exports) == rows
