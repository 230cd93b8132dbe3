"""Filters of what was said in a round, kept in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.accounts.people import person
from atasehir_portal.answering.models import OPEN_STATES, DutyState
from atasehir_portal.documents.models import Comment, InputChannel, Round
from atasehir_portal.turkish import SortKey

STANDINGS = [("open", _("waiting for an answer")), ("answered", _("answered"))]


class CommentFilter(django_filters.FilterSet):
    """Where it stands, whose it is, for which organisation, about which question or block."""

    standing = django_filters.ChoiceFilter(
        label=_("Where it stands"), choices=STANDINGS, method="by_standing", empty_label=_("All")
    )
    whose = django_filters.ChoiceFilter(
        label=_("Whose"), choices=[("mine", _("Mine and my organisation’s"))], method="by_whose", empty_label=_("All")
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), to_field_name="slug", queryset=Organisation.objects.none(), empty_label=_("All")
    )
    question = django_filters.ModelChoiceFilter(
        label=_("About the question"), to_field_name="position", queryset=None, empty_label=_("All")
    )
    block = django_filters.UUIDFilter(field_name="block__uid")

    class Meta:
        model = Comment
        fields: list[str] = []

    def __init__(self, *args: Any, user: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        said = Comment.objects.filter(round=round, parent=None).exclude(duty__state=DutyState.WITHDRAWN)
        self.filters["organisation"].queryset = Organisation.objects.filter(
            pk__in=said.order_by().values("organisation")
        ).order_by(SortKey("name"))
        self.filters["question"].queryset = round.questions.all()
        if not user.is_authenticated:
            del self.filters["whose"]
        self.form.fields["block"].widget = self.form.fields["block"].hidden_widget()

    def by_standing(self, comments: QuerySet[Comment], _name: str, value: str) -> QuerySet[Comment]:
        if value == "open":
            return comments.filter(duty__state__in=OPEN_STATES)
        return comments.filter(duty__state=DutyState.ANSWERED)

    def by_whose(self, comments: QuerySet[Comment], _name: str, _value: str) -> QuerySet[Comment]:
        mine = comments.filter(author=self.user, channel=InputChannel.PORTAL)
        ours = person(self.user).organisation_ids
        return mine | comments.filter(organisation__in=ours) if ours else mine
