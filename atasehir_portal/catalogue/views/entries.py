"""The lists of the catalogue. The ``…_page`` functions serve any section, also those of the room above."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atasehir_portal import form_errors
from atasehir_portal.bilingual import Term
from atasehir_portal.catalogue import services
from atasehir_portal.catalogue.filters import EntryFilter
from atasehir_portal.catalogue.loading import digest
from atasehir_portal.catalogue.models import CatalogueChange
from atasehir_portal.catalogue.permissions import can_edit_catalogue
from atasehir_portal.catalogue.queries import changes_of
from atasehir_portal.catalogue.sections import SECTIONS, Section
from atasehir_portal.catalogue.views.access import for_editors, for_staff
from atasehir_portal.downloads import table_response

PAGE_SIZE = 20


def _section(name: str) -> Section:
    try:
        return SECTIONS[name]
    except KeyError:
        raise Http404 from None


@for_staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What the catalogue holds, and who changed what last."""
    context = {
        "sections": [{"url": section.url("entries"), "section": section} for section in SECTIONS.values()],
        "changes": CatalogueChange.objects.select_related("actor")[:10],
        "can_edit": can_edit_catalogue(request.user),
    }
    return render(request, "catalogue/index.html", context)


@for_staff
@require_safe
def entries(request: HttpRequest, section: str) -> HttpResponse:
    """One vocabulary."""
    return list_page(request, _section(section))


@for_staff
@require_safe
def entries_csv(request: HttpRequest, section: str) -> HttpResponseBase:
    """The same list as a file, with the same filters."""
    return csv_page(request, _section(section))


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def entry_new(request: HttpRequest, section: str) -> HttpResponse:
    """Add an entry."""
    return edit_page(request, _section(section), None)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """Change an entry."""
    kept = _section(section)
    return edit_page(request, kept, get_object_or_404(kept.model, slug=slug))


@for_editors
@require_POST
def entry_retire(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """Take an entry out of use."""
    kept = _section(section)
    return retire_page(request, kept, get_object_or_404(kept.model, slug=slug))


@for_editors
@require_POST
def entry_restore(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """Take an entry into use again."""
    kept = _section(section)
    return restore_page(request, kept, get_object_or_404(kept.model, slug=slug))


# --- for any section ------------------------------------------------------------------------------------------------


def rows_of(section: Section) -> QuerySet[Any]:
    """Return all entries of the section with what its columns show."""
    return section.model._default_manager.select_related(*section.related).prefetch_related(*section.prefetch)


def list_page(request: HttpRequest, section: Section, **more: Any) -> HttpResponse:
    """Show the list: search, state, sorting, pages of 20."""
    found = EntryFilter(request.GET, queryset=rows_of(section), section=section)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "section": section,
        "filter": found,
        "page_obj": page,
        "rows": [_row(section, row) for row in page],
        "csv_url": f"{section.url('entries_csv')}?{request.GET.urlencode()}",
        "new_url": section.url("entry_new"),
        "can_edit": section.may_edit(request.user),
        **more,
    }
    return render(request, "catalogue/entries.html", context)


def _row(section: Section, row: Term) -> dict[str, Any]:
    return {
        "entry": row,
        "url": section.url("entry", row.slug),
        "cells": [(column.label, column.value(row)) for column in section.columns],
    }


def csv_page(request: HttpRequest, section: Section) -> HttpResponseBase:
    """Hand out the list as a file."""
    found = EntryFilter(request.GET, queryset=rows_of(section), section=section)
    head = [_("Short name"), _("Name in Turkish"), _("Name in English"), _("Order"), _("In use")]
    head += [str(column.label) for column in section.columns]
    return table_response(request, section.name, head, _csv_rows(section, found.qs))


def _csv_rows(section: Section, rows: Iterable[Any]) -> Iterable[list[Any]]:
    for row in rows:
        fixed = [row.slug, row.name_tr, row.name_en, row.position, _("yes") if row.is_active else _("no")]
        yield fixed + [column.value(row) for column in section.columns]


def edit_page(request: HttpRequest, section: Section, entry: Term | None) -> HttpResponse:
    """Show or take the form of one entry, with the rows below it."""
    form = section.form_class(form_errors.sent(request), instance=entry, initial={"base": _base(section, entry)})
    rows = _rows_form(request, section, entry)
    if request.method == "POST" and _all_valid(form, rows):
        values = {name: form.cleaned_data[name] for name in section.form_class.Meta.fields}
        kept = rows.rows() if rows is not None else []
        try:
            if entry is None:
                made = services.create_entry(section=section, by=request.user, values=values, rows=kept)
            else:
                made = services.update_entry(
                    section=section,
                    entry=entry,
                    by=request.user,
                    values=values,
                    rows=kept,
                    removed=rows.removed() if rows is not None else [],
                    base=form.cleaned_data["base"],
                )
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(request, _("Saved: %(name)s") % {"name": made.name})
            return redirect(section.url("entries"))
    context = {
        "section": section,
        "entry": entry,
        "form": form,
        "rows": rows,
        "changes": changes_of(section.vocabulary.name, entry.slug)[:5] if entry else [],
        "list_url": section.url("entries"),
        "retire_url": section.url("entry_retire", entry.slug) if entry else "",
        "restore_url": section.url("entry_restore", entry.slug) if entry else "",
    }
    return render(request, "catalogue/entry.html", context)


def retire_page(request: HttpRequest, section: Section, entry: Term) -> HttpResponse:
    """Take the entry out of use, or say why not."""
    try:
        services.retire_entry(section=section, entry=entry, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(section.url("entry", entry.slug))
    messages.success(request, _("%(name)s is not in use any more.") % {"name": entry.name})
    return redirect(section.url("entries"))


def restore_page(request: HttpRequest, section: Section, entry: Term) -> HttpResponse:
    """Take the entry into use again."""
    services.restore_entry(section=section, entry=entry, by=request.user)
    messages.success(request, _("%(name)s is in use again.") % {"name": entry.name})
    return redirect(section.url("entries"))


def _base(section: Section, entry: Term | None) -> str:
    return digest(section.vocabulary.stored(entry)) if entry else ""


def _rows_form(request: HttpRequest, section: Section, entry: Term | None) -> Any:
    """Return the rows below the entry as a formset; None where the section has none."""
    children = section.vocabulary.children
    if section.children_class is None or children is None:
        return None
    if request.method == "POST":
        return section.children_class(request.POST, prefix="rows")
    initial = []
    if entry is not None:
        for row in children.model._default_manager.filter(**{children.parent: entry}):
            initial.append({"pk": row.pk} | {name: getattr(row, name) for name in children.fields})
    return section.children_class(initial=initial, prefix="rows")


def _all_valid(form: Any, rows: BaseFormSet | None) -> bool:
    """Check both, so that every error is shown at once."""
    valid = form.is_valid()
    return (rows is None or rows.is_valid()) and valid
