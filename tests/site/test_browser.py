"""In Chromium: large text on a small screen, the switches, and texts that are kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ops import system

CHROMIUM = system.chromium()

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.fail("Chromium is not installed (apt-get install chromium, or set CHROMIUM)")
    # the driver runs a loop of its own in this thread, which Django takes for asynchronous code
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    call_command("load_catalogue", verbosity=0)
    context = browser.new_context(locale="en-US", base_url=live_server.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert not problems


def test_large_text_does_not_scroll_sideways(page):
    for width, size in ((320, "100%"), (360, "200%"), (1280, "200%")):
        page.set_viewport_size({"width": width, "height": 740})
        for name in ("home", "how_it_works", "help", "accessibility", "track", "account_login", "account_signup"):
            page.goto(reverse(name))
            page.evaluate("size => document.documentElement.style.setProperty('font-size', size)", size)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width, size)


def test_theme_switch_changes_the_ground_and_stays(page):
    page.goto(reverse("help"))
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="Dark").click()
    assert page.url.endswith(reverse("help"))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 35, 38)"


def test_language_switch_stays_on_the_page(page):
    page.goto(reverse("how_it_works") + "?x=1")
    page.get_by_role("button", name="TR, Türkçe").first.click()
    assert page.url.endswith(reverse("how_it_works") + "?x=1")
    assert page.locator("html").get_attribute("lang") == "tr"


def test_menu_opens_and_closes_on_a_phone_with_the_keyboard(page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    menu = page.locator("#navigation")
    assert not menu.is_visible()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    page.keyboard.press("Escape")
    assert not menu.is_visible()


def test_error_summary_takes_the_focus_and_leads_to_the_field(page):
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[data-summary]")).to_be_focused()
    page.locator("[data-summary] a").first.click()
    assert page.evaluate("document.activeElement.name") == "login"


FORM = '<form method="post" action="/iz/" data-keep="x"><textarea name="t"></textarea><button>Send</button></form>'
TEXT = "Kreş saatleri vardiyamıza uymuyor."


def test_kept_text_comes_back_to_its_writer_only_and_is_forgotten_once_it_arrived(page):
    def with_form(route: Any) -> None:
        """A form as the rooms write them, on a page of ours; ``?b`` is opened by somebody else."""
        html = route.fetch().text().replace('<div class="page-head', f'{FORM}<div class="page-head', 1)
        if route.request.url.endswith("?b"):
            html = html.replace("<body ", '<body data-keeper="somebody-else" ', 1)
        route.fulfill(body=html, content_type="text/html")

    page.route("**/yardim/?*", with_form)
    arrived = "<!doctype html><title>ok</title><body></body>"
    page.route("**/iz/", lambda route: route.fulfill(body=arrived, content_type="text/html"))

    page.goto(reverse("help") + "?a")
    page.locator("textarea").fill(TEXT)
    page.wait_for_timeout(600)
    page.goto(reverse("help") + "?b")
    assert page.locator("textarea").input_value() == ""
    page.goto(reverse("help") + "?a")
    assert page.locator("textarea").input_value() == TEXT

    page.get_by_role("button", name="Send").click()
    page.goto(reverse("how_it_works"))
    page.goto(reverse("help") + "?a")
    assert page.locator("textarea").input_value() == ""
