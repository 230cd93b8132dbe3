"""What the people who work on a book are told: a task, a review, a verdict, a text that comes back."""

from collections.abc import Collection

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import User
from atasehir_portal.accounts.people import person
from atasehir_portal.notifications.kinds import NotificationKind
from atasehir_portal.notifications.models import Pace
from atasehir_portal.notifications.topics import Topic, staff
from handbooks.models import Handbook


def on_their_desk(user: User, references: Collection[str]) -> set[str]:
    """Return the references (K1, K2 …) of the books that this person has on the desk."""
    if person(user).is_administrator:
        return set(references)
    if not person(user).is_staff_member:
        return set()
    books = Handbook.objects.filter(tasks__user=user).only("number")
    return {book.reference for book in books} & set(references)


def titles(user: User, references: Collection[str]) -> dict[str, str]:
    """Return the titles of those books and editions (K1, K1-0.1), by reference; they are in the library for everybody."""
    books = Handbook.objects.only("number", "short_title")
    called = {book.reference: book.short_title for book in books}
    return {one: called[one.partition("-")[0]] for one in references if one.partition("-")[0] in called}


def in_words(reference: str) -> str:
    """Return how people call a book or an edition that has this reference: K2 is book 2, K2-0.1 its edition 0.1."""
    book, _dash, edition = reference.removeprefix("K").partition("-")
    if edition:
        return gettext("book %(number)s, edition %(edition)s") % {"number": book, "edition": edition}
    return gettext("book %(number)s") % {"number": book}


TOPICS = (
    Topic(
        "books",
        _("Handbooks that you work on"),
        _("You have something to write or to review, a review is there, or a file could not be made."),
        offered=staff,
        order=80,
    ),
    Topic(
        "library",
        _("New handbooks in the library"),
        _("An edition was published."),
        pace=Pace.WEEKLY,
        order=90,
    ),
)
KINDS = tuple(
    NotificationKind(
        name,
        subject,
        sentence,
        _("Go to the book"),
        "handbooks:desk",
        on_their_desk,
        titles=titles,
        in_words=in_words,
        topic="books",
    )
    for name, subject, sentence in (
        (
            "handbook_task",
            _("You have a task in a handbook: %(reference)s"),
            _("You were entrusted with writing or reviewing a handbook. What is to be done stands with the book."),
        ),
        (
            "handbook_review",
            _("A handbook waits for your review: %(reference)s"),
            _("The text is ready to be read. What to look at stands with the book; there you also give your verdict."),
        ),
        (
            "handbook_reviewed",
            _("A reviewer has read a handbook: %(reference)s"),
            _("There is a new verdict on the text. It stands with the book, with what the reviewer remarked."),
        ),
        (
            "handbook_sent_back",
            _("A handbook comes back to be written on: %(reference)s"),
            _("The review is over for now. What is to be done stands with the book."),
        ),
    )
)
