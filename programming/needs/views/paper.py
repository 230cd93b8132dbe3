"""The form on paper: ordering it and having it."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atasehir_portal import throttle
from atasehir_portal.rendering.progress import progress_of
from atasehir_portal.signing_in import signed_in
from programming.needs import paper as forms_on_paper
from programming.needs import permissions

logger = logging.getLogger(__name__)


@signed_in
@require_http_methods(["GET", "POST"])
@throttle.limited("need-paper", throttle.COSTLY)
def paper(request: HttpRequest) -> HttpResponse:
    """The form on paper, as a file where it is ready; otherwise it is ordered here."""
    _only_for_those_who_raise_needs(request)
    if request.method == "POST":
        forms_on_paper.order_paper_form(by=request.user, language=_language())
        messages.success(request, _("The form is being prepared. It stands here once it is ready."))
        return redirect("needs:paper")
    form = forms_on_paper.paper_form(_language())
    return render(
        request, "needs/paper.html", {"rendering": form, "progress": progress_of(form, request.user) if form else None}
    )


@signed_in
@require_safe
def paper_file(request: HttpRequest) -> HttpResponseBase:
    """The form as PDF. Raises Http404 where it is not ready."""
    _only_for_those_who_raise_needs(request)
    form = forms_on_paper.paper_form(_language())
    if form is None or not form.is_ready:
        raise Http404
    try:
        file = default_storage.open(str(form.file.name), "rb")
    except FileNotFoundError as error:
        logger.error("The file of rendering %s is missing", form.pk)
        raise Http404 from error
    return FileResponse(file, content_type="application/pdf", as_attachment=True, filename="ihtiyac-formu.pdf")


def _only_for_those_who_raise_needs(request: HttpRequest) -> None:
    if not permissions.can_submit(request.user):
        raise PermissionDenied


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "tr"
