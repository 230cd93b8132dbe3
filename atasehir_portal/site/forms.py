"""How forms are drawn: one component for every field, in the portal and on allauth's pages alike."""

from typing import Any

from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    RadioSelect,
    Textarea,
    Widget,
)
from django.forms.renderers import TemplatesSetting
from django.utils.translation import ngettext

from atasehir_portal.cleaning import in_figures

# Controls that are not a box to write into or choose from.
_NOT_BOXES = (CheckboxInput, RadioSelect, CheckboxSelectMultiple)


class PortalBoundField(BoundField):
    """A field that knows the classes of the stylesheet, whether to say "(optional)", and how long its text may be.

    The limit is said, and judged when the form arrives. It is no attribute of the box: there a browser cuts what is
    pasted without a word.
    """

    def __init__(self, form: BaseForm, field: Field, name: str) -> None:
        super().__init__(form, field, name)
        limit = getattr(field, "max_length", None)
        if limit and isinstance(field.widget, Textarea) and not field.disabled:
            words = ngettext("At most %(limit)s character.", "At most %(limit)s characters.", limit)
            self.help_text = f"{self.help_text} {words % {'limit': in_figures(limit)}}".strip()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Return the control's attributes, with the class ``input`` where it is a box, beside the widget's own classes."""
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        attrs["maxlength"] = False
        if not widget.is_hidden and not isinstance(widget, _NOT_BOXES):
            own = attrs.get("class") or widget.attrs.get("class") or ""
            attrs["class"] = " ".join(dict.fromkeys(["input", *own.split()]))
            if widget.attrs.get("placeholder") == self.label:
                attrs["placeholder"] = False  # allauth repeats the label inside the box
        return attrs

    @property
    def is_single_checkbox(self) -> bool:
        """Whether the label stands after the control, as with one box to tick."""
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def says_optional(self) -> bool:
        """Whether the label ends with "(optional)". Filters do not say it: there everything is optional. Nor do fields that
        another choice makes necessary (``needed_by_choice`` of the form)."""
        return (
            not self.field.required
            and not self.is_single_checkbox
            and not getattr(self.form, "hide_optional", False)
            and self.name not in getattr(self.form, "needed_by_choice", ())
        )

    @property
    def anchor(self) -> str:
        """The id that a link in the error summary goes to: the control, or the first of several."""
        if self.use_fieldset and len(self.subwidgets):
            return str(self.subwidgets[0].id_for_label or self.auto_id)
        return str(self.id_for_label or self.auto_id)


class PortalFormRenderer(TemplatesSetting):
    """Draws fields with ``templates/parts/field.html``; widgets come from ``templates/django/forms/widgets``."""

    form_template_name = "parts/form_fields.html"
    field_template_name = "parts/field.html"
    bound_field_class = PortalBoundField
