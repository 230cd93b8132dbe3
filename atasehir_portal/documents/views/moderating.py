"""Moderation: reporting a text, the list of what was reported, hiding, and the appeal of who wrote it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atasehir_portal import throttle
from atasehir_portal.answering.clock import today
from atasehir_portal.documents.models import Moderation, ModerationState, Suggestion
from atasehir_portal.documents.models.moderation import HIDING
from atasehir_portal.documents.moderating import forms, permissions, queries, services
from atasehir_portal.documents.moderating.filters import ModerationFilter
from atasehir_portal.documents.suggesting import queries as suggestions
from atasehir_portal.documents.suggesting import texts
from atasehir_portal.paging import PAGE_SIZE, StoppingPaginator
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState

Said = queries.Said


@signed_in
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """What was reported or hidden, for those who moderate: what waits first, the longest waiting at the top."""
    if not permissions.can_open_list(request.user):
        raise PermissionDenied
    listed = ModerationFilter(request.GET, queryset=queries.listed_to(request.user), user=request.user)
    page = StoppingPaginator(listed.qs).get_page(request.GET.get("page"))
    context = {"filter": listed, "page_obj": page, "waiting": queries.waiting_for(request.user)}
    return render(request, "documents/moderating/list.html", context)


@signed_in
@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One text that was reported or hidden, in its thread, with the reports and what was decided."""
    said = queries.get_said(request.user, reference)
    if not permissions.can_open_list(request.user):
        raise PermissionDenied
    dealings = list(queries.of_said(said).prefetch_related("reports"))
    if not dealings:
        raise Http404
    may_judge, now = permissions.can_moderate(request.user, said), dealings[0]
    context = _shown(request, said, alone=False) | {
        "dealings": dealings,
        "now": now,
        "can_leave": may_judge and now.state == ModerationState.REPORTED,
        "can_hide": may_judge and not said.is_hidden,
        "can_decide": may_judge and now.state in (ModerationState.HIDDEN, ModerationState.APPEALED),
        "is_own": not may_judge,
        "hid_it": now.state == ModerationState.APPEALED and now.decided_by_id == request.user.pk,
    }
    return render(request, "documents/moderating/case.html", context)


def _shown(request: HttpRequest, said: Said, *, alone: bool = True) -> dict[str, Any]:
    """Return what shows a text as it stands (with its words, where the reader may see them): ``alone`` (a reply after what it replies
    to) or in its thread; a suggestion as tracked changes."""
    if isinstance(said, Suggestion):
        queries.uncover(request.user, [said], said.round)
        seen = said.behind or said
        diff = None
        if not seen.is_hidden or said.behind is not None:
            diff = texts.proposed_change(seen, suggestions.base_of(said), texts.reader(said.round))
        return {"said": said, "round": said.round, "diff": diff, "address": queries.address_of(said)}
    thread = [said] if alone else queries.thread_of(said, PAGE_SIZE)
    if alone and said.parent is not None:
        thread.insert(0, said.parent)
    if all(each.pk != said.pk for each in thread):
        thread.append(said)
    thread = [said if each.pk == said.pk else each for each in thread]
    queries.uncover(request.user, thread, said.round)
    return {"said": said, "round": said.round, "thread": thread, "alone": alone, "address": queries.address_of(said)}


