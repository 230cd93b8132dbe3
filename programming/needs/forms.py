"""Forms of the needs room."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.accounts.people import person
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.cleaning import FormKeyField, LineField, TextField
from atasehir_portal.turkish import SortKey
from programming.needs.models import Channel, PeopleRange, Since, Urgency, Visibility
from programming.needs.services import NeedText

VISIBILITY_CHOICES = [
    (Visibility.PUBLIC, _("Everyone may read it.")),
    (Visibility.PARTICIPANTS, _("Only the municipality and the verified organisations may read it.")),
    (
        Visibility.CONFIDENTIAL,
        _(
            "Confidential: only you and the officers in charge. Every look is logged and shown to you. "
            "Choose this if somebody could be harmed."
        ),
    ),
]


class NeedForm(forms.Form):
    """What is lacking, for whom, where. People are never named; numbers are ranges."""

    form_key = FormKeyField()
    title = LineField(
        label=_("What is lacking? Say it in one sentence."),
        help_text=_("For example: “The nursery closes before our shift ends.”"),
        min_length=10,
        max_length=200,
    )
    body = TextField(
        label=_("Tell us more"),
        help_text=_(
            "What happens, when, and what it keeps people from doing. Name nobody; write no address, identity number or health record."
        ),
        min_length=20,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Whose need is it?"),
        help_text=_("You can choose more than one. Choose groups, not single persons."),
        queryset=RightsHolderGroup.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one group.")},
    )
    neighbourhoods = forms.ModelMultipleChoiceField(
        label=_("In which neighbourhoods?"),
        help_text=_("Leave all empty if it is the whole district."),
        queryset=Neighbourhood.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    service_area = forms.ModelChoiceField(
        label=_("Which service is it about?"),
        queryset=ServiceArea.objects.none(),
        required=False,
        empty_label=_("I do not know"),
    )
    rights = forms.ModelMultipleChoiceField(
        label=_("Which rights are at stake?"),
        help_text=_("If you are not sure, leave it to the municipality; it can be added later."),
        queryset=Right.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    people = forms.ChoiceField(
        label=_("About how many people?"), choices=PeopleRange, initial=PeopleRange.UNKNOWN, widget=forms.RadioSelect
    )
    since = forms.ChoiceField(label=_("Since when?"), choices=Since, initial=Since.UNKNOWN)
    urgency = forms.ChoiceField(
        label=_("How urgent is it?"), choices=Urgency, initial=Urgency.ORDINARY, widget=forms.RadioSelect
    )
    suggestion = TextField(
        label=_("What would help?"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    organisation = forms.ModelChoiceField(
        label=_("For which organisation do you write?"), queryset=Organisation.objects.none()
    )
    channel = forms.ChoiceField(
        label=_("How was it heard?"),
        choices=Channel,
        initial=Channel.PORTAL,
        help_text=_("If you write for people without access to the portal, say how they told you."),
    )
    consent = forms.BooleanField(
        label=_("The people concerned know and agree that this is passed on."),
        required=False,
        help_text=_("Needed where you pass on what others told you."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it?"), choices=VISIBILITY_CHOICES, initial=Visibility.PUBLIC, widget=forms.RadioSelect
    )

    # Asked only where it matters: a need that everybody may read, for groups whose members can be harmed.
    is_public_anyway = forms.BooleanField(
        label=_("Everyone may read it all the same; nothing in it points to a person"), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = person(user)
        self._near = set(
            RightsHolderGroup.objects.filter(organisations__in=who.organisation_ids).values_list("pk", flat=True)
        )
        self.fields["form_key"].initial = uuid.uuid4
        self.fields["groups"].queryset = (
            RightsHolderGroup.objects.filter(is_active=True)
            .annotate(is_far=Case(When(pk__in=self._near, then=Value(value=False)), default=Value(value=True)))
            .order_by("is_far", SortKey("name_tr"))
        )
        self.fields["neighbourhoods"].queryset = Neighbourhood.objects.filter(is_active=True).order_by(
            SortKey("name_tr")
        )
        for name, model in (("rights", Right), ("service_area", ServiceArea)):
            self.fields[name].queryset = model.objects.filter(is_active=True).order_by("position", SortKey("name_tr"))
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=who.organisation_ids).order_by(
            SortKey("name")
        )
        if who.is_staff_member:
            self.fields["organisation"].required = False
            self.fields["organisation"].empty_label = _("For the municipality: people without access")
        elif len(who.organisation_ids) == 1:
            self.fields["organisation"].initial = who.organisation_ids[0]
            self.fields["organisation"].empty_label = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        passed_on = cleaned.get("channel") not in (None, Channel.PORTAL)
        if passed_on and not cleaned.get("consent"):
            self.add_error(
                "consent",
                _("Tick this box, or ask the people concerned first. Nothing is passed on without their knowing."),
            )
        if "organisation" in cleaned and cleaned["organisation"] is None and not passed_on:
            self.add_error(
                "channel", _("Say how the people told you: by telephone, at a visit, on paper or at a meeting.")
            )
        self._ask_before_all_read_it(cleaned)
        return cleaned

    def _ask_before_all_read_it(self, cleaned: dict[str, Any]) -> None:
        """Naming a member of some groups makes special-category data: whoever shows such a need to everybody says so."""
        harmed = [str(group) for group in cleaned.get("groups") or () if group.leads_to_special_data]
        if not harmed or cleaned.get("visibility") != Visibility.PUBLIC or cleaned.get("is_public_anyway"):
            return
        words = _(
            "People of these groups can be harmed if they are recognised: %(groups)s. Shall everyone read it all the "
            "same? Tick this box, or choose above who may read it."
        )
        self.add_error("is_public_anyway", ValidationError(words, params={"groups": ", ".join(harmed)}))

    @property
    def asks_before_all_read_it(self) -> bool:
        """Whether the box is shown: once it was asked for."""
        return self.is_bound and bool(self.errors.get("is_public_anyway") or self.data.get("is_public_anyway"))

    @property
    def near_groups(self) -> list[dict[str, Any]]:
        """The boxes of the groups that the person's organisations speak for, and of those that were chosen."""
        return [box for box in self._group_boxes if self._is_near(box)]

    @property
    def other_groups(self) -> list[dict[str, Any]]:
        """The boxes of all other groups."""
        return [box for box in self._group_boxes if not self._is_near(box)]

    @cached_property
    def _group_boxes(self) -> list[dict[str, Any]]:
        return [box.data for box in self["groups"].subwidgets]

    def _is_near(self, box: dict[str, Any]) -> bool:
        return box["selected"] or box["value"].value in self._near

    def text(self) -> NeedText:
        """Return what was said, for ``services.submit_need``."""
        names = NeedText.__dataclass_fields__
        return NeedText(**{name: self.cleaned_data[name] for name in names})


class LookForm(forms.Form):
    """The reason for looking at a confidential need. It is shown to the person who raised it."""

    reason = TextField(
        label=_("Why do you need to read this?"),
        help_text=_("Your reason, your name and the time are shown to the person who raised the need."),
        min_length=15,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
