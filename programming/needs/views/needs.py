"""The list of needs, one need with its thread."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from atasehir_portal.bilingual import pick_from
from atasehir_portal.downloads import CHUNK, table_response
from atasehir_portal.keyset import page_of
from atasehir_portal.ports import panels
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from programming.needs import evidence, finding, lineage, permissions, queries, services
from programming.needs.filters import NeedFilter
from programming.needs.forms import LookForm
from programming.needs.models import Need, NeedState, Visibility
from programming.needs.states import TRANSITIONS


def _found(request: HttpRequest) -> NeedFilter:
    return NeedFilter(request.GET, queryset=queries.visible_to(request.user).order_by("-submitted_at", "-pk"))


@require_GET
def need_list(request: HttpRequest) -> HttpResponse:
    """Needs that the reader may see, newest first or, of a search, the best matches first, with search and filters in the address."""
    found = _found(request)
    by_relevance = found.sorting["by_relevance"]
    those = finding.find(request.user, found.qs, by_content=found.by_content, by_relevance=by_relevance)
    ranked, columns = queries.in_order(those.needs, **found.sorting)
    page = page_of(queries.for_list(ranked), columns, request.GET)
    return render(
        request,
        "needs/list.html",
        {
            "filter": found,
            "page": page,
            "number": those.number,
            "is_more": those.is_more,
            "is_ranked": by_relevance,
            "csv_url": f"{reverse('needs:csv')}?{request.GET.urlencode()}",
            "can_submit": permissions.can_submit(request.user),
        },
    )


@require_GET
def need_csv(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as a file, read in chunks: whatever its length it is never held whole."""
    needs = queries.with_rights(queries.with_details(_found(request).qs)).iterator(chunk_size=CHUNK)
    head = [
        _("Reference"),
        _("Need"),
        _("Heard on"),
        _("For whom"),
        _("Rights"),
        _("Neighbourhoods"),
        _("Service"),
        _("Since when"),
        _("People affected (estimate)"),
        _("Urgency"),
        _("How it was heard"),
        _("Organisation"),
        _("Answer due"),
        _("Answer"),
        _("What became of it"),
    ]
    return table_response(request, "ihtiyaclar", head, _csv_rows(needs))


def _csv_rows(needs: Iterable[Need]) -> Iterator[list[Any]]:
    for need in needs:
        yield [
            need.reference,
            need.title,
            timezone.localdate(need.submitted_at),
            ", ".join(pick_from(group) for group in need.group_names),
            ", ".join(pick_from(right) for right in need.right_names),
            ", ".join(pick_from(place) for place in need.place_names),
            need.service_area.name if need.service_area else "",
            need.get_since_display(),
            need.get_people_display(),
            need.get_urgency_display(),
            need.get_channel_display(),
            need.organisation.name if need.organisation else "",
            need.duty.due_on,
            need.duty.get_outcome_display(),
            need.get_became_display(),
        ]


@require_GET
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One need and its thread: what was heard, answered, planned and measured, in order.

    A look at a confidential need by anybody but its submitter is logged: the one GET that writes.
    """
    try:
        need = queries.get_readable(request.user, reference)
    except Http404:
        if _hidden_from_coordinator(request, reference) is None:
            raise
        return render(request, "needs/look.html", {"form": LookForm(), "reference": reference}, status=403)
    if need.visibility == Visibility.CONFIDENTIAL:
        services.record_look(need=need, by=request.user)
    possible = TRANSITIONS.possible(request.user, need)
    response = render(
        request,
        "needs/detail.html",
        {
            "need": need,
            "thread": queries.thread(need, *lineage.story(request.user, need)),
            "relatives": lineage.relatives(request.user, need),
            "can_merge": "merge" in possible,
            "can_unmerge": need.state == NeedState.MERGED and permissions.can_unmerge(request.user, need),
            "thread_panels": panels.collect("need.thread", request, need=need),
            "action_panels": panels.collect("need.actions", request, need=need),
            "can_withdraw": "withdraw" in possible,
            "voices": queries.voices(need),
            "can_support": permissions.can_support(request.user, need),
            "sees_consent": queries.sees_consent(request.user, need),
            "sees_looks": queries.sees_looks(request.user, need),
            "can_change_visibility": bool(permissions.visibilities(request.user, need)),
            "files": evidence.shown_to(request.user, need),
            "looks": queries.looks_shown_to(request.user, need).select_related("user"),
        },
    )
    if need.visibility == Visibility.CONFIDENTIAL:
        add_never_cache_headers(response)  # nobody reads it again with "back" after the person has signed out
    return response


def _hidden_from_coordinator(request: HttpRequest, reference: str) -> Need | None:
    """Return a confidential need that this coordinator may open only after giving a reason."""
    need = Need.objects.filter(reference=reference, visibility=Visibility.CONFIDENTIAL).first()
    if need is None or not permissions.can_ask_for_look(request.user, need):
        return None
    return None if queries.readable_by(request.user).filter(pk=need.pk).exists() else need


@signed_in
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the reason for looking at a confidential need; it then opens for an hour.

    Who comes without the form, as after a log-in in between, is led to the need, which asks for the reason.
    """
    if request.method == "GET":
        return redirect("needs:detail", reference)
    need = _hidden_from_coordinator(request, reference)
    if need is None:
        queries.get_readable(request.user, reference)  # open already, as after a double click
        return redirect("needs:detail", reference)
    form = LookForm(request.POST)
    if not form.is_valid():
        return render(request, "needs/look.html", {"form": form, "reference": reference}, status=422)
    services.look_with_reason(need=need, by=request.user, reason=form.cleaned_data["reason"])
    return redirect("needs:detail", reference)


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a need back before it is answered."""
    need = queries.get_readable(request.user, reference)
    if request.method == "POST":
        try:
            services.withdraw_need(need=need, by=request.user)
        except NotInThisState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The need was withdrawn."))
        return redirect("needs:detail", reference)
    if not permissions.can_withdraw(request.user, need):
        raise PermissionDenied
    return render(request, "needs/withdraw.html", {"need": need})
