"""Filters of the suggestions of a round, kept in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.accounts.people import person
from atasehir_portal.answering.models import OPEN_STATES, DutyState, Outcome
from atasehir_portal.documents.models import InputChannel, Round, Suggestion, SuggestionAct
from atasehir_portal.turkish import SortKey

STANDINGS = [
    ("open", _("waiting for an answer")),
    ("answered", _("answered")),
    ("accepted", _("taken into the text")),
    ("refused", _("not accepted")),
]


class SuggestionFilter(django_filters.FilterSet):
    """Where it stands, what is proposed, whose it is, for which organisation, about which block."""

    standing = django_filters.ChoiceFilter(
        label=_("Where it stands"), choices=STANDINGS, method="by_standing", empty_label=_("All")
    )
    act = django_filters.ChoiceFilter(label=_("What is proposed"), choices=SuggestionAct.choices, empty_label=_("All"))
    whose = django_filters.ChoiceFilter(
        label=_("Whose"), choices=[("mine", _("Mine and my organisation’s"))], method="by_whose", empty_label=_("All")
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), to_field_name="slug", queryset=Organisation.objects.none(), empty_label=_("All")
    )
    block = django_filters.UUIDFilter(field_name="block__uid")

    class Meta:
        model = Suggestion
        fields: list[str] = []

    def __init__(self, *args: Any, user: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        said = Suggestion.objects.filter(round=round).exclude(duty__state=DutyState.WITHDRAWN)
        self.filters["organisation"].queryset = Organisation.objects.filter(
            pk__in=said.order_by().values("organisation")
        ).order_by(SortKey("name"))
        if not user.is_authenticated:
            del self.filters["whose"]
        self.form.fields["block"].widget = self.form.fields["block"].hidden_widget()

    def by_standing(self, suggestions: QuerySet[Suggestion], _name: str, value: str) -> QuerySet[Suggestion]:
        if value == "open":
            return suggestions.filter(duty__state__in=OPEN_STATES)
        if value == "accepted":
            return suggestions.filter(took_effect__isnull=False)
        if value == "refused":
            return suggestions.filter(duty__outcome=Outcome.NOT_ACCEPTED)
        return suggestions.filter(duty__state=DutyState.ANSWERED)

    def by_whose(self, suggestions: QuerySet[Suggestion], _name: str, _value: str) -> QuerySet[Suggestion]:
        mine = suggestions.filter(author=self.user, channel=InputChannel.PORTAL)
        ours = person(self.user).organisation_ids
        return mine | suggestions.filter(organisation__in=ours) if ours else mine
