"""Changing the catalogue: every act checks who does it, writes, and records who changed what."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import F, Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from atasehir_portal import turkish
from atasehir_portal.bilingual import Term
from atasehir_portal.catalogue.loading import Children, Vocabulary, digest
from atasehir_portal.catalogue.models import CatalogueChange, ChangeAct, ClosedDay, Municipality, PrivacyNotice
from atasehir_portal.catalogue.permissions import can_edit_catalogue
from atasehir_portal.catalogue.queries import NAME_TAKEN, name_is_taken

_PROFILE = (
    "name",
    "short_name",
    "portal_name",
    "province",
    "address",
    "phone",
    "email",
    "website",
    "help_tr",
    "help_en",
    "suppression_threshold",
)


class KeptSection(Protocol):
    """What the services need of a section (see ``sections.Section``)."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def model(self) -> type[Term]: ...
    @property
    def before_retiring(self) -> Any: ...
    @property
    def may_edit(self) -> Any: ...


Rows = Sequence[Mapping[str, Any]]


def create_entry(*, section: KeptSection, by: Any, values: Mapping[str, Any], rows: Rows = ()) -> Term:
    """Add an entry to a vocabulary; its short name is made of its Turkish name. Raises PermissionDenied, ValidationError."""
    _editor_of(section, by)
    with transaction.atomic():
        _check_name(section, values["name_tr"], None)
        entry = section.model(slug=free_slug(section.model, values["name_tr"]), **values)
        entry.full_clean()
        entry.save()
        if section.vocabulary.children:
            write_rows(section.vocabulary.children, entry, rows)
        _record(section, entry, ChangeAct.CREATED, by)
    return entry


def update_entry(
    *,
    section: KeptSection,
    entry: Term,
    by: Any,
    values: Mapping[str, Any],
    rows: Rows = (),
    removed: Collection[int] = (),
    base: str = "",
) -> Term:
    """Change an entry and the rows below it. ``base`` is the digest of the entry that was edited.

    Raises PermissionDenied, and ValidationError where somebody changed the entry meanwhile (nothing of theirs is overwritten).
    """
    _editor_of(section, by)
    with transaction.atomic():
        _check_name(section, values["name_tr"], entry)
        entry = section.model._default_manager.select_for_update().get(pk=entry.pk)
        if base and base != digest(section.vocabulary.stored(entry)):
            raise ValidationError(
                _("Somebody changed this entry while you were writing. Compare with it in a new tab, then save again.")
            )
        for name, value in values.items():
            setattr(entry, name, value)
        entry.full_clean()
        entry.save(update_fields=list(values))
        if section.vocabulary.children:
            write_rows(section.vocabulary.children, entry, rows, removed)
        _record(section, entry, ChangeAct.CHANGED, by)
    return entry


def retire_entry(*, section: KeptSection, entry: Term, by: Any) -> None:
    """Take an entry out of use: it cannot be chosen any more, records that point to it keep it.

    Raises PermissionDenied, and ValidationError where something stands in the way. Retiring twice is retiring once.
    """
    _editor_of(section, by)
    with transaction.atomic():
        section.before_retiring(entry)
        if section.model._default_manager.filter(pk=entry.pk, is_active=True).update(is_active=False):
            _record(section, entry, ChangeAct.RETIRED, by)


def restore_entry(*, section: KeptSection, entry: Term, by: Any) -> None:
    """Take a retired entry into use again. Raises PermissionDenied."""
    _editor_of(section, by)
    with transaction.atomic():
        if section.model._default_manager.filter(pk=entry.pk, is_active=False).update(is_active=True):
            _record(section, entry, ChangeAct.RESTORED, by)


def write_rows(children: Children, entry: models.Model, rows: Rows, removed: Collection[int] = ()) -> None:
    """Write the rows below an entry in the order given. Known rows (``pk``) keep their identity.

    Only what is named in ``removed`` goes: rows that a page did not send stay, behind the others.
    """
    manager = children.model._default_manager
    place = "number" if "number" in children.fields else "position"
    manager.filter(**{children.parent: entry}, pk__in=removed).delete()
    existing = {row.pk: row for row in manager.filter(**{children.parent: entry})}
    # The numbers are unique within the entry: move them out of the way before they are given anew.
    manager.filter(pk__in=existing).update(**{place: F(place) + 10_000})
    for number, values in enumerate(rows, start=1):
        row = existing.pop(values.get("pk"), None) or children.model(**{children.parent: entry})
        for name, value in values.items():
            if name != "pk":
                setattr(row, name, value)
        setattr(row, place, number)
        row.full_clean(validate_unique=False, validate_constraints=False)
        row.save()
    for number, row in enumerate(existing.values(), start=len(rows) + 1):
        manager.filter(pk=row.pk).update(**{place: number})


