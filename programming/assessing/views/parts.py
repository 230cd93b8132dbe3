"""Parts of an assessment: the tree of causes, adding, changing, moving and taking out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atasehir_portal.documents import kinds
from atasehir_portal.documents.forms import BlockForm, ReasonForm
from atasehir_portal.documents.models import Block
from atasehir_portal.documents.nodes import block_anchor
from atasehir_portal.signing_in import signed_in
from programming.assessing import drawing, elements, evidence, forms, permissions, priority, queries, services
from programming.assessing.elements import DEPTH, Kind, Level
from programming.assessing.models import Assessment
from programming.assessing.steps import CAUSES, step_of_kind
from programming.assessing.views.access import allowed, readable


@require_GET
def tree(request: HttpRequest, reference: str) -> HttpResponse:
    """The tree of causes: drawn, and as a list to work on."""
    assessment = readable(request, reference)
    files = evidence.shown_in_text(request.user, assessment)
    _reading, read = queries.read(request.user, assessment, files=files)
    context = {
        "assessment": assessment,
        "analysis": read,
        "drawing": drawing.svg(read.causes, label=_("The tree of causes.")) if read.causes else "",
        "step": CAUSES,
        "can_write": permissions.can_write(request.user, assessment),
    }
    return render(request, "assessing/tree.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def add_part(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Add a part: a cause (``?ust=`` what it explains), a claim, an obligation, a gap, a judgement (``?no=`` of which question) or a
    score (``?olcut=`` of which criterion)."""
    assessment = allowed(request, reference, permissions.can_write)
    if kind not in Kind.values:
        raise Http404
    asked = _asked(request, assessment, kind)
    form = forms.NEW_FORMS[kind](
        request.POST if request.method == "POST" else None,
        block_type=kinds.block_type(assessment.document, kind),
        document=assessment.document,
        initial=asked,
    )
    if request.method == "POST" and form.is_valid():
        try:
            block = services.add_part(
                assessment=assessment,
                kind=kind,
                body=form.cleaned_body,
                data=form.cleaned_block_data,
                by=request.user,
                form_key=form.cleaned_data["form_key"],
            )
        except ValidationError as error:
            form.add_service_error(error)
        else:
            messages.success(request, _("It was added."))
            return redirect(place(assessment, block))
    return _form_page(request, form, assessment, kind, asked)


def _asked(request: HttpRequest, assessment: Assessment, kind: str) -> dict[str, Any]:
    """Return what the address says of the part that is added. Raises Http404 for a question or a criterion that there is not."""
    if kind == Kind.CAUSE:
        return _below(assessment, request.GET.get("ust", ""))
    if kind == Kind.APPRAISAL:
        number = request.GET.get("no", "")
        found = next((each for each in queries.questions_of(assessment) if str(each.number) == number), None)
        if found is None:
            raise Http404
        checklist = assessment.right.checklist
        words = {"element": found.element_tr, "question": found.text_tr}
        return {"checklist": checklist.slug if checklist else "", "number": number, **words}
    if kind == Kind.SCORE:
        criterion = priority.criteria().get(request.GET.get("olcut", ""))
        if criterion is None:
            raise Http404
        return {"criterion": criterion.key, "title": criterion.title, "weight": str(criterion.weight)}
    return {}


def _below(assessment: Assessment, parent: str) -> dict[str, str]:
    """Return the level of a cause that is to hang below another: the next one."""
    rows = queries.live_parts(assessment.document).filter(kind=Kind.CAUSE)
    above = next((block for block in rows if str(block.uid) == parent), None) if parent else None
    if above is None:
        return {"level": Level.MANIFESTATION}
    depth = min(DEPTH.get(above.data.get("level"), 0) + 1, len(DEPTH) - 1)
    return {"level": Level.values[depth], "parent": parent}


