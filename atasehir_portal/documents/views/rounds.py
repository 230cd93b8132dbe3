"""Rounds: what is open, one round, its frozen text chapter by chapter; planning, opening and closing one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atasehir_portal.documents import figures, frozen_texts, paper, permissions, round_queries
from atasehir_portal.documents import rounds as services
from atasehir_portal.documents.models import Document, ReportKind, Round, RoundState
from atasehir_portal.documents.moderating import queries as moderation
from atasehir_portal.documents.reporting import queries as reports
from atasehir_portal.documents.round_forms import RoundForm
from atasehir_portal.documents.suggesting import queries as suggestions
from atasehir_portal.documents.views.access import document_for
from atasehir_portal.documents.views.carried import beside_chapter
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds that the reader sees, those that take opinions first."""
    page = StoppingPaginator(round_queries.listed(request.user)).get_page(request.GET.get("page"))
    return render(request, "documents/rounds/list.html", {"page_obj": page})


def round_context(request: HttpRequest, found: Round) -> dict[str, Any]:
    """Return what every page of a round asks about its reader."""
    return {
        "round": found,
        "can_take_part": permissions.can_take_part(request.user, found),
        "can_run": permissions.can_run_round(request.user, found.document),
        "can_type_in": found.takes_paper and permissions.can_type_in(request.user, found),
    }


@require_safe
def round(request: HttpRequest, reference: str) -> HttpResponse:
    """One round: what it is about, until when, its questions, its text, what was said."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    context = round_context(request, found)
    context["reading"] = round_queries.read_round(found)
    context["questions"] = round_queries.questions_with_counts(request.user, found)
    context["figures"] = round_queries.figures_of(found)
    context["hidden"] = moderation.hidden_figures(found)
    context["final"] = reports.reports_for(request.user, found).get(ReportKind.FINAL)
    context["has_earlier"] = round_queries.earlier_rounds(request.user, found).exists()
    return render(request, "documents/rounds/round.html", context)


@require_safe
def chapter(request: HttpRequest, reference: str, anchor: str) -> HttpResponse:
    """A chapter of the frozen text, with what was said about each block beside it."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    reading = round_queries.read_round(found)
    chapters = reading.chapters
    at = next((place for place, each in enumerate(chapters) if each.anchor == anchor), None)
    if at is None:
        raise Http404
    blocks = list(chapters[at].all_blocks())
    context = round_context(request, found)
    context["is_paper"] = paper.QUERY in request.GET and context["can_type_in"]
    beside = round_queries.beside_blocks(request.user, found, blocks)
    suggested = suggestions.counts_by_block(request.user, found, blocks)
    for block in blocks:
        block.suggestions = suggested.get(block.uid, 0)
    beside_chapter(request, found, chapters[at])
    context |= {
        "parts": [
            (section, [(node, beside.get(node.uid)) for node in section.blocks]) for section in chapters[at].walk()
        ],
        "reading": reading,
        "chapter": chapters[at],
        "previous": chapters[at - 1] if at else None,
        "next": chapters[at + 1] if at + 1 < len(chapters) else None,
    }
    return render(request, "documents/rounds/chapter.html", context)


@require_safe
def figure(request: HttpRequest, reference: str, src: str) -> HttpResponseBase:
    """A picture of the frozen text, for everybody who sees the round."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    if not figures.is_name(src) or not frozen_texts.shows_figure(found.version, src):
        raise Http404
    return figures.response(src)


# --- running a round --------------------------------------------------------------------------------------------------


def _run(request: HttpRequest, reference: str) -> Round:
    found = round_queries.get_round(request.user, reference)
    if not permissions.can_run_round(request.user, found.document):
        raise PermissionDenied
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Plan a round on a text as it stands now."""
    document = document_for(request, uid, write=False)
    if not permissions.can_run_round(request.user, document):
        raise PermissionDenied
    form = RoundForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            planned = services.plan_round(document=document, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The round is planned. Only staff see it until it opens."))
            return redirect(planned)
    return _form_page(request, form, document=document)


def _form_page(
    request: HttpRequest, form: RoundForm, *, document: Document, found: Round | None = None
) -> HttpResponse:
    context = {"form": form, "document": document, "round": found}
    return render(request, "documents/rounds/plan.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change a round that has not begun."""
    found = _run(request, reference)
    if found.state != RoundState.PLANNED:
        messages.error(request, str(NotInThisState()))
        return redirect(found)
    if request.method != "POST":
        return _form_page(
            request,
            RoundForm(user=request.user, initial=RoundForm.initial_of(found)),
            document=found.document,
            found=found,
        )
    form = RoundForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            services.change_round(round=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except NotInThisState as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The round was changed."))
            return redirect(found)
    return _form_page(request, form, document=found.document, found=found)


@signed_in
@require_POST
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a planned round now."""
    found = _run(request, reference)
    return _act(request, found, lambda: services.open_round(round=found, by=request.user), _("The round is open."))


@signed_in
@require_POST
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a round whose every input is answered."""
    found = _run(request, reference)
    return _act(request, found, lambda: services.close_round(round=found, by=request.user), _("The round is closed."))


@signed_in
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, reference: str) -> HttpResponse:
    """Give up a round that has not begun."""
    found = _run(request, reference)
    if request.method != "POST":
        return render(request, "documents/rounds/discard.html", {"round": found})
    try:
        services.discard_round(round=found, by=request.user)
    except NotInThisState as error:
        messages.error(request, str(error))
        return redirect(found)
    messages.success(request, _("The planned round was given up."))
    return redirect("rounds:list")


def _act(request: HttpRequest, found: Round, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except NotInThisState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(found)
