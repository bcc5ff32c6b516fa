from pathlib import Path
from typing import Any

import pytest
from django.test import AsyncRequestFactory, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from access.actor import Actor
from files import storage
from files.models import StoredFile
from files.services import erase_file, set_aside
from files.serving import attached
from networks.models import Network
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.files import PDF, Upload, jpeg, png, stored
from tests.files.conftest import Scanner


@pytest.fixture
def url(network: Network) -> str:
    """Where files of the network are uploaded and listed."""
    return f"/api/v1/networks/{network.pk}/files/"


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def had(client: APIClient, url: str, **headers: str) -> Any:
    """The answer of a download, read to its end."""
    answer: Any = client.get(url, headers=headers)
    answer.read = body_of(answer)
    return answer


def post(client: APIClient, url: str, name: str, content: bytes, **more: Any) -> Any:
    headers = more.pop("headers", None)
    return client.post(url, {"file": Upload(name, content), **more}, format="multipart", headers=headers)


def test_an_upload_is_answered_listed_and_read_alike(
    stockholm_client: APIClient, goteborg_client: APIClient, url: str, network: Network, cast: Cast
) -> None:
    answer = post(stockholm_client, url, "Avtal Örebro.pdf", PDF)

    made = answer.json()
    assert answer.status_code == 201
    assert made == {
        "id": made["id"],
        "network": str(network.pk),
        "zone": "network",
        "authority": None,
        "members_only": False,
        "name": "Avtal Örebro.pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "sha256": made["sha256"],
        "width": None,
        "height": None,
        "state": "kept",
        "uploaded_by": {"id": str(cast.people["stockholm"].pk), "name": "Stockholm"},
        "uploaded_for": {"id": str(cast.authority("stockholm").pk), "name": "Stockholms stad"},
        "created_at": made["created_at"],
        "erased_at": None,
        "url": f"/api/v1/files/{made['id']}/content/",
    }
    assert goteborg_client.get(url).json()["results"] == [made]
    assert goteborg_client.get(f"/api/v1/files/{made['id']}/").json() == {**made, "abilities": ["file.erase"]}
    assert body_of(goteborg_client.get(made["url"])) == PDF


def test_a_file_is_saved_under_its_name_and_never_run(
    stockholm: Actor, goteborg_client: APIClient, network: Network
) -> None:
    file = stored(stockholm, network, name='Å"b.txt')

    answer = had(goteborg_client, f"/api/v1/files/{file.pk}/content/")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert (
        answer["Content-Disposition"] == "attachment; filename=\"?_b.txt\"; filename*=UTF-8''%C3%85%22b.txt"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Content-Length"] == str(file.size)
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize(
    ("name", "content", "way"),
    [("bil.png", png(), "inline"), ("bil.jpg", jpeg(), "inline"), ("a.pdf", PDF, "attachment")],
)
def test_only_pictures_that_we_drew_are_shown_in_place(
    stockholm: Actor, stockholm_client: APIClient, network: Network, name: str, content: bytes, way: str
) -> None:
    file = stored(stockholm, network, name=name, content=content)

    answer = had(stockholm_client, f"/api/v1/files/{file.pk}/content/", Accept="image/avif,image/*")

    assert answer["Content-Disposition"].split(";")[0] == way
    assert answer["Content-Type"] == file.media_type


def test_unchanged_bytes_are_not_sent_again_and_access_is_asked_first(
    stockholm: Actor, goteborg_client: APIClient, kiruna_client: APIClient, network: Network
) -> None:
    url = f"/api/v1/files/{stored(stockholm, network).pk}/content/"
    etag = had(goteborg_client, url)["ETag"]

    for known in (etag, f'"other", W/{etag}', "*"):
        again = goteborg_client.get(url, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)

    assert had(goteborg_client, url, **{"If-None-Match": '"other"'}).status_code == 200
    assert refused(kiruna_client.get(url, headers={"If-None-Match": etag})) == (404, "not_found")


def test_who_stands_outside_the_zone_gets_what_the_house_says(
    stockholm: Actor,
    goteborg_client: APIClient,
    turku_client: APIClient,
    facilitator_client: APIClient,
    kiruna_client: APIClient,
    network: Network,
) -> None:
    shared = f"/api/v1/files/{stored(stockholm, network).pk}/content/"
    private = f"/api/v1/files/{stored(stockholm, network, zone='authority').pk}/content/"
    members = f"/api/v1/files/{stored(stockholm, network, members_only=True).pk}/content/"

    assert had(turku_client, shared).status_code == 200
    assert forbidden(facilitator_client.get(shared)) == "file.read"
    assert refused(kiruna_client.get(shared)) == (404, "not_found")
    assert refused(APIClient().get(shared)) == (401, "sign_in_needed")
    assert [
        refused(client.get(private))[0] for client in (goteborg_client, turku_client, facilitator_client)
    ] == [
        404,
        404,
        404,
    ]
    assert had(goteborg_client, members).status_code == 200
    assert refused(turku_client.get(members)) == (404, "not_found")


def test_what_is_erased_set_aside_or_lost_can_not_be_had(
    stockholm: Actor, goteborg_client: APIClient, network: Network, url: str
) -> None:
    erased, aside, lost = (stored(stockholm, network) for _turn in range(3))
    erase_file(stockholm, file=erased)
    set_aside([aside.pk])
    storage.remove(lost.key)

    for file in (erased, aside, lost):
        assert refused(goteborg_client.get(f"/api/v1/files/{file.pk}/content/")) == (404, "not_found")
    assert [row["id"] for row in goteborg_client.get(url).json()["results"]] == [str(lost.pk)]
    assert goteborg_client.get(f"/api/v1/files/{erased.pk}/").json()["name"] == ""
    assert goteborg_client.get(f"/api/v1/files/{aside.pk}/").json()["abilities"] == []


def test_its_uploader_erases_a_file_by_one_call(
    stockholm: Actor, stockholm_client: APIClient, orebro_client: APIClient, network: Network
) -> None:
    address = f"/api/v1/files/{stored(stockholm, network).pk}/"

    assert forbidden(orebro_client.delete(address)) == "file.moderate"
    assert stockholm_client.delete(address).status_code == 204
    assert refused(stockholm_client.delete(address)) == (409, "file_erased")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", b"<svg><script>alert(1)</script></svg>", "file_type"),
        ("a.png", b"<svg><script>alert(1)</script></svg>", "other_content"),
        ("a.exe", b"MZ", "file_type"),
        ("a.txt", b"", "empty"),
        ("a.png", png()[:30], "broken"),
        ("a.docx", b"PK\x03\x04 torn", "broken"),
    ],
)
def test_what_is_refused_is_pointed_at_and_leaves_nothing_behind(
    stockholm_client: APIClient, url: str, name: str, content: bytes, code: str, shelf: Path
) -> None:
    before = footprint()

    assert pointed(post(stockholm_client, url, name, content)) == [("/file", code)]

    assert footprint() == before
    assert not list(shelf.rglob("*"))


