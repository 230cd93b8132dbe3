"""The framework: adding, moving and taking out goals, outcomes and measures; one measure with the needs it addresses.
"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atasehir_portal.documents import kinds
from atasehir_portal.transitions import NotInThisState
from programming.drafting import permissions, queries, services
from programming.drafting.elements import Measure
from programming.drafting.forms import NewGoalForm, NewMeasureForm, NewOutcomeForm, RemovalForm, SearchForm
from programming.drafting.models import Element, ElementKind, Programme


@login_required
@require_GET
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """The framework as a tree to work on: add, move, take out."""
    programme = _writable(request, slug)
    return render(
        request,
        "drafting/framework.html",
        {"programme": programme, "framework": queries.framework(request.user, programme)},
    )


@login_required
@require_http_methods(["GET", "POST"])
def add_goal(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a goal: a section of its own at the end."""
    return _add(request, _writable(request, slug), None)


@login_required
@require_http_methods(["GET", "POST"])
def add_below(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Add an outcome below a goal, or a measure below an outcome."""
    programme = _writable(request, slug)
    parent = queries.get_element(request.user, slug, uid)
    if parent.kind == ElementKind.MEASURE:
        raise Http404
    return _add(request, programme, parent)


_FORMS = {ElementKind.GOAL: NewGoalForm, ElementKind.OUTCOME: NewOutcomeForm, ElementKind.MEASURE: NewMeasureForm}


def _add(request: HttpRequest, programme: Programme, parent: Element | None) -> HttpResponse:
    kind = services.kind_below(parent)
    block_type = kinds.block_type(programme.document, kind)
    form = _FORMS[kind](request.POST or None, block_type=block_type, document=programme.document)
    if request.method == "POST" and form.is_valid():
        element = services.add_element(
            programme=programme,
            parent=parent,
            heading=form.cleaned_data.get("heading", ""),
            body=form.cleaned_body,
            data=form.cleaned_block_data,
            by=request.user,
            form_key=form.cleaned_data["form_key"],
        )
        messages.success(request, _("“%(title)s” was added.") % {"title": element.title})
        return redirect(services.framework_address(element))
    context = {"form": form, "programme": programme, "parent": parent, "kind": kind}
    return render(request, "drafting/element_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def move(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Move a goal, outcome or measure one place up or down among its siblings; the numbers follow."""
    _writable(request, slug)
    element = queries.get_element(request.user, slug, uid)
    direction = request.POST.get("direction", "")
    if direction not in services.DIRECTIONS:
        raise Http404
    services.move_element(element=element, direction=direction, by=request.user)
    return redirect(services.framework_address(element))


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Take a goal, outcome or measure out, with a reason. What it addressed falls back and people are told."""
    programme = _writable(request, slug)
    element = queries.get_element(request.user, slug, uid)
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_element(element=element, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        except NotInThisState as error:
            messages.error(request, str(error))
            return redirect("drafting:framework", slug)
        else:
            messages.success(request, _("“%(title)s” was taken out.") % {"title": element.title})
            return redirect("drafting:framework", slug)
    context = {"form": form, "programme": programme, "element": element, "has_below": queries.has_below(element)}
    return render(request, "drafting/remove.html", context, status=422 if form.is_bound else 200)


@require_GET
def measure(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """One measure: what it is, which needs it addresses, and, for whoever writes it, the needs that could be linked."""
    element = queries.get_element(request.user, slug, uid, kind=ElementKind.MEASURE)
    can_link = permissions.can_link(request.user, element)
    search = SearchForm(request.GET)
    context = {
        "programme": element.programme,
        "element": element,
        "data": Measure.of(element.block.data),
        "numbers": queries.numbers([element.programme_id]),
        "links": queries.links_of_measure(request.user, element),
        "can_link": can_link,
        "can_write": permissions.can_write(request.user, element.programme),
        "can_write_element": permissions.can_write_element(request.user, element),
        "search": search,
        "found": queries.linkable_needs(request.user, element, search.typed) if can_link else [],
    }
    return render(request, "drafting/measure.html", context)


def _writable(request: HttpRequest, slug: str) -> Programme:
    """Return a programme that this person may write. Raises Http404 where they may not even read it, else
    PermissionDenied.
    """
    programme = queries.get_programme(request.user, slug)
    if not permissions.can_read_text(request.user, programme):
        raise Http404
    if not permissions.can_write(request.user, programme):
        raise PermissionDenied
    return programme
