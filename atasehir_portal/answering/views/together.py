"""Answering several inputs together: the common text first, then each with its own answer, then all are sent."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from atasehir_portal.answering import permissions, together
from atasehir_portal.answering.forms import CommonAnswerForm, JoinedAnswerForm
from atasehir_portal.answering.models import Duty
from atasehir_portal.signing_in import signed_in


@dataclass(frozen=True, slots=True)
class Row:
    """One chosen duty with the form of its own answer. ``key`` is its reference, before the names of the form's fields."""

    key: str
    duty: Duty
    form: JoinedAnswerForm


@dataclass(frozen=True, slots=True)
class TakenAway:
    """What was written for a duty that is no longer this person's to answer: it went to another unit while they wrote."""

    reference: str
    text: str


@signed_in
@require_http_methods(["GET", "POST"])
def answer_together(request: HttpRequest) -> HttpResponse:
    """Write the common text (GET), see each with its own answer (POST), and send them (POST with ``step`` "send")."""
    if not permissions.can_use_desk(request.user):
        raise PermissionDenied
    sent = request.method == "POST"
    keys = (request.POST if sent else request.GET).getlist("kayit")
    chosen = together.chosen(request.user, keys)
    if sent and request.POST.get("step") == "send" and keys:
        return _send(request, chosen, _taken_away(request, keys, chosen))
    waiting = {key: duty for key, duty in chosen.items() if duty.is_open}
    left_out = [duty for duty in chosen.values() if not duty.is_open]
    if not waiting:
        return _page(request, status=422 if sent else 200, left_out=left_out)
    first = next(iter(waiting.values()))
    form = CommonAnswerForm(request.POST if sent else None, duty=first, user=request.user)
    if not sent or not form.is_valid():
        return _page(request, status=422 if sent else 200, common=form, chosen=waiting, left_out=left_out)
    rows = [
        Row(key, duty, JoinedAnswerForm(initial=form.cleaned_data, prefix=key, duty=duty, user=request.user))
        for key, duty in waiting.items()
    ]
    return _page(request, rows=rows, left_out=left_out)


def _taken_away(request: HttpRequest, keys: list[str], chosen: dict[str, Duty]) -> list[TakenAway]:
    found = ((together.reference_of(key), request.POST.get(f"{key}-reason", "")) for key in keys[: together.MOST])
    return [TakenAway(reference, text) for reference, text in found if reference not in chosen and text.strip()]


def _send(request: HttpRequest, chosen: dict[str, Duty], taken_away: list[TakenAway]) -> HttpResponse:
    """Send every answer where all are good enough; name those that can no longer be answered, with what was written."""
    rows = [
        Row(key, duty, JoinedAnswerForm(request.POST, prefix=key, duty=duty, user=request.user))
        for key, duty in chosen.items()
    ]
    wrong = [row for row in rows if not row.form.is_valid()]  # every form is checked, so that all errors are shown
    if wrong:
        return _page(request, status=422, rows=rows, taken_away=taken_away)
    sent = together.answer_each(by=request.user, answers=[(row.duty, row.form.cleaned_data) for row in rows])
    count = len(sent.given)
    if count:
        said = ngettext(
            "%(count)d answer was given. Those who raised the input are told.",
            "%(count)d answers were given. Those who raised the inputs are told.",
            count,
        )
        messages.success(request, said % {"count": count})
    unsent = [row for row in rows if row.duty in sent.meanwhile]
    if count and not unsent and not taken_away:
        return redirect("answering:desk")
    return _page(request, status=409 if unsent or taken_away else 422, unsent=unsent, taken_away=taken_away)


def _page(request: HttpRequest, *, status: int = 200, **shown: object) -> HttpResponse:
    return render(request, "answering/together.html", shown, status=status)
