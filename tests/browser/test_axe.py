"""axe (WCAG 2.0, 2.1 and 2.2, A and AA, and best practice) finds nothing on any page type."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import address_of
from tests.browser.walk import EVERYTHING, axe


def test_no_page_violates_a_rule(walked):
    """Wide and light at rest; dark, with everything and the menu unfolded, on a phone; in English the names of things there."""
    wrong = [f"{seen}\n   {violation}" for seen in walked for violation in seen.violations]
    assert not wrong, "\n".join(wrong)


def test_no_form_that_was_sent_empty_violates_a_rule(sent_empty):
    """It answers with a summary that has the focus, and breaks nothing."""
    wrong = [f"{seen}\n   {violation}" for seen in sent_empty for violation in seen.violations]
    assert not wrong, "\n".join(wrong)
    assert {seen.status for seen in sent_empty} <= {200, 422}


def test_block_that_is_being_written_in_place_violates_no_rule(portal, open_desk):
    """With the writing help unfolded and a preview below the text."""
    with open_desk("administrator") as desk:
        page = desk.page
        page.goto(address_of(portal, "handbooks:edit"))
        page.locator(".block").first.get_by_role("link", name=re.compile("^Düzenle")).click()
        editor = page.locator(".block--open")
        editor.locator("textarea[name=body]").fill("Bir **önizleme** için yazıldı.")
        editor.locator("summary:visible").first.click()
        editor.get_by_role("button", name="Önizle").click()
        expect(editor.locator(".preview strong")).to_have_text("önizleme")
        wrong = axe(page, EVERYTHING, "the editor is open")
        assert not wrong, "\n".join(wrong)


def test_colours_of_few_words_are_looked_at_too(open_desk):
    """The walk looks at two of each sort of words: one pale word among many is found."""
    with open_desk() as desk:
        desk.page.goto("/")
        assert not axe(desk.page, EVERYTHING, "as it is")
        desk.page.evaluate("document.querySelector('main p').style.color = '#bbb'")
        [pale] = axe(desk.page, EVERYTHING, "one is pale")
        assert "color-contrast" in pale
