"""Changing who may read a need."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atasehir_portal.form_errors import sent
from atasehir_portal.signing_in import signed_in
from programming.needs import permissions, queries, services
from programming.needs.forms import VisibilityForm
from programming.needs.models import Visibility
from programming.needs.visibility import change_visibility


@signed_in
@require_http_methods(["GET", "POST"])
def visibility(request: HttpRequest, reference: str) -> HttpResponse:
    """Let fewer or more people read a need. Who reads it no more afterwards is led to the list."""
    need = queries.get_readable(request.user, reference)
    if request.POST.get("visibility") == need.visibility:  # done already, as after a double click
        return redirect("needs:detail", reference)
    if not permissions.visibilities(request.user, need):
        raise PermissionDenied
    form = VisibilityForm(sent(request), need=need, user=request.user)
    if form.is_valid():
        said = form.cleaned_data
        change_visibility(need=need, by=request.user, visibility=said["visibility"], reason=said["reason"])
        messages.success(request, _("Who may read the need was changed."))
        reads = queries.readable_by(request.user).filter(pk=need.pk).exists()
        return redirect("needs:detail", reference) if reads else redirect("needs:list")
    if need.visibility == Visibility.CONFIDENTIAL and request.method == "GET":
        services.record_look(need=need, by=request.user)
    response = render(
        request, "needs/visibility.html", {"need": need, "form": form}, status=422 if form.is_bound else 200
    )
    add_never_cache_headers(response)
    return response
