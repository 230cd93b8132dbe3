"""Headings: adding, changing, moving, taking out and bringing back sections."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.documents import kinds, queries, services
from atasehir_portal.documents.forms import ReasonForm, SectionForm
from atasehir_portal.documents.models import Block, Document, Section
from atasehir_portal.documents.views.access import (
    document_for,
    organisations_of,
    refusals_shown,
    section_for,
    signed_in,
)


def _organisation(request: HttpRequest) -> Organisation | None:
    return next(iter(organisations_of(request)), None)


def _named(request: HttpRequest, document: Document, name: str) -> Section | None:
    typed = request.GET.get(name, "")
    if not typed:
        return None
    try:
        return get_object_or_404(document.sections.filter(removed_at=None), uid=UUID(typed))
    except ValueError as error:
        raise Http404 from error


@signed_in
@require_http_methods(["GET", "POST"])
def section_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a section below ``?ust=`` (a chapter without), after ``?sonra=`` or at the end."""
    document = document_for(request, uid, write=True)
    parent, after = _named(request, document, "ust"), _named(request, document, "sonra")
    form = SectionForm(request.POST if request.method == "POST" else None)
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
                organisation=_organisation(request),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The section was added."))
            return redirect(queries.section_address(section))
    context = {"form": form, "document": document, "parent": parent, "back": kinds.get(document.kind).url(document)}
    return render(request, "documents/section_edit.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def section_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a heading. Where somebody was quicker, both headings are shown and saving again decides."""
    section = section_for(request, uid)
    initial = {"title": section.title, "aim": section.aim, "base_revision": section.revision}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        result = services.save_section(
            section=section,
            base_revision=form.cleaned_data["base_revision"] or 0,
            title=form.cleaned_data["title"],
            aim=form.cleaned_data["aim"],
            by=request.user,
            reason=form.cleaned_data["reason"],
            organisation=_organisation(request),
        )
        if result.state != "conflict":
            messages.success(request, _("The heading is saved."))
            return redirect(queries.section_address(section))
        theirs = result.section
        form.add_error(None, services.ChangedMeanwhile())
        form.data = {**form.data.dict(), "base_revision": theirs.revision}
    context = {
        "form": form,
        "document": section.document,
        "section": section,
        "theirs": theirs,
        "back": queries.section_address(section),
    }
    return render(request, "documents/section_edit.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def section_move(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Move a section one place up or down among its siblings."""
    section = section_for(request, uid)
    with refusals_shown(request):
        services.move_section_one(section=section, up=request.POST.get("yon") == "yukari", by=request.user)
    return redirect(queries.section_address(section))


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
                organisation=_organisation(request),
            )
        except ValidationError as error:  # changed meanwhile, or refused by the kind of a block in it
            form.add_error(None, error)
            form.data = {**form.data.dict(), "base_revision": section.revision}
        else:
            messages.success(request, _("The section was taken out. It can be brought back under “Taken out”."))
            return redirect(kinds.get(section.document.kind).url(section.document))
    context = {"form": form, "section": section, "back": queries.section_address(section)}
    return render(request, "documents/section_remove.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def section_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Bring a section back that was taken out."""
    section = section_for(request, uid)
    with refusals_shown(request):
        services.restore_section(section=section, by=request.user, organisation=_organisation(request))
        messages.success(request, _("The section is back where it was."))
    return redirect(queries.section_address(section))
