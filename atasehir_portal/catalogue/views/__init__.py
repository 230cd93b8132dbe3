"""Pages of the catalogue."""

from atasehir_portal.catalogue.views.entries import (
    entries,
    entries_csv,
    entry,
    entry_new,
    entry_restore,
    entry_retire,
    index,
)
from atasehir_portal.catalogue.views.municipality import (
    closed_day_remove,
    closed_days,
    municipality,
    notice_new,
    notices,
)
from atasehir_portal.catalogue.views.public import logo, privacy_notice

__all__ = [
    "closed_day_remove",
    "closed_days",
    "entries",
    "entries_csv",
    "entry",
    "entry_new",
    "entry_restore",
    "entry_retire",
    "index",
    "logo",
    "municipality",
    "notice_new",
    "notices",
    "privacy_notice",
]
