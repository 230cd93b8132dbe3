"""Needs that an assessment gathers, from either side."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atasehir_portal import references
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from programming.assessing import permissions, queries, services
from programming.assessing.forms import ReasonForm, SearchForm
from programming.assessing.models import Assessment, GatheredNeed
from programming.assessing.views.access import allowed, readable
from programming.needs import queries as needs
from programming.needs.models import Need


@require_http_methods(["GET", "POST"])
def gathered(request: HttpRequest, reference: str) -> HttpResponse:
    """The needs that an assessment gathers and, for whoever writes it, those that it could take up."""
    assessment = readable(request, reference)
    can_gather = permissions.can_gather(request.user, assessment)
    if request.method == "POST":
        if not can_gather:
            raise PermissionDenied
        typed = request.POST.get("need", "")[:50].replace("\x00", "")
        need = get_object_or_404(needs.visible_to(request.user), reference=references.normalise(typed))
        _gather(request, assessment, need)
        return redirect("assessing:needs", assessment.reference)
    search = SearchForm(request.GET)
    found = queries.to_gather(request.user, assessment, search.typed) if can_gather else []
    context = {
        "assessment": assessment,
        "links": queries.with_causes(queries.gathered(request.user, assessment)),
        "can_gather": can_gather,
        "search": search,
        "found": found[: queries.FOUND_AT_MOST],
        "is_more": len(found) > queries.FOUND_AT_MOST,
    }
    return render(request, "assessing/needs.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def gather_from_need(request: HttpRequest, reference: str) -> HttpResponse:
    """On a need's page: choose the assessment that takes it up."""
    if not permissions.can_gather_somewhere(request.user):
        raise PermissionDenied
    need = get_object_or_404(needs.visible_to(request.user), reference=references.normalise(reference))
    rows = queries.writable(request.user)
    if request.method == "POST":
        typed = request.POST.get("assessment", "")[:50].replace("\x00", "")
        _gather(request, get_object_or_404(rows, reference=typed), need)
        return redirect("needs:detail", need.reference)
    search = SearchForm(request.GET)
    page = StoppingPaginator(queries.search(rows, search.typed)).get_page(request.GET.get("page"))
    context = {"need": need, "search": search, "page_obj": page}
    return render(request, "assessing/gather_from_need.html", context)


def _gather(request: HttpRequest, assessment: Assessment, need: Need) -> None:
    try:
        services.gather_need(assessment=assessment, need=need, by=request.user)
    except NotInThisState as error:
        messages.error(request, str(error))
    else:
        words = _("%(reference)s is now part of “%(title)s”. Whoever raised it is told.")
        messages.success(request, words % {"reference": need.reference, "title": assessment.document.title})


@signed_in
@require_http_methods(["GET", "POST"])
def need_causes(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Which causes of the tree a gathered need bears out."""
    assessment, link = _link(request, reference, pk)
    titles = queries.cause_titles(assessment.document)
    if request.method == "POST":
        chosen = set(request.POST.getlist("causes"))
        try:
            causes: list[UUID] = [uid for uid, _title in titles if str(uid) in chosen]
            services.link_causes(link=link, causes=causes, by=request.user)
        except NotInThisState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The change was saved."))
        return redirect("assessing:needs", assessment.reference)
    linked = set(link.causes.values_list("uid", flat=True))
    rows = [(uid, title, uid in linked) for uid, title in titles]
    return render(request, "assessing/need_causes.html", {"assessment": assessment, "link": link, "rows": rows})


@signed_in
@require_http_methods(["GET", "POST"])
def release_need(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The assessment lets a need go, with a reason that whoever raised it reads."""
    assessment, link = _link(request, reference, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.release_need(link=link, by=request.user, reason=form.cleaned_data["reason"])
        except NotInThisState as error:
            messages.error(request, str(error))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The need was let go. Whoever raised it is told."))
        if not form.errors:
            return redirect("assessing:needs", assessment.reference)
    context = {"form": form, "link": link, "assessment": assessment}
    return render(request, "assessing/release.html", context, status=422 if form.is_bound else 200)


def _link(request: HttpRequest, reference: str, pk: int) -> tuple[Assessment, GatheredNeed]:
    """Return a gathered need, whether it was let go meanwhile or not, to whoever may find it and write. Raises Http404,
    PermissionDenied."""
    assessment = allowed(request, reference, permissions.can_gather)
    rows = assessment.gathered.filter(need__in=needs.visible_to(request.user)).select_related("need")
    link = rows.filter(pk=pk).first()
    if link is None:
        raise Http404
    link.assessment = assessment
    return assessment, link
