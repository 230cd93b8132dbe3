"""One component draws every field: label, hint, error and control, tied together."""

from django import forms
from django.template import Context, Template
from django.utils import translation


class Sample(forms.Form):
    title = forms.CharField(label="Başlık", help_text="Bir cümleyle.")
    note = forms.CharField(label="Not", required=False, widget=forms.Textarea(attrs={"class": "editor__text"}))
    groups = forms.MultipleChoiceField(
        label="Kimin için", choices=[("a", "Yaşlılar"), ("b", "Çocuklar")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Okudum")
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        if self.cleaned_data.get("title") == "olmaz":
            raise forms.ValidationError("Bu başlıkla olmaz.")
        return self.cleaned_data


def drawn(form: forms.Form, template: str = "{{ form }}") -> str:
    with translation.override("en"):
        return Template(template).render(Context({"form": form}))


def test_field_ties_hint_and_error_to_the_control():
    html = drawn(Sample({}), "{{ form.title.as_field_group }}")
    assert '<label class="label" for="id_title">Başlık</label>' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="input"' in html


def test_field_says_optional_and_does_not_shout_required():
    html = drawn(Sample())
    assert html.count("(optional)") == 1
    assert "*" not in html


def test_field_keeps_the_classes_of_its_widget():
    assert 'class="input editor__text"' in drawn(Sample(), "{{ form.note.as_field_group }}")


def test_several_choices_stand_in_a_fieldset_with_its_description():
    html = drawn(Sample({}), "{{ form.groups.as_field_group }}")
    assert html.startswith('<fieldset class="field field--error" aria-describedby="id_groups_error">')
    assert "<legend>Kimin için</legend>" in html
    assert '<label class="opt" for="id_groups_0">' in html


def test_single_box_stands_before_its_label():
    html = drawn(Sample(), "{{ form.agreed.as_field_group }}")
    assert html.index("<input") < html.index("Okudum")
    assert "(optional)" not in html


def test_summary_leads_to_each_field_and_takes_the_focus():
    html = drawn(Sample({"title": "olmaz", "token": ""}), '{% include "parts/form_errors.html" %}')
    assert 'tabindex="-1" autofocus' in html
    assert 'role="alert"' in html
    assert "<li>Bu başlıkla olmaz.</li>" in html
    assert '<a href="#id_groups_0">Kimin için:' in html
    assert '<a href="#id_agreed">' in html
    assert '<a href="#id_token">' not in html


def test_summary_does_not_put_two_signs_after_a_label():
    class Asked(forms.Form):
        what = forms.CharField(label="Neyin eksik olduğunu söyleyin.")
        where = forms.CharField(label="Nerede?")
        when = forms.CharField(label="Gün:")

    with translation.override("tr"):
        html = Template('{% include "parts/form_errors.html" %}').render(Context({"form": Asked({})}))
    for label in ("Neyin eksik olduğunu söyleyin", "Nerede", "Gün"):
        assert f">{label}: Bu" in html


def test_summary_is_silent_on_a_fresh_form():
    assert drawn(Sample(), '{% include "parts/form_errors.html" %}').strip() == ""


def test_typed_text_is_given_back_escaped():
    html = drawn(Sample({"title": '<script>alert("x")</script>'}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_hint_that_only_repeats_the_label_inside_the_box_is_left_out():
    class Login(forms.Form):
        address = forms.EmailField(label="E-posta", widget=forms.EmailInput(attrs={"placeholder": "E-posta"}))

    assert "placeholder" not in drawn(Login())
