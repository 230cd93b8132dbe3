"""Assessments as a whole: the list, a new one, reading, writing, with whom it is written, what is decided."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atasehir_portal import overtaking
from atasehir_portal.bilingual import pick_from
from atasehir_portal.documents import round_queries
from atasehir_portal.documents.nodes import Reading
from atasehir_portal.documents.workspace import workspace_for
from atasehir_portal.downloads import csv_response
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from programming.assessing import evidence, permissions, priority, queries, services
from programming.assessing.elements import Kind
from programming.assessing.filters import AssessmentFilter
from programming.assessing.forms import AdoptForm, AssessmentForm, GiveUpForm, InviteForm
from programming.assessing.models import Assessment, AssessmentState
from programming.assessing.states import TRANSITIONS
from programming.assessing.steps import BY_ANCHOR
from programming.assessing.views.access import allowed, readable
from programming.assessing.views.shown import after, shown


@require_GET
def assessment_list(request: HttpRequest) -> HttpResponse:
    """The assessments that this person may find, the newest first."""
    found = AssessmentFilter(request.GET, queryset=queries.visible_to(request.user).order_by("-begun_at", "-pk"))
    page = StoppingPaginator(queries.for_list(found.qs)).get_page(request.GET.get("page"))
    context = {"filter": found, "page_obj": page, "can_begin": permissions.can_begin(request.user)}
    return render(request, "assessing/list.html", context)


@require_GET
def list_csv(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as CSV."""
    rows = AssessmentFilter(request.GET, queryset=queries.visible_to(request.user).order_by("-begun_at", "-pk")).qs
    head = [_("Reference"), _("Title"), _("Right"), _("For whom"), _("State"), _("Adopted version"), _("Adopted on")]
    return csv_response("degerlendirmeler", head, _csv_rows(queries.for_list(rows)))


def _csv_rows(rows: Any) -> Iterator[list[object]]:
    for each in rows.iterator(chunk_size=200):
        yield [
            each.reference,
            each.document.title,
            each.right.name,
            ", ".join(pick_from(group) for group in each.group_names),
            each.get_state_display(),
            each.last_number or "",
            f"{each.last_adopted:%Y-%m-%d}" if each.last_adopted else "",
        ]


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an assessment: a chapter for each step."""
    if not permissions.can_begin(request.user):
        raise PermissionDenied
    form = AssessmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = services.create_assessment(**form.details(), by=request.user, form_key=form.cleaned_data["form_key"])
        messages.success(request, _("The assessment was begun. Each chapter is one step and says what it is for."))
        return redirect("assessing:edit", made.reference)
    return render(request, "assessing/assessment_form.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct what an assessment is about."""
    assessment = allowed(request, reference, permissions.can_manage)
    initial = services.about(assessment)
    seen = overtaking.mark(initial)
    form = AssessmentForm(request.POST if request.method == "POST" else None, initial=initial)
    other: list[tuple[Any, Any]] = []
    if request.method == "POST" and form.is_valid():
        given = {**form.details(), "seen": request.POST.get(overtaking.FIELD, "")}
        try:
            services.change_assessment(assessment=assessment, by=request.user, **given)
        except overtaking.Overtaken:
            form.add_error(
                None, _("Somebody else changed these details meanwhile. Make one of both and save once more.")
            )
            other = _as_it_stands(assessment, form)
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("assessing:detail", assessment.reference)
    context = {"form": form, "assessment": assessment, "seen": seen, "other": other}
    return render(request, "assessing/assessment_form.html", context, status=422 if form.is_bound else 200)


def _as_it_stands(assessment: Assessment, form: AssessmentForm) -> list[tuple[Any, Any]]:
    """Return the questions of the form with what is kept now, in words."""
    groups, places = queries.names_of(assessment)
    said = {
        "title": assessment.document.title,
        "right": assessment.right.name,
        "groups": ", ".join(groups),
        "neighbourhoods": ", ".join(places) or "–",
    }
    return [(form.fields[name].label, words) for name, words in said.items()]


