import re

import pytest
from django.test import Client

from accounts.models import ApiToken
from tests.cast import Cast
from tests.web.conftest import Browser, text_of


def test_profile_is_saved_and_spoken_at_once(browser: Browser, cast: Cast) -> None:
    client = browser("orebro")

    client.post("/profile/", {"name": "Nils Ny", "language": "sv", "time_zone": "Europe/Helsinki"})

    person = cast.people["orebro"]
    person.refresh_from_db()
    assert (person.name, person.language, person.time_zone) == ("Nils Ny", "sv", "Europe/Helsinki")
    assert '<html lang="sv"' in text_of(client.get("/profile/"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"language": "de"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": ""},
    ],
)
def test_bad_profile_is_told_and_kept(browser: Browser, cast: Cast, wrong: dict[str, str]) -> None:
    posted = {"name": "Nils Ny", "language": "en", "time_zone": "Europe/Stockholm", **wrong}

    response = browser("orebro").post("/profile/", posted)

    assert response.status_code == 422
    assert "Something needs mending" in text_of(response)
    cast.people["orebro"].refresh_from_db()
    assert cast.people["orebro"].name == "Orebro"


def test_token_is_shown_once_opens_the_api_and_is_taken_back(browser: Browser) -> None:
    client = browser("orebro")

    page = client.post("/profile/tokens/", {"name": "Nightly export", "scope": "read"})
    found = re.search(r"samverk_[\w-]{20,}", text_of(page))
    assert found
    assert page["Cache-Control"] == "no-store"
    bearer = {"Authorization": f"Bearer {found[0]}"}
    assert Client().get("/api/v1/me/", headers=bearer).json()["person"]["email"] == "member@orebro.example"
    listed = text_of(client.get("/profile/"))
    assert "Nightly export" in listed
    assert found[0] not in listed

    client.post(f"/profile/tokens/{ApiToken.objects.get().pk}/")
    assert Client().get("/api/v1/me/", headers=bearer).status_code == 401


def test_token_without_a_name_is_told(browser: Browser) -> None:
    response = browser("orebro").post("/profile/tokens/", {"name": "", "scope": "read"})

    assert response.status_code == 422
    assert not ApiToken.objects.exists()


def test_token_of_another_is_not_there(browser: Browser) -> None:
    browser("orebro").post("/profile/tokens/", {"name": "Mine", "scope": "read"})
    token = ApiToken.objects.get()

    assert browser("stockholm").post(f"/profile/tokens/{token.pk}/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_language_is_switched_for_visitors_by_a_cookie(client: Client, db: None) -> None:
    client.post("/language/", {"language": "en", "next": "/about/"})

    assert '<html lang="en"' in text_of(client.get("/about/"))


def test_language_is_switched_for_a_person_everywhere(browser: Browser, cast: Cast) -> None:
    browser("orebro").post("/language/", {"language": "sv", "next": "/"})

    assert '<html lang="sv"' in text_of(browser("orebro").get("/"))


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_language_switch_leads_nowhere_else(client: Client, db: None, elsewhere: str) -> None:
    assert client.post("/language/", {"language": "en", "next": elsewhere})["Location"] == "/"


def test_unknown_language_changes_nothing(browser: Browser, cast: Cast) -> None:
    browser("orebro").post("/language/", {"language": "tlh", "next": "/"})

    cast.people["orebro"].refresh_from_db()
    assert cast.people["orebro"].language == "en"
