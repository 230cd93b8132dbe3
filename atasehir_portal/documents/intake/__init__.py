"""Taking a document's Markdown form into a document that exists.

``archive`` reads what was uploaded, ``matching`` finds for every text the block that it was, ``target`` says what the document
will be. Nothing is written here: ``services.bring_to`` does that, and ``comparison`` shows the difference beforehand.
"""

from atasehir_portal.documents.intake.archive import packed, unpacked
from atasehir_portal.documents.intake.target import Target, of_book, of_chapter

__all__ = ["Target", "of_book", "of_chapter", "packed", "unpacked"]
