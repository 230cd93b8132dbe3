"""Giving tasks and taking them back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atasehir_portal.form_errors import sent, show
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from handbooks import permissions, services
from handbooks.forms import TaskForm
from handbooks.models import HandbookTask
from handbooks.views.desk.access import on_desk, refuse_unless, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def give_task(request: HttpRequest, slug: str) -> HttpResponse:
    """Entrust somebody with writing or reviewing the book."""
    handbook = on_desk(request, slug)
    refuse_unless(permissions.can_give_tasks(request.user, handbook))
    form = TaskForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            given = services.give_task(handbook=handbook, by=who(request), **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("%(name)s has the task and has been told.") % {"name": given.user})
            return redirect("handbooks:desk", handbook.reference)
    context = {"form": form, "handbook": handbook}
    return render(request, "handbooks/desk/give_task.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def take_task(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a task back."""
    handbook = on_desk(request, slug)
    refuse_unless(permissions.can_give_tasks(request.user, handbook))
    task = get_object_or_404(HandbookTask.objects.select_related("handbook", "user"), handbook=handbook, pk=pk)
    try:
        services.take_task(task=task, by=who(request))
    except NotInThisState as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The task is taken back. What %(name)s wrote stays.") % {"name": task.user})
    return redirect("handbooks:desk", handbook.reference)
