"""What is looked for in a document, and what takes its place."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal.documents.finding import LONGEST, Sought
from atasehir_portal.documents.forms import PlainLineField


class FindForm(forms.Form):
    """The search, kept in the address. With ``degistir`` the page shows what would become of every place."""

    ara = PlainLineField(label=_("Find"), max_length=LONGEST)
    yerine = PlainLineField(label=_("Replace with"), max_length=LONGEST, required=False)
    sozcuk = forms.BooleanField(label=_("Whole words only"), required=False)
    harf = forms.BooleanField(
        label=_("Capitals as typed"),
        required=False,
        help_text=_(
            "Without it “İl” finds “il” too, and what replaces a word at the beginning of a sentence gets its capital."
        ),
    )
    degistir = forms.BooleanField(widget=forms.HiddenInput, required=False)
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    @property
    def sought(self) -> Sought:
        chosen = self.cleaned_data
        return Sought(chosen["ara"], match_case=chosen["harf"], whole_words=chosen["sozcuk"])

    @property
    def replaces(self) -> bool:
        """Whether words take the place of those that are found."""
        return bool(self.cleaned_data.get("degistir"))

    @property
    def query(self) -> str:
        """The search as it stands in an address."""
        chosen = self.cleaned_data
        flags = {name: "on" for name in ("sozcuk", "harf", "degistir") if chosen[name]}
        return urlencode({"ara": chosen["ara"], "yerine": chosen["yerine"], **flags})

    @property
    def reason(self) -> str:
        """The reason that the record gets where nobody wrote one."""
        words = {"old": self.cleaned_data["ara"], "new": self.cleaned_data["yerine"]}
        return gettext("Find and replace: “%(old)s” became “%(new)s”") % words


class ReplaceForm(forms.Form):
    """The places that were chosen, and why."""

    reason = PlainLineField(label=_("Why?"), required=False, max_length=500)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=500_000)
    must_choose = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.must_choose and not self.data.getlist("secim"):  # type: ignore[attr-defined]
            raise ValidationError(_("Choose at least one place, or replace all of them."))
        return cleaned