@signed_in
@require_http_methods(["GET", "POST"])
def edit_part(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write a part anew; a cause can hang below another one then. Two texts that met are made one on the engine's page."""
    assessment, block = _part(request, uid)
    block_type = kinds.block_type(assessment.document, block.kind)
    form_class = block_type.form_class
    form = form_class(
        request.POST if request.method == "POST" else None,
        initial={**form_class.initial_of(block.body, block.data), "base_revision": block.revision},
        block_type=block_type,
        document=assessment.document,
    )
    if request.method == "POST" and form.is_valid():
        try:
            result = services.edit_part(
                assessment=assessment,
                block=block,
                base_revision=form.cleaned_data["base_revision"] or 0,
                body=form.cleaned_body,
                data=form.cleaned_block_data,
                by=request.user,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            form.add_service_error(error)
        else:
            if result.conflict is not None:
                return redirect("documents:conflict", result.conflict.pk)
            messages.success(request, _("The change was saved."))
            return redirect(place(assessment, block))
    return _form_page(request, form, assessment, block.kind, block.data, block)


def _form_page(
    request: HttpRequest,
    form: BlockForm,
    assessment: Assessment,
    kind: str,
    data: Any,
    block: Block | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "assessment": assessment,
        "kind": kind,
        "label": Kind(kind).label,
        "step": step_of_kind(kind),
        "part": block,
        "asked": data,
        "back": place(assessment, block) if block else _step_address(assessment, kind),
    }
    return render(request, "assessing/part_form.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def move_cause(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Move a cause one place up or down among those that explain the same."""
    assessment, block = _part(request, uid)
    direction = request.POST.get("direction", "")
    if direction not in services.DIRECTIONS or block.kind != Kind.CAUSE:
        raise Http404
    services.move_cause(assessment=assessment, block=block, direction=direction, by=request.user)
    return redirect(place(assessment, block))


@signed_in
@require_http_methods(["GET", "POST"])
def remove_part(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a part out; of a cause it is asked what becomes of those below it."""
    assessment, block = _part(request, uid)
    is_cause = block.kind == Kind.CAUSE
    below = _children_of(assessment, block) if is_cause else []
    sent = request.POST if request.method == "POST" else None
    form: Any = (
        forms.RemoveCauseForm(sent, has_children=bool(below), can_stay=bool(block.data.get("parent")))
        if is_cause
        else ReasonForm(sent)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_part(
                assessment=assessment,
                block=block,
                by=request.user,
                reason=form.cleaned_data["reason"],
                with_children=is_cause and form.takes_children,
            )
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("It was taken out. It can be brought back in the workspace."))
            return redirect(_step_address(assessment, block.kind))
    context = {
        "form": form,
        "assessment": assessment,
        "part": block,
        "said": elements.facts(block.kind, block.data),
        "below": below,
        "back": place(assessment, block),
    }
    return render(request, "assessing/remove.html", context, status=422 if form.is_bound else 200)


def _children_of(assessment: Assessment, block: Block) -> list[str]:
    """Return what hangs directly below a cause, in its own words."""
    rows = queries.live_parts(assessment.document).filter(kind=Kind.CAUSE, data__parent=str(block.uid))
    return [str(each.data.get("title", "")) for each in rows]


def _part(request: HttpRequest, uid: UUID) -> tuple[Assessment, Block]:
    """Return a part that this person may write. Raises Http404, PermissionDenied."""
    assessment, block = queries.get_part(request.user, uid)
    if not permissions.can_write(request.user, assessment):
        raise PermissionDenied
    return assessment, block


def _step_address(assessment: Assessment, kind: str) -> str:
    """Return where parts of a kind are worked on: causes on the page of the tree, the others in their chapter."""
    if kind == Kind.CAUSE:
        return reverse("assessing:tree", args=[assessment.reference])
    return f"{reverse('assessing:edit', args=[assessment.reference])}?bolum={step_of_kind(kind).anchor}"


def place(assessment: Assessment, block: Block) -> str:
    """Return where a part stands among those of its kind."""
    return f"{_step_address(assessment, block.kind)}#{block_anchor(block.uid)}"