def test_a_virus_is_422_and_a_scanner_that_is_away_503(
    stockholm_client: APIClient, url: str, scanner: Scanner, settings: Settings
) -> None:
    infected = post(stockholm_client, url, "a.txt", b"X5O!P%@AP virus")
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    away = post(stockholm_client, url, "a.txt", b"4 500")

    assert refused(infected) == (422, "infected")
    assert "Eicar-Test-Signature" in infected.json()["detail"]
    assert refused(away) == (503, "scanner_away")
    assert not StoredFile.objects.exists()


def test_what_is_too_large_is_413_before_it_is_read(
    stockholm_client: APIClient, url: str, settings: Settings
) -> None:
    settings.LARGEST_FILE = 100_000

    assert refused(post(stockholm_client, url, "a.txt", b"x" * 100_001)) == (413, "file_too_large")
    assert refused(post(stockholm_client, url, "a.txt", b"x" * 300_000)) == (413, "file_too_large")
    assert post(stockholm_client, url, "a.txt", b"x" * 100_000).status_code == 201


def test_a_form_without_a_file_or_with_an_odd_zone_is_pointed_at(
    stockholm_client: APIClient, url: str
) -> None:
    none = stockholm_client.post(url, {"zone": "network"}, format="multipart")
    text = stockholm_client.post(url, {"file": "not a file"}, format="multipart")
    odd = post(stockholm_client, url, "a.txt", b"4 500", zone="public")

    assert [pointed(answer)[0][0] for answer in (none, text, odd)] == ["/file", "/file", "/zone"]
    assert refused(stockholm_client.post(url, {"file": "x"})) == (415, "unsupported_media_type")
    torn = stockholm_client.post(url, b"--x\r\n", content_type="multipart/form-data")
    assert refused(torn) == (400, "malformed")


def test_the_same_upload_under_one_key_is_one_file_and_another_is_422(
    stockholm_client: APIClient, url: str
) -> None:
    key = {"Idempotency-Key": "upload-1"}

    first = post(stockholm_client, url, "a.txt", b"4 500", headers=key)
    again = post(stockholm_client, url, "a.txt", b"4 500", headers=key)
    other = post(stockholm_client, url, "a.txt", b"4 600", headers=key)

    assert (first.status_code, again.json()) == (201, first.json())
    assert refused(other) == (422, "key_reused")
    assert StoredFile.objects.count() == 1


def test_a_download_costs_the_same_queries_whatever_the_file(
    stockholm: Actor,
    goteborg_client: APIClient,
    network: Network,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    file = stored(stockholm, network, content=b"x" * 500_000)

    with django_assert_num_queries(4):
        body = body_of(goteborg_client.get(f"/api/v1/files/{file.pk}/content/"))

    assert len(body) == 500_000


ABOUT: dict[str, Any] = {"name": "a.pdf", "media_type": "application/pdf", "etag": '"1"', "size": 200_000}


async def test_a_large_file_leaves_in_pieces_under_asgi_too(tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(b"x" * 200_000)
    stream = large.open("rb")

    answer: Any = attached(AsyncRequestFactory().get("/"), stream, **ABOUT)

    assert [len(piece) async for piece in answer] == [65_536, 65_536, 65_536, 3_392]
    answer.close()
    assert stream.closed


@pytest.mark.django_db
def test_a_download_that_never_begins_leaves_no_file_open(tmp_path: Path) -> None:
    stream = tmp_path.joinpath("a").open("xb+")

    attached(RequestFactory().get("/"), stream, **ABOUT).close()

    assert stream.closed
