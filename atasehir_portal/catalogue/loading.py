"""Loading the vocabularies from the data files of the repository.

A second load changes nothing that somebody has edited: entries that are missing are created, entries that are still exactly as
they were loaded can be refreshed (``update``), everything else is kept. What was loaded is remembered as a digest
(``LoadedEntry``), so "edited" means "differs from what the files once said", whoever edited it and however.
"""

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from atasehir_portal.catalogue.models import (
    Authority,
    Checklist,
    ChecklistQuestion,
    DiscriminationGround,
    LoadedEntry,
    Municipality,
    Neighbourhood,
    PrivacyNotice,
    Provision,
    Right,
    RightsHolderGroup,
    ServiceArea,
)

DATA = Path(__file__).resolve().parent / "data"


@dataclass
class Report:
    """How many entries were created, refreshed, left as they were and kept because they were edited."""

    created: int = 0
    refreshed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)

    def __add__(self, other: "Report") -> "Report":
        return Report(
            self.created + other.created,
            self.refreshed + other.refreshed,
            self.unchanged + other.unchanged,
            self.kept + other.kept,
        )


@dataclass(frozen=True, slots=True)
class Children:
    """Rows that belong to an entry and are written with it: questions of a checklist, provisions of a right."""

    name: str
    model: type[models.Model]
    parent: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One data file and the model that its entries fill. ``references`` are foreign keys written as slugs."""

    name: str
    model: type[models.Model]
    fields: tuple[str, ...]
    references: Mapping[str, type[models.Model]] = field(default_factory=dict)
    children: Children | None = None

    def values(self, entry: Mapping[str, Any], place: int) -> dict[str, Any]:
        """Return what the file says of one entry, as plain data in the shape of ``stored``."""
        entry = dict(entry)
        if "name" in entry:  # proper names are the same in both languages
            entry["name_tr"] = entry["name_en"] = entry.pop("name")
        known = {"slug", *self.fields, *self.references, *([self.children.name] if self.children else [])}
        if unknown := set(entry) - known:
            raise ValueError(f"{self.name}/{entry.get('slug')}: unknown fields {sorted(unknown)}")
        entry.setdefault("position", (place + 1) * 10)
        found = {name: _plain(entry.get(name, _default(self.model, name))) for name in self.fields}
        found |= {name: entry.get(name) for name in self.references}
        if self.children:
            found[self.children.name] = [
                {name: _plain(child.get(name, _default(self.children.model, name))) for name in self.children.fields}
                for child in _numbered(entry.get(self.children.name, []))
            ]
        return found

    def stored(self, row: models.Model) -> dict[str, Any]:
        """Return what the database says of one entry, in the shape of ``values``."""
        found: dict[str, Any] = {name: _plain(getattr(row, name)) for name in self.fields}
        found |= {name: getattr(getattr(row, name), "slug", None) for name in self.references}
        if self.children:
            rows = self.children.model._default_manager.filter(**{self.children.parent: row})
            found[self.children.name] = [
                {name: _plain(getattr(child, name)) for name in self.children.fields} for child in rows
            ]
        return found

    def write(self, row: models.Model, values: Mapping[str, Any]) -> None:
        """Write what the file says into the row and its children."""
        for name in self.fields:
            setattr(row, name, values[name])
        for name, target in self.references.items():
            slug = values[name]
            setattr(row, name, target._default_manager.get(slug=slug) if slug else None)
        row.full_clean(validate_unique=False, validate_constraints=False)
        row.save()
        if self.children:
            self._write_children(row, values[self.children.name])

    def _write_children(self, row: models.Model, wanted: Sequence[Mapping[str, Any]]) -> None:
        """Write the rows below an entry in their order; a row that was there keeps its identity."""
        children = self.children
        if children is None:
            return
        rows = list(children.model._default_manager.filter(**{children.parent: row}))
        for surplus in rows[len(wanted) :]:
            surplus.delete()
        for place, values in enumerate(wanted):
            child = rows[place] if place < len(rows) else children.model(**{children.parent: row})
            for name, value in values.items():
                setattr(child, name, value)
            child.full_clean(validate_unique=False, validate_constraints=False)
            child.save()


_TERM = ("name_tr", "name_en", "description_tr", "description_en", "position", "is_active")

VOCABULARIES: tuple[Vocabulary, ...] = (
    Vocabulary("neighbourhoods", Neighbourhood, (*_TERM, "aliases")),
    Vocabulary("groups", RightsHolderGroup, (*_TERM, "leads_to_special_data", "note_tr", "note_en")),
    Vocabulary(
        "checklists",
        Checklist,
        (*_TERM, "source"),
        children=Children(
            "questions", ChecklistQuestion, "checklist", ("number", "element_tr", "element_en", "text_tr", "text_en")
        ),
    ),
    Vocabulary(
        "rights",
        Right,
        (*_TERM, "services_tr", "services_en"),
        references={"checklist": Checklist},
        children=Children(
            "provisions",
            Provision,
            "right",
            ("instrument_tr", "instrument_en", "article", "certainty", "seen_on", "position"),
        ),
    ),
    Vocabulary("service_areas", ServiceArea, (*_TERM, "competence")),
    Vocabulary("authorities", Authority, (*_TERM, "competence")),
    Vocabulary("discrimination_grounds", DiscriminationGround, (*_TERM, "in_law")),
)


def read_file(name: str, folder: Path = DATA) -> dict[str, Any]:
    """Return one data file. Raises tomllib.TOMLDecodeError where it is not TOML."""
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


def load_all(vocabularies: Sequence[Vocabulary] = VOCABULARIES, *, update: bool = False, folder: Path = DATA) -> Report:
    """Load every vocabulary, the municipality and the privacy notice, in one transaction."""
    report = Report()
    with transaction.atomic():
        for vocabulary in vocabularies:
            report += load(vocabulary, update=update, folder=folder)
        report += _load_municipality(folder)
        report += _load_notice(folder)
    return report


def load(vocabulary: Vocabulary, *, update: bool = False, folder: Path = DATA) -> Report:
    """Load one vocabulary: create what is missing and, with ``update``, refresh what nobody has edited."""
    report = Report()
    stored: Any = vocabulary.model._default_manager.select_related(*vocabulary.references)
    rows = {row.slug: row for row in stored}
    known = {entry.key: entry for entry in LoadedEntry.objects.filter(vocabulary=vocabulary.name)}
    for place, entry in enumerate(read_file(vocabulary.name, folder)["entry"]):
        slug, values = entry["slug"], vocabulary.values(entry, place)
        row, remembered = rows.get(slug), known.get(slug)
        if row is None:
            if remembered:  # removed on purpose: it does not come back by itself
                report.kept.append(f"{vocabulary.name}/{slug}")
                continue
            vocabulary.write(vocabulary.model(slug=slug), values)
            LoadedEntry.objects.create(vocabulary=vocabulary.name, key=slug, digest=digest(values))
            report.created += 1
            continue
        stored = vocabulary.stored(row)
        if stored == values:
            report.unchanged += 1
        elif remembered is None or remembered.digest != digest(stored):
            report.kept.append(f"{vocabulary.name}/{slug}")
        elif update:
            vocabulary.write(row, values)
            remembered.digest = digest(values)
            remembered.save()
            report.refreshed += 1
        else:
            report.unchanged += 1
    return report


def digest(values: Mapping[str, Any]) -> str:
    """Return the digest of an entry's values, independent of their order."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _load_municipality(folder: Path) -> Report:
    """Create the profile where there is none; it is the municipality's own and never refreshed."""
    if Municipality.objects.exists():
        return Report(unchanged=1)
    Municipality.objects.create(**read_file("municipality", folder))
    return Report(created=1)


def _load_notice(folder: Path) -> Report:
    """Create version 1 of the privacy notice where there is none; later versions are written in the workspace."""
    if PrivacyNotice.objects.exists():
        return Report(unchanged=1)
    texts = {
        language: (folder / f"privacy_notice.{language}.md").read_text(encoding="utf-8").strip()
        for language in ("tr", "en")
    }
    PrivacyNotice.objects.create(
        number=1, text_tr=texts["tr"], text_en=texts["en"], effective_from=timezone.localdate()
    )
    return Report(created=1)


def _numbered(children: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return child rows with their place in the file as number (questions) and position (provisions)."""
    return [{"number": place, "position": place, **child} for place, child in enumerate(children, start=1)]


def _default(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name).get_default()  # type: ignore[union-attr]


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return list(value)
    if isinstance(value, models.Choices):
        return value.value
    return value
