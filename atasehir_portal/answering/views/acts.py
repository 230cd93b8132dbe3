"""One page per act on a duty: a GET shows the form, a POST does it and returns to the input."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from atasehir_portal.answering import queries, services, templates
from atasehir_portal.answering.acts import ACTS, Act
from atasehir_portal.answering.forms import DutyForm
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.answering.permissions import can_see
from atasehir_portal.ports import panels
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState


def _perform(request: HttpRequest, reference: str, act: Act) -> HttpResponse:
    """Show the act's form, or do it. 404 where the duty does not exist for the person, 403 where they may only look."""
    duty = queries.get_visible(request.user, reference)
    if not act.allowed(request.user, duty):
        raise PermissionDenied
    if request.method != "POST":
        form = act.form(duty=duty, user=request.user)
        stop = "" if act.now(duty) else str(NotInThisState())
        return _page(request, duty, act, form, stop, 409 if stop else 200)
    if "insert" in request.POST and act.name == "answer" and act.now(duty):
        return _page(request, duty, act, _with_template(request, duty, act), "", 200)
    form = act.form(request.POST, duty=duty, user=request.user)
    stop = ""
    if form.is_valid():
        try:
            act.do(duty, request.user, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except NotInThisState as error:
            stop = str(error)
        else:
            messages.success(request, str(act.done))
            return redirect(duty) if can_see(request.user, duty) else redirect("answering:desk")
    return _page(request, duty, act, form, stop, 409 if stop else 422)


def _with_template(request: HttpRequest, duty: Duty, act: Act) -> DutyForm:
    """Return the form as it was typed, not judged yet, with the chosen template in the box of the reason."""
    chosen = request.POST.get("template", "")
    found = next((one for one in templates.offered(request.user, duty) if one.slug == chosen), None)
    typed = {name: request.POST.get(name, "") for name in act.form.base_fields}
    if found:
        typed["reason"] = templates.put_in(typed["reason"], found)
    return act.form(initial=typed, duty=duty, user=request.user)


def _page(request: HttpRequest, duty: Duty, act: Act, form: DutyForm, stop: str, status: int) -> HttpResponse:
    may_see = can_see(request.user, duty)
    context = {
        # what is confidential is read on its own page, where every look is logged
        "inputs": panels.collect("answering.input", request, duty=duty) if may_see and not duty.confidential else [],
        "duty": duty,
        "act": act,
        "form": form,
        "stop": stop,
        "may_see": may_see,
        "hides_reasons": not may_see,
        "questions": queries.questions_of(duty) if may_see else [],
        "templates": templates.offered(request.user, duty) if act.name == "answer" and not stop else [],
        "was_put_in": "insert" in request.POST,
        "extended_due": services.due_if_extended(duty) if act.name == "extend" and not stop else None,
    }
    response = render(request, "answering/act.html", context, status=status)
    if duty.confidential:
        add_never_cache_headers(response)  # also not for the browser's way back
    return response


@signed_in
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer an input. Applications of organisations are decided on their own page."""
    if queries.get_visible(request.user, reference).kind == DutyKind.ORGANISATION:
        return redirect("answering:application", reference)
    return _perform(request, reference, ACTS["answer"])


@signed_in
@require_http_methods(["GET", "POST"])
def ask_back(request: HttpRequest, reference: str) -> HttpResponse:
    return _perform(request, reference, ACTS["ask_back"])


@signed_in
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    return _perform(request, reference, ACTS["reply"])


@signed_in
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    return _perform(request, reference, ACTS["extend"])


@signed_in
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    return _perform(request, reference, ACTS["assign"])
