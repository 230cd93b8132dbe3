"""Publishing and withdrawing editions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atasehir_portal.form_errors import sent, show
from atasehir_portal.kept_texts import arrived
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from handbooks import editions, permissions, queries, services
from handbooks.forms import PublishForm, WithdrawForm
from handbooks.models import Edition
from handbooks.views.desk.access import on_desk, refuse_unless, who


def _edition_on_desk(request: HttpRequest, slug: str, number: str) -> Edition:
    handbook = on_desk(request, slug)
    found = get_object_or_404(queries.light_editions(), handbook=handbook, number=number)
    found.handbook = handbook
    refuse_unless(permissions.can_withdraw(request.user, found))
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish an edition: number, change note, which errors it corrects; then its files are made in the background."""
    desk = queries.desk(request.user, slug=slug)
    handbook = desk.handbook
    refuse_unless(permissions.can_publish(request.user, handbook))
    proposed = editions.following([edition.number for edition in desk.shelf.editions], is_complete=not desk.planned)
    form = PublishForm(sent(request), initial={"number": proposed}, handbook=handbook)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.publish_edition(handbook=handbook, by=who(request), **form.cleaned_data)
        except NotInThisState as error:
            messages.warning(request, str(error))
            return redirect("handbooks:desk", handbook.reference)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(
                request,
                _("Edition %(number)s is published. It is in the library as soon as its PDF is ready.")
                % {"number": made.number},
            )
            return arrived(request, redirect("handbooks:desk", handbook.reference), f"publish-{handbook.pk}")
    known = services.known_text(handbook, handbook.approved_digest) if desk.can_publish else None
    context = {"form": form, "desk": desk, "handbook": handbook, "known": known}
    return render(request, "handbooks/desk/publish.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Take an edition out of the library, with a reason that readers see."""
    edition = _edition_on_desk(request, slug, number)
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_edition(edition=edition, by=who(request), reason=form.cleaned_data["reason"])
        except NotInThisState as error:
            messages.warning(request, str(error))
        else:
            messages.success(
                request, _("Edition %(number)s is withdrawn. The reason is in the library.") % {"number": number}
            )
        return arrived(request, redirect("handbooks:desk", edition.handbook.reference), f"withdraw-{edition.pk}")
    return render(
        request,
        "handbooks/desk/withdraw.html",
        {"form": form, "edition": edition},
        status=422 if form.is_bound else 200,
    )
