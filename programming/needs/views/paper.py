"""The form on paper: ordering it, having it, and typing in what came back."""

import logging
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atasehir_portal import throttle
from atasehir_portal.form_errors import sent
from atasehir_portal.rendering.progress import progress_of
from atasehir_portal.signing_in import signed_in
from programming.needs import paper as forms_on_paper
from programming.needs import permissions, services
from programming.needs.forms import SheetForm

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


@signed_in
@require_http_methods(["GET", "POST"])
def type_in(request: HttpRequest) -> HttpResponse:
    """Type in one sheet, all questions on one page; the next one begins with how the people told it and for whom it is written."""
    _only_for_those_who_raise_needs(request)
    form = SheetForm(sent(request), user=request.user, before=request.GET.dict())
    if request.method == "POST" and form.is_valid() and not throttle.passes(request, "need"):
        form.add_error(None, throttle.MESSAGE)
    if request.method == "POST" and form.is_valid():
        need = services.submit_need(
            text=services.NeedText.of(form.cleaned_data),
            by=request.user,
            organisation=form.cleaned_data["organisation"],
            form_key=form.cleaned_data["form_key"],
        )
        words = _("The sheet was typed in. Write its number on it: %(reference)s. The next one can follow.")
        messages.success(request, words % {"reference": need.reference})
        return redirect(f"{reverse('needs:type_in')}?{urlencode(form.stays())}")
    return render(request, "needs/type_in.html", {"form": form}, status=422 if form.is_bound else 200)


def _only_for_those_who_raise_needs(request: HttpRequest) -> None:
    if not permissions.can_submit(request.user):
        raise PermissionDenied


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "tr"
