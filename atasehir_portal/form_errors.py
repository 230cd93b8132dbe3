"""What views do with forms: taking what was sent, and putting what a service refused where the person sees it."""

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, also where it is empty; None where the form is only shown."""
    return request.POST if request.method == "POST" else None


def show(form: BaseForm, error: ValidationError) -> None:
    """Add the errors to the form: at their fields where it has them, above the form otherwise."""
    if hasattr(error, "error_dict"):
        for name, found in error.error_dict.items():
            form.add_error(name if name in form.fields else None, found)
    else:
        form.add_error(None, error)
