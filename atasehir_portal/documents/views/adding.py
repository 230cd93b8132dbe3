"""Adding a block at any place: first the kind, then the block itself. With htmx both open between the blocks."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from atasehir_portal.documents import queries, services, validation
from atasehir_portal.documents.models import Block, Section
from atasehir_portal.documents.views.access import organisations_of, section_for
from atasehir_portal.documents.views.blocks import block_type_or_404, editor
from atasehir_portal.documents.workspace import Gap, addable_types, nodes_of
from atasehir_portal.kept_texts import arrived
from atasehir_portal.signing_in import signed_in


def _gap(request: HttpRequest, section: Section) -> Gap:
    """Return the place that the address names: after ``?sonra=<block>``, at the beginning with ``?basa=1``, else at the
    end. Raises Http404."""
    typed = request.GET.get("sonra", "")
    if not typed:
        return Gap(section, is_first="basa" in request.GET)
    try:
        return Gap(section, get_object_or_404(section.blocks.filter(removed_at=None), uid=UUID(typed)))
    except ValueError as error:
        raise Http404 from error


@signed_in
@require_GET
def block_choose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The kinds of block that can be added at a place. Part of the page with htmx; ``?kapat`` closes it there again."""
    section = section_for(request, uid)
    gap = _gap(request, section)
    if request.htmx and "kapat" in request.GET:
        context = {
            "section_uid": uid,
            "gap_anchor": gap.anchor,
            "after_uid": gap.after.uid if gap.after else "",
            "is_first": gap.is_first,
            "is_focused": True,
        }
        return render(request, "documents/gap.html", context)
    context = {
        "gap": gap,
        "section": section,
        "document": section.document,
        "types": addable_types(section.document),
        "back": _address(gap),
    }
    return render(request, "documents/gap_open.html" if request.htmx else "documents/block_choose.html", context)


def _address(gap: Gap) -> str:
    return queries.block_address(gap.after) if gap.after else queries.section_address(gap.section)


@signed_in
@require_http_methods(["GET", "POST"])
def block_add(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """Add a block to a section, at the place that the address names."""
    section = section_for(request, uid)
    block_type = block_type_or_404(section.document, kind)
    if not block_type.is_addable:
        raise Http404
    gap = _gap(request, section)
    form = block_type.form_class(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        block_type=block_type,
        document=section.document,
        organisations=organisations_of(request),
        initial={"form_key": uuid4()},
        # several blocks of a page can be open at once
        auto_id=f"n-{gap.anchor}_%s",
    )
    keep_name = f"new-{gap.anchor}-{kind}"
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            added = services.add_block(
                section=section,
                kind=kind,
                body=form.cleaned_body,
                data=form.cleaned_block_data,
                by=request.user,
                after=gap.after,
                first=gap.is_first,
                reason=form.cleaned_data["reason"],
                organisation=form.chosen_organisation,
                form_key=form.cleaned_data["form_key"],
            )
        except ValidationError as error:
            form.add_service_error(error)
        else:
            count = len(validation.text_parts(form.cleaned_body)) if kind in validation.TEXT_KINDS else 1
            return arrived(request, _after_add(request, added, gap, count), keep_name)
    return editor(
        request,
        form,
        block_type,
        section.document,
        action=request.get_full_path(),
        gap=gap,
        back=_address(gap),
        keep_name=keep_name,
    )


def _after_add(request: HttpRequest, added: Block, gap: Gap, count: int) -> HttpResponse:
    if not request.htmx:
        messages.success(request, _("The block was added."))
        return redirect(queries.block_address(added))
    nodes, later = nodes_of(request.user, added.document, queries.with_following(added, count))
    context = {"gap": gap, "nodes": nodes, "renumbered": later, "saved_at": timezone.now()}
    return render(request, "documents/saved_blocks.html", context)
