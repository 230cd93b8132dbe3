"""Writing one block in place: with htmx the same part of the page is exchanged, without it the same form has a page
of its own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from atasehir_portal.documents import kinds, preview, queries, services
from atasehir_portal.documents.forms import BlockForm, ReasonForm
from atasehir_portal.documents.kinds import BlockType
from atasehir_portal.documents.models import Block, Section
from atasehir_portal.documents.views.access import (
    block_for,
    document_for,
    organisations_of,
    refusals_shown,
    section_for,
    signed_in,
)
from atasehir_portal.documents.workspace import node_of, nodes_of


def block_type_or_404(document: Any, kind: str) -> BlockType:
    """Return a kind of block that the document may hold. Raises Http404."""
    try:
        return kinds.block_type(document, kind)
    except LookupError as error:
        raise Http404 from error


@require_GET
def block(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A block as it is read: the part of the page for htmx, its place in the workspace otherwise."""
    found = block_for(request, uid, write=False)
    if not request.htmx:
        return redirect(queries.block_address(found))
    node = node_of(request.user, found.document, uid)
    if node is None:
        raise Http404
    return render(request, "documents/block.html", {"node": node, "is_focused": True})


@signed_in
@require_http_methods(["GET", "POST"])
def block_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Edit a block where it stands."""
    found = block_for(request, uid, write=True)
    block_type = block_type_or_404(found.document, found.kind)
    if request.method == "GET" and found.removed_at is not None:
        messages.warning(request, _("This block was taken out in the meantime. You can bring it back here."))
        return _go(request, reverse("documents:removed", args=[found.document.uid]))
    if request.method == "GET" and block_type.edit_url is not None:
        return _go(request, block_type.edit_url(uid))
    form = _form(request, block_type, found)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        result = _save(request, found, form)
        if result is not None:
            return _after_save(request, result)
    return _editor(
        request,
        form,
        block_type,
        found.document,
        found=found,
        back=queries.block_address(found),
        keep_name=f"block-{found.uid}-{found.revision}",
    )


def _form(request: HttpRequest, block_type: BlockType, found: Block) -> BlockForm:
    initial = {**block_type.form_class.initial_of(found.body, found.data), "base_revision": found.revision}
    return block_type.form_class(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        block_type=block_type,
        document=found.document,
        organisations=organisations_of(request),
        initial=initial,
        # several blocks of a page can be open at once
        auto_id=f"b{found.uid.hex[:8]}_%s",
    )


def _save(request: HttpRequest, found: Block, form: BlockForm) -> services.SaveResult | None:
    """Save what the form holds; None where the service refuses what the form let pass (its errors are in the form
    then)."""
    try:
        return services.save_block(
            block_uid=found.uid,
            base_revision=form.cleaned_data["base_revision"] or 0,
            body=form.cleaned_body,
            data=form.cleaned_block_data,
            by=request.user,
            reason=form.cleaned_data["reason"],
            organisation=form.chosen_organisation,
        )
    except ValidationError as error:
        form.add_service_error(error)
        return None


def _after_save(request: HttpRequest, result: services.SaveResult) -> HttpResponse:
    if result.conflict is not None:
        return _go(request, reverse("documents:conflict", args=[result.conflict.pk]))
    if not request.htmx:
        messages.success(request, _("Your text is saved."))
        return redirect(queries.block_address(result.block))
    parts = [result.block.uid, *(block.uid for block in result.added)]
    nodes, later = nodes_of(request.user, result.block.document, parts)
    return render(request, "documents/saved_blocks.html", {"nodes": nodes, "renumbered": later if result.added else []})


def _go(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def _editor(
    request: HttpRequest, form: BlockForm, block_type: BlockType, document: Any, **context: Any
) -> HttpResponse:
    """Show the form; with what it would become where the preview was asked for (without JavaScript)."""
    if request.method == "POST" and "preview" in request.POST:
        form.is_valid()
        context["preview"] = preview.of_form(form, document)
        form = form.unjudged()
    template = "documents/block_editor.html" if request.htmx else "documents/block_edit.html"
    if request.htmx and not form.errors:
        # the link that was pressed is gone: the keyboard goes on in the text
        form.visible_fields()[0].field.widget.attrs["autofocus"] = True
    # htmx does not exchange a part of the page for an answer that is an error
    status = 422 if form.is_bound and form.errors and not request.htmx else 200
    return render(
        request, template, {"form": form, "block_type": block_type, "document": document, **context}, status=status
    )


@signed_in
@require_http_methods(["GET", "POST"])
def block_add(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """Add a block to a section: after ``?sonra=``, at its end without."""
    section = section_for(request, uid)
    block_type = block_type_or_404(section.document, kind)
    if not block_type.is_addable:
        raise Http404
    after = _after(request, section)
    form = block_type.form_class(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        block_type=block_type,
        document=section.document,
        organisations=organisations_of(request),
    )
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            added = services.add_block(
                section=section,
                kind=kind,
                body=form.cleaned_body,
                data=form.cleaned_block_data,
                by=request.user,
                after=after,
                reason=form.cleaned_data["reason"],
                organisation=form.chosen_organisation,
            )
        except ValidationError as error:
            form.add_service_error(error)
        else:
            messages.success(request, _("The block was added."))
            return redirect(queries.block_address(added))
    return _editor(
        request,
        form,
        block_type,
        section.document,
        back=queries.block_address(after) if after else queries.section_address(section),
        keep_name=f"new-{section.uid}-{after.uid if after else ''}-{kind}",
    )


def _after(request: HttpRequest, section: Section) -> Block | None:
    typed = request.GET.get("sonra", "")
    if not typed:
        return None
    try:
        return get_object_or_404(section.blocks.filter(removed_at=None), uid=UUID(typed))
    except ValueError as error:
        raise Http404 from error


@signed_in
@require_POST
def block_preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the form's text would look like. Small, and not more often than a person types."""
    document = document_for(request, uid, write=True)
    if not preview.may_ask(request.user.pk):
        return HttpResponse(status=429)
    block_type = block_type_or_404(document, request.POST.get("kind", ""))
    form = block_type.form_class(request.POST, block_type=block_type, document=document)
    form.is_valid()
    return render(request, "documents/preview.html", {"preview": preview.of_form(form, document)})


