"""One portal and one browser for all tests of this folder, and the people of the example data signed in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Route,
    expect,
    sync_playwright,
)
from xdist.scheduler import LoadScopeScheduling

from atasehir_portal.accounts.example import PASSWORD
from ops import system
from tests.browser.pages import ERRORS, FORMS, PAGES
from tests.browser.portal import Portal
from tests.browser.walk import Seen, bring_axe, confirm_password, look, send_empty
from tests.second_factor import code

expect.set_options(timeout=15_000)  # milliseconds, as long as an action waits: two browsers share the machine
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PEOPLE = {
    "representative": "temsilci@ornek.test",
    "contributor": "uye@ornek.test",
    "head": "muhtar@ornek.test",
    "officer": "gorevli@ornek.test",
    "coordinator": "koordinator@ornek.test",
    "administrator": "yonetici@ornek.test",
    "editor": "yayin@ornek.test",
    "protected": "korunan@ornek.test",
    "halfway": "yarida@ornek.test",
    "keyless": "anahtar@ornek.test",
    "appless": "uygulama@ornek.test",
    "careful": "titiz@ornek.test",
}

WALKING = {
    "test_axe.py",
    "test_html.py",
    "test_keyboard_and_zoom.py",
    "test_pages.py",
    "test_past.py",
    "test_weight.py",
}


class WalkBesideStories(LoadScopeScheduling):
    """Two groups that run side by side, each with a portal of its own: the files that walk every page and some more, and the stories."""

    def _split_scope(self, nodeid: str) -> str:
        return "walk" if nodeid.partition("::")[0].rpartition("/")[2] in WALKING else "stories"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return WalkBesideStories(config, log)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal with gunicorn, worker, beat, broker; stopped and its database dropped whatever happens."""
    made = Portal(tmp_path_factory.mktemp("portal"))
    try:
        made.open()
        yield made
    finally:
        made.close()


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


def chromium_path() -> str:
    path = system.chromium()
    if not path:
        pytest.fail("Chromium is not installed (apt-get install chromium-headless-shell, or set CHROMIUM)")
    return path


@pytest.fixture(scope="session")
def chromium(driver: Playwright) -> Iterator[Browser]:
    browser = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
    yield browser
    browser.close()


class Desk:
    """A browser window of one person, which notes what no page may do: break the policy, fail, ask another host."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.problems: list[str] = []
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"{error.page and error.page.url}: {error.error}"))
        self.page: Page = context.new_page()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.problems.append(f"asked another host: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # a status of 404 or 422 is reported as an error of loading; the tests look at these themselves
        if "Content Security" in message.text or (message.type == "error" and "Failed to load" not in message.text):
            self.problems.append(f"{message.page and message.page.url}: {message.text}")


OpenDesk = Callable[..., Any]


@pytest.fixture(scope="session")
def open_desk(portal: Portal, chromium: Browser) -> OpenDesk:
    """Open a window for somebody of the example data (nobody for None): ``with open_desk("officer") as desk``.

    Each person signs in once, through the form, and stays signed in. Without ``strict`` the caller looks at the problems.
    """
    kept: dict[str, Any] = {}

    @contextmanager
    def open_for(
        who: str | None = None, *, width: int = 1280, english: bool = False, strict: bool = True, **options: Any
    ) -> Iterator[Desk]:
        context = chromium.new_context(
            base_url=portal.address,
            locale="en-US" if english else "tr-TR",
            timezone_id="Europe/Istanbul",
            viewport={"width": width, "height": 800},
            reduced_motion="reduce",
            color_scheme="light",
            storage_state=kept.get(who or ""),
            **options,
        )
        desk = Desk(context, portal.address)
        desk.page.set_default_timeout(15_000)
        try:
            if who and who not in kept:
                if who == "passwordless":
                    context.add_cookies([{**portal.world["session"], "url": portal.address}])
                else:
                    sign_in(desk.page, who)
                if who == "protected":
                    portal.world |= with_key(desk.page)
                if who != "halfway":  # nobody stays there for long
                    kept[who] = context.storage_state()
            yield desk
        finally:
            context.close()
        assert not (strict and desk.problems), "\n".join(desk.problems)

    return open_for


def sign_in(page: Page, who: str) -> None:
    """Sign in through the form, with the second factor where the person has one."""
    page.goto("/hesap/login/")
    page.locator("input[name=login]").fill(PEOPLE[who])
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    if who in {"protected", "halfway"}:
        page.locator("input[name=code]").wait_for()
    if who == "halfway":
        return
    if who == "protected":
        page.locator("input[name=code]").fill(code())
        page.locator("main form button[type=submit]").first.click()
    page.locator("form[action*=logout]").first.wait_for(state="attached")


def plug_in_key(page: Page) -> Callable[[], object]:
    """Give the browser a security key that is touched whenever a page asks for it; what is returned empties the key."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True}
    options = {**key, "isUserVerified": True, "automaticPresenceSimulation": True}
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: session.send("WebAuthn.clearCredentials", made)


