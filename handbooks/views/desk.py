"""The publishing desk of administrators: where each book stands, and what can be done with it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from atasehir_portal.accounts.models import User
from atasehir_portal.rendering.progress import progress_of
from atasehir_portal.transitions import NotInThisState
from handbooks import editions, permissions, queries, services
from handbooks.forms import PublishForm, WithdrawForm
from handbooks.models import Edition, Handbook, HandbookState
from handbooks.problems import problems_of


def _on_desk(request: HttpRequest, slug: str) -> Handbook:
    """Return the book for somebody who has the publishing desk. Raises Http404: for others the page does not exist."""
    if not permissions.can_see_board(request.user):
        raise Http404
    return queries.get_readable(request.user, slug)


def _who(request: HttpRequest) -> User:
    """Return the person who signed in; the views are for nobody else."""
    return cast(User, request.user)


def _edition_on_desk(request: HttpRequest, slug: str, number: str) -> Edition:
    handbook = _on_desk(request, slug)
    found = get_object_or_404(queries.light_editions(), handbook=handbook, number=number)
    found.handbook = handbook
    return found


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All books: state, who did what, editions, how far their PDFs are."""
    if not permissions.can_see_board(request.user):
        raise Http404
    desks = queries.desks(request.user)
    rows = [(desk, progress_of(desk.newest.pdf, request.user) if desk.newest else None) for desk in desks]
    return render(request, "handbooks/board.html", {"rows": rows})


@login_required
@vary_on_headers("HX-Request")
@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What is open in the draft, with the way to each place; htmx puts the short form on the publishing desk."""
    handbook = _on_desk(request, slug)
    problems = problems_of(handbook.document)
    context = {
        "handbook": handbook,
        "stopping": [problem for problem in problems if problem.stops],
        "notes": [problem for problem in problems if not problem.stops],
        "can_approve": handbook.state != HandbookState.APPROVED,
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "handbooks/problems_part.html" if is_part else "handbooks/check.html", context)


@login_required
@require_POST
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve the draft, or lead to what stands in the way."""
    handbook = _on_desk(request, slug)
    try:
        services.approve(handbook=handbook, by=_who(request))
    except services.HasProblems as problems:
        messages.error(request, " ".join(problems.messages))
        return redirect("handbooks:check", slug)
    except NotInThisState as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The book is approved. It can be published as an edition now."))
    return redirect("handbooks:board")


@login_required
@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Open an approved draft for writing."""
    try:
        services.reopen(handbook=_on_desk(request, slug), by=_who(request))
    except NotInThisState as error:
        messages.warning(request, str(error))
        return redirect("handbooks:board")
    messages.success(request, _("The book is open for writing. Published editions stay as they are."))
    return redirect("handbooks:edit", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish an edition: number and change note, then its PDF is made in the background."""
    handbook = _on_desk(request, slug)
    desk = next(desk for desk in queries.desks(request.user) if desk.handbook.pk == handbook.pk)
    proposed = editions.following([edition.number for edition in desk.shelf.editions], is_complete=not desk.planned)
    form = PublishForm(request.POST if request.method == "POST" else None, initial={"number": proposed})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.publish_edition(handbook=handbook, by=_who(request), **form.cleaned_data)
        except NotInThisState as error:
            messages.warning(request, str(error))
            return redirect("handbooks:board")
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(
                request,
                _("Edition %(number)s is published. It is in the library as soon as its PDF is ready.")
                % {"number": made.number},
            )
            return redirect(f"{reverse('handbooks:board')}#{slug}")
    context = {"form": form, "desk": desk, "handbook": handbook}
    return render(request, "handbooks/publish.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Take an edition out of the library, with a reason that readers see."""
    edition = _edition_on_desk(request, slug, number)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_edition(edition=edition, by=_who(request), reason=form.cleaned_data["reason"])
        except NotInThisState as error:
            messages.warning(request, str(error))
        else:
            messages.success(
                request, _("Edition %(number)s is withdrawn. The reason is in the library.") % {"number": number}
            )
        return redirect("handbooks:board")
    return render(
        request, "handbooks/withdraw.html", {"form": form, "edition": edition}, status=422 if form.is_bound else 200
    )
