"""One time line of everything that changed in a document: texts, headings, places, lists, frozen versions.

Each kind of change stands in a table of its own. The time line asks all of them for time and number only, joined and
cut to a page by the database, and then fetches what the page shows: the number of queries does not grow with the page,
the document or its age.
"""

from atasehir_portal.documents.timeline.entries import ACTS, SUBJECTS, Entry, version_names
from atasehir_portal.documents.timeline.pages import TimelinePage, Wanted

__all__ = ["ACTS", "SUBJECTS", "Entry", "TimelinePage", "Wanted", "version_names"]
