"""Writing one block in place: with htmx the same part of the page is exchanged, without it the same form has a page
of its own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from atasehir_portal.documents import dividing, kinds, preview, queries, services
from atasehir_portal.documents.forms import BlockForm
from atasehir_portal.documents.kinds import BlockType
from atasehir_portal.documents.models import Block
from atasehir_portal.documents.nodes import block_anchor
from atasehir_portal.documents.views.access import block_for, document_for, organisations_of
from atasehir_portal.documents.workspace import node_of, nodes_of
from atasehir_portal.kept_texts import arrived
from atasehir_portal.signing_in import signed_in


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
        return go(request, reverse("documents:removed", args=[found.document.uid]))
    if request.method == "GET" and block_type.edit_url is not None:
        return go(request, block_type.edit_url(uid))
    form = form_of(request, block_type, found)
    keep_name = f"block-{found.uid}"
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        result = _save(request, found, form)
        if result is not None:
            return arrived(request, _after_save(request, result), keep_name)
    return editor(
        request,
        form,
        block_type,
        found.document,
        found=found,
        action=reverse("documents:block_edit", args=[uid]),
        back=queries.block_address(found),
        anchor=block_anchor(uid),
        divides=found.kind in dividing.AT_CURSOR,
        keep_name=keep_name,
    )


def form_of(request: HttpRequest, block_type: BlockType, found: Block, **initial: Any) -> BlockForm:
    """Return the form that edits a block as one of a kind, with what was sent in it."""
    return block_type.form_class(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        block_type=block_type,
        document=found.document,
        organisations=organisations_of(request),
        initial={
            **block_type.form_class.initial_of(found.body, found.data),
            "base_revision": found.revision,
            **initial,
        },
        # several blocks of a page can be open at once
        auto_id=f"b{found.uid.hex[:8]}_%s",
    )


def _save(request: HttpRequest, found: Block, form: BlockForm) -> services.SaveResult | None:
    """Save what the form holds, in two blocks where it is to be divided at the cursor; None where the service refuses
    what the form let pass (its errors are in the form then)."""
    given: dict[str, Any] = {
        "block_uid": found.uid,
        "base_revision": form.cleaned_data["base_revision"] or 0,
        "by": request.user,
        "reason": form.cleaned_data["reason"],
        "organisation": form.chosen_organisation,
    }
    try:
        if "divide" in request.POST and found.kind in dividing.AT_CURSOR:
            parts = dividing.at_cursor(found.kind, request.POST.get("body", ""), request.POST.get("before", ""))
            if len(parts) > 1:
                return services.split_block(parts=parts, data=form.cleaned_block_data, **given)
        return services.save_block(body=form.cleaned_body, data=form.cleaned_block_data, **given)
    except ValidationError as error:
        form.add_service_error(error)
        return None


def _after_save(request: HttpRequest, result: services.SaveResult) -> HttpResponse:
    if result.conflict is not None:
        return go(request, reverse("documents:conflict", args=[result.conflict.pk]))
    if not request.htmx:
        messages.success(request, _("Your text is saved."))
        return redirect(queries.block_address(result.block))
    parts = [result.block.uid, *(block.uid for block in result.added)]
    nodes, later = nodes_of(request.user, result.block.document, parts)
    context = {"nodes": nodes, "renumbered": later if result.added else [], "saved_at": timezone.now()}
    return render(request, "documents/saved_blocks.html", context)


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Send the whole page somewhere."""
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def editor(request: HttpRequest, form: BlockForm, block_type: BlockType, document: Any, **context: Any) -> HttpResponse:
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


@require_POST
def block_preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the form's text would look like. Small, and not more often than a person types.

    Who is no longer signed in gets 401 and stays where they write: the editor says what to do.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    document = document_for(request, uid, write=True)
    if not preview.may_ask(request.user.pk):
        return HttpResponse(status=429)
    block_type = block_type_or_404(document, request.POST.get("kind", ""))
    form = block_type.form_class(request.POST, block_type=block_type, document=document)
    form.is_valid()
    return render(request, "documents/preview.html", {"preview": preview.of_form(form, document)})
