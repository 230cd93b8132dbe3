"""What a block was, who changed it and why; what was taken out of a document."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from atasehir_portal.documents import kinds, past, permissions, queries, services
from atasehir_portal.documents.models import BlockRevision
from atasehir_portal.documents.views.access import block_for, document_for, organisations_of, refusals_shown, signed_in
from atasehir_portal.paging import StoppingPaginator


@require_GET
def history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The states of a block, newest first, each as it was read."""
    block = block_for(request, uid, write=False)
    page = StoppingPaginator(queries.history(block)).get_page(request.GET.get("page"))
    context = {
        "found": block,
        "document": block.document,
        "page_obj": page,
        "states": past.states(block, page.object_list),
        "can_write": permissions.can_write(request.user, block.document),
        "shows_names": permissions.can_see_names(request.user, block.document),
        "back": queries.block_address(block),
    }
    return render(request, "documents/history.html", context)


@signed_in
@require_POST
def restore_revision(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Make an earlier state the block's text again."""
    block = block_for(request, uid, write=True)
    base = request.POST.get("base_revision", "")
    result = None
    with refusals_shown(request):
        try:
            result = services.restore_revision(
                block_uid=uid,
                number=number,
                base_revision=int(base) if base.isdigit() and len(base) < 9 else 0,
                by=request.user,
                reason=_("Back to state %(number)s") % {"number": number},
                organisation=next(iter(organisations_of(request)), None),
            )
        except BlockRevision.DoesNotExist as error:
            raise Http404 from error
    if result is not None and result.conflict is not None:
        return redirect(reverse("documents:conflict", args=[result.conflict.pk]))
    if result is not None:
        messages.success(request, _("The earlier text is back."))
    return redirect(queries.block_address(block))


@signed_in
@require_GET
def removed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Blocks and sections that were taken out, to be brought back."""
    document = document_for(request, uid, write=True)
    page = StoppingPaginator(queries.removed_blocks(document)).get_page(request.GET.get("page"))
    context = {
        "document": document,
        "sections": queries.removed_sections(document),
        "page_obj": page,
        "blocks": past.in_words(page.object_list),
        "back": kinds.get(document.kind).url(document),
    }
    return render(request, "documents/removed.html", context)