def save_municipality(
    *, by: Any, values: Mapping[str, Any], logo: bytes | bool | None = None, base: str = ""
) -> Municipality:
    """Change the profile. ``logo`` is PNG bytes, False to take it away, None to leave it.

    Raises PermissionDenied, and ValidationError where somebody changed the profile meanwhile.
    """
    _editor(by)
    with transaction.atomic():
        row = Municipality.objects.select_for_update().first() or Municipality()
        if base and base != profile_digest(row):
            raise ValidationError(
                _("Somebody changed the profile while you were writing. Compare with it in a new tab, then save again.")
            )
        for name in _PROFILE:
            if name in values:
                setattr(row, name, values[name])
        old = row.logo.name if row.logo else ""
        if logo is False:
            row.logo = ""
        elif isinstance(logo, bytes):
            row.logo = default_storage.save(f"logo/{hashlib.sha256(logo).hexdigest()[:32]}.png", ContentFile(logo))
        row.full_clean()
        row.save()
        if old and old != (row.logo.name if row.logo else ""):
            transaction.on_commit(lambda: default_storage.delete(old), robust=True)
        CatalogueChange.objects.create(actor=by, vocabulary="municipality", key="municipality", act=ChangeAct.CHANGED)
    return row


def profile_digest(row: Municipality) -> str:
    """Return the digest of the profile as it is, to notice that two people edit it at once."""
    return digest({name: getattr(row, name) for name in _PROFILE} | {"logo": row.logo.name if row.logo else ""})


def add_closed_day(*, by: Any, date: Any, reason_tr: str, reason_en: str) -> ClosedDay:
    """Enter a day on which the municipality does not work. Due dates that are set already stay as they are.

    Raises PermissionDenied, ValidationError where the day is in the list.
    """
    _editor(by)
    with transaction.atomic():
        day = ClosedDay(date=date, reason_tr=reason_tr, reason_en=reason_en)
        day.full_clean()
        day.save()
        CatalogueChange.objects.create(actor=by, vocabulary="closed_days", key=f"{day.date}", act=ChangeAct.CREATED)
    return day


def remove_closed_day(*, by: Any, day: ClosedDay) -> None:
    """Take a day out of the list again; nothing happens where it is gone. Raises PermissionDenied."""
    _editor(by)
    with transaction.atomic():
        removed, _rows = ClosedDay.objects.filter(pk=day.pk).delete()
        if removed:
            CatalogueChange.objects.create(actor=by, vocabulary="closed_days", key=f"{day.date}", act=ChangeAct.REMOVED)


def publish_notice(*, by: Any, text_tr: str, text_en: str, effective_from: Any) -> PrivacyNotice:
    """Write the next version of the privacy notice. The same texts for the same day twice are one version.

    Raises PermissionDenied.
    """
    _editor(by)
    with transaction.atomic():
        list(PrivacyNotice.objects.select_for_update().order_by("number"))
        last = PrivacyNotice.objects.order_by("-number").first()
        if last and (last.text_tr, last.text_en, last.effective_from) == (text_tr, text_en, effective_from):
            return last
        number = (PrivacyNotice.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        notice = PrivacyNotice(number=number, text_tr=text_tr, text_en=text_en, effective_from=effective_from)
        notice.full_clean()
        notice.save()
        CatalogueChange.objects.create(actor=by, vocabulary="privacy_notice", key=f"{number}", act=ChangeAct.CREATED)
    return notice


def _check_name(section: KeptSection, name: str, entry: Term | None) -> None:
    """Let one person at a time write in a vocabulary, and refuse a name that another entry has: names that differ in case or
    accents only are one name, which no constraint of the database says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [section.vocabulary.name])
    if name_is_taken(section.model, name, but=entry):
        raise ValidationError({"name_tr": NAME_TAKEN})


def free_slug(model: type[Term], name: str) -> str:
    """Return a short name that no entry of the vocabulary has. The unique constraint still decides."""
    stem = slugify(turkish.fold(name))[:50].strip("-") or "kayit"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(f"{stem}-{number}" for number in range(2, len(taken) + 3) if f"{stem}-{number}" not in taken)


def _editor(by: Any) -> None:
    if not can_edit_catalogue(by):
        raise PermissionDenied


def _editor_of(section: KeptSection, by: Any) -> None:
    if not section.may_edit(by):
        raise PermissionDenied


def _record(section: KeptSection, entry: Term, act: ChangeAct, by: Any) -> None:
    CatalogueChange.objects.create(actor=by, vocabulary=section.vocabulary.name, key=entry.slug, act=act)