@signed_in
@require_POST
def block_move(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Move a block one place up or down."""
    found = block_for(request, uid, write=True)
    with refusals_shown(request):
        services.move_block_one(block_uid=uid, up=request.POST.get("yon") == "yukari", by=request.user)
    return redirect(queries.block_address(found))


@signed_in
@require_http_methods(["GET", "POST"])
def block_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a block out, with a reason."""
    found = block_for(request, uid, write=True)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        initial={"base_revision": found.revision},
        hint=kinds.block_type(found.document, found.kind).removal_hint,
    )
    if request.method == "POST" and form.is_valid():
        organisations = organisations_of(request)
        try:
            services.remove_block(
                block_uid=uid,
                base_revision=form.cleaned_data["base_revision"],
                by=request.user,
                reason=form.cleaned_data["reason"],
                organisation=organisations[0] if organisations else None,
            )
        except ValidationError as error:  # changed meanwhile, or refused by its kind
            form.add_error(None, error)
            form.data = {**form.data.dict(), "base_revision": found.revision}
        else:
            messages.success(request, _("The block was taken out. It can be brought back under “Taken out”."))
            return redirect(queries.section_address(found.section))
    context = {
        "form": form,
        "node": node_of(request.user, found.document, uid),
        "found": found,
        "back": queries.block_address(found),
    }
    return render(request, "documents/block_remove.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def block_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Bring a block back that was taken out."""
    found = block_for(request, uid, write=True)
    organisations = organisations_of(request)
    with refusals_shown(request):
        services.restore_block(block_uid=uid, by=request.user, organisation=organisations[0] if organisations else None)
        messages.success(request, _("The block is back where it was."))
    return redirect(queries.block_address(found))