def with_key(page: Page) -> dict[str, str]:
    """Add a security key to the account; return the addresses of its pages."""
    plug_in_key(page)
    add_key(page, "Anahtarlık")
    page.goto(reverse("mfa_list_webauthn"))
    return {
        name: str(page.locator(f"main a[href$='/{name.split('_')[1]}/']").first.get_attribute("href"))
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
    }


def add_key(page: Page, name: str) -> None:
    """Add the key that is plugged in, as a person does."""
    page.goto(reverse("mfa_add_webauthn"))
    confirm_password(page)
    page.locator("input[name=name]").fill(name)
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda address: not address.endswith(reverse("mfa_add_webauthn")))


def address_of(portal: Portal, name: str) -> str:
    """Return the address of a page of the world."""
    found = portal.world.get(name)
    return str(found) if found else reverse(name)


@pytest.fixture(scope="session")
def walked(portal: Portal, open_desk: OpenDesk) -> list[Seen]:
    """Every page type in both languages, as the checkers found it; each person walks with one window a language.

    What a page looks like to others and in other states is looked at in Turkish: the words alone differ in English.
    """
    seen = []
    first: dict[str, tuple[str, str]] = {}
    for who, name in PAGES:
        first.setdefault(name.partition("/")[0], (who, name))
    for english in (False, True):
        for who, pages in groupby(first.values() if english else PAGES, key=lambda page: page[0]):
            with open_desk(who or None, english=english, width=360 if english else 1280, strict=False) as desk:
                bring_axe(desk.context)
                if english:
                    desk.context.add_cookies([{"name": "django_language", "value": "en", "url": portal.address}])
                for _who, name in pages:
                    found = Seen(who, name, "en" if english else "tr", address_of(portal, name))
                    seen.append(look(desk.page, found))
                    found.problems, desk.problems = desk.problems, []
        with open_desk(english=english, width=360 if english else 1280, strict=False) as desk:
            bring_axe(desk.context)
            seen += went_wrong(portal, desk, "en" if english else "tr")
    return seen


def answering(status: int, html: str) -> Callable[[Route], None]:
    """Return what answers a request with this page."""
    return lambda route: route.fulfill(status=status, content_type="text/html; charset=utf-8", body=html)


def went_wrong(portal: Portal, desk: Desk, language: str) -> Iterator[Seen]:
    """The pages for what went wrong. The portal made their HTML beforehand; only here does something go wrong."""
    for status in ERRORS:
        path = f"/error/{status}/"
        desk.page.route(f"**{path}", answering(status, portal.world[f"error {status} {language}"]))
        found = look(desk.page, Seen("", f"error {status}", language, path))
        found.problems, desk.problems = desk.problems, []
        yield found


@pytest.fixture(scope="session")
def sent_empty(portal: Portal, open_desk: OpenDesk) -> list[Seen]:
    """The answers to forms that were sent empty."""
    seen = []
    for who, pages in groupby(FORMS, key=lambda page: page[0]):
        with open_desk(who or None) as desk:
            bring_axe(desk.context)
            for _who, name in pages:
                seen.append(send_empty(desk.page, Seen(who, f"{name}, sent empty", "tr", address_of(portal, name))))
    return seen
