"""Moving a draft: what is open, sent to review, sent back, approved, opened again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from atasehir_portal.documents.advice import AdviceKind
from atasehir_portal.form_errors import sent, show
from atasehir_portal.kept_texts import arrived
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from handbooks import permissions, queries, services
from handbooks.checking import Check, check_of
from handbooks.forms import ApproveForm, NoteForm
from handbooks.models import Handbook, HandbookState
from handbooks.services.drafts import NO_BACK_NOTE, NO_REVIEW_NOTE
from handbooks.views.desk.access import on_desk, refuse_unless, who


def to_desk(handbook: Handbook) -> HttpResponse:
    """Lead back to the book on the desk."""
    return redirect("handbooks:desk", handbook.reference)


@signed_in
@vary_on_headers("HX-Request")
@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What is open in the draft and what an editor would look at, with the way to each place; htmx puts the short form on
    the publishing desk."""
    handbook = on_desk(request, slug)
    found = check_of(handbook)
    if request.headers.get("HX-Request") == "true":
        return render(request, "handbooks/desk/check_part.html", {"handbook": handbook, "check": found})
    return _check_page(request, handbook, found, ApproveForm())


def _check_page(request: HttpRequest, handbook: Handbook, found: Check, form: ApproveForm) -> HttpResponse:
    kind = request.GET.get("tur", "")
    form.fields["reason"].required = True  # it is shown only where it is needed
    context: dict[str, Any] = {
        "handbook": handbook,
        "check": found,
        "kind": kind if kind in AdviceKind.values else "",
        "chapters": found.chapters(kind if kind in AdviceKind.values else ""),
        "kinds": [(each, found.help.whole.count(each)) for each in AdviceKind],
        "known": services.known_text(handbook, found.digest),
        "standing": queries.standing_of(handbook, found.digest),
        "form": form,
        "is_open": handbook.state != HandbookState.APPROVED,
        "can_write": permissions.can_write(request.user, handbook),
        "can_approve": permissions.can_approve(request.user, handbook),
        "can_send": permissions.can_send_to_review(request.user, handbook),
        "has_board": permissions.can_see_board(request.user),
    }
    return render(request, "handbooks/desk/check.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve the draft, or say what stands in the way. An address that was only opened leads to the page with the button."""
    handbook = on_desk(request, slug)
    refuse_unless(permissions.can_approve(request.user, handbook))
    if request.method != "POST":
        return redirect("handbooks:check", slug)
    form = ApproveForm(request.POST)
    form.is_valid()
    try:
        services.approve(handbook=handbook, by=who(request), reason=form.cleaned_data.get("reason", ""))
    except services.HasProblems as problems:
        messages.error(request, " ".join(problems.messages))
        return redirect("handbooks:check", slug)
    except NotInThisState as error:
        messages.warning(request, str(error))
    except ValidationError as error:
        show(form, error)
        return _check_page(request, handbook, check_of(handbook), form)
    else:
        messages.success(request, _("The book is approved. It can be published as an edition now."))
        return arrived(request, to_desk(handbook), f"approve-{handbook.pk}")
    return to_desk(handbook)


@signed_in
@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Open an approved draft for writing."""
    handbook = on_desk(request, slug)
    refuse_unless(permissions.can_reopen(request.user, handbook))
    try:
        services.reopen(handbook=handbook, by=who(request))
    except NotInThisState as error:
        messages.warning(request, str(error))
        return to_desk(handbook)
    messages.success(request, _("The book is open for writing. Published editions stay as they are."))
    return redirect("handbooks:edit", slug)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def send_to_review(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the reviewers to read the draft, with a note of what to look at."""
    handbook = on_desk(request, slug)
    refuse_unless(permissions.can_send_to_review(request.user, handbook))
    form = NoteForm(sent(request), label=_("What is to be looked at?"), missing=NO_REVIEW_NOTE)
    if request.method == "POST" and form.is_valid():
        try:
            services.send_to_review(handbook=handbook, by=who(request), note=form.cleaned_data["note"])
        except NotInThisState as error:
            messages.warning(request, str(error))
            return to_desk(handbook)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("The book is in review. Its reviewers have been told."))
            return arrived(request, to_desk(handbook), f"send-{handbook.pk}")
    context = {"form": form, "handbook": handbook, "desk": queries.desk(request.user, pk=handbook.pk)}
    return render(request, "handbooks/desk/send_to_review.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the draft back to its writers, with a note of what is to be done."""
    handbook = on_desk(request, slug)
    refuse_unless(permissions.can_send_back(request.user, handbook))
    form = NoteForm(sent(request), label=_("What is to be done?"), missing=NO_BACK_NOTE)
    if request.method == "POST" and form.is_valid():
        try:
            services.send_back(handbook=handbook, by=who(request), note=form.cleaned_data["note"])
        except NotInThisState as error:
            messages.warning(request, str(error))
            return to_desk(handbook)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("The book is being written on again. Its writers have been told."))
            return arrived(request, to_desk(handbook), f"back-{handbook.pk}")
    context = {"form": form, "handbook": handbook, "desk": queries.desk(request.user, pk=handbook.pk)}
    return render(request, "handbooks/desk/send_back.html", context, status=422 if form.is_bound else 200)
