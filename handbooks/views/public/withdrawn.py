"""What was withdrawn is gone, and every address that led to it says so, when, and why."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from handbooks import queries
from handbooks.reading import Withdrawn

View = Callable[..., HttpResponseBase]


def explaining_withdrawal(view: View) -> View:
    """Answer with the explanation (410) where the view meets a withdrawn edition."""

    @wraps(view)
    def explained(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Withdrawn as withdrawn:
            context = {"edition": withdrawn.edition, "shelf": queries.shelf(withdrawn.edition.handbook.slug)}
            return render(request, "handbooks/withdrawn.html", context, status=410)

    return explained
