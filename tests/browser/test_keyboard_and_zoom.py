"""With the keyboard alone, with large text on a small screen, and within the policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk, address_of
from tests.browser.portal import Portal
from tests.browser.walk import Seen

# how the focus shows on the element that has it: an outline or a shadow, of a colour other than that of its ground
SHOWS = """() => {
    const one = document.activeElement, style = getComputedStyle(one)
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    return outlined || style.boxShadow !== 'none'
}"""
WHERE = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect()
    return {name: one.name || one.getAttribute('href') || one.textContent.trim().slice(0, 40), tag: one.tagName,
            type: one.type || '',
            top: box.top + scrollY, inside: Boolean(one.closest('main')), seen: box.width > 0 && box.height > 0}
}"""


def test_no_page_scrolls_sideways_at_360_pixels_even_with_text_at_200_percent(walked: list[Seen]) -> None:
    wrong = [f"{seen}\n   {how}" for seen in walked for how in seen.sideways]
    assert not wrong, "\n".join(wrong)


def test_no_page_breaks_the_policy_fails_or_asks_another_host(walked: list[Seen]) -> None:
    wrong = [f"{seen}\n   {problem}" for seen in walked for problem in seen.problems]
    assert not wrong, "\n".join(wrong)


def walk_by_tab(page: Page, most: int = 80) -> list[dict]:
    """Press Tab through the page and return each stop; the focus shows at every one."""
    stops = []
    for _step in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        if stop["tag"] == "BODY":
            break
        # the parts within a date field show the focus themselves
        within = bool(stops) and stop["type"] == "date" and stops[-1]["name"] == stop["name"]
        assert within or page.evaluate(SHOWS), f"the focus does not show on {stop}"
        stops.append(stop)
    return stops


def test_skip_link_is_first_and_leads_to_the_content(open_desk: OpenDesk) -> None:
    for who in (None, "representative"):
        with open_desk(who) as desk:
            desk.page.goto("/ihtiyaclar/")
            desk.page.keyboard.press("Tab")
            skip = desk.page.locator(".skip")
            expect(skip).to_be_focused()
            assert skip.bounding_box()["y"] >= 0
            desk.page.keyboard.press("Enter")
            expect(desk.page.locator("main")).to_be_focused()
            desk.page.keyboard.press("Tab")
            assert desk.page.evaluate(WHERE)["inside"]


def test_focus_shows_and_follows_the_order_of_the_page(portal: Portal, open_desk: OpenDesk) -> None:
    for who, path in ((None, "/"), (None, "/hesap/login/"), ("officer", address_of(portal, "answering:answer"))):
        with open_desk(who) as desk:
            desk.page.goto(path)
            stops = walk_by_tab(desk.page)
            assert len(stops) > 5
            assert all(stop["seen"] for stop in stops[1:])
            places = [stop["inside"] for stop in stops]
            first, last = places.index(True), len(places) - 1 - places[::-1].index(True)
            assert all(places[first : last + 1]), "the content is left and entered again"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("needs:step/1", ["title", "body", "service_area", "since"]),
        ("needs:step/2", ["groups", "people"]),
        ("needs:step/3", ["rights", "urgency", "suggestion", "visibility"]),
    ],
)
def test_fields_of_a_form_are_reached_in_the_order_in_which_they_stand(
    portal: Portal, open_desk: OpenDesk, name: str, wanted: list[str]
) -> None:
    with open_desk("representative") as desk:
        desk.page.goto(address_of(portal, name))
        stops = [stop for stop in walk_by_tab(desk.page, 160) if stop["inside"]]
        fields = [stop for stop in stops if stop["tag"] in {"INPUT", "TEXTAREA", "SELECT"}]
        assert list(dict.fromkeys(stop["name"] for stop in fields)) == wanted
        tops = [stop["top"] for stop in fields if stop["name"] not in {"groups", "rights"}]
        assert tops == sorted(tops)


def test_menu_on_a_phone_is_used_by_keyboard(open_desk: OpenDesk) -> None:
    for who in (None, "coordinator"):
        with open_desk(who, width=360) as desk:
            desk.page.goto("/ihtiyaclar/")
            button = desk.page.get_by_role("button", name="Menü", exact=True)
            button.focus()
            desk.page.keyboard.press("Enter")
            menu = desk.page.locator("#navigation")
            expect(menu).to_be_visible()
            desk.page.keyboard.press("Tab")
            assert desk.page.evaluate("document.activeElement.closest('#navigation') !== null")
            desk.page.keyboard.press("Escape")
            expect(menu).to_be_hidden()
            expect(button).to_be_focused()


def test_unfolding_and_editing_in_place_work_by_keyboard(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        desk.page.goto(address_of(portal, "handbooks:edit"))
        block = desk.page.locator(".block", has_text="Başka bir metin").or_(desk.page.locator(".block")).first
        summary = block.locator("summary").first
        summary.focus()
        desk.page.keyboard.press("Enter")
        expect(block.locator("details").first).to_have_attribute("open", "")
        block.locator("a[href$='/yaz/']").first.focus()
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator(".block--open textarea").first).to_be_visible()
        expect(desk.page.locator(".block--open textarea").first).to_be_focused()
