"""What a spreadsheet of needs can hold: our fields as columns, how their headings are recognised, and the template to fill in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.catalogue.queries import term_choices
from atasehir_portal.turkish import fold
from programming.needs.models import Channel, ConsentHow, PeopleRange, Since, Urgency, Visibility


@dataclass(frozen=True, slots=True)
class Column:
    """One of our fields. ``also`` are other headings that mean it, folded; ``example`` is what the template writes there."""

    name: str
    label: str | Promise
    example: str
    also: tuple[str, ...] = ()
    is_needed: bool = False


# No need says this: by it the example row of the template is known again.
EXAMPLE_TITLE = "ÖRNEK SATIR (silin): Kreş saatleri vardiyalı çalışanlara uymuyor"

COLUMNS = (
    Column(
        "title",
        _lazy("What is lacking (one sentence)"),
        EXAMPLE_TITLE,
        ("ihtiyac", "need", "baslik", "konu", "title", "ne eksik", "sorun"),
        is_needed=True,
    ),
    Column(
        "body",
        _lazy("More about it"),
        "Kreş 17.30’da kapanıyor; akşam vardiyasında çalışanlar çocuklarını alacak kimse bulamıyor.",
        ("aciklama", "ayrinti", "detay", "metin", "body", "description"),
        is_needed=True,
    ),
    Column(
        "groups",
        _lazy("For whom"),
        "Kadınlar; Çocuklar",
        ("grup", "gruplar", "hak sahipleri", "groups", "kimin icin"),
        is_needed=True,
    ),
    Column("neighbourhoods", _lazy("Neighbourhoods"), "İçerenköy; Barbaros", ("mahalle", "semt", "neighbourhood")),
    Column("service_area", _lazy("Service"), "", ("hizmet", "hizmet alani", "alan", "service area")),
    Column("rights", _lazy("Rights"), "", ("hak", "right")),
    Column("since", _lazy("Since when"), "", ("sure", "ne zamandir")),
    Column("people", _lazy("People affected (estimate)"), "60", ("kisi", "kisi sayisi", "kac kisi", "people", "sayi")),
    Column("urgency", _lazy("Urgency"), "", ("aciliyet", "oncelik")),
    Column(
        "suggestion",
        _lazy("What would help"),
        "Bir kreşte saat 21.00’e kadar nöbetçi sınıf.",
        ("oneri", "cozum", "cozum onerisi", "suggestion"),
    ),
    Column(
        "visibility", _lazy("Who may read it"), "", ("gorunurluk", "visibility", "kim okuyabilir", "kimler okuyabilir")
    ),
    Column("is_public_anyway", _lazy("Everyone may read it all the same"), ""),
    Column("channel", _lazy("How it was heard"), "", ("kanal", "channel")),
    Column("notice_told", _lazy("Privacy notice told"), "", ("aydinlatma",)),
    Column("consent", _lazy("Consent given"), "", ("onay", "riza", "consent")),
    Column("consent_how", _lazy("How they agreed"), "", ("onay sekli", "riza sekli")),
    Column("consent_on", _lazy("When they agreed"), "", ("onay tarihi", "riza tarihi")),
)
NAMES = tuple(column.name for column in COLUMNS)
LABELS: dict[str, str | Promise] = {column.name: column.label for column in COLUMNS}
NEEDED = tuple(column.name for column in COLUMNS if column.is_needed)
TERMS: dict[str, Any] = {
    "groups": RightsHolderGroup,
    "neighbourhoods": Neighbourhood,
    "service_area": ServiceArea,
    "rights": Right,
}
SEVERAL = ("groups", "neighbourhoods", "rights")
CHOICES: dict[str, Any] = {
    "since": Since,
    "people": PeopleRange,
    "urgency": Urgency,
    "visibility": Visibility,
    "channel": Channel,
    "consent_how": ConsentHow,
}
TICKED = ("is_public_anyway", "notice_told", "consent")


def plain(heading: str) -> str:
    """Return a heading or a value without case, Turkish signs, punctuation and doubled spaces, for comparing."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(heading)).split())


def proposed(columns: Sequence[str]) -> dict[str, int]:
    """Return for each field the column whose heading means it; every column at most once, exact headings first."""
    headings = [plain(heading) for heading in columns]
    found: dict[str, int] = {}
    for known in (_exact, _similar):
        for column in COLUMNS:
            if column.name in found:
                continue
            for number, heading in enumerate(headings):
                if heading and number not in found.values() and known(column, heading):
                    found[column.name] = number
                    break
    return found


def _exact(column: Column, heading: str) -> bool:
    return heading == plain(column.name) or heading in column.also or heading in _labels(column)


def _similar(column: Column, heading: str) -> bool:
    return any(len(name) > 4 and (heading.startswith(name) or name in heading) for name in column.also)


def _labels(column: Column) -> set[str]:
    found = set()
    for language in ("tr", "en"):
        with translation.override(language):
            found.add(plain(str(column.label)))
    return found


def allowed_values() -> Mapping[str, list[str]]:
    """Return what can be written in the columns that take a choice, in the reader's language (a query for each vocabulary)."""
    found = {name: [label for _slug, label in term_choices(model)] for name, model in TERMS.items()}
    found |= {name: [str(label) for value, label in choices.choices if value] for name, choices in CHOICES.items()}
    return found | {name: [_("yes"), _("no")] for name in TICKED}


def template_head() -> list[str]:
    """The headings of the template."""
    return [str(column.label) for column in COLUMNS]


def template_sheets() -> list[tuple[str, list[str], list[list[str]]]]:
    """The template for XLSX: headings with one example row, and what can be written in each column."""
    values = allowed_values()
    names = [name for name in NAMES if name in values]
    return [
        (_("Needs"), template_head(), [template_example()]),
        (_("Allowed values"), [str(LABELS[name]) for name in names], list(_side_by_side(values, names))),
    ]


def template_example() -> list[str]:
    """The example row, plainly marked; it is not taken in where somebody leaves it."""
    return [column.example for column in COLUMNS]


def _side_by_side(values: Mapping[str, list[str]], names: Sequence[str]) -> Iterator[list[str]]:
    for number in range(max(len(values[name]) for name in names)):
        yield [values[name][number] if number < len(values[name]) else "" for name in names]
