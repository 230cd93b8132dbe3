"""Tags and filters of every template: icons, dates and numbers as Turkish (or English) writes them, page numbers."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from atasehir_portal import keyset
from atasehir_portal.bilingual import pick_from
from atasehir_portal.downloads import FORMAT, XLSX

register = template.Library()


def _is_english() -> bool:
    return (get_language() or "tr").startswith("en")


def _local(value: Any) -> Any:
    """Return a moment in the municipality's time; dates and times of day as they are."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.simple_tag
def icon(name: str, small: bool = False, flip: bool = False, css: str = "") -> SafeString:
    """Draw an icon of ``icons.svg``. It is hidden from assistive technology, so words must stand beside it.

    ``flip`` is for arrows that point along the text; ``css`` adds classes.
    """
    classes = " ".join(part for part in ("i", "i--s" if small else "", "i--flip" if flip else "", css) if part)
    return _icon(static("icons.svg"), name, classes)


@lru_cache(maxsize=512)
def _icon(file: str, name: str, classes: str) -> SafeString:
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', classes, file, name)


@register.simple_tag
def status(label: str | Promise, tone: str = "", icon: str = "") -> SafeString:
    """A status: shape, words and colour. ``tone`` is ok, wait, stop, move, part, off or solid; empty for plain."""
    sign = _icon(static("icons.svg"), icon, "i") if icon else ""
    return format_html('<span class="tag{}">{}{}</span>', f" tag--{tone}" if tone else "", sign, label)


@register.simple_tag
def options(widget: Mapping[str, Any]) -> SafeString:
    """The options of a select. Drawn here and not by templates: a list with two filters has sixty of them.

    Where Django offers a row of dashes for "nothing chosen yet", it says what to do.
    """
    parts = []
    for group, rows, _index in widget["optgroups"]:
        drawn = format_html_join(
            "",
            '\n  <option value="{}"{}>{}</option>',
            ((str(o["value"]), flatatt(o["attrs"]) if o["attrs"] else "", _said(o["label"])) for o in rows),
        )
        parts.append(format_html('\n  <optgroup label="{}">{}\n  </optgroup>', group, drawn) if group else drawn)
    return SafeString("".join(parts))


def _said(label: Any) -> Any:
    return gettext("Choose") if label == BLANK_CHOICE_DASH[0][1] else label


@register.simple_tag
def opts(widget: Mapping[str, Any]) -> SafeString:
    """The boxes or buttons of a field with several choices, each with its words."""
    parts = []
    for group, rows, _index in widget["optgroups"]:
        parts.append(format_html('<p class="bold small">{}</p>', group) if group else "")
        parts += [opt(row) for row in rows]
    return SafeString("".join(parts))


@register.simple_tag
def opt(row: Mapping[str, Any]) -> SafeString:
    """One box or button of a field with several choices, with its words."""
    own = {"type": row["type"], "name": row["name"], "value": str(row["value"])}
    label = flatatt({"for": row["attrs"]["id"]}) if row["attrs"].get("id") else ""
    box = flatatt({**own, **row["attrs"]})
    return format_html('\n  <label class="opt"{}><input{}><span>{}</span></label>', label, box, row["label"])


@register.simple_tag
def drawing(name: str, css: str = "") -> SafeString:
    """Refer to a drawing of ``drawings.svg`` inside an ``<svg>``."""
    return format_html('<use class="{}" href="{}#{}"/>', css, static("drawings.svg"), name)


@register.tag
def crumbs(parser: Parser, token: Token) -> "CrumbsNode":
    """``{% crumbs %}<li>…</li>{% endcrumbs %}``: the way to this page, or nothing at all where there is none to show."""
    nodes = parser.parse(("endcrumbs",))
    parser.delete_first_token()
    return CrumbsNode(nodes)


