"""Suggestions: proposing a change of a round's text, reading one with what became of it, the list of a round."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atasehir_portal import throttle
from atasehir_portal.answering.views.tables import csv_url
from atasehir_portal.documents import carried_input, paper, preview, round_queries, suggesting
from atasehir_portal.documents import permissions as of_documents
from atasehir_portal.documents.forms import BlockForm
from atasehir_portal.documents.kinds import BlockType
from atasehir_portal.documents.models import Round, Suggestion
from atasehir_portal.documents.moderating import queries as moderation
from atasehir_portal.documents.nodes import BlockNode, SectionNode
from atasehir_portal.documents.reporting import said_lists
from atasehir_portal.documents.suggest_filters import SuggestionFilter
from atasehir_portal.documents.suggesting import permissions, texts
from atasehir_portal.documents.suggesting import queries as suggestions_read
from atasehir_portal.documents.suggesting.forms import INSERTABLE, RemovalForm, for_suggestion
from atasehir_portal.documents.views.blocks import block_type_or_404
from atasehir_portal.downloads import table_response
from atasehir_portal.kept_texts import arrived
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState

Send = Callable[[dict[str, Any]], Suggestion]


def _shut(request: HttpRequest, found: Round) -> HttpResponse | None:
    """Return the page that says how to take part; None for those who may, or who type in what came on paper."""
    if of_documents.can_take_part(request.user, found) or _is_paper(request, found):
        return None
    return render(request, "documents/rounds/cannot_take_part.html", {"round": found}, status=403)


def _is_paper(request: HttpRequest, found: Round) -> bool:
    """Whether somebody of the staff types in what came on paper (``?kagit=1``)."""
    return paper.QUERY in request.GET and of_documents.can_type_in(request.user, found)


def _block(found: Round, uid: UUID) -> BlockNode:
    node = round_queries.block_in(round_queries.read_round(found), uid)
    if node is None:
        raise Http404
    return node


def _form(
    request: HttpRequest, found: Round, block_type: BlockType, initial: dict[str, Any], sent: bool = True
) -> BlockForm:
    form = block_type.form_class(
        request.POST if request.method == "POST" and sent else None,
        block_type=block_type,
        document=found.document,
        initial=initial,
    )
    return for_suggestion(form, request.user, found, on_paper=_is_paper(request, found))


def _sent(request: HttpRequest, found: Round, form: Any, keep: str, send: Send) -> HttpResponse | None:
    """Send a valid form; None where something is wrong with it, which it then says."""
    if request.method != "POST" or "preview" in request.POST or not form.is_valid():
        return None
    if not throttle.passes(request, "suggestion", throttle.COSTLY):
        form.add_error("reason", throttle.MESSAGE)
        return None
    given = {
        "round": found,
        "by": request.user,
        "reason": form.cleaned_data["reason"],
        "organisation": form.cleaned_data.get("organisation"),
        "form_key": form.cleaned_data["form_key"],
    }
    if _is_paper(request, found):
        given["came_on_paper"] = paper.moment_of(form.cleaned_data["came_on"])
    try:
        made = send(given)
    except NotInThisState as error:
        form.add_error("reason", str(error))
    except ValidationError as error:
        form.add_service_error(error) if isinstance(form, BlockForm) else form.add_error(None, error)
    else:
        words = (
            _("It was received. Its number is %(reference)s: write it on the paper.")
            if _is_paper(request, found)
            else _("Your suggestion was received. Its number is %(reference)s.")
        )
        messages.success(request, words % {"reference": made.reference})
        return arrived(request, redirect(made), keep)
    return None


def _page(
    request: HttpRequest, found: Round, form: Any, *, act: str, old: texts.State | None = None, **context: Any
) -> HttpResponse:
    """Show the form; with what it would change where that was asked for."""
    block_type: BlockType | None = getattr(form, "block_type", None)
    if request.method == "POST" and "preview" in request.POST and block_type is not None:
        form.is_valid()
        node = preview.of_form(form, found.document).node
        context["diff"] = texts.changes(texts.reader(found), old, (block_type.name, node.body, node.data))
        if not set(form.errors) - {"reason", "organisation", "came_on"}:
            form = for_suggestion(form.unjudged(), request.user, found, on_paper=_is_paper(request, found))
    context |= {"round": found, "document": found.document, "form": form, "act": act, "block_type": block_type}
    is_paper = _is_paper(request, found)
    is_late = not (found.takes_paper if is_paper else found.is_running)
    context |= {"is_paper": is_paper, "query": f"?{paper.QUERY}=1" if is_paper else ""}
    status = 422 if form.is_bound else 409 if is_late else 200
    return render(request, "documents/suggest.html", {**context, "is_late": is_late}, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Propose other words for a block of the round's text."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    if (shut := _shut(request, found)) is not None:
        return shut
    node = _block(found, uid)
    block_type = block_type_or_404(found.document, node.kind)
    form = _form(request, found, block_type, block_type.form_class.initial_of(node.body, node.data))
    keep = f"suggest-{found.reference}-{uid}"

    def send(given: dict[str, Any]) -> Suggestion:
        return suggesting.suggest_change(block_uid=uid, body=form.cleaned_body, data=form.cleaned_block_data, **given)

    return _sent(request, found, form, keep, send) or _page(
        request, found, form, act="change", old=(node.kind, node.body, node.data), node=node, keep=keep
    )


@signed_in
@require_http_methods(["GET", "POST"])
def insert(request: HttpRequest, reference: str, uid: UUID, kind: str) -> HttpResponse:
    """Propose a new block after one of the round's text."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    if (shut := _shut(request, found)) is not None:
        return shut
    return _insert(request, found, kind, node=_block(found, uid))


