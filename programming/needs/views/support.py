"""Joining a need that somebody raised already, and taking the voice back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atasehir_portal import throttle
from atasehir_portal.catalogue.queries import municipality
from atasehir_portal.form_errors import sent
from atasehir_portal.signing_in import signed_in
from programming.needs import permissions, queries
from programming.needs import support as services
from programming.needs.forms import SupportForm
from programming.needs.models import NeedDraft


@signed_in
@require_http_methods(["GET", "POST"])
def support(request: HttpRequest, reference: str) -> HttpResponse:
    """Join a need. Who came from a draft of their own is asked whether it can go."""
    need = queries.get_readable(request.user, reference)
    if not permissions.can_support(request.user, need):
        raise PermissionDenied
    draft = _draft(request)
    form = SupportForm(sent(request), user=request.user, need=need)
    if request.method == "POST" and form.is_valid() and not throttle.passes(request, "need-support"):
        form.add_error(None, throttle.MESSAGE)
    if request.method == "POST" and form.is_valid():
        services.support_need(need=need, by=request.user, organisation=form.cleaned_data.get("organisation"))
        messages.success(request, _("You joined this need. You are told when it is answered."))
        return redirect("needs:discard", draft.key) if draft else redirect("needs:detail", reference)
    context = {"need": need, "form": form, "draft": draft, "threshold": municipality().suppression_threshold}
    return render(request, "needs/support.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Take one's voice back. Where there is none any more, as after a double click, the need is shown."""
    need = queries.get_readable(request.user, reference)
    if request.method == "POST":
        services.take_back(need=need, by=request.user)
        messages.success(request, _("Your voice was taken back."))
        return redirect("needs:detail", reference)
    if not queries.voices(need).is_mine:
        return redirect("needs:detail", reference)
    return render(request, "needs/take_back.html", {"need": need})


def _draft(request: HttpRequest) -> NeedDraft | None:
    """The draft from which somebody came, if it is theirs."""
    try:
        key = UUID(request.GET.get("taslak", ""))
    except ValueError:
        return None
    return queries.draft_of(request.user, key)
