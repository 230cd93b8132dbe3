"""What every step of raising a need does: read and give what a browser sends, as the draft keeps it.

Lists of strings by the name of the field, so that a step which is opened again shows what was typed, whole or not.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from atasehir_portal.accounts.models import User

Said = Mapping[str, list[str]]

# More than any step takes, so that nothing of this length is kept unread: it is refused with its length instead.
LONGEST = 20_000


def numbers(values: Iterable[str]) -> list[int]:
    """Return those of the values that can be numbers of rows."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10]


class Step(forms.Form):
    """One step. ``said`` is what the draft holds so far; ``data`` what was sent now, or what is to be judged again."""

    number: ClassVar[int]
    name: ClassVar[Any]
    heading: ClassVar[Any]

    def __init__(self, data: Any = None, *, user: User, said: Said | None = None, is_saved: bool = False) -> None:
        self.user, self.said, self.is_saved = user, said or {}, is_saved
        super().__init__(data, initial=self._kept() if is_saved else None)
        self.prepare()

    def prepare(self) -> None:
        """Fill in the lists to choose from."""

    def _kept(self) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for name, field in self.base_fields.items():
            values = self.said.get(name, [])
            kept[name] = values if isinstance(field, forms.ModelMultipleChoiceField) else "".join(values[-1:])
        return kept

    @classmethod
    def names(cls) -> list[str]:
        """The fields whose answers the draft keeps."""
        return [name for name in cls.base_fields if name != "form_key"]

    @classmethod
    def taken(cls, sent: MultiValueDict[str, str]) -> dict[str, list[str]]:
        """Return what was sent for this step as the draft keeps it: as typed, right or wrong."""
        return {name: [value.replace("\x00", "") for value in sent.getlist(name)] for name in cls.names()}

    @classmethod
    def judged(cls, *, user: User, said: Said, is_shown: bool = False) -> "Step":
        """Return the step with its kept answers, to be judged, and shown where ``is_shown``."""
        kept = MultiValueDict({name: list(said.get(name, [])) for name in cls.names()})
        return cls(kept, user=user, said=said, is_saved=is_shown)

    @property
    def can_wait(self) -> bool:
        """Whether what was sent can be kept as it is, to be finished later."""
        return sum(len(value) for name in self.names() for value in self.data.getlist(name)) <= LONGEST

    def answers(self) -> list[tuple[Any, Any]]:
        """Return the questions with what was answered, in words, for reading before it is sent. Only after ``is_valid``."""
        return [
            (self.fields[name].label, said)
            for name in self.names()
            if (said := self._in_words(name)) not in (None, "", [])
        ]

    def _in_words(self, name: str) -> Any:
        field, value = self.fields[name], self.cleaned_data.get(name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ", ".join(str(term) for term in value)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return dict(field.choices).get(value, "")
        return "" if isinstance(field, forms.BooleanField) else value

    @classmethod
    def beside(cls, *, user: User, said: Said, sent: Said) -> list[tuple[Any, Any]]:
        """Return the questions to which the draft (``said``) holds another answer than was ``sent``, each with that answer in words."""
        kept = cls.judged(user=user, said=said)
        kept.is_valid()
        return [
            (kept.fields[name].label, kept._kept_words(name) or "–")
            for name in cls.names()
            if name in kept.fields and list(filter(None, said.get(name, []))) != list(filter(None, sent.get(name, [])))
        ]

    def _kept_words(self, name: str) -> Any:
        if isinstance(self.fields[name], forms.BooleanField):
            return _("yes") if self.said.get(name) else _("no")
        return self._in_words(name) if name in self.cleaned_data else " ".join(self.said.get(name, []))
