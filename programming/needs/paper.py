"""The form on paper: the same questions as the four steps, printed through the one door, with the catalogue as it stands today."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import User
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.catalogue.queries import municipality, term_choices
from atasehir_portal.documents.reporting.paper import printable
from atasehir_portal.rendering.book import Paper, paper_html
from atasehir_portal.rendering.models import Kind, Rendering
from atasehir_portal.rendering.services import discard_rendering, rendering_key, request_rendering
from programming.needs import permissions
from programming.needs.forms import STEPS

STYLE = "document"
_TERMS: dict[str, Any] = {
    "service_area": ServiceArea,
    "groups": RightsHolderGroup,
    "neighbourhoods": Neighbourhood,
    "rights": Right,
}
# What whoever types it in answers for themselves, and what is asked only in the portal.
_NOT_ON_PAPER = {"organisation", "channel", "consent_how", "is_public_anyway", "form_key"}
# Frames of three lines for what is written by hand.
_FRAMES = {"title": 1, "body": 2, "suggestion": 2}
_LINES = mark_safe('<div class="write"></div>')
_BOX = "☐\u00a0"


def paper_form(language: str) -> Rendering | None:
    """Return the printed form as the questions and the catalogue are now, if somebody ordered it (a query for each vocabulary and one)."""
    title, html = _whole(language)
    key = rendering_key(kind=Kind.PDF, style=STYLE, title=title, language=language, html=html)
    return Rendering.objects.defer("source_html").filter(key=key).first()


@transaction.atomic
def order_paper_form(*, by: User, language: str) -> Rendering:
    """Have the form printed as it is now; earlier ones go. The same form is printed once, however often it is ordered.

    Raises PermissionDenied where the person may not raise needs.
    """
    if not permissions.can_submit(by):
        raise PermissionDenied
    title, html = _whole(language)
    made = request_rendering(style=STYLE, title=title, language=language, html=html)
    earlier = Rendering.objects.filter(style=STYLE, title=title, language=language).exclude(pk=made.pk)
    for old in earlier.defer("source_html"):
        discard_rendering(rendering=old)
    return made


def _whole(language: str) -> tuple[str, str]:
    """Return the title and the complete document."""
    with translation.override(language):
        title = _("Form on paper: what is lacking?")
        lines = [
            _("Fill it in with a pen, alone or with somebody who writes for you. It is typed into the portal later."),
            _("Write no name, address, identity number or health record, neither your own nor that of others."),
        ]
        html = format_html_join("", "{}", ((part,) for part in _steps()))
        paper = Paper(title=title, issuer=municipality().name, lines=lines, html=html, language=language)
        return title, printable(paper_html(paper))


def _steps() -> Iterator[SafeString]:
    for kind in STEPS[:-1]:
        yield format_html('<h2 id="adim-{}">{}</h2>', kind.number, kind.heading)
        yield from _questions(kind)
    yield format_html('<h2 id="adim-4">{}</h2>', _("Notice and consent"))
    yield format_html(
        "<p>{}</p>",
        _(
            "The municipality tells you with the privacy notice what it does with data; whoever takes this form hands it to you. "
            "Whether what you wrote is passed on is for you to say."
        ),
    )
    yield from _questions(STEPS[-1])
    yield format_html("<p>{} ……………………</p>", _("To be filled in when it is typed in. Number of the record:"))


def _questions(kind: Any) -> Iterator[SafeString]:
    for name, field in kind.base_fields.items():
        if name in _NOT_ON_PAPER:
            continue
        if isinstance(field, forms.BooleanField):
            yield format_html("<p>{}{}</p>", _BOX, field.label)
            continue
        yield format_html("<h3>{}</h3>", field.label)
        if field.help_text and name != "rights":
            yield format_html("<p>{}</p>", field.help_text)
        if name in _FRAMES:
            yield format_html('<div class="exercise">{}</div>', mark_safe(_LINES * _FRAMES[name]))  # noqa: S308  as above
        elif isinstance(field, forms.DateField):
            yield format_html("<p>{}</p>", "…… / …… / …………")
        else:
            yield _boxes(_choices(name, field))


def _choices(name: str, field: Any) -> Sequence[str]:
    if name in _TERMS:
        return [words for _slug, words in term_choices(_TERMS[name])]
    return [str(words) for _value, words in field.choices]


def _boxes(choices: Sequence[str]) -> SafeString:
    """Long lists run on in one paragraph, so that the form stays short; short ones stand one below another."""
    if len(choices) > 6:
        return format_html("<p>{}</p>", "  ".join(f"{_BOX}{words}" for words in choices))
    return format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}{}", ((_BOX, words) for words in choices)))
