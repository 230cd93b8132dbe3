"""Linking needs to measures, from either side."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atasehir_portal import references
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from programming.drafting import links, permissions, queries
from programming.drafting.forms import OutcomeChoiceForm, SearchForm, UnlinkForm
from programming.drafting.models import Element, ElementKind, NeedLink
from programming.needs import queries as needs
from programming.needs.models import Need


@signed_in
@require_POST
def link_need(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """On a measure's page: it addresses this need."""
    measure = queries.get_element(request.user, slug, uid, kind=ElementKind.MEASURE)
    if not permissions.can_link(request.user, measure):
        raise PermissionDenied
    need = get_object_or_404(needs.readable_by(request.user), reference=references.normalise(_typed(request)))
    _link(request, measure, need)
    return redirect("drafting:measure", slug, uid)


def _typed(request: HttpRequest) -> str:
    """Return the reference that was sent; NUL is no text for the database."""
    return request.POST.get("need", "")[:50].replace("\x00", "")


@signed_in
@require_http_methods(["GET", "POST"])
def link_from_need(request: HttpRequest, reference: str) -> HttpResponse:
    """On a need's page: choose the measure that addresses it, or the outcome below which a new one is written."""
    need = needs.get_readable(request.user, reference.replace("\x00", ""))
    if not permissions.can_link_somewhere(request.user):
        raise PermissionDenied
    measures = queries.linkable_measures(request.user, need)
    if request.method == "POST":
        _link(request, _chosen(request, measures), need)
        return redirect("needs:detail", need.reference)
    outcomes = list(queries.writable_outcomes(request.user)) if need.state in queries.LINKABLE else []
    if "outcome" in request.GET:
        return _write_new(request, outcomes, need)
    search = SearchForm(request.GET)
    page = StoppingPaginator(queries.search_measures(measures, search.typed)).get_page(request.GET.get("page"))
    numbers = queries.numbers({element.programme_id for element in (*page, *outcomes)})
    context = {
        "need": need,
        "search": search,
        "page_obj": page,
        "rows": [(measure, numbers.get(measure.pk, "")) for measure in page],
        "new": OutcomeChoiceForm(choices=_outcome_choices(outcomes, numbers)) if outcomes else None,
    }
    return render(request, "drafting/link.html", context)


def _write_new(request: HttpRequest, outcomes: Sequence[Element], need: Need) -> HttpResponse:
    """Go and write a measure that addresses the need below the outcome that was chosen."""
    outcome = next((one for one in outcomes if str(one.block.uid) == request.GET["outcome"]), None)
    if outcome is None:
        raise Http404
    address = reverse("drafting:add_below", args=[outcome.programme.slug, outcome.block.uid])
    return redirect(f"{address}?{urlencode({'ihtiyac': need.reference})}")


def _outcome_choices(outcomes: Sequence[Element], numbers: Mapping[int, str]) -> list[tuple[str, Any]]:
    """Return the outcomes as choices, those of one programme together."""
    by_programme: dict[str, list[tuple[str, str]]] = {}
    for outcome in outcomes:
        words = f"{numbers.get(outcome.pk, '')} {outcome.title}".strip()
        by_programme.setdefault(outcome.programme.document.title, []).append((str(outcome.block.uid), words))
    return list(by_programme.items())


def _chosen(request: HttpRequest, measures: "queries.QuerySet[Element]") -> Element:
    try:
        uid = UUID(request.POST.get("measure", ""))
    except ValueError as error:
        raise Http404 from error
    # linked by somebody else in the meantime: the service returns that link
    measure = (
        measures.filter(block__uid=uid).first()
        or queries.live_elements().filter(kind=ElementKind.MEASURE, block__uid=uid).first()
    )
    if measure is None:
        raise Http404
    if not permissions.can_link(request.user, measure):
        raise PermissionDenied
    return measure


def _link(request: HttpRequest, measure: Element, need: Need) -> None:
    try:
        links.link_need(measure=measure, need=need, by=request.user)
    except NotInThisState as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("%(reference)s is now addressed by “%(title)s”. Whoever raised it is told.")
            % {"reference": need.reference, "title": measure.title},
        )


@signed_in
@require_http_methods(["GET", "POST"])
def unlink_need(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The measure no longer addresses the need, with a reason that whoever raised it reads."""
    link = get_object_or_404(
        NeedLink.objects.select_related("measure__programme__document", "measure__block", "need"),
        pk=pk,
        measure__programme__slug=slug,
        measure__programme__in=queries.readable_by(request.user),
        need__in=needs.readable_by(request.user),
    )
    if not permissions.can_link(request.user, link.measure):
        raise PermissionDenied
    form = UnlinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            links.unlink_need(link=link, by=request.user, reason=form.cleaned_data["reason"])
        except NotInThisState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The link was removed. Whoever raised the need is told."))
        return redirect("drafting:measure", slug, link.measure.block.uid)
    return render(
        request,
        "drafting/unlink.html",
        {"form": form, "link": link, "programme": link.measure.programme},
        status=422 if form.is_bound else 200,
    )
