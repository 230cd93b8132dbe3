"""Reviewing a draft: what to look at, what changed since, who said what, one's own verdict."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atasehir_portal.form_errors import show
from atasehir_portal.kept_texts import arrived
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from handbooks import permissions, queries, services
from handbooks.forms import VerdictForm
from handbooks.models import Handbook
from handbooks.views.desk.access import on_desk, refuse_unless, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Read where the review stands; reviewers give their verdict on the text as they read it."""
    handbook = on_desk(request, slug)
    if request.method != "POST":
        return _page(request, handbook, None)
    refuse_unless(permissions.can_review(request.user, handbook))
    form = VerdictForm(request.POST)
    if form.is_valid():
        try:
            services.give_verdict(handbook=handbook, by=who(request), **form.cleaned_data)
        except NotInThisState as error:
            messages.warning(request, str(error))
            return redirect("handbooks:review", slug)
        except services.ChangedWhileRead as error:
            show(form, error)
            form.data = {**form.data.dict(), "digest": error.digest}
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("Your verdict is recorded. Writers and administrators have been told."))
            return arrived(request, redirect("handbooks:desk", handbook.reference), f"review-{handbook.reference}")
    return _page(request, handbook, form)


def _page(request: HttpRequest, handbook: Handbook, form: VerdictForm | None) -> HttpResponse:
    found = queries.review_of(request.user, handbook)
    may_say = found.is_open and permissions.can_review(request.user, handbook)
    if form is None and may_say:
        mine = found.mine
        initial: dict[str, Any] = {"digest": found.digest}
        if mine is not None and mine.is_fresh and mine.review is not None:
            initial |= {"verdict": mine.review.verdict, "remarks": mine.review.remarks}
        form = VerdictForm(initial=initial)
    context = {
        "handbook": handbook,
        "review": found,
        "form": form if may_say else None,
        "has_board": permissions.can_see_board(request.user),
        "can_send_back": permissions.can_send_back(request.user, handbook),
        "can_write": permissions.can_write(request.user, handbook),
        "can_send": permissions.can_send_to_review(request.user, handbook),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "handbooks/desk/review.html", context, status=status)
