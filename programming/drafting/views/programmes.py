"""Programmes: the list, a new one, reading one, writing one, its framework as CSV."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from atasehir_portal.documents.workspace import workspace_for
from atasehir_portal.downloads import table_response
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in
from programming.drafting import money, permissions, queries, services
from programming.drafting.filters import ProgrammeFilter
from programming.drafting.forms import ProgrammeForm
from programming.drafting.models import Programme


@require_GET
def programme_list(request: HttpRequest) -> HttpResponse:
    """All programmes, newest years first. That a draft is being written is public; its text is not yet."""
    found = ProgrammeFilter(request.GET, queryset=queries.visible_to(request.user).order_by("-first_year", "-pk"))
    page = StoppingPaginator(queries.with_counts(found.qs)).get_page(request.GET.get("page"))
    for programme in page:
        programme.is_open = permissions.can_read_text(request.user, programme)
    return render(
        request,
        "drafting/list.html",
        {"filter": found, "page_obj": page, "can_create": permissions.can_create(request.user)},
    )


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a programme from empty."""
    if not permissions.can_create(request.user):
        raise PermissionDenied
    form = ProgrammeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        programme = services.create_programme(**form.details(), by=request.user, form_key=form.cleaned_data["form_key"])
        messages.success(request, _("The draft was begun. Add goals, outcomes and measures to its framework."))
        return redirect("drafting:framework", programme.slug)
    return render(request, "drafting/programme_form.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct title, years, unit and summary."""
    programme = queries.get_programme(request.user, slug)
    if not permissions.can_write(request.user, programme):
        raise PermissionDenied
    form = ProgrammeForm(request.POST if request.method == "POST" else None, initial=_details(programme))
    if request.method == "POST" and form.is_valid():
        services.change_programme(programme=programme, by=request.user, **form.details())
        messages.success(request, _("The changes were saved."))
        return redirect("drafting:detail", programme.slug)
    return render(
        request,
        "drafting/programme_form.html",
        {"form": form, "programme": programme},
        status=422 if form.is_bound else 200,
    )


def _details(programme: Programme) -> dict[str, object]:
    return {
        "title": programme.document.title,
        "first_year": programme.first_year,
        "last_year": programme.last_year,
        "unit": programme.unit_id,
        "summary": programme.summary,
    }


@require_GET
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a programme: text and framework with numbers. Of a draft, visitors see that it exists, its summary and its
    state.
    """
    programme = queries.get_programme(request.user, slug)
    if not permissions.can_read_text(request.user, programme):
        return render(request, "drafting/closed.html", {"programme": programme})
    reading = queries.read(request.user, programme)
    context = {
        "programme": programme,
        "chapters": reading.chapters,
        "sources": reading.sources,
        "has_text": next(reading.all_blocks(), None) is not None,
        "can_write": permissions.can_write(request.user, programme),
        "can_add_measures": permissions.can_add_measures(request.user, programme),
    }
    return render(request, "drafting/detail.html", context)


@require_GET
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The text chapter by chapter, with its history; whoever may write it writes it here, block by block."""
    programme = queries.get_programme(request.user, slug)
    if not permissions.can_read_text(request.user, programme):
        raise Http404
    workspace = workspace_for(request, programme.document)
    context = {"programme": programme, "workspace": workspace, "can_write": workspace.can_write}
    return render(request, "drafting/edit.html", context)


@require_GET
def framework_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The framework as CSV: one row for each goal, outcome and measure, top to bottom; needs as far as the reader may
    find them.
    """
    programme = queries.get_programme(request.user, slug)
    if not permissions.can_read_text(request.user, programme):
        raise Http404
    head = [_("Number"), _("Kind"), _("Title"), _("Responsible unit"), _("Partners"), _("Begins"), _("Ends")]
    head += [_("Cost (TRY)"), _("Source of the money"), _("Competence"), _("Needs addressed")]
    return table_response(
        request, f"{programme.slug}-cerceve", head, _csv_rows(queries.framework(request.user, programme))
    )


def _csv_rows(framework: queries.Framework) -> Iterator[list[object]]:
    for node in framework.by_id.values():
        data, element = node.data, node.element
        is_measure = element.kind == "measure"
        yield [
            node.number,
            element.get_kind_display(),
            element.title,
            element.unit.name if element.unit else "",
            data.partners,
            data.first_quarter or "",
            data.last_quarter or "",
            money.typed(data.budget) if data.budget is not None else "",
            data.source,
            data.competence_label,
            node.needs if is_measure else "",
        ]
