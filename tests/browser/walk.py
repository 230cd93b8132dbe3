"""A walk over every page type: what the checkers find on each, taken down in one go because loading pages is what costs."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Error, Page, Response

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
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
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


def bring_axe(context: BrowserContext) -> None:
    """Have axe in every page that this window opens: half a megabyte that need not be sent again for each."""
    context.add_init_script(AXE_SCRIPT)


def axe(page: Page, options: dict[str, Any], moment: str) -> list[str]:
    """Return what axe finds, each with where and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return _said(page.evaluate(FOUND, options), moment)


def _said(found: list[str], moment: str) -> list[str]:
    return [f"{moment}: {violation}" for violation in found]


# What axe finds under these options, said in the page, so that only what is wrong travels. To work out contrasts is more than half of
# what axe does, and they follow from few things that most words of a page share: it looks at two of each sort of words.
FOUND = """async options => {
    const found = []
    const ask = async (where, how) => {
        const said = await axe.run(where, {...how, resultTypes: ['violations']})
        found.push(...said.violations.flatMap(rule => rule.nodes.map(node =>
            `${rule.id} ${JSON.stringify(node.target)} ${node.html.slice(0, 160)} – `
            + node.failureSummary.split(/\\s+/).join(' ').slice(0, 300))))
    }
    const only = options.runOnly.type === 'rule' ? options.runOnly.values : null
    if (!only || only.some(rule => rule !== 'COLOURS'))
        await ask(document, {...options, rules: only ? {} : {'COLOURS': {enabled: false}}})
    if (!only || only.includes('COLOURS')) {
        const words = sorts()
        if (words.length) await ask({include: words}, {runOnly: {type: 'rule', values: ['COLOURS']}})
    }
    return found

    function sorts() {
        const seen = new Map()
        return [...document.querySelectorAll('body *')].filter(one => {
            const speaks = one.matches('input, select, textarea')
                || [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
            const box = speaks && one.checkVisibility({opacityProperty: true, visibilityProperty: true})
                && one.getBoundingClientRect()
            if (!box || box.width < 3 || box.height < 3) return false
            const style = getComputedStyle(one)
            let ground = '', opacity = 1
            for (let up = one; up; up = up.parentElement) {
                const its = getComputedStyle(up)
                opacity *= its.opacity
                if (!ground.endsWith(')')) {
                    if (its.backgroundImage !== 'none') ground += its.backgroundImage + ' '
                    if (!/^rgba.* 0\\)$/.test(its.backgroundColor)) ground += its.backgroundColor
                }
            }
            const sort = [style.color, ground, opacity, style.fontSize, style.fontWeight, style.textShadow, style.textDecoration,
                Boolean(one.closest('[disabled], [aria-disabled=true]'))].join('|')
            seen.set(sort, (seen.get(sort) || 0) + 1)
            return seen.get(sort) <= 2
        })
    }
}""".replace("COLOURS", COLOURS)


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
    turkish = seen.language == "tr"
    if turkish:  # in English once, at its narrowest, the names of things: only the words are others
        seen.violations = axe(page, EVERYTHING, "at rest")
        page.set_viewport_size(PHONE)
    narrow = page.evaluate(ON_A_PHONE, EVERYTHING if turkish else ONLY_NAMES)
    seen.title, seen.headings, seen.sideways = narrow["title"], narrow["headings"], narrow["sideways"]
    seen.violations += _said(narrow["found"], "360 px, dark, everything open")
    if turkish:
        page.set_viewport_size(DESK)
    return seen


# Unfolds everything and the menu, in the dark, and says what axe finds. With the menu folded again, it says by how much
# the page is too wide, also with large text: then it names the outermost elements that stick out and are not inside
# something that scrolls by itself.
ON_A_PHONE = """async options => {
    const page = document.documentElement
    document.querySelectorAll('details').forEach(one => one.open = true)
    page.dataset.theme = 'dark'
    const menu = document.querySelector('[popovertarget=navigation]:not([popovertargetaction])')
    menu?.click()
    const found = await (FOUND)(options)
    menu?.popoverTargetElement.hidePopover()
    const sideways = []
    for (const [shown, size] of [['360 px', '100%'], ['360 px, text at 200 %', '200%']]) {
        page.style.setProperty('font-size', size)
        const over = page.scrollWidth - innerWidth
        if (over > 0) sideways.push(`${shown}: ${over} px too wide, ${widest()}`)
    }
    return {found, sideways, title: document.title, headings: document.querySelectorAll('h1').length}

    function widest() {
        return [...document.querySelectorAll('body *')].filter(one => {
            if (one.getBoundingClientRect().right <= innerWidth + 1) return false
            for (let up = one.parentElement; up; up = up.parentElement)
                if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return false
            return true
        }).slice(-4).map(one => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`)
    }
}""".replace("FOUND", FOUND)


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
    shown = page.evaluate(ANSWERED, [EVERYTHING, ONLY_COLOURS])
    seen.title, seen.headings = shown["title"], shown["headings"]
    seen.violations = _said(shown["light"], "sent empty") + _said(shown["dark"], "sent empty, dark")
    if not shown["summary"]:
        seen.violations.append("sent empty: no summary of errors")
    elif not shown["focused"]:
        seen.violations.append("sent empty: the summary of errors did not take the focus")
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

# Says what axe finds on the page, then what it finds about the colours in the dark.
ANSWERED = """async ([everything, colours]) => {
    const found = FOUND
    const shown = {
        title: document.title,
        headings: document.querySelectorAll('h1').length,
        summary: Boolean(document.querySelector('main [data-summary]')),
        focused: document.activeElement.hasAttribute('data-summary'),
        light: await found(everything),
    }
    document.documentElement.dataset.theme = 'dark'
    return {...shown, dark: await found(colours)}
}""".replace("FOUND", FOUND)


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
