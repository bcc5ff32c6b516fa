"""A running server and real browsers, each signed in as one of the cast."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from backend import frontend
from tests.cast import Cast
from tests.e2e.house import House

Visit = Callable[..., Page]

# Playwright's own loop runs in this thread; what tests ask of the database meets no coroutine there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
# A busy machine is slow, and a page that is slow is not wrong.
expect.set_options(timeout=20_000)


# Its event loop runs in our thread, and would stop what asyncio tests come later.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium of the machine's."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        assert path, "Install Chromium: apt-get install chromium"
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def process(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """One web process for all tests; what they leave in the database is swept between them.

    Its pages are built from these sources before it begins: what it serves it looks up once.
    """
    frontend.build()
    house = House()
    with django_db_blocker.unblock():
        house.start()
    yield house
    house.stop()


@pytest.fixture
def house(process: House, transactional_db: Any) -> House:
    """The web process, on an empty database."""
    return process


@pytest.fixture
def visit(chromium: Browser, house: House, cast: Cast) -> Iterator[Visit]:
    """Open a page as one of the cast: `visit("orebro", "/")`; `None` is a visitor.

    Every page fails the test by an error in its console or its code.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(name: str | None, path: str, language: str = "en", **options: Any) -> Page:
        context = chromium.new_context(base_url=house.origin, locale=language, **options)
        contexts.append(context)
        context.add_cookies([_cookie(house, settings.LANGUAGE_COOKIE_NAME, language)])
        if name is not None:
            person = cast.people[name]
            type(person).objects.filter(pk=person.pk).update(language=language)
            context.add_cookies([_cookie(house, settings.SESSION_COOKIE_NAME, session_of(person))])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(10_000)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


def session_of(person: Any) -> str:
    """The key of a session in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _cookie(house: House, name: str, value: str) -> Any:
    return {"name": name, "value": value, "url": house.origin}
