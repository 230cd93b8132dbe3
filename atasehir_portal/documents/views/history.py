"""What a text was, who changed it and why: of one block, of the whole document; bringing an earlier state back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from atasehir_portal.documents import diffing, kinds, past, permissions, queries, services
from atasehir_portal.documents.forms import ReasonForm
from atasehir_portal.documents.models import Block, SectionRevision
from atasehir_portal.documents.timeline import TimelinePage
from atasehir_portal.documents.timeline.filter import TimelineFilter
from atasehir_portal.documents.views.access import (
    block_for,
    document_for,
    organisations_of,
    refusals_shown,
    section_for,
)
from atasehir_portal.kept_texts import arrived
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in


@require_GET
def history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The states of a block, newest first, each with what changed; two of them compared with ``?eski=`` and ``?yeni=``."""
    block = block_for(request, uid, write=False, past=True)
    page = past.page_of(block, request.GET.get("page"))
    compared, choices = _compared(request, block), past.choices(block)
    context = {
        "found": block,
        "document": block.document,
        "page_obj": page,
        "states": past.states(block, page),
        "compared": compared,
        "choices": choices,
        "chosen": (compared.old.number, compared.new.number) if compared else [n for n, _day in choices[1::-1]],
        "can_write": permissions.can_write(request.user, block.document),
        "shows_names": permissions.can_see_names(request.user, block.document),
        "back": queries.block_address(block),
    }
    return render(request, "documents/history.html", context)


def _compared(request: HttpRequest, block: Block) -> past.TwoStates | None:
    """Return the two states that the address names; None where it names none. Raises Http404 where one is not there."""
    asked = request.GET.get("eski", ""), request.GET.get("yeni", "")
    if not any(asked):
        return None
    if not all(each.isascii() and each.isdigit() and len(each) < 9 for each in asked):
        raise Http404
    found = past.two_states(block, int(asked[0]), int(asked[1]))
    if found is None:
        raise Http404
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def restore_revision(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Make an earlier state the block's text again: first what that changes, then, with a reason, the act."""
    block = block_for(request, uid, write=True)
    states = past.two_states(block, block.revision, number)
    if states is None:
        raise Http404
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        initial={
            "base_revision": block.revision,
            "reason": _("Back to state %(number)s") % {"number": number},
        },
    )
    if request.method == "POST" and form.is_valid():
        answer = _restored(request, block, number, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "found": block,
        "document": block.document,
        "states": states,
        "number": number,
        "shows_names": permissions.can_see_names(request.user, block.document),
        "back": reverse("documents:history", args=[uid]),
    }
    return render(request, "documents/restore.html", context, status=422 if form.is_bound else 200)


def _restored(request: HttpRequest, block: Block, number: int, form: ReasonForm) -> HttpResponse | None:
    with refusals_shown(request):
        result = services.restore_revision(
            block_uid=block.uid,
            number=number,
            base_revision=form.cleaned_data["base_revision"] or 0,
            by=request.user,
            reason=form.cleaned_data["reason"],
            organisation=next(iter(organisations_of(request)), None),
        )
        if result.conflict is not None:
            return redirect("documents:conflict", result.conflict.pk)
        messages.success(request, _("The earlier text is back."))
        return arrived(request, redirect(queries.block_address(block)), f"restore-{block.uid}-{number}")
    return None


@signed_in
@require_http_methods(["GET", "POST"])
def restore_heading(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Give a section the heading back that it had: first what that changes, then, with a reason, the act."""
    section = section_for(request, uid)
    old = get_object_or_404(SectionRevision, section=section, number=number)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        initial={"base_revision": section.revision, "reason": _("Back to state %(number)s") % {"number": number}},
    )
    if request.method == "POST" and form.is_valid():
        result = services.save_section(
            section=section,
            base_revision=form.cleaned_data["base_revision"] or 0,
            title=old.title,
            aim=old.aim,
            by=request.user,
            reason=form.cleaned_data["reason"],
            organisation=next(iter(organisations_of(request)), None),
        )
        if result.state != "conflict":
            messages.success(request, _("The earlier heading is back."))
            return arrived(request, redirect(queries.section_address(section)), f"restore-{section.uid}-{number}")
        form.add_error(None, services.ChangedMeanwhile())
        form.data = {**form.data.dict(), "base_revision": section.revision}
    context = {
        "form": form,
        "section": section,
        "number": number,
        "document": section.document,
        "title": diffing.marked_line(section.title, old.title),
        "aim": diffing.marked_line(section.aim, old.aim),
        "back": reverse("documents:document_history", args=[section.document.uid]),
    }
    return render(request, "documents/restore_heading.html", context, status=422 if form.is_bound else 200)


@require_GET
def document_history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One time line of everything that changed in a document."""
    document = document_for(request, uid, write=False, past=True)
    shows_names = permissions.can_see_names(request.user, document)
    chosen = TimelineFilter(request.GET or None, document=document, shows_names=shows_names)
    paginator = TimelinePage(document, chosen.wanted)
    context: dict[str, Any] = {
        "document": document,
        "filter": chosen,
        "page_obj": paginator.get_page(request.GET.get("page")),
        "total": paginator.total,
        "can_write": permissions.can_write(request.user, document),
        "can_verify": permissions.can_verify(request.user, document),
        "can_read_past": True,
        "shows_names": shows_names,
        "back": kinds.get(document.kind).url(document),
        "here": "history",
    }
    return render(request, "documents/document_history.html", context)


@signed_in
@require_GET
def removed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Blocks and sections that were taken out, to be brought back."""
    document = document_for(request, uid, write=True)
    page = StoppingPaginator(queries.removed_blocks(document)).get_page(request.GET.get("page"))
    context = {
        "document": document,
        "sections": queries.removed_sections(document),
        "page_obj": page,
        "blocks": past.in_words(page.object_list),
        "back": kinds.get(document.kind).url(document),
    }
    return render(request, "documents/removed.html", context)