def _act(request: HttpRequest, said: Said, form: Form, words: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page of an act on a text: the text, why it may not be possible, the form."""
    context = _shown(request, said) | {"form": form} | words
    return render(request, "documents/moderating/act.html", context, status=422 if form.is_bound else status)


def _done(form: Form, do: Callable[[], object]) -> bool:
    """Do it; False where it was refused, which the form then says."""
    try:
        do()
    except NotInThisState as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            form.add_error("decision" if "decision" in form.fields else None, error)
    else:
        return True
    return False


@signed_in
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Report a text; who did already reads what became of it."""
    said = queries.get_said(request.user, reference)
    earlier = queries.report_of(request.user, said)
    if earlier is not None:
        context = _shown(request, said) | {"report": earlier}
        return render(request, "documents/moderating/reported.html", context)
    if not permissions.can_report(request.user, said):
        raise PermissionDenied
    form = forms.ReportForm(_sent(request))
    if form.is_valid():
        if not throttle.passes(request, "report", throttle.COSTLY):
            form.add_error(None, throttle.MESSAGE)
        elif _done(form, lambda: services.report(said=said, by=request.user, **form.cleaned_data)):
            messages.success(request, _("Thank you. Your report was received; you are told what becomes of it."))
            return redirect("moderating:report", reference)
    return _act(request, said, form, {"act": "report", "stop": said.tombstone})


def _current(said: Said) -> Moderation:
    found = queries.of_said(said).first()
    if found is None:
        raise Http404
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave a reported text as it is, with a reason for those who reported it."""
    said = queries.get_said(request.user, reference)
    if not permissions.can_moderate(request.user, said):
        raise PermissionDenied
    now, form = _current(said), forms.LeaveForm(_sent(request))
    if form.is_valid() and _done(
        form, lambda: services.leave(moderation=now, by=request.user, reason=form.cleaned_data["sentence"])
    ):
        messages.success(request, _("The text stays. Those who reported it are told."))
        return redirect("moderating:case", reference)
    stop = "" if now.state == ModerationState.REPORTED else _("This has been decided already.")
    return _act(request, said, form, {"act": "leave", "stop": stop})


@signed_in
@require_http_methods(["GET", "POST"])
def hide(request: HttpRequest, reference: str) -> HttpResponse:
    """Hide a text with a reason that everybody reads."""
    said = queries.get_said(request.user, reference)
    kinds = permissions.hiding_kinds(request.user, said)
    if not kinds:
        raise PermissionDenied
    seen = None if request.method == "POST" else queries.of_said(said).filter(state=ModerationState.REPORTED).first()
    form = forms.HideForm(_sent(request), kinds=kinds, initial={"moderation": seen.pk if seen else None})
    if form.is_valid():
        given = form.cleaned_data
        if (pk := given.pop("moderation")) is not None:
            given["moderation"] = Moderation(pk=pk)
        if _done(form, lambda: services.hide(said=said, by=request.user, **given)):
            messages.success(request, _("The text is hidden. Who wrote it is told why, and can appeal."))
            may_list = permissions.can_open_list(request.user)
            return redirect("moderating:case", reference) if may_list else redirect(queries.address_of(said))
    return _act(request, said, form, {"act": "hide", "stop": said.tombstone, "kinds": kinds})


@signed_in
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide about an appeal (another person than hid the text), or show a text again that was hidden by mistake."""
    said = queries.get_said(request.user, reference)
    if not permissions.can_moderate(request.user, said):
        raise PermissionDenied
    now = _current(said)
    is_appeal = now.state != ModerationState.HIDDEN
    form = (forms.DecideForm if is_appeal else forms.RestoreForm)(_sent(request))

    def act() -> object:
        chosen = form.cleaned_data.get("decision", forms.SHOW)
        do = services.restore if chosen == forms.SHOW else services.confirm
        return do(moderation=now, by=request.user, reason=form.cleaned_data["reason"])

    if form.is_valid() and _done(form, act):
        messages.success(request, _("It is decided. Who wrote the text is told."))
        return redirect("moderating:case", reference)
    stop = ""
    if now.state not in (ModerationState.HIDDEN, ModerationState.APPEALED):
        stop = _("Nothing waits for a decision here.")
    elif now.state == ModerationState.APPEALED and now.decided_by_id == request.user.pk:
        stop = services.SamePerson(services.others_than(request.user, said)).messages[0]
    return _act(
        request, said, form, {"act": "decide", "stop": stop, "now": now, "is_appeal": is_appeal, "unfolded": True}
    )


@signed_in
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, reference: str) -> HttpResponse:
    """One's own text that was hidden: its words, why it was hidden, and the appeal. It exists only for whose it is."""
    said = queries.get_said(request.user, reference)
    if not permissions.speaks_for(request.user, said):
        raise Http404
    now = queries.of_said(said).filter(state__in=[*HIDING, ModerationState.RESTORED]).first()
    if now is None:
        raise Http404
    if request.method == "POST" and not permissions.can_appeal(request.user, said):
        raise PermissionDenied
    form = forms.AppealForm(_sent(request))
    if form.is_valid() and _done(
        form, lambda: services.appeal(said=said, by=request.user, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("Your appeal was received. You are told what is decided."))
        return redirect("moderating:own", reference)
    is_open = now.state == ModerationState.HIDDEN and now.appeal_until is not None and today() <= now.appeal_until
    context = _shown(request, said) | {
        "now": now,
        "unfolded": True,
        "form": form,
        "can_appeal": is_open and permissions.can_appeal(request.user, said),
        "is_late": now.state == ModerationState.HIDDEN and not is_open,
    }
    return render(request, "documents/moderating/own.html", context, status=422 if form.is_bound else 200)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