@require_GET
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Read an assessment: whoever may read the working text reads that, everybody else what was adopted last or where its round is."""
    assessment = queries.get_assessment(request.user, reference)
    adoptions = queries.adoptions_of(assessment)
    groups, places = queries.names_of(assessment)
    context: dict[str, Any] = {
        "assessment": assessment,
        "groups": groups,
        "places": places,
        "adoptions": adoptions,
        "can_write": permissions.can_write(request.user, assessment),
        "can_manage": permissions.can_manage(request.user, assessment),
        "can_decide": permissions.can_decide(request.user, assessment),
    }
    if permissions.can_read_text(request.user, assessment):
        links = queries.gathered(request.user, assessment)
        if assessment.state == AssessmentState.ADOPTED:  # the working text is the one that was adopted last
            files = evidence.shown(request.user, assessment, evidence.of_adoption(adoptions[0]))
            reading, read = queries.read_adoption(adoptions[0], links=links, files=files)
            context["after"] = after(request, assessment)
        else:
            files = evidence.shown_in_text(request.user, assessment)
            reading, read = queries.read(request.user, assessment, links=links, files=files)
        context |= shown(reading, read) | {"gathered": links}
    elif adoptions:
        return redirect("assessing:version", assessment.reference, adoptions[0].number)
    else:
        context["rounds"] = list(round_queries.rounds_of(request.user, assessment.document)[:3])
    return render(request, "assessing/detail.html", context)


@require_GET
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """The text chapter by chapter: what the step is for, its parts, and the workspace of the engine."""
    assessment = readable(request, reference)
    workspace = workspace_for(request, assessment.document)
    step = BY_ANCHOR.get(workspace.chapter.anchor) if workspace.chapter else None
    context = {
        "assessment": assessment,
        "workspace": workspace,
        "can_write": workspace.can_write,
        "can_manage": permissions.can_manage(request.user, assessment),
        "can_decide": permissions.can_decide(request.user, assessment),
        "step": step,
        **_still_open(assessment, workspace.reading, step, can_write=workspace.can_write),
    }
    return render(request, "assessing/edit.html", context)


def _still_open(assessment: Assessment, reading: Reading, step: Any, *, can_write: bool) -> dict[str, Any]:
    """Return the questions without a judgement, or the criteria without a score, where that is the step and somebody writes."""
    if step is None or not can_write:
        return {}
    blocks = list(reading.all_blocks())
    if Kind.APPRAISAL in step.kinds:
        checklist = assessment.right.checklist
        judged = {
            node.data.get("number")
            for node in blocks
            if node.kind == Kind.APPRAISAL and checklist and node.data.get("checklist") == checklist.slug
        }
        asked = queries.questions_of(assessment)
        left = [each for each in asked if str(each.number) not in judged]
        return {"checklist": checklist, "questions": left, "asked": len(asked)}
    if Kind.SCORE in step.kinds:
        scored = {node.data.get("criterion") for node in blocks if node.kind == Kind.SCORE}
        left_criteria = [each for each in priority.criteria().values() if each.key not in scored]
        return {"criteria": left_criteria, "published": priority.criteria().values()}
    return {}


# --- with whom it is written ------------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def co_writers(request: HttpRequest, reference: str) -> HttpResponse:
    """The organisations that write with the staff; one more can be invited."""
    assessment = allowed(request, reference, permissions.can_manage)
    # the same form sent twice meets the invitation that it made
    organisations = queries.verified() if request.method == "POST" else queries.to_invite(assessment)
    form = InviteForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        services.invite_organisation(assessment=assessment, organisation=organisation, by=request.user)
        messages.success(request, _("%(name)s was invited and is told.") % {"name": organisation.name})
        return redirect("assessing:co_writers", assessment.reference)
    rows = assessment.co_writers.filter(ended_at=None).select_related("organisation")
    context = {"assessment": assessment, "form": form, "rows": rows}
    return render(request, "assessing/co_writers.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def end_co_writing(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take the invitation of an organisation back."""
    assessment = allowed(request, reference, permissions.can_manage)
    invitation = get_object_or_404(assessment.co_writers.select_related("organisation"), pk=pk)
    invitation.assessment = assessment
    services.end_co_writing(invitation=invitation, by=request.user)
    words = _("%(name)s no longer writes here. What it wrote stays.")
    messages.success(request, words % {"name": invitation.organisation.name})
    return redirect("assessing:co_writers", assessment.reference)


# --- what is decided --------------------------------------------------------------------------------------------------

_DONE = {
    "put_to_round": gettext_lazy("The assessment is ready for a round. Plan the round now."),
    "take_back": gettext_lazy("The assessment is being written again."),
    "adopt": gettext_lazy("The assessment is adopted. Its PDF is being prepared."),
    "reopen": gettext_lazy("The next version can be written. What was adopted stays as it is."),
    "give_up": gettext_lazy("The assessment was given up. Whoever raised a need in it is told."),
}
# what is asked for words, on a page of its own
_ASKS = frozenset({"adopt", "give_up"})


@signed_in
@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, reference: str) -> HttpResponse:
    """Where an assessment stands and what can be decided next; what takes no words (put to a round, take back, open again) is done here."""
    assessment = allowed(request, reference, permissions.can_decide)
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act not in _DONE or act in _ASKS:
            raise Http404
        try:
            getattr(services, act)(assessment=assessment, by=request.user)
        except NotInThisState as error:
            messages.error(request, str(error))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, str(_DONE[act]))
        return redirect("assessing:stage", assessment.reference)
    context = {
        "assessment": assessment,
        "possible": TRANSITIONS.possible(request.user, assessment),
        "rounds": list(round_queries.rounds_of(request.user, assessment.document)[:5]),
        "adoptions": queries.adoptions_of(assessment),
    }
    return render(request, "assessing/stage.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, reference: str) -> HttpResponse:
    """Adopt the text as it stands, with what its readers should know."""
    return _decide(request, reference, "adopt", AdoptForm)


@signed_in
@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Give an assessment up that was never adopted, with a reason that those who raised its needs read."""
    return _decide(request, reference, "give_up", GiveUpForm)


def _decide(request: HttpRequest, reference: str, act: str, form_class: Any) -> HttpResponse:
    assessment = allowed(request, reference, permissions.can_decide)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(services, act)(assessment=assessment, by=request.user, **form.cleaned_data)
        except NotInThisState as error:
            messages.error(request, str(error))
            return redirect("assessing:stage", assessment.reference)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, str(_DONE[act]))
            return redirect("assessing:stage", assessment.reference)
    context = {"assessment": assessment, "form": form, "act": act}
    return render(request, "assessing/decide.html", context, status=422 if form.is_bound else 200)
