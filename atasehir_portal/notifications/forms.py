"""The form in which a person chooses how soon to be written to, by topic."""

from typing import Any

from django import forms

from atasehir_portal.accounts.models import User
from atasehir_portal.notifications import preferences
from atasehir_portal.notifications.models import Pace


class PacesForm(forms.Form):
    """One choice for each topic that concerns the person and can be chosen."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = preferences.paces_of(user)
        offered = preferences.offered_to(user)
        self.required_topics = [topic for topic in offered if topic.is_required]
        for topic in offered:
            if not topic.is_required:
                self.fields[topic.name] = forms.ChoiceField(
                    label=topic.label, help_text=topic.hint, choices=Pace.choices, initial=now[topic.name]
                )
