"""Raising a need in four short steps, kept as a draft between them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from atasehir_portal import overtaking, throttle
from atasehir_portal.answering import queries as duties
from atasehir_portal.form_errors import sent, show
from atasehir_portal.signing_in import signed_in
from programming.needs import evidence, intake, permissions, queries
from programming.needs.forms import LAST, STEPS, Step, WhomStep
from programming.needs.forms import step as step_form
from programming.needs.models import Need, NeedDraft
from programming.needs.similar import similar_needs

BACK, LEAVE, FILES = "back", "leave", "files"
WAITING = {BACK, LEAVE, FILES}
OVERTAKEN = gettext_lazy(
    "This step was saved in another place while you were writing, perhaps on another device of yours. Nothing was overwritten: "
    "what is kept there stands below, and what you wrote stands in the form. Make one of both and save once more."
)
READ_AGAIN = gettext_lazy(
    "This draft was changed in another place after you opened this page. Below it is as it stands now: read it once more, then send it."
)


@signed_in
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """Begin to say what is lacking: the first step, and the drafts that wait. Who cannot (yet) is told how to take part."""
    if not permissions.can_submit(request.user):
        return cannot_submit(request)
    form = step_form(1)(sent(request), user=request.user)
    if request.method == "POST" and _may_be_kept(request, form):
        key = (
            form.fields["form_key"].to_python(request.POST.get("form_key")) if not form.errors.get("form_key") else None
        )
        if key and (need := queries.sent_from(request.user, key)):
            return redirect("needs:detail", need.reference)
        try:
            draft = intake.begin_draft(
                by=request.user, key=key, said=form.taken(request.POST), is_whole=form.is_valid()
            )
        except ValidationError as error:
            show(form, error)
        else:
            return _go_on(request, draft, 1)
    drafts = queries.drafts_of(request.user)
    return _step_page(request, form, drafts=drafts)


@signed_in
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """One step of a draft. The last one shows everything and sends it."""
    draft = queries.draft_of(request.user, key)
    if draft is None:
        return already_sent(request, key)
    if not permissions.can_submit(request.user):
        return cannot_submit(request)
    kind = _kind(number)
    is_saved = bool(set(kind.names()) & set(draft.said))
    data = sent(request)
    if data is None and is_saved and "kontrol" in request.GET:
        form = kind.judged(user=request.user, said=draft.said, is_shown=True)
    else:
        form = kind(data, user=request.user, said=draft.said, is_saved=is_saved)
    if request.method == "POST" and number == LAST and request.POST.get("go") not in WAITING:
        return _send(request, draft, form)
    if request.method == "POST" and _may_be_kept(request, form):
        said, seen = form.taken(request.POST), request.POST.get(overtaking.FIELD, "")
        try:
            intake.save_step(draft=draft, number=number, said=said, is_whole=form.is_valid(), seen=seen)
        except overtaking.Overtaken as overtaken:
            form.add_error(None, OVERTAKEN)
            other = kind.beside(user=request.user, said=overtaken.now.said, sent=said)
            return _step_page(request, form, draft=overtaken.now, other=other)
        return _go_on(request, draft, number)
    return _step_page(request, form, draft=draft)


@signed_in
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete a draft of one's own."""
    draft = queries.draft_of(request.user, key)
    if request.method == "POST":
        intake.discard_draft(by=request.user, key=key)  # gone already, as after a double click, is as good
        messages.success(request, _("The draft was deleted."))
        return redirect("needs:submit") if permissions.can_submit(request.user) else redirect("needs:list")
    if draft is None:
        return already_sent(request, key)
    return render(request, "needs/discard.html", {"draft": draft})


def _kind(number: int) -> type[Step]:
    if not 1 <= number <= LAST:
        raise Http404
    return step_form(number)


def _may_be_kept(request: HttpRequest, form: Step) -> bool:
    """Whether what was sent goes into the draft: whole, or as it is by whoever goes back, leaves or adds a file. The form says why not."""
    waits = request.POST.get("go") in WAITING and form.can_wait
    if not waits and not form.is_valid():
        return False
    if throttle.passes(request, "need-draft"):
        return True
    form.add_error(None, throttle.MESSAGE)
    return False


