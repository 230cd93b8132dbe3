"""Linking measures to the assessments on which they rest."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atasehir_portal import references
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from programming.assessing import queries as assessing
from programming.drafting import grounds, permissions, queries
from programming.drafting.forms import SearchForm, UngroundForm
from programming.drafting.models import AssessmentLink, Element, ElementKind


@signed_in
@require_http_methods(["GET", "POST"])
def link_assessment(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Choose an adopted assessment on which a measure rests."""
    measure = queries.get_element(request.user, slug, uid, kind=ElementKind.MEASURE)
    if not permissions.can_link(request.user, measure):
        raise PermissionDenied
    if request.method == "POST":
        typed = request.POST.get("assessment", "")[:50].replace("\x00", "")
        _link(request, measure, references.normalise(typed))
        return redirect("drafting:measure", slug, uid)
    search = SearchForm(request.GET)
    rows = assessing.search(grounds.linkable(request.user, measure), search.typed)
    page = StoppingPaginator(rows).get_page(request.GET.get("page"))
    context = {"element": measure, "programme": measure.programme, "search": search, "page_obj": page}
    return render(request, "drafting/link_assessment.html", context)


def _link(request: HttpRequest, measure: Element, reference: str) -> None:
    assessment = get_object_or_404(assessing.adopted(request.user), reference=reference)
    try:
        grounds.link_assessment(measure=measure, assessment=assessment, by=request.user)
    except NotInThisState as error:
        messages.error(request, str(error))
    else:
        words = _("The measure now rests on “%(title)s”. Whoever raised a need in it is told.")
        messages.success(request, words % {"title": assessment.document.title})


@signed_in
@require_http_methods(["GET", "POST"])
def unlink_assessment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The measure no longer rests on the assessment, with a reason."""
    link = get_object_or_404(
        AssessmentLink.objects.select_related("measure__programme__document", "measure__block", "assessment__document"),
        pk=pk,
        measure__programme__slug=slug,
        measure__programme__in=queries.readable_by(request.user),
    )
    if not permissions.can_link(request.user, link.measure):
        raise PermissionDenied
    form = UngroundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            grounds.unlink_assessment(link=link, by=request.user, reason=form.cleaned_data["reason"])
        except NotInThisState as error:
            messages.error(request, str(error))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("The link was removed. Whoever raised a need in the assessment is told."))
        if not form.errors:
            return redirect("drafting:measure", slug, link.measure.block.uid)
    context = {"form": form, "link": link, "programme": link.measure.programme}
    return render(request, "drafting/unlink_assessment.html", context, status=422 if form.is_bound else 200)
