"""The merge page: two texts of one block side by side, and the one that a person makes of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atasehir_portal.documents import diffing, past, permissions, preview, queries, services
from atasehir_portal.documents.forms import BlockForm
from atasehir_portal.documents.models import BlockConflict, BlockRevision
from atasehir_portal.documents.views.access import organisations_of
from atasehir_portal.documents.views.blocks import block_type_or_404
from atasehir_portal.signing_in import signed_in


def _conflict_for(request: HttpRequest, pk: int) -> BlockConflict:
    """Return a conflict. Who wrote the text finds it again as long as they may read the document, whose present text stands
    beside it; others need to be writers.
    """
    conflict = get_object_or_404(
        BlockConflict.objects.select_related("block__document", "block__section", "author", "organisation"), pk=pk
    )
    is_own = conflict.author_id is not None and conflict.author_id == request.user.pk
    try:
        can_see = permissions.can_resolve(request.user, conflict) or (
            is_own and permissions.can_read(request.user, conflict.block.document)
        )
    except LookupError as error:
        raise Http404 from error
    if not can_see:
        raise Http404
    return conflict


@signed_in
@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Show both texts, and save what was made of them."""
    found = _conflict_for(request, pk)
    can_write = permissions.can_resolve(request.user, found)
    if request.method == "POST" and not can_write:
        raise PermissionDenied
    body, data, is_clean = services.proposed_merge(conflict=found)
    block_type = block_type_or_404(found.block.document, found.kind)
    initial = {
        **block_type.form_class.initial_of(body, data),
        "base_revision": found.block.revision,
        "reason": found.reason,
    }
    form = block_type.form_class(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        block_type=block_type,
        document=found.block.document,
        organisations=organisations_of(request),
        initial=initial,
    )
    shown = None
    if request.method == "POST":
        is_valid = form.is_valid()
        if "preview" in request.POST:
            shown, form = preview.of_form(form, found.block.document), form.unjudged()
        elif is_valid and (answer := _resolved(request, found, form)) is not None:
            return answer
    context = _context(request, found, form)
    context |= {"can_write": can_write, "is_clean": is_clean, "preview": shown, "block_type": block_type}
    return render(request, "documents/conflict.html", context, status=422 if form.is_bound else 200)


def _resolved(request: HttpRequest, found: BlockConflict, form: BlockForm) -> HttpResponse | None:
    try:
        result = services.resolve_conflict(
            conflict=found,
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
    if result.conflict is not None:
        messages.warning(
            request,
            _("The block has changed once more. Your merged text is kept; here it stands beside the newest one."),
        )
        return redirect("documents:conflict", result.conflict.pk)
    messages.success(request, _("Both texts became one, and it is saved."))
    return redirect(queries.block_address(result.block))


def _context(request: HttpRequest, found: BlockConflict, form: BlockForm) -> dict[str, Any]:
    block = found.block
    reading = past.reader(block.document)
    base = BlockRevision.objects.filter(block=block, number=found.base_revision).first()
    old = past.node(reading, block.kind, base.body, base.data) if base else None
    theirs = past.node(reading, block.kind, block.body, block.data)
    mine = past.node(reading, found.kind, found.body, found.data)
    their_changes, my_changes = diffing.of_blocks([(old, theirs), (old, mine)]) if old else (None, None)
    return {
        "conflict": found,
        "found": block,
        "document": block.document,
        "form": form,
        "theirs": theirs,
        "their_changes": their_changes,
        "their_revision": queries.history(block).first(),
        "mine": mine,
        "my_changes": my_changes,
        "is_own": found.author_id == request.user.pk,
        "shows_names": permissions.can_see_names(request.user, block.document),
        "back": queries.block_address(block),
        "keep_name": f"merge-{found.pk}-{block.revision}",
    }


@signed_in
@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the block as it is; the text stays in the record."""
    found = _conflict_for(request, pk)
    if not permissions.can_resolve(request.user, found) and found.author_id != request.user.pk:
        raise PermissionDenied
    services.set_aside_conflict(conflict=found, by=request.user)
    messages.success(request, _("The block stays as it is. The other text is kept in the record."))
    return redirect(queries.block_address(found.block))