class CrumbsNode(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        items = self.nodelist.render(context).strip()
        if not items:
            return ""
        if "<nav" in items:  # a part that brings its own frame
            return format_html('<div class="wrap">{}</div>', mark_safe(items))  # noqa: S308 - a template's own output
        frame = '<div class="wrap"><nav aria-label="{}"><ol class="crumbs">{}</ol></nav></div>'
        return format_html(frame, gettext("You are here"), mark_safe(items))  # noqa: S308 - a template's own output


@register.filter
def as_xlsx(address: str) -> str:
    """The address of the same list as XLSX, from that of its CSV."""
    return f"{address}{'&' if '?' in address else '?'}{FORMAT}={XLSX}"


@register.filter
def tr_date(value: date | datetime | None) -> str:
    """9 Mart 2026 Pazartesi; in English: Monday 9 March 2026. Empty for None."""
    if value is None or value == "":
        return ""
    return formats.date_format(_local(value), "l j F Y" if _is_english() else "j F Y l")


@register.filter
def tr_day(value: date | datetime | None) -> str:
    """9 Mart 2026. Empty for None."""
    return formats.date_format(_local(value), "j F Y") if value else ""


@register.filter
def tr_time(value: datetime | time | None) -> str:
    """14.32 as Turkish writes it; in English 14:32. Empty for None. Midnight is a time."""
    if value is None or value == "":
        return ""
    return _local(value).strftime("%H:%M" if _is_english() else "%H.%M")


@register.filter
def tr_moment(value: datetime | None) -> str:
    """9 Mart 2026, 14.32. Empty for None."""
    return f"{tr_day(value)}, {tr_time(value)}" if value else ""


@register.filter
def tr_number(value: float | Decimal | str | None, places: int | None = None) -> str:
    """1.234,5 in Turkish, 1,234.5 in English; with ``places`` decimals. Empty for None, text as it is."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    whole, _, decimals = f"{value:,.{places}f}".partition(".") if places is not None else f"{value:,}".partition(".")
    if _is_english():
        return f"{whole}.{decimals}" if decimals else whole
    whole = whole.replace(",", ".")
    return f"{whole},{decimals}" if decimals else whole


@register.filter
def percent(value: float | Decimal | None, places: int = 0) -> str:
    """%91 in Turkish, 91% in English, from a value out of 100. Empty for None."""
    if value is None or value == "":
        return ""
    number = tr_number(value, places)
    return f"{number}%" if _is_english() else f"%{number}"


@register.simple_tag(takes_context=True)
def page_url(context: Any, number: int, param: str = "") -> str:
    """The address of another page of this list: the same query string with another page number."""
    query = context["request"].GET.copy()
    query[param or "page"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def keyset_url(context: Any, way: str, key: str = "") -> str:
    """The address of the page beside this one in a list without page numbers: the same query string with another key, or none."""
    query = context["request"].GET.copy()
    for name in (keyset.OLDER, keyset.NEWER, "page"):
        query.pop(name, None)
    if way:
        query[way] = key
    return f"?{query.urlencode()}"


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def capital(text: str | Promise) -> str:
    """The words with a capital at their beginning, as the reader's language writes it (i → İ in Turkish)."""
    words = str(text)
    first = words[:1]
    return ("İ" if first == "i" and not _is_english() else first.upper()) + words[1:]


@register.filter
def browser(user_agent: str) -> str:
    """Firefox · Windows, from what a browser says of itself; the first words of it where it is none we know."""
    name = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (name, system) if part) or user_agent[:40]


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The page numbers to show: the ends, and two on either side of where one is."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def with_errors(form: BaseForm) -> list[tuple[Any, str]]:
    """The form's errors for the summary, in the order of the fields: (bound field or None, text)."""
    found: list[tuple[Any, str]] = [(None, error) for error in form.non_field_errors()]
    for bound in form:
        found += [(None if bound.is_hidden else bound, error) for error in bound.errors]
    return found


@register.filter
def lead_in(label: str) -> str:
    """A label before what is said of it: with a colon, in the place of the sign that it may end with."""
    return f"{str(label).rstrip(' .?!:…')}:"


@register.filter
def term_name(row: Mapping[str, str]) -> str:
    """The name of a catalogue entry that was read as plain data (``name_tr``, ``name_en``), in the reader's language."""
    return pick_from(row)