def _go_on(request: HttpRequest, draft: NeedDraft, number: int) -> HttpResponse:
    """Go where the button says: back, away, to the files, or on; to the end at once where somebody came from there."""
    go = request.POST.get("go")
    if go == LEAVE:
        messages.success(request, _("Your draft is kept. You can go on with it here, also from another device."))
        return redirect("needs:submit")
    if go == FILES:
        return redirect("needs:files", draft.key)
    if go == BACK:
        return redirect("needs:step", draft.key, max(1, number - 1))
    return redirect("needs:step", draft.key, LAST if "kontrol" in request.GET else number + 1)


def _send(request: HttpRequest, draft: NeedDraft, form: Step) -> HttpResponse:
    """Send the need, once, where all four steps are whole and what is to be read is on the page."""
    earlier = _earlier(request, draft)
    for missing in (step for step in earlier if not step.is_valid()):
        words = _("Step %(number)s is not complete yet: %(name)s") % {"number": missing.number, "name": missing.name}
        form.add_error(None, words)
    if form.is_valid() and not throttle.passes(request, "need", throttle.COSTLY):
        form.add_error(None, throttle.MESSAGE)
    if not form.is_valid():
        return _step_page(request, form, draft=draft, earlier=earlier)
    cleaned = {name: value for step in (*earlier, form) for name, value in step.cleaned_data.items()}
    seen = request.POST.get("read", "")
    try:
        need = intake.send_draft(key=draft.key, cleaned=cleaned, by=request.user, names=_read_names(), seen=seen)
    except overtaking.Overtaken as overtaken:
        form.add_error(None, READ_AGAIN)
        return _step_page(request, form, draft=overtaken.now)
    messages.success(request, _("Your need was heard. Its number is %(reference)s.") % {"reference": need.reference})
    return redirect("needs:detail", need.reference)


def _read_names() -> list[str]:
    """The answers of the first three steps, which are read once more before sending."""
    return [name for kind in STEPS[:-1] for name in kind.names()]


def _earlier(request: HttpRequest, draft: NeedDraft) -> list[Step]:
    return [kind.judged(user=request.user, said=draft.said) for kind in STEPS[:-1]]


def _step_page(
    request: HttpRequest,
    form: Step,
    *,
    draft: NeedDraft | None = None,
    drafts: list[NeedDraft] | None = None,
    earlier: list[Step] | None = None,
    other: list[tuple[Any, Any]] | None = None,
) -> HttpResponse:
    context = {"form": form, "draft": draft, "drafts": drafts, "days": intake.KEPT_DAYS, "other": other}
    if draft is not None:
        context["seen"] = overtaking.mark(intake.shown(draft, form.names()))
        context["read"] = overtaking.mark(intake.shown(draft, _read_names())) if form.number == LAST else ""
    context["steps"] = [
        {"number": kind.number, "name": kind.name, "is_done": draft is not None and kind.number in draft.done}
        for kind in STEPS
    ]
    if draft is not None and form.number == WhomStep.number and not form.is_bound:
        found = similar_needs(request.user, title=draft.title, body="".join(draft.said.get("body", [])))
        context["similar"] = [{"need": need, "can_join": permissions.can_support(request.user, need)} for need in found]
    if draft is not None and form.number == LAST:
        context["review"] = [
            {"number": one.number, "name": one.name, "answers": one.answers() if one.is_valid() else None}
            for one in (earlier or _earlier(request, draft))
        ]
        context["files"] = evidence.of_draft(draft)
    return render(request, "needs/step.html", context, status=422 if request.method == "POST" else 200)


def already_sent(request: HttpRequest, key: UUID) -> HttpResponse:
    """Lead whoever comes back to a draft that was sent to its need. Raises Http404 where there is none."""
    need: Need | None = queries.sent_from(request.user, key)
    if need is None:
        raise Http404
    messages.info(request, _("This need was sent already."))
    return redirect("needs:detail", need.reference)


def cannot_submit(request: HttpRequest) -> HttpResponse:
    context = {"applications": duties.open_applications_of(request.user)}
    return render(request, "needs/cannot_submit.html", context, status=403)
