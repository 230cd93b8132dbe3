"""Forms that edit a block in place, one per kind, and the headings of sections."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from atasehir_portal import markdown
from atasehir_portal.accounts.models import Organisation
from atasehir_portal.cleaning import FormKeyField, LimitedField, LineField
from atasehir_portal.documents import validation
from atasehir_portal.documents.models import BoxKind, Document

if TYPE_CHECKING:
    from atasehir_portal.documents.kinds import BlockType

HIGHEST_REVISION = 2**31 - 1  # of the column that holds it


class MarkdownField(LimitedField):
    """A text in Markdown. Signs that hide or reorder text are taken out without a word; nobody sees them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(markdown.clean(value) if isinstance(value, str) else value)


class PlainLineField(LineField):
    """One line; NUL is taken out like the other signs that nobody sees."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\x00", "") if isinstance(value, str) else value)


class AnchorField(PlainLineField):
    """The name under which references find a figure, a table or a box."""

    def __init__(self, *, example: str, **kwargs: Any) -> None:
        super().__init__(
            label=_("Anchor"),
            required=False,
            max_length=80,
            help_text=format_lazy(
                _("A text names it with this: where the anchor is {example}, write [](#{example})."), example=example
            ),
            **kwargs,
        )


class BlockForm(forms.Form):
    """Edits one block: its Markdown, its typed data, why.

    A kind's own form adds fields named as its data and lists them in ``data_fields``; the kind's ``check_body`` and
    ``validate`` judge them, so that a form and a service never differ. ``document`` gives the sources that a text may
    cite.
    """

    data_fields: ClassVar[tuple[str, ...]] = ()
    rows: ClassVar[int] = 6
    needs_body: ClassVar[bool] = False

    body = MarkdownField(label=_("Text"), required=False)
    reason = PlainLineField(label=_("Why are you changing this?"), required=False, max_length=500)
    organisation = forms.ModelChoiceField(
        label=_("On behalf of"), queryset=Organisation.objects.none(), required=True, empty_label=None
    )
    base_revision = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=HIGHEST_REVISION
    )
    form_key = FormKeyField()

    def __init__(
        self,
        *args: Any,
        block_type: "BlockType",
        document: Document,
        organisations: Sequence[Organisation] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.block_type = block_type
        self.document = document
        self._organisations = organisations
        if "body" in self.fields:
            body = self.fields["body"]
            body.widget.attrs.update({"rows": self.rows, "class": "editor__text"})
            body.required = body.widget.is_required = self.needs_body
            body.error_messages["required"] = validation.EMPTY
        if len(organisations) < 2:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[o.pk for o in organisations])  # type: ignore[attr-defined]
        self.own_organisation = organisations[0] if len(organisations) == 1 else None

    @classmethod
    def initial_of(cls, body: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields show for a block's body and data."""
        return {"body": body, **{name: data.get(name, "") for name in cls.data_fields}}

    def read_data(self) -> dict[str, Any]:
        """Return the typed data as the fields give it, not yet judged."""
        return {name: self.cleaned_data.get(name, "") for name in self.data_fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.cleaned_body, self.cleaned_block_data = "", {}
        for judge in (self._judge_body, self._judge_data):
            try:
                judge()
            except ValidationError as error:
                self._add(error)
        return cleaned

    def _judge_body(self) -> None:
        if "body" in self.errors:
            return
        self.cleaned_body = self.block_type.check_body(self.cleaned_data.get("body", ""))
        unknown = self._unknown_sources(self.cleaned_body)
        if unknown:
            raise ValidationError(
                {"body": ValidationError(_("The list of sources has no entry “%(key)s”."), params={"key": unknown[0]})}
            )

    def _judge_data(self) -> None:
        if any(name in self.errors for name in self.data_fields):
            return
        self.cleaned_block_data = self.block_type.validate(self.read_data())
        anchor = self.cleaned_block_data.get("anchor")
        if anchor and anchor != self.initial.get("anchor") and self._is_taken(anchor):
            raise ValidationError({"anchor": ValidationError(_("This anchor exists already."))})

    def _is_taken(self, anchor: str) -> bool:
        blocks = self.document.blocks.filter(removed_at=None, data__anchor=anchor)
        return self.document.sections.filter(anchor=anchor).exists() or blocks.exists()

    def _unknown_sources(self, text: str) -> list[str]:
        cited = markdown.cited_keys(text)
        if not cited:
            return []
        known = set(self.document.sources.filter(key__in=cited).values_list("key", flat=True))
        return [key for key in cited if key not in known]

    def add_service_error(self, error: ValidationError) -> None:
        """Show next to the fields what a service refused after the form had let it pass."""
        self._add(error)

    def unjudged(self) -> Self:
        """Return the same form with what was typed and without errors: nobody asked to save it yet."""
        initial = {name: self[name].value() for name in self.fields if name != "picture"}
        form = type(self)(
            initial=initial, block_type=self.block_type, document=self.document, organisations=self._organisations
        )
        form.own_organisation = self.own_organisation
        return form

    def _add(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    @property
    def chosen_organisation(self) -> Organisation | None:
        """The organisation on whose behalf the person writes; None for staff."""
        return self.cleaned_data.get("organisation") or self.own_organisation


class TextForm(BlockForm):
    """Paragraphs, lists, quotations."""

    needs_body = True


class TableForm(BlockForm):
    """A pipe table with caption, source and the columns that hold figures."""

    data_fields = ("caption", "source", "number_columns", "anchor")
    rows = 9
    needs_body = True

    caption = PlainLineField(label=_("Caption"), max_length=400)
    source = PlainLineField(label=_("Source"), required=False, max_length=600)
    number_columns = PlainLineField(
        label=_("Columns with figures"),
        required=False,
        max_length=60,
        help_text=_("Their numbers from the left, e.g. 2, 3. Figures stand to the right."),
    )
    anchor = AnchorField(example="durak-cizelgesi")
    field_order = ("caption", "body", "number_columns", "source", "anchor")

    @classmethod
    def initial_of(cls, body: str, data: Mapping[str, Any]) -> dict[str, Any]:
        columns = data.get("number_columns") or []
        return {
            **super().initial_of(body, data),
            "number_columns": ", ".join(map(str, columns)) if isinstance(columns, list) else columns,
        }

    def _judge_body(self) -> None:
        super()._judge_body()
        self._drop_empty_columns()
        table = markdown.pipe_table(self.cleaned_body)
        wrong = [
            n
            for n in self.cleaned_data.get("number_columns", "").replace(",", " ").split()
            if n.isdigit() and table and int(n) > len(table.header)
        ]
        if wrong:
            raise ValidationError(
                {
                    "number_columns": ValidationError(
                        _("The table has no column %(number)s."), params={"number": wrong[0]}
                    )
                }
            )

    def _drop_empty_columns(self) -> None:
        """Take out the columns in which nothing stands; those with figures keep their mark under their new number."""
        if markdown.pipe_table(self.cleaned_body) is None:
            return
        self.cleaned_body, kept = markdown.without_empty_columns(self.cleaned_body)
        marked = self.cleaned_data.get("number_columns", "").replace(",", " ").split()
        if all(each.isdigit() and int(each) <= max(kept) for each in marked):
            left = [kept.index(int(each)) + 1 for each in marked if int(each) in kept]
            self.cleaned_data["number_columns"] = ", ".join(map(str, left))


class BoxForm(BlockForm):
    """A box: its kind, its title, its text."""

    data_fields = ("box_kind", "title", "anchor")
    rows = 9
    needs_body = True

    box_kind = forms.ChoiceField(label=_("Kind of box"), choices=BoxKind.choices)
    title = PlainLineField(label=_("Title"), max_length=250)
    anchor = AnchorField(example="hak-kutusu")
    field_order = ("box_kind", "title", "body", "anchor")


class SectionForm(forms.Form):
    """The heading of a section and its aim in one line."""

    title = PlainLineField(label=_("Title"), max_length=250)
    aim = PlainLineField(label=_("Aim in one line"), required=False, max_length=500)
    reason = PlainLineField(label=_("Why are you changing this?"), required=False, max_length=500)
    base_revision = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=HIGHEST_REVISION
    )
    form_key = FormKeyField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("title", "aim"):
            if cleaned.get(name, "").startswith(":::"):
                self.add_error(name, validation.STRUCTURE)
        return cleaned


class ReasonForm(forms.Form):
    """Why a block or a section is taken out. With a ``hint`` (who reads it) the reason has to be given."""

    reason = PlainLineField(label=_("Why?"), required=False, max_length=500)
    base_revision = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=HIGHEST_REVISION
    )

    def __init__(self, *args: Any, hint: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint
        self.fields["reason"].required = bool(hint)
