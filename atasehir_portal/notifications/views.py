"""Pages: what I was told; the mailbox of a portal without a mail server."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from atasehir_portal.notifications import queries, services
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import MailboxMessage, Notification
from atasehir_portal.signing_in import signed_in

PAGE = 20


@signed_in
@require_GET
def notification_list(request: HttpRequest) -> HttpResponse:
    """What this person was told, newest first."""
    page = Paginator(queries.inbox(request.user), PAGE).get_page(request.GET.get("page"))
    told = queries.told(request.user, page.object_list)
    return render(request, "notifications/list.html", {"page_obj": page, "told": told})


@signed_in
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    services.mark_read(user=request.user)
    return redirect("notifications:list")


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
