"""Templates of answers: kept with the same pages as the lists of the catalogue."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atasehir_portal.answering.models import AnswerTemplate
from atasehir_portal.answering.permissions import can_keep_templates
from atasehir_portal.answering.templates import SECTION
from atasehir_portal.catalogue.views.access import for_staff
from atasehir_portal.catalogue.views.entries import csv_page, edit_page, list_page, restore_page, retire_page

View = Callable[..., HttpResponse]


def _for_keepers(view: View) -> View:
    """404 to people who do not work for the municipality, 403 to staff who may look but not change."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_keep_templates(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return for_staff(guarded)


@for_staff
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The templates."""
    return list_page(request, SECTION)


@for_staff
@require_safe
def templates_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list as a file."""
    return csv_page(request, SECTION)


@_for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def template_new(request: HttpRequest) -> HttpResponse:
    """Add a template."""
    return edit_page(request, SECTION, None)


@_for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a template."""
    return edit_page(request, SECTION, get_object_or_404(AnswerTemplate, slug=slug))


@_for_keepers
@require_POST
def template_retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a template out of use."""
    return retire_page(request, SECTION, get_object_or_404(AnswerTemplate, slug=slug))


@_for_keepers
@require_POST
def template_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a template into use again."""
    return restore_page(request, SECTION, get_object_or_404(AnswerTemplate, slug=slug))
