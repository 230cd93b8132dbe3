"""Accepting a suggestion: the present text, the proposed one and one that holds both, and the answer that goes with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atasehir_portal.answering.models import Outcome
from atasehir_portal.documents import past, suggesting
from atasehir_portal.documents import queries as of_documents
from atasehir_portal.documents.forms import BlockForm
from atasehir_portal.documents.models import BlockRevision, Suggestion, SuggestionAct
from atasehir_portal.documents.moderating import words
from atasehir_portal.documents.services import ChangedMeanwhile
from atasehir_portal.documents.suggesting import permissions, queries, texts
from atasehir_portal.documents.suggesting.forms import AcceptForm, for_accepting
from atasehir_portal.documents.views.blocks import block_type_or_404
from atasehir_portal.kept_texts import arrived
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState


@signed_in
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a suggestion into the text and answer it, in one act. 404 for whom it does not exist, 403 for those who may only
    look, or answer without writing."""
    found = queries.get_suggestion(request.user, reference)
    if not permissions.can_accept(request.user, found):
        raise PermissionDenied
    found = words.uncovered(found)  # who accepts it answers it, and reads it
    base = queries.base_of(found)
    proposal = texts.proposal(found, base, found.block)
    form, answer = _text_form(request, found, proposal), _answer_form(request)
    if request.method == "POST" and (done := _accepted(request, found, form, answer)) is not None:
        return done
    return _page(request, found, base, proposal, form, answer)


def _keep(found: Suggestion) -> str:
    return f"accept-{found.reference}"


def _text_form(request: HttpRequest, found: Suggestion, proposal: texts.Proposal) -> BlockForm:
    block_type = block_type_or_404(found.round.document, proposal.kind)
    form = block_type.form_class(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        block_type=block_type,
        document=found.round.document,
        initial={
            **block_type.form_class.initial_of(proposal.body, proposal.data),
            "base_revision": found.block.revision if found.block is not None else 0,
        },
    )
    return for_accepting(form)


def _answer_form(request: HttpRequest) -> AcceptForm:
    return AcceptForm(
        request.POST if request.method == "POST" else None, prefix="yanit", initial={"outcome": Outcome.ACCEPTED}
    )


def _accepted(request: HttpRequest, found: Suggestion, form: BlockForm, answer: AcceptForm) -> HttpResponse | None:
    """Do it; None where something is missing or has changed, which the forms then say."""
    is_text_valid, is_answer_valid = form.is_valid(), answer.is_valid()
    # a block that goes needs no text
    is_removal = found.act == SuggestionAct.REMOVE and answer.cleaned_data.get("outcome") == Outcome.ACCEPTED
    if not is_answer_valid or not (is_text_valid or is_removal):
        return None
    try:
        suggesting.accept_suggestion(
            suggestion=found,
            by=request.user,
            base_revision=form.cleaned_data.get("base_revision") or 0,
            body="" if is_removal else form.cleaned_body,
            data={} if is_removal else form.cleaned_block_data,
            **answer.cleaned_data,
        )
    except ChangedMeanwhile as error:
        _again(found, form, error)
    except NotInThisState as error:
        answer.add_error("outcome", str(error))
    except ValidationError as error:
        _refused(form, answer, error)
    else:
        messages.success(
            request, _("It stands in the text now, under the name of those who proposed it, and is answered.")
        )
        return arrived(request, redirect(found), _keep(found))
    return None


def _again(found: Suggestion, form: BlockForm, error: ChangedMeanwhile) -> None:
    """Show what was typed once more, beside the text as it stands now, on which the next attempt rests."""
    if found.block is not None:
        found.block.refresh_from_db()
        sent: Any = form.data.copy()
        sent["base_revision"] = str(found.block.revision)
        form.data = sent
    form.add_error("body" if "body" in form.fields else None, error)


def _refused(form: BlockForm, answer: AcceptForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        answer.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        if name in answer.fields:
            answer.add_error(name, errors)
        else:
            form.add_service_error(ValidationError({name: errors}))


def _page(
    request: HttpRequest,
    found: Suggestion,
    base: BlockRevision | None,
    proposal: texts.Proposal,
    form: BlockForm,
    answer: AcceptForm,
) -> HttpResponse:
    document = found.round.document
    reading = past.reader(document)  # who writes the text may see the pictures of its draft
    block = found.block
    has_changed = block is not None and block.revision != found.base_revision and found.act != SuggestionAct.INSERT
    since = None
    if has_changed and block is not None:
        now = None if block.removed_at is not None else texts.state_of(block)
        since = texts.changes(reading, texts.state_of(base) if base is not None else None, now)
    stop = "" if found.duty.is_open else str(NotInThisState())
    context = {
        "suggestion": found,
        "round": found.round,
        "document": document,
        "duty": found.duty,
        "diff": texts.proposed_change(found, base, reading),
        "after": texts.stands_after(found, base, reading),
        "since": since,
        "found": block,
        "is_gone": block is not None and block.removed_at is not None and found.act != SuggestionAct.INSERT,
        "proposal": proposal,
        "form": form,
        "answer": answer,
        "block_type": form.block_type,
        "back": of_documents.block_address(block) if block is not None else "",
        "stop": stop,
        "keep": _keep(found),
    }
    status = 409 if stop else 422 if form.is_bound else 200
    return render(request, "documents/suggest_accept.html", context, status=status)
