"""Headings: adding, changing, moving, taking out and bringing back sections."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reselect, reswap, retarget

from atasehir_portal.documents import kinds, queries, services
from atasehir_portal.documents.forms import ReasonForm, SectionForm
from atasehir_portal.documents.models import Block, Document, Section
from atasehir_portal.documents.views import places
from atasehir_portal.documents.views.access import document_for, organisation_of, refusals_shown, section_for
from atasehir_portal.kept_texts import arrived
from atasehir_portal.signing_in import signed_in


def _named(request: HttpRequest, document: Document, name: str) -> Section | None:
    typed = request.GET.get(name, "")
    if not typed:
        return None
    try:
        return get_object_or_404(document.sections.filter(removed_at=None), uid=UUID(typed))
    except ValueError as error:
        raise Http404 from error


def _in_outline(request: HttpRequest) -> bool:
    """Whether the person works in the outline and comes back to it."""
    return "duzen" in (request.GET.get("donus"), request.POST.get("donus"))


def _outline_address(document: Document, section: Section | None = None) -> str:
    address = reverse("documents:outline", args=[document.uid])
    return f"{address}?odak={section.uid}#o-{section.uid.hex[:12]}" if section else address


def _back(request: HttpRequest, section: Section) -> str:
    """Return where a section is seen after the act: in the outline, or in its chapter."""
    return _outline_address(section.document, section) if _in_outline(request) else queries.section_address(section)


def _heading_page(request: HttpRequest, form: SectionForm, context: dict[str, Any]) -> HttpResponse:
    """Show the form of a heading: a page, or with htmx the line of the outline."""
    context |= {"form": form, "in_outline": _in_outline(request), "address": request.get_full_path()}
    if not (request.htmx and _in_outline(request)):
        return render(request, "documents/section_edit.html", context, status=422 if form.is_bound else 200)
    form.fields["title"].widget.attrs["autofocus"] = True
    response = render(request, "documents/outline_form.html", context)
    if form.is_bound:
        # the form asks for the whole outline; an answer with errors takes the form's own place
        selector = f"#{context['form_id']}"
        response = retarget(reswap(reselect(response, selector), "outerHTML"), selector)
    return response


@signed_in
@require_http_methods(["GET", "POST"])
def section_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a section below ``?ust=`` (a chapter without), after ``?sonra=`` or at the end."""
    document = document_for(request, uid, write=True)
    parent, after = _named(request, document, "ust"), _named(request, document, "sonra")
    form_id = f"of-{(after or parent or document).uid.hex[:12]}"
    keep_name = f"heading-after-{(after or parent or document).uid}"
    form = SectionForm(
        request.POST if request.method == "POST" else None, initial={"form_key": uuid4()}, auto_id=f"{form_id}-%s"
    )
    if request.method == "POST" and form.is_valid():
        try:
            section = services.add_section(
                document=document,
                parent=parent,
                title=form.cleaned_data["title"],
                aim=form.cleaned_data["aim"],
                by=request.user,
                after=after,
                reason=form.cleaned_data["reason"],
                organisation=organisation_of(request),
                form_key=form.cleaned_data["form_key"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The section was added."))
            return arrived(request, redirect(_back(request, section)), keep_name)
    context = {
        "document": document,
        "parent": parent,
        "after": after,
        "back": _outline_address(document) if _in_outline(request) else kinds.get(document.kind).url(document),
        "form_id": form_id,
        "keep_name": keep_name,
    }
    return _heading_page(request, form, context)


@signed_in
@require_http_methods(["GET", "POST"])
def section_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a heading. Where somebody was quicker, both headings are shown and saving again decides."""
    section = section_for(request, uid)
    form_id = f"of-{section.uid.hex[:12]}"
    keep_name = f"heading-{section.uid}"
    initial = {"title": section.title, "aim": section.aim, "base_revision": section.revision}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=initial, auto_id=f"{form_id}-%s")
    theirs = None
    if request.method == "POST" and form.is_valid():
        result = services.save_section(
            section=section,
            base_revision=form.cleaned_data["base_revision"] or 0,
            title=form.cleaned_data["title"],
            aim=form.cleaned_data["aim"],
            by=request.user,
            reason=form.cleaned_data["reason"],
            organisation=organisation_of(request),
        )
        if result.state != "conflict":
            messages.success(request, _("The heading is saved."))
            return arrived(request, redirect(_back(request, section)), keep_name)
        theirs = result.section
        form.add_error(None, services.ChangedMeanwhile())
        form.data = {**form.data.dict(), "base_revision": theirs.revision}
    context = {
        "document": section.document,
        "section": section,
        "theirs": theirs,
        "back": _back(request, section),
        "form_id": form_id,
        "keep_name": keep_name,
    }
    return _heading_page(request, form, context)


STEPS: Mapping[str, services.Step] = {"yukari": "up", "asagi": "down", "ice": "in", "disa": "out"}


@signed_in
@require_POST
def section_move(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Move a section with all below it: one place (``yon``), or to a place that was chosen (``yer``)."""
    section = section_for(request, uid)
    with refusals_shown(request):
        seen = places.seen(request)
        if "yer" in request.POST:
            parent, after = places.for_section(request, section.document)
            services.move_section(section=section, parent=parent, after=after, by=request.user, seen=seen)
        elif step := STEPS.get(request.POST.get("yon", "")):
            services.move_section_one(section=section, step=step, by=request.user, seen=seen)
    return redirect(_back(request, section_for(request, uid)))


def _removal_hint(section: Section) -> str | Promise:
    """Return who reads the reason for which what stands in or below a section is taken out; "" for the history alone."""
    below = Q(section=section) | Q(section__parent=section) | Q(section__parent__parent=section)
    found = Block.objects.filter(below, removed_at=None).values_list("kind", flat=True).distinct().order_by("kind")
    hints = (kinds.block_type(section.document, kind).removal_hint for kind in found)
    return next((hint for hint in hints if hint), "")


@signed_in
@require_http_methods(["GET", "POST"])
def section_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a section out with all that stands below it."""
    section = section_for(request, uid)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        initial={"base_revision": section.revision},
        hint=_removal_hint(section),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_section(
                section=section,
                base_revision=form.cleaned_data["base_revision"],
                by=request.user,
                reason=form.cleaned_data["reason"],
                organisation=organisation_of(request),
            )
        except ValidationError as error:  # changed meanwhile, or refused by the kind of a block in it
            form.add_error(None, error)
            form.data = {**form.data.dict(), "base_revision": section.revision}
        else:
            document = section.document
            places.tell_taken_out(request, document, _("The section was taken out."))
            address = _outline_address(document) if _in_outline(request) else kinds.get(document.kind).url(document)
            return arrived(request, redirect(address), f"remove-{section.uid}")
    context = {"form": form, "section": section, "back": _back(request, section)}
    return render(request, "documents/section_remove.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def section_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Bring a section back that was taken out."""
    section = section_for(request, uid)
    with refusals_shown(request):
        services.restore_section(section=section, by=request.user, organisation=organisation_of(request))
        messages.success(request, _("The section is back where it was."))
    return redirect(_back(request, section))
