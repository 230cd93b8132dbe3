"""Merging a need into another one, and taking it out again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atasehir_portal.form_errors import sent, show
from atasehir_portal.references import normalise
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from programming.needs import lineage, permissions, queries
from programming.needs import merging as services
from programming.needs.forms import MergeForm, UnmergeForm
from programming.needs.models import Need, NeedState
from programming.needs.states import OPEN

# As much of what was typed into the search as any need is found by.
LONGEST_SEARCH = 200


@signed_in
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose the need into which this one goes; then read both side by side and say why. Where it went already, it is shown."""
    need = queries.get_readable(request.user, reference)
    if not permissions.can_merge(request.user, need):
        raise PermissionDenied
    if need.state not in OPEN:
        return redirect("needs:detail", reference)
    into = _typed(request, "into")
    target = lineage.chosen(request.user, need, normalise(into)) if into else None
    if target is None:
        return _choose(request, need, is_wrong=bool(into) or request.method == "POST")
    form = MergeForm(sent(request))
    if form.is_valid():
        try:
            services.merge_need(need=need, into=target, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            show(form, error)
        except NotInThisState as error:
            messages.error(request, str(error))
            return redirect("needs:detail", reference)
        else:
            messages.success(request, _("The needs were merged. Those who raised them are told."))
            return redirect("needs:detail", reference)
    context = {"need": need, "target": target, "form": form}
    return render(request, "needs/merge.html", context, status=422 if form.is_bound else 200)


def _choose(request: HttpRequest, need: Need, *, is_wrong: bool) -> HttpResponse:
    """The page on which the other need is looked for; those that resemble this one are proposed first."""
    typed = _typed(request, "q")
    context = {"need": need, "typed": typed, "found": lineage.proposed(request.user, need, typed), "is_wrong": is_wrong}
    return render(request, "needs/merge_choose.html", context, status=422 if is_wrong else 200)


def _typed(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST_SEARCH]


@signed_in
@require_http_methods(["GET", "POST"])
def unmerge(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a need out of the one into which it was merged. Where it stands by itself, as after a double click, it is shown."""
    need = queries.get_readable(request.user, reference)
    if not permissions.can_unmerge(request.user, need):
        raise PermissionDenied
    if need.state != NeedState.MERGED:
        return redirect("needs:detail", reference)
    form = UnmergeForm(sent(request))
    if form.is_valid():
        try:
            services.unmerge_need(need=need, by=request.user, reason=form.cleaned_data["reason"])
        except NotInThisState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The need stands by itself again. Those who raised it are told."))
        return redirect("needs:detail", reference)
    context = {"need": need, "target": lineage.relatives(request.user, need).target, "form": form}
    return render(request, "needs/unmerge.html", context, status=422 if form.is_bound else 200)
