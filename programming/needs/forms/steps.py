"""The four steps in which a need is raised: what is lacking, for whom and where, rights and help, who says it.

A step reads and gives what a browser sends, as the draft keeps it: lists of strings by the name of the field. So a step that is
opened again shows what was typed, whole or not, and before sending all four are judged again, each by its own form.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.accounts.people import person
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.cleaning import FormKeyField, LineField, TextField
from atasehir_portal.turkish import SortKey
from programming.needs.forms.base import Step, numbers
from programming.needs.models import Channel, ConsentHow, PeopleRange, Since, Urgency, Visibility
from programming.needs.proposing import Proposal, propose

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
ASKS_BEFORE_ALL = _(
    "People of these groups can be harmed if they are recognised: %(groups)s. Shall everyone read it all the "
    "same? Tick this box, or choose above who may read it."
)
# Days after which people are asked once more whether they agree.
OLDEST_CONSENT = 366


class WhatStep(Step):
    """What is lacking. People are never named."""

    number, name, heading = 1, _("The need"), _("What is lacking?")

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
            "What happens, when, and what it keeps people from doing. For example: “The nursery closes at half past "
            "five. Whoever works a late shift has nobody to fetch the child.”"
        ),
        min_length=20,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    service_area = forms.ModelChoiceField(
        label=_("Which service is it about?"),
        help_text=_("For example: a broken pavement belongs to “Urban infrastructure”. If you are not sure, leave it."),
        queryset=ServiceArea.objects.none(),
        required=False,
        empty_label=_("I do not know"),
    )
    since = forms.ChoiceField(
        label=_("Since when?"),
        help_text=_("For example: if the lamp went out last month, “For a few weeks”."),
        choices=Since,
        initial=Since.UNKNOWN,
    )

    def prepare(self) -> None:
        self.fields["form_key"].initial = uuid.uuid4
        self.fields["service_area"].queryset = _in_order(ServiceArea)


class WhomStep(Step):
    """For whom and where. Groups and ranges, never persons and counts."""

    number, name, heading = 2, _("For whom and where"), _("For whom and where?")

    groups = forms.ModelMultipleChoiceField(
        label=_("Whose need is it?"),
        help_text=_(
            "You can choose more than one. Choose groups, not single persons. For example: “Women” and “Children”."
        ),
        queryset=RightsHolderGroup.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one group.")},
    )
    neighbourhoods = forms.ModelMultipleChoiceField(
        label=_("In which neighbourhoods?"),
        help_text=_("For example: where the road is. Leave all empty if it is the whole district."),
        queryset=Neighbourhood.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    people = forms.ChoiceField(
        label=_("About how many people?"),
        help_text=_("A guess is enough. For example: the parents of one nursery are “20–100”."),
        choices=PeopleRange,
        initial=PeopleRange.UNKNOWN,
        widget=forms.RadioSelect,
    )

    def prepare(self) -> None:
        near = Case(When(pk__in=self._near, then=Value(value=False)), default=Value(value=True))
        active = RightsHolderGroup.objects.filter(is_active=True)
        self.fields["groups"].queryset = active.annotate(is_far=near).order_by("is_far", SortKey("name_tr"))
        places = Neighbourhood.objects.filter(is_active=True)
        self.fields["neighbourhoods"].queryset = places.order_by(SortKey("name_tr"))

    @cached_property
    def _near(self) -> set[int]:
        if self.is_bound and self.said and not self.is_saved:
            return set()  # judged again, shown to nobody
        spoken_for = RightsHolderGroup.objects.filter(organisations__in=person(self.user).organisation_ids)
        return set(spoken_for.values_list("pk", flat=True))

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


class StakeStep(Step):
    """Rights, urgency, what would help, and who may read it. Rights are proposed from what was said before."""

    number, name, heading = 3, _("Rights and help"), _("What is at stake, and what would help?")

    rights = forms.ModelMultipleChoiceField(
        label=_("Which rights are at stake?"),
        help_text=_(
            "What we propose is ticked; take off what does not fit and add what is missing. For example: a ramp that "
            "is missing touches “Transport and accessibility”."
        ),
        queryset=Right.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    urgency = forms.ChoiceField(
        label=_("How urgent is it?"),
        help_text=_("For example: a loose cable at a playground is harming people now; a missing bench can wait."),
        choices=Urgency,
        initial=Urgency.ORDINARY,
        widget=forms.RadioSelect,
    )
    suggestion = TextField(
        label=_("What would help?"),
        help_text=_("For example: “One nursery that stays open until nine in the evening.”"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it?"),
        help_text=_("For example: a dark park may be read by all; a case of violence is better kept confidential."),
        choices=VISIBILITY_CHOICES,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )
    # Asked only where it matters: a need that everybody may read, for groups whose members can be harmed.
    is_public_anyway = forms.BooleanField(
        label=_("Everyone may read it all the same; nothing in it points to a person"), required=False
    )

    def prepare(self) -> None:
        self.fields["rights"].queryset = _in_order(Right)
        if not self.is_saved and not self.is_bound:
            self.initial["rights"] = [str(proposal.right.pk) for proposal in self.proposals]

    @cached_property
    def proposals(self) -> list[Proposal]:
        """The rights that what was said before points to, each with the reason."""
        area = numbers(self.said.get("service_area", []))
        words = " ".join("".join(self.said.get(name, [])) for name in ("title", "body"))
        return propose(area=area[0] if area else None, words=words)

    @cached_property
    def right_boxes(self) -> dict[str, list[dict[str, Any]]]:
        """The boxes of the rights: first those that are proposed or chosen, with the reason, then all others."""
        reasons = {proposal.right.pk: proposal.reason for proposal in self.proposals}
        boxes = [box.data for box in self["rights"].subwidgets]
        first = [box for box in boxes if box["selected"] or box["value"].value in reasons]
        return {
            "first": [{**box, "reason": reasons.get(box["value"].value, "")} for box in first],
            "others": [box for box in boxes if box not in first],
        }

    def clean(self) -> dict[str, Any]:
        """Naming a member of some groups makes special-category data: whoever shows such a need to everybody says so."""
        cleaned = super().clean() or {}
        if cleaned.get("visibility") != Visibility.PUBLIC or cleaned.get("is_public_anyway"):
            return cleaned
        harmed = [str(group) for group in self.said_groups() if group.leads_to_special_data]
        if harmed:
            said = ValidationError(ASKS_BEFORE_ALL, params={"groups": ", ".join(harmed)})
            self.add_error("is_public_anyway", said)
        return cleaned

    def said_groups(self) -> Iterable[RightsHolderGroup]:
        """The groups that were chosen in the step before."""
        return RightsHolderGroup.objects.filter(pk__in=numbers(self.said.get("groups", [])))

    @property
    def asks_before_all_read_it(self) -> bool:
        """Whether the box is shown: once it was asked for."""
        asked = self.is_bound and bool(self.errors.get("is_public_anyway") or self.data.get("is_public_anyway"))
        return asked or bool(self.initial.get("is_public_anyway"))


class WhoStep(Step):
    """Who says it, and for people without access: how they told it, that they know, and that they agree."""

    number, name, heading = 4, _("Read and send"), _("Read it once more and send it")
    needed_by_choice = frozenset({"consent_how", "consent_on"})

    organisation = forms.ModelChoiceField(
        label=_("For which organisation do you write?"),
        queryset=Organisation.objects.none(),
        help_text=_("For example: if it was said at a meeting of your association, choose the association."),
    )
    channel = forms.ChoiceField(
        label=_("How was it heard?"),
        choices=Channel,
        initial=Channel.PORTAL,
        help_text=_(
            "If you write for people without access to the portal, say how they told you. For example: “at a visit”. Write "
            "no name: who they are is not asked."
        ),
    )
    notice_told = forms.BooleanField(
        label=_("The privacy notice was read out or handed to them."),
        required=False,
        help_text=_(
            "Needed where others told you. For example: you read it out before they began to speak. Telling is one thing, agreeing "
            "another: both are asked for."
        ),
    )
    consent = forms.BooleanField(
        label=_("The people concerned know and agree that this is passed on."),
        required=False,
        help_text=_(
            "Needed where you pass on what others told you. For example: you asked “May I pass this on to the "
            "municipality?”, and they said yes."
        ),
    )
    consent_how = forms.ChoiceField(
        label=_("How did they agree?"),
        help_text=_("For example: if they said yes at the door, choose “They said so”."),
        choices=[("", _("Nobody was asked: I write for myself")), *ConsentHow.choices],
        required=False,
    )
    consent_on = forms.DateField(
        label=_("When did they agree?"),
        help_text=_("For example: the day of the visit or of the meeting."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def prepare(self) -> None:
        who, field = person(self.user), self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=who.organisation_ids).order_by(SortKey("name"))
        if who.is_staff_member:
            field.required = False
            field.empty_label = _("For the municipality: people without access")
        elif len(who.organisation_ids) == 1:
            field.initial = who.organisation_ids[0]
            field.empty_label = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "organisation" in cleaned and cleaned["organisation"] is None and cleaned.get("channel") == Channel.PORTAL:
            self.add_error(
                "channel", _("Say how the people told you: by telephone, at a visit, on paper or at a meeting.")
            )
        if cleaned.get("channel") not in (None, Channel.PORTAL):
            self._ask_for_consent(cleaned)
        elif "channel" in cleaned:
            # who writes for themselves passes nothing on
            cleaned |= {"notice_told": False, "consent": False, "consent_how": "", "consent_on": None}
        return cleaned

    @property
    def asks_of_others(self) -> bool:
        """Whether notice and consent are shown at once: what others told is written down, or something is wrong there."""
        passed_on = self["channel"].value() not in (None, "", Channel.PORTAL)
        wrong = self.is_bound and {"notice_told", "consent", "consent_how", "consent_on"} & set(self.errors)
        return passed_on or bool(wrong) or person(self.user).is_staff_member

    def _ask_for_consent(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("notice_told"):
            self.add_error("notice_told", _("Tick this box once the privacy notice was read out or handed over."))
        if not cleaned.get("consent"):
            self.add_error(
                "consent",
                _("Tick this box, or ask the people concerned first. Nothing is passed on without their knowing."),
            )
        if "consent_how" in cleaned and not cleaned["consent_how"]:
            self.add_error("consent_how", _("Say how they agreed."))
        if "consent_on" in cleaned:
            self._judge_day(cleaned["consent_on"])

    def _judge_day(self, day: dt.date | None) -> None:
        if day is None:
            self.add_error("consent_on", _("Say on which day they agreed."))
        elif day > timezone.localdate():
            self.add_error("consent_on", _("This day is still to come. Write the day on which they agreed."))
        elif day < timezone.localdate() - dt.timedelta(days=OLDEST_CONSENT):
            self.add_error("consent_on", _("This is more than a year ago. Ask the people concerned once more."))


def _in_order(terms: Any) -> Any:
    return terms.objects.filter(is_active=True).order_by("position", SortKey("name_tr"))


STEPS: tuple[type[Step], ...] = (WhatStep, WhomStep, StakeStep, WhoStep)
LAST = len(STEPS)


def step(number: int) -> type[Step]:
    """Return the step with this number, from 1."""
    return STEPS[number - 1]
