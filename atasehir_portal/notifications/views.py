"""Pages: what I was told, when I am told, switching mails off from a mail; the mailbox of a portal without a mail server."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atasehir_portal import form_errors
from atasehir_portal.notifications import digests, preferences, queries, services
from atasehir_portal.notifications.forms import PacesForm
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import MailboxMessage, Notification, Pace
from atasehir_portal.notifications.topics import topics
from atasehir_portal.signing_in import signed_in

PAGE = 20


@signed_in
@require_GET
def notification_list(request: HttpRequest) -> HttpResponse:
    """What this person was told, newest first; with ``?yeni=1`` only what is new."""
    only_new = request.GET.get("yeni") == "1"
    page = Paginator(queries.inbox(request.user, only_unread=only_new), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "told": queries.told(request.user, page.object_list),
        "only_new": only_new,
        "refused": queries.refused_address(request.user),
    }
    return render(request, "notifications/list.html", context)


@signed_in
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    services.mark_read(user=request.user)
    return redirect("notifications:list")


@signed_in
@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and stay on the same page of the list."""
    services.mark_read(
        user=request.user, notification_id=get_object_or_404(Notification, pk=pk, recipient=request.user).pk
    )
    where = {"yeni": "1"} if request.POST.get("yeni") == "1" else {}
    if (page := request.POST.get("page", "")).isdecimal():
        where["page"] = page[:6]
    return redirect(reverse("notifications:list") + (f"?{urlencode(where)}" if where else ""))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Ne zaman haber verilsin: how soon mails about each topic go to this person."""
    form = PacesForm(form_errors.sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        preferences.choose_paces(user=request.user, chosen=form.cleaned_data)
        messages.success(request, _("Saved. From now on you are written to as you chose."))
        return redirect("notifications:preferences")
    now = timezone.now()
    context = {
        "form": form,
        "refused": queries.refused_address(request.user),
        "hour": digests.latest_moment(Pace.DAILY, now),
        "weekly": digests.latest_moment(Pace.WEEKLY, now),
    }
    return render(request, "notifications/preferences.html", context)


@signed_in
@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Write again to an address that a mail server had refused."""
    services.try_address_again(user=request.user)
    messages.success(request, _("From the next message on we write to your address again."))
    return redirect("notifications:preferences")


@csrf_exempt  # a mail program presses this button (RFC 8058); what it may do lies in the signed token alone (decision 0102)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def switch_off(request: HttpRequest, token: str) -> HttpResponse:
    """Switch mails off, or on again, without signing in. A GET only shows the button; a POST answers without leading on."""
    found = preferences.read_token(token)
    if found is None:
        raise Http404
    user, name = found
    if request.method == "POST":
        switch = preferences.switch_on if request.POST.get("act") == "on" else preferences.switch_off
        switch(user=user, name=name)
    topic = None if name in preferences.DIGESTS else topics.get(name)
    context = {"topic": topic, "is_weekly": name == Pace.WEEKLY, "is_off": preferences.is_off(user, name)}
    return render(request, "notifications/switch_off.html", context)


@signed_in
@require_POST
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go to what it is about. What the person may not see any more is not found."""
    notification = get_object_or_404(Notification, pk=pk, recipient=request.user)
    kind = kinds.get(notification.kind)
    services.mark_read(user=request.user, notification_id=pk)
    if kind is None or not kind.is_visible(request.user, notification.reference):
        raise Http404
    return redirect(kind.url(notification.reference))


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """The mails that would have been sent. Exists only where no mail server is configured, never in a deployment."""
    if settings.DEPLOYED or settings.EMAIL_HOST:
        raise Http404
    page = Paginator(MailboxMessage.objects.all(), PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/mailbox.html", {"page_obj": page})
