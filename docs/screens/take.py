"""Takes the pictures in this folder from a running `make run`, signed in as the demo's people.

python docs/screens/take.py [http://localhost:8000]    (smaller where pngquant is installed)
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
PASSWORD = "samverk-demo"  # noqa: S105 - public, as the demo is
WIDE = {"width": 1200, "height": 860}
NARROW = {"width": 390, "height": 844}
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
KINDS = {
    "document": "documents",
    "analysis": "analyses",
    "need": "needs",
    "decision": "decisions",
    "task": "tasks",
}


def main() -> None:
    """Take every picture in both languages, and the most used pages on a narrow screen too."""
    origin = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for language in LANGUAGES:
            _visitor(browser, origin, language)
            _coordinator(browser, origin, language)
            _member(browser, origin, language)
            _together(browser, origin, language)
            _registrator(browser, origin, language)
            _facilitator(browser, origin, language)
        browser.close()


def _visitor(browser: Browser, origin: str, language: str) -> None:
    page = _open(browser, origin, language, WIDE)
    for name, path in {
        "sign-in": "/accounts/login/",
        "reset": "/accounts/password/reset/",
        "about": "/about/",
        "not-found": "/nothing/here/",
    }.items():
        _take(page, path, f"{name}-{language}")


def _coordinator(browser: Browser, origin: str, language: str) -> None:
    page = _open(browser, origin, language, WIDE, "coordinator@goteborg.example")
    paths = _paths(page)
    for name, path in paths.items():
        _take(page, path, f"{name}-{language}")
    page.goto(paths["people"])
    page.fill("#id_lines", "ny@stockholm.example; Stockholms stad\nny@atlantis.example; Atlantis kommun")
    _take(page, "", f"invite-{language}")
    _from_mails(browser, origin, language, page)
    narrow = _open(browser, origin, language, NARROW, "coordinator@goteborg.example")
    for name in ("home", "network", "room", "people", "reminders", "tasks", "search", "demand", "follow-up"):
        _take(narrow, paths[name], f"{name}-narrow-{language}")


def _from_mails(browser: Browser, origin: str, language: str, page: Page) -> None:
    """What the links of the latest mails that have them show to somebody who is not signed in."""
    page.goto("/demo/mail/")
    mails = [link.get_attribute("href") for link in page.query_selector_all("main a[href^='/demo/mail/']")]
    wanted, visitor = {"answer", "unsubscribe", "sign"}, _open(browser, origin, language, WIDE)
    for mail in mails:
        page.goto(str(mail))
        for name in sorted(wanted):
            path = re.search(rf"/{name}/[\w:.-]+/", page.content())
            if path:
                _take(visitor, path[0], f"{name}-{language}")
                wanted.remove(name)


def _member(browser: Browser, origin: str, language: str) -> None:
    page = _open(browser, origin, language, WIDE, "member@stockholm.example")
    paths = _paths(page)
    for name in ("profile", "notices", "private-room"):
        if name in paths:
            _take(page, paths[name], f"{name}-{language}")
    _take(page, paths["demand"], f"demand-member-{language}")
    _take(page, f"{paths['demand']}sheet/", f"sheet-{language}")
    _take(page, f"{paths['need']}annex/", f"annex-{language}")


def _together(browser: Browser, origin: str, language: str) -> None:
    """A document that two people have open at once, its comments and what differs between two versions."""
    page, other = (
        _open(browser, origin, language, WIDE, email)
        for email in ("coordinator@goteborg.example", "member@stockholm.example")
    )
    document = _paths(page)["document"]
    for one in (other, page):
        one.goto(document)
        one.wait_for_selector("[data-document-state=live] .writing__text")
    other.click(".writing__text p >> nth=1")
    other.keyboard.press("End")
    _take(page, "", f"document-{language}")
    if page.locator("[data-verb=compare]").count():
        other.keyboard.type(" Räkna med dem.")
        page.wait_for_timeout(2_000)
        page.click("[data-verb=compare] >> nth=-1")
        page.wait_for_selector("dialog[open]")
        _take(page, "", f"document-difference-{language}")
        other.keyboard.press("Control+z")
        page.wait_for_timeout(2_000)
    narrow = _open(browser, origin, language, NARROW, "coordinator@goteborg.example")
    _take(narrow, document, f"document-narrow-{language}")


def _registrator(browser: Browser, origin: str, language: str) -> None:
    page = _open(browser, origin, language, WIDE, "registrator@stockholm.example")
    _take(page, "/authority/", f"records-{language}")


def _facilitator(browser: Browser, origin: str, language: str) -> None:
    page = _open(browser, origin, language, WIDE, "facilitator@agency.example")
    _take(page, "/overview/", f"overview-{language}")


def _open(browser: Browser, origin: str, language: str, size: Any, email: str = "") -> Page:
    """A page of a new browser, signed in, in the language."""
    context = browser.new_context(base_url=origin, viewport=size, locale=LANGUAGES[language])
    page = context.new_page()
    page.goto("/accounts/login/")
    if email:
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(f"{origin}/")
    if page.get_attribute("html", "lang") != language:
        page.click("header form[action='/language/'] button")
        page.wait_for_load_state()
    return page


def _paths(page: Page) -> dict[str, str]:
    """Where the pages of the person's first network are, by name."""
    network = _first(page, "me/", "networks")
    base = f"networks/{network['id']}"
    rooms = _all(page, f"{base}/rooms/")
    seat = _first(page, f"{base}/seats/")
    paths = {
        "home": "/",
        "network": f"/{base}/",
        "rooms": f"/{base}/rooms/",
        "room": f"/rooms/{max(rooms, key=lambda room: room['last_number'])['id']}/",
        "people": f"/{base}/people/",
        "seat": f"/{base}/seats/{seat['id']}/",
        "documents": f"/{base}/documents/",
        "analyses": f"/{base}/analyses/",
        "needs": f"/{base}/needs/",
        "radar": f"/{base}/radar/",
        "decisions": f"/{base}/decisions/",
        "tasks": f"/{base}/tasks/",
        "search": "/search/?q=leverans",
        "reminders": "/reminders/",
        "authority": "/authority/",
        "follow-up": f"/{base}/follow-up/",
        "profile": "/profile/",
        "notices": "/profile/notices/",
        "demo-mail": "/demo/mail/",
    }
    private = [room for room in rooms if room["zone"] == "authority"]
    paths |= {"private-room": f"/rooms/{private[0]['id']}/"} if private else {}
    for name, kind in KINDS.items():
        found = _all(page, f"{base}/{kind}/")
        paths |= {name: f"/{kind}/{found[0]['id']}/"} if found else {}
    paths |= {name: f"{paths['need']}{name}/" for name in ("demand", "versions")}
    item = _first(page, f"{paths['need'].lstrip('/')}items/")
    return paths | {"item": f"{paths['demand']}items/{item['id']}/"}


def _first(page: Page, path: str, key: str = "results") -> Any:
    return _all(page, path, key)[0]


def _all(page: Page, path: str, key: str = "results") -> Any:
    return page.request.get(f"/api/v1/{path}").json()[key]


def _take(page: Page, path: str, name: str) -> None:
    """Take one picture; without a path, of the page as it is."""
    if path:
        page.goto(path)
    page.wait_for_timeout(600)
    picture = HERE / f"{name}.png"
    page.screenshot(path=picture)
    if quantizer := shutil.which("pngquant"):
        subprocess.run([quantizer, "--force", "--output", picture, "64", picture], check=True)  # noqa: S603 - a name of ours


if __name__ == "__main__":
    main()
