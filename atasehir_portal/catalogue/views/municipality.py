"""The municipality's profile, its closed days and its privacy notice."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atasehir_portal import form_errors
from atasehir_portal.catalogue import services
from atasehir_portal.catalogue.forms import ClosedDayForm, MunicipalityForm, NoticeForm
from atasehir_portal.catalogue.models import ClosedDay, Municipality, PrivacyNotice
from atasehir_portal.catalogue.permissions import can_edit_catalogue
from atasehir_portal.catalogue.views.access import for_editors, for_staff
from atasehir_portal.catalogue.views.entries import PAGE_SIZE


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def municipality(request: HttpRequest) -> HttpResponse:
    """The profile of the municipality, with the logo."""
    row = Municipality.objects.first() or Municipality()
    initial = {"base": services.profile_digest(row)}
    form = MunicipalityForm(
        form_errors.sent(request), request.FILES if request.method == "POST" else None, instance=row, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name not in {"logo", "base"}}
        try:
            services.save_municipality(
                by=request.user, values=values, logo=form.cleaned_data["logo"], base=form.cleaned_data["base"]
            )
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(request, _("The profile of the municipality is saved."))
            return redirect("catalogue:municipality")
    context = {"form": form, "reached": row.can_be_reached}
    return render(request, "catalogue/municipality.html", context)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def closed_days(request: HttpRequest) -> HttpResponse:
    """The days on which the municipality does not work beyond the public holidays."""
    can_edit = can_edit_catalogue(request.user)
    if request.method == "POST":
        return _add_closed_day(request)
    return _closed_days(request, ClosedDayForm() if can_edit else None)


@for_editors
def _add_closed_day(request: HttpRequest) -> HttpResponse:
    form = ClosedDayForm(request.POST)
    if form.is_valid():
        try:
            services.add_closed_day(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(request, _("The day is in the list. Due dates that are set already stay as they are."))
            return redirect("catalogue:closed_days")
    return _closed_days(request, form)


def _closed_days(request: HttpRequest, form: ClosedDayForm | None) -> HttpResponse:
    page = Paginator(ClosedDay.objects.order_by("-date"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "form": form, "today": timezone.localdate()}
    return render(request, "catalogue/closed_days.html", context)


@for_editors
@require_POST
def closed_day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day out of the list."""
    day = ClosedDay.objects.filter(pk=pk).first()
    if day is not None:
        services.remove_closed_day(by=request.user, day=day)
    messages.success(request, _("The day is not in the list any more."))
    return redirect("catalogue:closed_days")


@for_staff
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The versions of the privacy notice."""
    context = {
        "notices": PrivacyNotice.objects.order_by("-number"),
        "today": timezone.localdate(),
        "can_edit": can_edit_catalogue(request.user),
    }
    return render(request, "catalogue/notices.html", context)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def notice_new(request: HttpRequest) -> HttpResponse:
    """Write the next version, beginning with the text of the last one."""
    last = PrivacyNotice.objects.order_by("-number").first()
    initial = {"effective_from": timezone.localdate()}
    if last is not None:
        initial |= {"text_tr": last.text_tr, "text_en": last.text_en}
    form = NoticeForm(form_errors.sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        notice = services.publish_notice(by=request.user, **form.cleaned_data)
        messages.success(request, _("Version %(number)s of the privacy notice is saved.") % {"number": notice.number})
        return redirect("catalogue:notices")
    return render(request, "catalogue/notice_new.html", {"form": form})
