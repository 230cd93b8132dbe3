"""Giving a unit the task to go to a group that nobody has heard, changing, withdrawing and closing it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atasehir_portal.form_errors import sent, show
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from programming.needs import outreach as services
from programming.needs import permissions, unheard
from programming.needs.forms import ChangeTaskForm, CloseTaskForm, GiveTaskForm, WithdrawTaskForm
from programming.needs.models import OutreachTask


@signed_in
@require_http_methods(["GET", "POST"])
def give_task(request: HttpRequest, group: str) -> HttpResponse:
    """Give a unit the task to go to a group."""
    found = unheard.get_group(request.user, group)
    if not permissions.can_give_task(request.user):
        raise PermissionDenied
    form = GiveTaskForm(sent(request))
    if form.is_valid():
        try:
            services.give_task(group=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, _("The task was given. It stands with the group until it is closed."))
            return _to_section()
    status = 422 if form.is_bound else 200
    return render(request, "needs/give_task.html", {"group": found, "form": form}, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def close_task(request: HttpRequest, key: UUID) -> HttpResponse:
    """Close a task with what came of it. Where it is closed already, as after a double click, the section is shown."""
    task = unheard.get_task(request.user, key)
    if not permissions.can_close_task(request.user, task):
        raise PermissionDenied
    if not task.is_open:
        return _is_closed(request)
    form = CloseTaskForm(sent(request))
    if form.is_valid():
        try:
            services.close_task(task=task, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
        except NotInThisState as error:
            messages.error(request, str(error))
            return _to_section()
        else:
            messages.success(request, _("The task is closed."))
            return _to_section()
    status = 422 if form.is_bound else 200
    context = {"task": task, "form": form, "can_change": permissions.can_change_task(request.user)}
    return render(request, "needs/close_task.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def change_task(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what a unit is to do, where and by when, or give the task to another unit."""
    task = _to_change(request, key)
    if not task.is_open:
        return _is_closed(request)
    form = ChangeTaskForm(sent(request), task=task)
    if form.is_valid():
        try:
            services.change_task(task=task, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
            task = unheard.get_task(request.user, key)
            form.stands_at(task)
        except NotInThisState as error:
            messages.error(request, str(error))
            return _to_section()
        else:
            messages.success(request, _("The task was changed, and the unit is told."))
            return _to_section()
    status = 422 if form.is_bound else 200
    return render(request, "needs/change_task.html", {"task": task, "form": form}, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw_task(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let a task go, with the reason. Where it is closed already, as after a double click, the section is shown."""
    task = _to_change(request, key)
    if not task.is_open:
        return _is_closed(request)
    form = WithdrawTaskForm(sent(request))
    if form.is_valid():
        try:
            services.withdraw_task(task=task, by=request.user, reason=form.cleaned_data["reason"])
        except NotInThisState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The task was withdrawn, and the unit is told."))
        return _to_section()
    status = 422 if form.is_bound else 200
    return render(request, "needs/withdraw_task.html", {"task": task, "form": form}, status=status)


def _to_change(request: HttpRequest, key: UUID) -> OutreachTask:
    task = unheard.get_task(request.user, key)
    if not permissions.can_change_task(request.user):
        raise PermissionDenied
    return task


def _is_closed(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("This task is closed."))
    return _to_section()


def _to_section() -> HttpResponse:
    return redirect(f"{reverse('needs:coverage')}#duyulmayan")
