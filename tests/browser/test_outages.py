"""The broker is gone while somebody publishes: the page succeeds, and the PDF follows when the broker is back.

That a worker killed in mid-render is followed by the next one is proved in tests/rendering.
"""

import re
import time

from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.portal import Portal
from tests.browser.walk import EVERYTHING, axe

TWO_MINUTES = 120.0  # seconds


def test_book_is_published_without_the_broker_and_printed_when_it_is_back(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        page.goto("/kitaplik/kesinti/yayimla/")
        page.locator("[name=change_note]").fill("Kuyruk yokken yayımlandı.")
        portal.stop_broker()
        try:
            page.get_by_role("main").get_by_role("button", name="Yayımla").click()
            expect(page.locator("h1")).to_have_text("Kısa Kitap: Söz ve İz")
            edition = page.locator(".desk-edition")
            expect(edition.get_by_text("Kuyruk yokken yayımlandı.")).to_be_visible()
            expect(edition.locator("progress")).to_be_visible()
            wrong = axe(page, EVERYTHING, "a PDF is being made")
            assert not wrong, "\n".join(wrong)
        finally:
            portal.start("broker")
        deadline = time.monotonic() + TWO_MINUTES
        while edition.locator("progress").count():
            assert time.monotonic() < deadline, portal.log("worker")[-2000:]
            portal.start_what_ended()
            page.wait_for_timeout(500)
        # the page shows by itself what became of the edition
        expect(edition.get_by_text("Kitaplıkta", exact=True)).to_be_visible()
        expect(edition.get_by_role("link", name=re.compile("^PDF"))).to_have_count(1)
