"""The form of a figure: a picture that is uploaded, or a chart that the portal draws from a small table."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atasehir_portal import charts
from atasehir_portal.documents import figures, validation
from atasehir_portal.documents.forms import AnchorField, BlockForm, MarkdownField, PlainLineField

_PICTURE_SALT = "documents.picture"
PICTURE, CHART = "picture", "chart"
CHART_TYPES: tuple[tuple[str, str | Promise], ...] = (
    (charts.ChartType.BAR.value, pgettext_lazy("chart", "Bars side by side")),
    (charts.ChartType.STACKED.value, pgettext_lazy("chart", "Bars of parts, with their sum")),
    (charts.ChartType.SHARE.value, pgettext_lazy("chart", "Shares of a whole, in per cent")),
    (charts.ChartType.LINE.value, pgettext_lazy("chart", "A line through time")),
)


class FigureForm(BlockForm):
    """A picture or a chart, with what it shows in words, caption and source. A picture once uploaded is not lost by an
    error elsewhere."""

    data_fields = ("src", "alt", "caption", "source", "anchor")
    needed_by_choice = frozenset({"picture", "chart_type", "chart_table"})

    shows = forms.ChoiceField(
        label=_("What the figure is"),
        choices=((PICTURE, _("a picture that I upload")), (CHART, _("a chart that the portal draws from numbers"))),
        widget=forms.RadioSelect,
        initial=PICTURE,
        required=False,
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("SVG, PNG or JPEG, at most 5 MB. Without a new one the present picture stays."),
    )
    src = forms.CharField(widget=forms.HiddenInput, required=False)
    chart_type = forms.ChoiceField(label=_("Kind of chart"), choices=CHART_TYPES, required=False)
    chart_title = PlainLineField(label=_("Title in the drawing"), max_length=120, required=False)
    chart_unit = PlainLineField(
        label=pgettext_lazy("chart", "Unit"),
        max_length=30,
        required=False,
        help_text=_("For example: %, people, days. Written once."),
    )
    chart_table = forms.CharField(
        label=_("Numbers"),
        required=False,
        strip=False,
        max_length=charts.table.LARGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7, "class": "editor__table", "spellcheck": "false"}),
        help_text=_(
            "Paste from a spreadsheet, or write a line for each row with | between the columns. First line: headings. "
            "First column: names. Numbers as 1.234,5; – where there is none."
        ),
    )
    alt = MarkdownField(
        label=_("What the figure shows, in words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The finding, not the form: people who cannot see the picture read this."),
    )
    caption = PlainLineField(label=_("Caption"), max_length=600)
    source = PlainLineField(label=_("Source"), max_length=600)
    anchor = AnchorField(example="kapi-sekli")
    field_order = (
        "shows",
        "picture",
        "chart_type",
        "chart_title",
        "chart_unit",
        "chart_table",
        "alt",
        "caption",
        "source",
        "anchor",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["body"]
        # what was sent without the choice is a picture, as before there were charts
        self.fields["shows"].required = not self.is_bound or self.add_prefix("shows") in self.data
        picture = self.fields["picture"]
        picture.required = not self.is_chart and not self.shown_src
        self.fields["chart_type"].required = self.fields["chart_table"].required = self.is_chart
        picture.error_messages["required"] = validation.NO_PICTURE
        if not self.shown_src:
            picture.help_text = _("SVG, PNG or JPEG, at most 5 MB.")

    @classmethod
    def initial_of(cls, body: str, data: Mapping[str, Any]) -> dict[str, Any]:
        chart = data.get("chart") or {}
        rows = chart.get("table") or []
        return {
            **super().initial_of(body, data),
            # signed, so that nobody makes the page show another file of the store
            "src": signing.dumps(data["src"], salt=_PICTURE_SALT) if data.get("src") else "",
            "shows": CHART if chart else PICTURE,
            "chart_type": chart.get("type", ""),
            "chart_title": chart.get("title", ""),
            "chart_unit": chart.get("unit", ""),
            "chart_table": "\n".join(" | ".join(row) for row in rows),
        }

    @property
    def is_chart(self) -> bool:
        """Whether the form holds a chart rather than a picture."""
        return self["shows"].value() == CHART

    def clean_src(self) -> str:
        try:
            return signing.loads(self.cleaned_data["src"], salt=_PICTURE_SALT) if self.cleaned_data["src"] else ""
        except signing.BadSignature:
            return ""

    def clean_picture(self) -> UploadedFile | None:
        uploaded = self.cleaned_data["picture"]
        if self.is_chart:
            return None
        if uploaded:
            if uploaded.size > figures.LARGEST:
                raise ValidationError(figures.TOO_LARGE)
            self._stored = figures.store(f"documents/{self.document.uid}", uploaded.name, uploaded.read())
            # the page that comes back with an error elsewhere carries the picture on
            sent: Any = self.data
            self.data = sent.copy()
            self.data[self.add_prefix("src")] = signing.dumps(self._stored, salt=_PICTURE_SALT)  # type: ignore[index]
        return uploaded

    def _judge_data(self) -> None:
        if self.is_chart and not {"chart_table", "chart_type"} & set(self.errors):
            # every fault of the table at once, whatever is missing elsewhere
            try:
                validation.chart_of(self.read_data()["chart"])
            except ValidationError as error:
                self.add_error("chart_table", error)
        if not {"picture", "chart_table", "chart_type"} & set(self.errors):
            super()._judge_data()

    def read_data(self) -> dict[str, Any]:
        data = super().read_data()
        if not self.is_chart:
            return {**data, "src": getattr(self, "_stored", "") or self.cleaned_data.get("src", "")}
        del data["src"]
        cleaned = self.cleaned_data
        return {
            **data,
            "chart": {
                "type": cleaned.get("chart_type") or charts.ChartType.BAR.value,
                "title": cleaned.get("chart_title", ""),
                "unit": cleaned.get("chart_unit", ""),
                "table": charts.cells_of(cleaned.get("chart_table", "")),
            },
        }

    def _add(self, error: ValidationError) -> None:
        if hasattr(error, "error_dict"):
            for stored, shown in (("src", "picture"), ("chart", "chart_table")):
                if stored in error.error_dict:
                    error.error_dict[shown] = error.error_dict.pop(stored)
        super()._add(error)

    @property
    def shown_src(self) -> str:
        """The picture that the form holds now, "" for none."""
        if getattr(self, "_stored", ""):
            return self._stored
        try:
            value = self["src"].value()
            return signing.loads(value, salt=_PICTURE_SALT) if value else ""
        except signing.BadSignature:
            return ""

    @property
    def print_warning(self) -> str:
        """What to know about the picture on paper; "" where it is fine enough, or can be drawn at any size."""
        if self.is_chart or not self.shown_src:
            return ""
        return figures.print_warning(self.shown_src)
