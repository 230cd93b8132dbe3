"""Saying of a section that only its plan exists so far, so that it may be printed as a plan."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.documents.models import Section, SectionRevision
from atasehir_portal.documents.services.common import ChangedMeanwhile, lock, touch, voice


@transaction.atomic
def plan_section(
    *, section: Section, is_outline: bool, by: User | None, organisation: Organisation | None = None
) -> Section:
    """Mark a section, with all below it, as a plan whose text is still to come, or take the mark away.

    Readers are told so. Doing it twice does nothing. Raises ChangedMeanwhile where the section was taken out.
    """
    lock(section.document_id)
    rows = Section.objects.filter(pk=section.pk, removed_at=None)
    changed = rows.exclude(is_outline=is_outline).update(is_outline=is_outline, revision=F("revision") + 1)
    section.refresh_from_db()
    if section.removed_at is not None:
        raise ChangedMeanwhile
    if changed:
        SectionRevision.objects.create(
            section=section,
            number=section.revision,
            title=section.title,
            aim=section.aim,
            reason=gettext("Marked as a plan") if is_outline else gettext("No longer marked as a plan"),
            **voice(by, organisation),
        )
        touch(section.document_id)
    return section
