"""The framework: adding, moving and taking out goals, outcomes and measures; one measure with the needs it addresses."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atasehir_portal import markdown
from atasehir_portal.documents import kinds
from atasehir_portal.documents.models import BlockConflict
from atasehir_portal.documents.nodes import block_anchor
from atasehir_portal.documents.permissions import can_read_past
from atasehir_portal.documents.services import proposed_merge
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from programming.drafting import grounds, permissions, queries, services
from programming.drafting.elements import Measure
from programming.drafting.forms import NewGoalForm, NewMeasureForm, NewOutcomeForm, RemovalForm, SearchForm
from programming.drafting.models import Element, ElementKind, Programme
from programming.needs import queries as needs
from programming.needs.models import Need


@signed_in
@require_GET
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """The framework as a tree to work on: add, move, take out."""
    programme = _writable(request, slug)
    return render(
        request,
        "drafting/framework.html",
        {"programme": programme, "framework": queries.framework(request.user, programme)},
    )


@signed_in
@require_http_methods(["GET", "POST"])
def add_goal(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a goal: a section of its own at the end."""
    return _add(request, _writable(request, slug), None)


@signed_in
@require_http_methods(["GET", "POST"])
def add_below(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Add an outcome below a goal, or a measure below an outcome. A measure can come from a need (``?ihtiyac=``), to
    which it is then linked.
    """
    parent = queries.get_element(request.user, slug, uid)
    if parent.kind == ElementKind.MEASURE:
        raise Http404
    if not permissions.can_write(request.user, parent.programme) and not permissions.can_add_measure(
        request.user, parent
    ):
        raise PermissionDenied
    return _add(request, parent.programme, parent, _addressed(request, parent))


def _addressed(request: HttpRequest, parent: Element) -> Need | None:
    """Return the need from which a new measure is written. Raises Http404 where the person may not read it."""
    typed = request.GET.get("ihtiyac", "")[:50].replace("\x00", "")
    return needs.get_readable(request.user, typed) if typed and parent.kind == ElementKind.OUTCOME else None


_FORMS = {ElementKind.GOAL: NewGoalForm, ElementKind.OUTCOME: NewOutcomeForm, ElementKind.MEASURE: NewMeasureForm}


def _add(request: HttpRequest, programme: Programme, parent: Element | None, need: Need | None = None) -> HttpResponse:
    kind = services.kind_below(parent)
    block_type = kinds.block_type(programme.document, kind)
    own = {"own_unit": permissions.unit_to_write_for(request.user, programme)} if kind == ElementKind.MEASURE else {}
    form = _FORMS[kind](
        request.POST if request.method == "POST" else None, block_type=block_type, document=programme.document, **own
    )
    if request.method == "POST" and form.is_valid():
        try:
            element = services.add_element(
                programme=programme,
                parent=parent,
                heading=form.cleaned_data.get("heading", ""),
                body=form.cleaned_body,
                data=form.cleaned_block_data,
                by=request.user,
                form_key=form.cleaned_data["form_key"],
                addresses=need,
            )
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        except NotInThisState as error:
            form.add_error(None, str(error))
        else:
            return _added(request, element, need)
    can_write = permissions.can_write(request.user, programme)
    context = {
        "form": form,
        "programme": programme,
        "parent": parent,
        "kind": kind,
        "need": need,
        "can_write": can_write,
        "back": _back(programme, need, can_write=can_write),
    }
    return render(request, "drafting/element_form.html", context, status=422 if form.is_bound else 200)


def _added(request: HttpRequest, element: Element, need: Need | None) -> HttpResponse:
    if need is not None:
        words = _("“%(title)s” was added and addresses %(reference)s. Whoever raised it is told.")
        messages.success(request, words % {"title": element.title, "reference": need.reference})
        return redirect("needs:detail", need.reference)
    messages.success(request, _("“%(title)s” was added.") % {"title": element.title})
    if permissions.can_write(request.user, element.programme):
        return redirect(framework_address(element))
    return redirect("drafting:measure", element.programme.slug, element.block.uid)


def _back(programme: Programme, need: Need | None, *, can_write: bool) -> str:
    """Return where somebody goes who adds nothing after all."""
    if need is not None:
        return reverse("drafting:link", args=[need.reference])
    return reverse("drafting:framework" if can_write else "drafting:detail", args=[programme.slug])


@signed_in
@require_POST
def move(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Move a goal, outcome or measure one place up or down among its siblings; the numbers follow."""
    _writable(request, slug)
    element = queries.get_element(request.user, slug, uid)
    direction = request.POST.get("direction", "")
    if direction not in services.DIRECTIONS:
        raise Http404
    services.move_element(element=element, direction=direction, by=request.user)
    return redirect(framework_address(element))


@signed_in
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Take a goal, outcome or measure out, with a reason. What it addressed falls back and people are told."""
    programme = _writable(request, slug)
    element = queries.get_element(request.user, slug, uid)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.remove_element(element=element, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("“%(title)s” was taken out.") % {"title": element.title})
        return redirect("drafting:framework", slug)
    context = {"form": form, "programme": programme, "element": element, "below": queries.below(element)}
    return render(request, "drafting/remove.html", context, status=422 if form.is_bound else 200)


@require_GET
def measure(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """One measure: what it is, which needs it addresses, and, for whoever writes it, the needs that could be linked."""
    element = queries.get_element(request.user, slug, uid, kind=ElementKind.MEASURE)
    can_link = permissions.can_link(request.user, element)
    search = SearchForm(request.GET)
    found = queries.linkable_needs(request.user, element, search.typed) if can_link else []
    numbers = queries.numbers([element.programme_id])
    outcome = element.parent
    context = {
        "programme": element.programme,
        "element": element,
        "number": numbers.get(element.pk, ""),
        "outcome": outcome,
        "outcome_number": numbers.get(outcome.pk, "") if outcome else "",
        "goal": outcome.parent if outcome else None,
        "goal_number": numbers.get(outcome.parent_id or 0, "") if outcome else "",
        "text": markdown.render(element.block.body, level_offset=1),
        "data": Measure.of(element.block.data),
        "links": queries.links_of_measure(request.user, element),
        "grounds": grounds.of_measure(request.user, element),
        "can_link": can_link,
        "can_write": permissions.can_write(request.user, element.programme),
        "can_write_element": permissions.can_write_element(request.user, element),
        "can_read_past": can_read_past(request.user, element.programme.document),
        "search": search,
        "found": found[: queries.FOUND_AT_MOST],
        "is_more": len(found) > queries.FOUND_AT_MOST,
    }
    return render(request, "drafting/measure.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def edit_measure(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Write one measure anew: coordinators, and officers of the responsible unit. Two texts that met are made one here."""
    element = queries.get_element(request.user, slug, uid, kind=ElementKind.MEASURE)
    if not permissions.can_write_element(request.user, element):
        raise PermissionDenied
    conflict = _conflict(request, element)
    block, block_type = element.block, kinds.block_type(element.programme.document, element.kind)
    form_class = block_type.form_class
    body, data = proposed_merge(conflict=conflict)[:2] if conflict else (block.body, block.data)
    initial = {**form_class.initial_of(body, data), "base_revision": block.revision}
    form = form_class(
        request.POST if request.method == "POST" else None,
        initial=initial,
        block_type=block_type,
        document=element.programme.document,
    )
    if request.method == "POST" and form.is_valid():
        result = services.edit_measure(
            measure=element,
            base_revision=form.cleaned_data["base_revision"] or 0,
            body=form.cleaned_body,
            data=form.cleaned_block_data,
            by=request.user,
            reason=form.cleaned_data["reason"],
            conflict=conflict,
        )
        if result.conflict is not None:
            return redirect(f"{reverse('drafting:edit_measure', args=[slug, uid])}?metin={result.conflict.pk}")
        messages.success(request, _("The measure was saved."))
        return redirect("drafting:measure", slug, uid)
    context = {
        "form": form,
        "programme": element.programme,
        "element": element,
        "conflict": conflict,
        "present": Measure.of(block.data),
    }
    return render(request, "drafting/measure_form.html", context, status=422 if form.is_bound else 200)


def _conflict(request: HttpRequest, element: Element) -> BlockConflict | None:
    """Return the kept text that is being merged, which whoever writes the measure may do. Raises Http404."""
    typed = request.GET.get("metin", "")
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or len(typed) > 18:
        raise Http404
    return get_object_or_404(BlockConflict, pk=int(typed), block=element.block_id, resolved_at=None)


def framework_address(element: Element) -> str:
    """Return where an element stands on the page of the framework."""
    return f"{reverse('drafting:framework', args=[element.programme.slug])}#{block_anchor(element.block.uid)}"


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
