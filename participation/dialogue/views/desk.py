"""Where the staff write the charter and write down what is decided about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from atasehir_portal.documents import round_queries
from atasehir_portal.documents.workspace import workspace_for
from atasehir_portal.signing_in import signed_in
from atasehir_portal.transitions import NotInThisState
from participation.dialogue import permissions, queries, services
from participation.dialogue.forms import AdoptForm, BeginForm, GiveUpForm
from participation.dialogue.models import Charter
from participation.dialogue.states import TRANSITIONS

_DONE = {
    "put_to_round": gettext_lazy("The charter is ready for a round. Plan the round now."),
    "take_back": gettext_lazy("The charter is being written again."),
    "adopt": gettext_lazy(
        "The charter is in force. Its rules hold for what comes in from now on; the organisations are told."
    ),
    "reopen": gettext_lazy("The next version can be written. The one in force stays as it is."),
    "give_up": gettext_lazy("The draft was given up."),
}
# what is asked for words, on a page of its own
_ASKS = frozenset({"adopt", "give_up"})


@signed_in
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the charter with the starter text."""
    if not permissions.can_begin(request.user):
        raise PermissionDenied
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.begin_charter(by=request.user, language=form.cleaned_data["language"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("The charter was begun with the starter text. Read it, and change what does not fit.")
            )
            return redirect("dialogue:edit")
    context = {"form": form, "is_there": queries.charter() is not None}
    return render(request, "dialogue/begin.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_GET
def edit(request: HttpRequest) -> HttpResponse:
    """The working text chapter by chapter, in the workspace of the engine."""
    charter = queries.get_charter(request.user)
    context = {
        "charter": charter,
        "workspace": workspace_for(request, charter.document),
        "can_decide": permissions.can_decide(request.user, charter),
    }
    return render(request, "dialogue/edit.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest) -> HttpResponse:
    """Where the text stands and what can be decided next; what takes no words (put to a round, take back, open again) is done here."""
    charter = _deciding(request)
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act not in _DONE or act in _ASKS:
            raise Http404
        try:
            getattr(services, act)(charter=charter, by=request.user)
        except NotInThisState as error:
            messages.error(request, str(error))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, str(_DONE[act]))
        return redirect("dialogue:stage")
    context = {
        "charter": charter,
        "possible": TRANSITIONS.possible(request.user, charter),
        "rounds": list(round_queries.rounds_of(request.user, charter.document)[:5]),
        "versions": queries.versions(),
        "can_decide": True,
    }
    return render(request, "dialogue/stage.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest) -> HttpResponse:
    """Write down that the council adopted the text as it stands."""
    return _decide(request, "adopt", AdoptForm)


@signed_in
@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest) -> HttpResponse:
    """Give a draft up that was never adopted, so that another can be begun."""
    return _decide(request, "give_up", GiveUpForm)


def _decide(request: HttpRequest, act: str, form_class: Any) -> HttpResponse:
    charter = _deciding(request)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(services, act)(charter=charter, by=request.user, **form.cleaned_data)
        except NotInThisState as error:
            messages.error(request, str(error))
            return redirect("dialogue:stage")
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, str(_DONE[act]))
            return redirect("dialogue:charter" if act == "give_up" else "dialogue:stage")
    context = {"charter": charter, "form": form, "act": act, "can_decide": True}
    return render(request, "dialogue/decide.html", context, status=422 if form.is_bound else 200)


def _deciding(request: HttpRequest) -> Charter:
    """Return the charter for a coordinator. Raises Http404, PermissionDenied."""
    charter = queries.get_charter(request.user)
    if not permissions.can_decide(request.user, charter):
        raise PermissionDenied
    return charter
