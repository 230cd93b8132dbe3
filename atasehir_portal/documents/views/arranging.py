"""What is done with a block beside writing it: moving, dividing, joining, changing its kind, taking out, bringing back.

Every act is an ordinary form. Where there is JavaScript it is sent from its place and the chapter is exchanged
(js/write/arrange.js); the answer is the same page.
"""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atasehir_portal import markdown
from atasehir_portal.documents import changing, dividing, kinds, past, queries, services
from atasehir_portal.documents.forms import HIGHEST_REVISION, ReasonForm
from atasehir_portal.documents.kinds import BlockType
from atasehir_portal.documents.models import Block, BlockKind
from atasehir_portal.documents.nodes import BlockNode
from atasehir_portal.documents.views import places
from atasehir_portal.documents.views.access import block_for, organisation_of, refusals_shown
from atasehir_portal.documents.views.blocks import editor, form_of
from atasehir_portal.documents.workspace import acts_of, addable_types, node_of, place_of, words_of
from atasehir_portal.kept_texts import arrived
from atasehir_portal.signing_in import signed_in


def _revision(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len(str(HIGHEST_REVISION)) else 0


@signed_in
@require_POST
def block_move(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Move a block: one place up or down (``yon``), or to a place that was chosen (``yer``)."""
    found = block_for(request, uid, write=True)
    with refusals_shown(request):
        seen = places.seen(request)
        if "yer" in request.POST:
            section, after = places.for_block(request, found.document)
            services.move_block(block_uid=uid, section=section, after=after, by=request.user, seen=seen)
        else:
            services.move_block_one(block_uid=uid, up=request.POST.get("yon") == "yukari", by=request.user, seen=seen)
        found = block_for(request, uid, write=True)
    return redirect(queries.block_address(found))


@signed_in
@require_GET
def block_acts(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What can be done with a block: beside it with htmx, a page of its own without."""
    found = block_for(request, uid, write=True)
    node = node_of(request.user, found.document, uid)
    if node is None:
        raise Http404
    context = {
        "node": node,
        "acts": acts_of(node),
        "document": found.document,
        "back": queries.block_address(found),
    }
    return render(request, f"documents/block_acts{'' if request.htmx else '_page'}.html", context)


@signed_in
@require_GET
def block_place(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choose where a block shall stand: the section with ``?bolum=``, then the place in it."""
    found = block_for(request, uid, write=True)
    reading = queries.read(found.document)
    node = next((block for block in reading.all_blocks() if block.uid == uid), None)
    if node is None:
        raise Http404
    section = reading.section(request.GET.get("bolum", "")) or node.section
    options = [(places.written(section.uid, None), "")]
    options += [
        (places.written(section.uid, block.uid), f"¶ {block.ordinal} · {words_of(block)}")
        for block in section.blocks
        if block.uid != uid
    ]
    context = {
        "found": found,
        "node": node,
        "document": found.document,
        "sections": list(reading.walk()),
        "section": section,
        "options": options,
        "here": places.written(*place_of(node)),
        "back": queries.block_address(found),
    }
    return render(request, "documents/block_place.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def block_divide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Divide a block between two of its pieces."""
    found = block_for(request, uid, write=True)
    if found.removed_at is not None or found.kind not in dividing.DIVISIBLE:
        raise Http404
    pieces = dividing.pieces(found.kind, found.body)
    error = ""
    if request.method == "POST":
        at = request.POST.get("at", "")
        number = int(at) if at.isascii() and at.isdigit() and len(at) < 5 else 0
        base = _revision(request, "base_revision")
        if base != found.revision:
            error = str(services.ChangedMeanwhile.words)
        elif not 0 < number < len(pieces):
            error = _("Choose where the second block begins.")
        else:
            return _divided(request, found, base, dividing.divided(found.kind, pieces, number))
    context = {
        "found": found,
        "document": found.document,
        "pieces": _pieces_as_read(found, pieces),
        "error": error,
        "back": queries.block_address(found),
    }
    return render(request, "documents/block_divide.html", context, status=422 if error else 200)


def _pieces_as_read(found: Block, pieces: list[str]) -> list[BlockNode]:
    """Return the pieces as a person recognises them: of a table the cells of each row."""
    if found.kind == BlockKind.TABLE:
        tables = (markdown.pipe_table(piece) for piece in pieces)
        pieces = [" · ".join(filter(None, table.rows[-1] if table and table.rows else ())) for table in tables]
    reading = past.reader(found.document)
    return [past.node(reading, BlockKind.PARAGRAPH, piece, {}) for piece in pieces]


def _divided(request: HttpRequest, found: Block, base: int, parts: list[str]) -> HttpResponse:
    with refusals_shown(request):
        result = services.split_block(
            block_uid=found.uid,
            base_revision=base,
            parts=parts,
            by=request.user,
            organisation=organisation_of(request),
        )
        if result.conflict is not None:
            return redirect("documents:conflict", result.conflict.pk)
        messages.success(request, _("One block became two."))
    return redirect(queries.block_address(found))


@signed_in
@require_POST
def block_join(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Join a block with the one behind it, which ``ile`` names."""
    found = block_for(request, uid, write=True)
    with refusals_shown(request):
        services.merge_blocks(
            block_uids=[uid, places.named(request, "ile")],
            base_revisions=[_revision(request, "base_revision"), _revision(request, "other_revision")],
            by=request.user,
            organisation=organisation_of(request),
        )
        messages.success(request, _("Two blocks became one. Its history leads to both."))
    return redirect(queries.block_address(found))


def _changeable(request: HttpRequest, uid: UUID) -> tuple[Block, list[BlockType]]:
    """Return a block that is there, and the kinds that it can become. Raises Http404, PermissionDenied."""
    found = block_for(request, uid, write=True)
    if found.removed_at is not None:
        raise Http404
    return found, [one for one in addable_types(found.document) if changing.is_other_kind(found.kind, one.name)]


@signed_in
@require_GET
def block_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choose the kind that a block shall become."""
    found, types = _changeable(request, uid)
    context = {"found": found, "types": types, "document": found.document, "back": queries.block_address(found)}
    return render(request, "documents/block_change.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def block_change_to(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """Put a block of another kind in the place of one, with the text as it can be carried over."""
    found, types = _changeable(request, uid)
    block_type = next((one for one in types if one.name == kind), None)
    if block_type is None:
        raise Http404
    keep_name = f"change-{uid}-{found.revision}-{kind}"
    carried = changing.carried_over(found.kind, kind, found.body, found.data)
    form = form_of(request, block_type, found, **carried)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            new = services.replace_block(
                block_uid=uid,
                base_revision=form.cleaned_data["base_revision"] or 0,
                kind=kind,
                body=form.cleaned_body,
                data=form.cleaned_block_data,
                by=request.user,
                reason=form.cleaned_data["reason"],
                organisation=form.chosen_organisation,
            )
        except ValidationError as error:
            form.add_service_error(error)
        else:
            messages.success(request, _("The block is of another kind now. The old one stands under “Taken out”."))
            return arrived(request, redirect(queries.block_address(new)), keep_name)
    return editor(
        request,
        form,
        block_type,
        found.document,
        changes=True,
        found=found,
        back=queries.block_address(found),
        keep_name=keep_name,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def block_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a block out, with a reason."""
    found = block_for(request, uid, write=True)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        initial={"base_revision": found.revision},
        hint=kinds.block_type(found.document, found.kind).removal_hint,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_block(
                block_uid=uid,
                base_revision=form.cleaned_data["base_revision"],
                by=request.user,
                reason=form.cleaned_data["reason"],
                organisation=organisation_of(request),
            )
        except ValidationError as error:  # changed meanwhile, or refused by its kind
            form.add_error(None, error)
            form.data = {**form.data.dict(), "base_revision": found.revision}
        else:
            places.tell_taken_out(request, found.document, _("The block was taken out."))
            return arrived(request, redirect(queries.address_before(found)), f"remove-{uid}")
    context = {
        "form": form,
        "node": node_of(request.user, found.document, uid),
        "found": found,
        "back": queries.block_address(found),
    }
    return render(request, "documents/block_remove.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def block_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Bring a block back that was taken out."""
    found = block_for(request, uid, write=True)
    with refusals_shown(request):
        services.restore_block(block_uid=uid, by=request.user, organisation=organisation_of(request))
        messages.success(request, _("The block is back where it was."))
    return redirect(queries.block_address(found))
