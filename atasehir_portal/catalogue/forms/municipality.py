"""Forms of what there is one of: the municipality's profile; and of closed days and the privacy notice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atasehir_portal.catalogue.images import LARGEST_BYTES, NotAPicture, as_logo
from atasehir_portal.catalogue.models import ClosedDay, Municipality
from atasehir_portal.cleaning import LineField, TextField, WebAddressField

_HEADINGS = _("A line that begins with # is a heading, one that begins with - a point of a list.")
_ROWS = forms.Textarea(attrs={"rows": 4})


class MunicipalityForm(forms.ModelForm):
    """The profile. The logo is made anew from the picture that is sent."""

    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name = LineField(label=_("Name of the municipality"), max_length=120, min_length=3)
    short_name = LineField(label=_("Short name"), max_length=60, min_length=2)
    portal_name = LineField(label=_("Name of the portal"), max_length=60, min_length=3)
    province = LineField(label=_("Province"), max_length=60, min_length=2)
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("A PNG or JPEG picture of at most 2 MB. SVG is not accepted, because it can carry programs."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    address = TextField(label=_("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    phone = LineField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        validators=[
            RegexValidator(
                r"^[0-9+() /.-]*(\([\w .]{1,20}\))?$",
                _("Only digits, spaces and + ( ) / . - can stand here; a remark in brackets may follow."),
            )
        ],
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    website = WebAddressField(label=_("Web site"), max_length=200, required=False)
    help_tr = TextField(
        label=_("How to take part without the internet, in Turkish"), max_length=2000, required=False, widget=_ROWS
    )
    help_en = TextField(
        label=_("How to take part without the internet, in English"), max_length=2000, required=False, widget=_ROWS
    )
    suppression_threshold = forms.IntegerField(
        label=_("Smallest figure that is published"),
        help_text=_("Smaller figures are suppressed, because they could point to a person. Never below 3."),
        min_value=3,
        max_value=50,
    )

    class Meta:
        model = Municipality
        fields = [
            "name",
            "short_name",
            "portal_name",
            "province",
            "logo",
            "address",
            "phone",
            "email",
            "website",
            "help_tr",
            "help_en",
            "suppression_threshold",
        ]

    def clean_logo(self) -> Any:
        """Return the new logo as PNG bytes, False to take it away, None to leave it."""
        sent = self.cleaned_data.get("logo")
        if sent is False:
            return False
        if not isinstance(sent, UploadedFile):
            return None
        if sent.size and sent.size > LARGEST_BYTES:
            raise ValidationError(_("The picture is larger than 2 MB."))
        try:
            return as_logo(sent.read())
        except NotAPicture as error:
            raise ValidationError(str(error)) from error

    def _post_clean(self) -> None:
        """Leave the instance as it is: the service writes it."""


class ClosedDayForm(forms.Form):
    """A day on which the municipality does not work."""

    date = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason_tr = LineField(label=_("Reason in Turkish"), max_length=200, min_length=3)
    reason_en = LineField(label=_("Reason in English"), max_length=200, min_length=3)

    def clean_date(self) -> Any:
        day = self.cleaned_data["date"]
        if not 2000 <= day.year <= timezone.localdate().year + 10:
            raise ValidationError(_("Choose a day within the next ten years."))
        if ClosedDay.objects.filter(date=day).exists():
            raise ValidationError(_("This day is in the list already."))
        return day


class NoticeForm(forms.Form):
    """A new version of the privacy notice. Earlier versions stay as they were shown."""

    text_tr = TextField(
        label=_("Text in Turkish"),
        help_text=_HEADINGS,
        min_length=200,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    text_en = TextField(
        label=_("Text in English"),
        help_text=_HEADINGS,
        min_length=200,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    effective_from = forms.DateField(
        label=_("In effect from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_effective_from(self) -> Any:
        day = self.cleaned_data["effective_from"]
        if day < timezone.localdate():
            raise ValidationError(_("A notice cannot take effect in the past."))
        if day.year > timezone.localdate().year + 2:
            raise ValidationError(_("Choose a day within the next two years."))
        return day