@signed_in
@require_http_methods(["GET", "POST"])
def insert_first(request: HttpRequest, reference: str, uid: UUID, kind: str) -> HttpResponse:
    """Propose a new block at the beginning of a section of the round's text."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    if (shut := _shut(request, found)) is not None:
        return shut
    section = next((each for each in round_queries.read_round(found).walk() if each.uid == uid), None)
    if section is None:
        raise Http404
    return _insert(request, found, kind, section=section)


def _insert(
    request: HttpRequest,
    found: Round,
    kind: str,
    *,
    node: BlockNode | None = None,
    section: SectionNode | None = None,
) -> HttpResponse:
    if kind not in INSERTABLE:
        raise Http404
    form = _form(request, found, block_type_or_404(found.document, kind), {})
    place = node.uid if node is not None else section.uid if section is not None else None
    keep = f"suggest-new-{kind}-{found.reference}-{place}"

    def send(given: dict[str, Any]) -> Suggestion:
        return suggesting.suggest_insert(
            kind=kind,
            body=form.cleaned_body,
            data=form.cleaned_block_data,
            after=node.uid if node is not None else None,
            section=section.uid if section is not None else None,
            **given,
        )

    offered = [block_type_or_404(found.document, each) for each in INSERTABLE if _is_held(found, each)]
    return _sent(request, found, form, keep, send) or _page(
        request, found, form, act="insert", node=node, section=section, keep=keep, types=offered
    )


def _is_held(found: Round, kind: str) -> bool:
    try:
        block_type_or_404(found.document, kind)
    except Http404:
        return False
    return True


@signed_in
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Propose that a block of the round's text is taken out."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    if (shut := _shut(request, found)) is not None:
        return shut
    node = _block(found, uid)
    form = RemovalForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        round=found,
        on_paper=_is_paper(request, found),
    )
    keep = f"suggest-out-{found.reference}-{uid}"

    def send(given: dict[str, Any]) -> Suggestion:
        return suggesting.suggest_removal(block_uid=uid, **given)

    return _sent(request, found, form, keep, send) or _page(request, found, form, act="remove", node=node, keep=keep)


# --- reading ----------------------------------------------------------------------------------------------------------


@require_safe
def suggestions(request: HttpRequest, reference: str) -> HttpResponse:
    """The suggestions of a round, newest first, with filters in the address."""
    found = round_queries.get_round(request.user, reference)
    listed = SuggestionFilter(
        request.GET, queryset=suggestions_read.of_round(request.user, found), user=request.user, round=found
    )
    page = StoppingPaginator(listed.qs).get_page(request.GET.get("page"))
    context = {"round": found, "filter": listed, "page_obj": page, "total": page.paginator.total}
    context["csv_url"] = csv_url(request, "suggestions:csv", found.reference)
    return render(request, "documents/suggest_list.html", context)


@require_safe
def suggestions_csv(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The filtered suggestions as CSV: the text that was read and the one that is proposed, why, and the answer."""
    found = round_queries.get_round(request.user, reference, with_text=True)
    listed = SuggestionFilter(
        request.GET, queryset=suggestions_read.of_round(request.user, found), user=request.user, round=found
    )
    return table_response(request, f"oneriler-{found.reference.lower()}", *said_lists.suggestions(found, listed.qs))


@require_safe
def suggestion(request: HttpRequest, reference: str) -> HttpResponse:
    """One suggestion: as tracked changes, with its reason, its answer, and where it took effect."""
    found = suggestions_read.get_suggestion(request.user, reference)
    base = suggestions_read.base_of(found)
    moderation.uncover(request.user, [found], found.round)
    seen = found.behind or found
    document = found.round.document
    reading = texts.reader(found.round)
    reads_past = of_documents.can_read_past(request.user, document)
    context = {
        "suggestion": found,
        "duty": found.duty,
        "round": found.round,
        "diff": texts.proposed_change(seen, base, reading),
        "after": texts.stands_after(found, base, reading),
        "effect": suggestions_read.effect_of(found),
        "has_changed": _has_changed(found),
        "now": carried_input.now(request.user, found),
        "history": found.block if reads_past and found.block is not None else None,
        "can_accept": found.duty.is_open and permissions.can_accept(request.user, found),
        "can_withdraw": found.duty.is_open and permissions.can_withdraw(request.user, found),
    }
    return render(request, "documents/suggest_page.html", context)


def _has_changed(found: Suggestion) -> bool:
    """Whether the working text of the block is no longer the one that the suggestion was made on (or became)."""
    if found.took_effect is not None:
        return found.took_effect.revision != found.took_effect_revision
    return found.block is not None and found.block.revision != found.base_revision


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a suggestion back before it is answered."""
    found = suggestions_read.get_suggestion(request.user, reference)
    if not permissions.can_withdraw(request.user, found):
        raise PermissionDenied
    if request.method == "POST":
        try:
            suggesting.withdraw_suggestion(suggestion=found, by=request.user)
        except NotInThisState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your suggestion was withdrawn."))
        return redirect(found)
    return render(request, "documents/suggest_withdraw.html", {"suggestion": found, "round": found.round})
