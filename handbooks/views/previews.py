"""A chapter of the draft as it will be printed."""

import logging
from typing import cast

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atasehir_portal.accounts.models import User
from atasehir_portal.rendering.progress import progress_of
from atasehir_portal.signing_in import signed_in
from handbooks import permissions, queries, services
from handbooks.models import ChapterPreview

logger = logging.getLogger(__name__)


@signed_in
@require_POST
def order(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    """Order the print of a chapter and lead to it."""
    handbook = queries.get_readable(request.user, slug)
    preview = services.order_preview(handbook=handbook, anchor=anchor, by=cast(User, request.user))
    if preview is None:
        messages.error(request, _("Only chapters and what stands before them can be seen as they will be printed."))
        return redirect("handbooks:edit", slug)
    return redirect("handbooks:preview", slug, preview.pk)


@signed_in
@require_safe
def preview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far the print of the chapter is; the pages once they are there."""
    found = _get(request, slug, pk)
    context = {
        "handbook": found.handbook,
        "preview": found,
        "progress": progress_of(found.rendering, request.user),
        "on_desk": permissions.can_see_desk(request.user, found.handbook),
        "file_url": reverse("handbooks:preview_file", args=[slug, pk]),
        "back_url": f"{reverse('handbooks:edit', args=[slug])}?bolum={found.anchor}",
    }
    return render(request, "handbooks/preview.html", context)


@signed_in
@require_safe
def preview_file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The pages as PDF, shown in the browser."""
    found = _get(request, slug, pk)
    if not found.rendering.is_ready:
        raise Http404
    try:
        file = default_storage.open(str(found.rendering.file.name), "rb")
    except FileNotFoundError as error:
        logger.error("The file of rendering %s is missing: %s", found.rendering.pk, found.rendering.file.name)
        raise Http404 from error
    response = FileResponse(file, content_type="application/pdf", filename=f"{slug}-{found.anchor}.pdf")
    response["Cache-Control"] = "private, no-store"
    return response


def _get(request: HttpRequest, slug: str, pk: int) -> ChapterPreview:
    handbook = queries.get_readable(request.user, slug)
    found = (
        ChapterPreview.objects.select_related("rendering")
        .defer("rendering__source_html")
        .filter(handbook=handbook, pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    found.handbook = handbook
    return found
