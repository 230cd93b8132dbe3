"""A walk over every page type: what the checkers find on each, taken down in one go because loading pages is what costs."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error, Page, Response

from atasehir_portal.accounts.example import PASSWORD

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
COLOURS = "color-contrast"
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}}
# What can be wrong in one language alone: words that are missing where something is named.
NAMES = [
    "aria-command-name",
    "aria-input-field-name",
    "aria-toggle-field-name",
    "button-name",
    "document-title",
    "empty-heading",
]
NAMES += [
    "empty-table-header",
    "form-field-multiple-labels",
    "html-has-lang",
    "html-lang-valid",
    "image-alt",
    "input-button-name",
]
NAMES += [
    "label",
    "label-content-name-mismatch",
    "landmark-unique",
    "link-name",
    "select-name",
    "summary-name",
    "valid-lang",
]
ONLY_NAMES = {"runOnly": {"type": "rule", "values": NAMES}}
ONLY_COLOURS = {"runOnly": {"type": "rule", "values": [COLOURS]}}


@dataclass
class Seen:
    """One page as one person met it in one language."""

    who: str
    name: str
    language: str
    path: str
    # where the page led to in the end
    address: str = ""
    status: int = 0
    title: str = ""
    headings: int = 0
    html: str = ""
    # where a page scrolls sideways: how it was shown, and by how much
    sideways: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    # what broke the policy, failed, or asked another host
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.name} ({self.who or 'visitor'}, {self.language}) {self.path}"


def axe(page: Page, options: dict[str, Any], moment: str) -> list[str]:
    """Return what axe finds, each with where and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(document, options)", {**options, "resultTypes": ["violations"]})
    return [
        f"{moment}: {violation['id']} {node['target']} {node['html'][:160]} – "
        + " ".join(node["failureSummary"].split())[:300]
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def confirm_password(page: Page) -> Response | None:
    """Say once more who one is where the page asks for it; return what follows then."""
    if "/reauthenticate/" not in page.url:
        return None
    with page.expect_navigation() as arrived:
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
    return arrived.value


def look(page: Page, seen: Seen) -> Seen:
    """Open a page and take down what the checkers say, before and after interaction."""
    try:
        return _look(page, seen)
    except Error as error:
        seen.violations.append(f"the walk stopped here: {error.message[:300]}")
        return seen


def _look(page: Page, seen: Seen) -> Seen:
    response = page.goto(seen.path)
    if "reauthenticate" not in seen.name:
        response = confirm_password(page) or response
    assert response is not None
    seen.status, seen.html, seen.address = response.status, response.text(), page.url
    seen.title, seen.headings = page.title(), page.locator("h1").count()
    if seen.language == "tr":  # in English once, at its narrowest, the names of things: only the words are others
        seen.violations = axe(page, EVERYTHING, "at rest")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    _on_a_phone(page, seen, EVERYTHING if seen.language == "tr" else ONLY_NAMES)
    return seen


def _on_a_phone(page: Page, seen: Seen, options: dict[str, Any]) -> None:
    width = page.viewport_size or {}
    page.set_viewport_size({"width": 360, "height": 740})
    menu = page.locator("[popovertarget=navigation]:not([popovertargetaction])")
    if menu.count():
        menu.evaluate("button => button.click()")
    seen.violations += axe(page, options, "360 px, dark, everything open")
    if menu.count():
        page.keyboard.press("Escape")
    for shown, size in (("360 px", "100%"), ("360 px, text at 200 %", "200%")):
        page.evaluate("size => document.documentElement.style.setProperty('font-size', size)", size)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            seen.sideways.append(f"{shown}: {over} px too wide, {page.evaluate(WIDEST)}")
    page.set_viewport_size(width)


# the outermost elements that stick out and are not inside something that scrolls by itself
WIDEST = """() => [...document.querySelectorAll('body *')].filter(one => {
    if (one.getBoundingClientRect().right <= innerWidth + 1) return false
    for (let up = one.parentElement; up; up = up.parentElement)
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return false
    return true
}).slice(-4).map(one => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`)"""


def send_empty(page: Page, seen: Seen) -> Seen:
    """Empty the main form of a page, send it, and take down what the answer looks like."""
    try:
        return _send_empty(page, seen)
    except Error as error:
        seen.violations.append(f"the walk stopped here: {error.message[:300]}")
        return seen


def _send_empty(page: Page, seen: Seen) -> Seen:
    page.goto(seen.path)
    with page.expect_navigation() as arrived:
        page.evaluate(EMPTY_AND_SEND)
    seen.status, seen.html = arrived.value.status, arrived.value.text()
    seen.title, seen.headings = page.title(), page.locator("h1").count()
    seen.violations = axe(page, EVERYTHING, "sent empty")
    if not page.locator("main [data-summary]").count():
        seen.violations.append("sent empty: no summary of errors")
    elif not page.evaluate("document.activeElement.hasAttribute('data-summary')"):
        seen.violations.append("sent empty: the summary of errors did not take the focus")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    seen.violations += axe(page, ONLY_COLOURS, "sent empty, dark")
    return seen


EMPTY_AND_SEND = """() => {
    const forms = [...document.querySelectorAll('main form[method=post]')]
    const count = form => form.querySelectorAll('input:not([type=hidden]), textarea, select').length
    const form = forms.reduce((best, one) => count(one) > count(best) ? one : best)
    for (const one of form.elements) {
        if (one.type === 'checkbox' || one.type === 'radio') one.checked = false
        else if (one.tagName === 'TEXTAREA' || (one.tagName === 'INPUT' && one.type !== 'hidden')) one.value = ''
        else if (one.tagName === 'SELECT' && [...one.options].some(option => !option.value)) one.value = ''
    }
    form.requestSubmit()
}"""


def w3c(pages: list[Seen], folder: Path, jar: str) -> list[str]:
    """Return what the W3C checker says about the pages, all in one run."""
    by_file = {}
    for number, seen in enumerate(pages):
        file = folder / f"{number}.html"
        file.write_text(seen.html, encoding="utf-8")
        by_file[file.name] = seen
    argv = ["java", "-Xss4m", "-jar", jar, "--format", "json", "--errors-only", str(folder)]
    done = subprocess.run(argv, capture_output=True, text=True)
    found = json.loads(done.stderr)["messages"]
    return [
        f"{by_file.get(Path(one.get('url', '')).name)}: {one['message']} … {one.get('extract', '')!r}" for one in found
    ]
