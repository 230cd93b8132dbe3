"""What this room registers with the rooms below it (called once by ``AppConfig.ready``)."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atasehir_portal.accounts.models import OrganisationState, StaffPost, StaffRole, User
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.personal_data import PersonalData, personal_data
from atasehir_portal.accounts.signals import post_ended
from atasehir_portal.documents import effects
from atasehir_portal.documents import kinds as document_kinds
from atasehir_portal.documents.block_types import ENGINE_TYPES
from atasehir_portal.documents.kinds import DocumentKind
from atasehir_portal.documents.models import Document, Version
from atasehir_portal.notifications.kinds import NotificationKind, kinds
from atasehir_portal.notifications.services import notify
from atasehir_portal.notifications.topics import topics
from atasehir_portal.ports import panels
from atasehir_portal.rendering.signals import rendering_failed, rendering_ready
from handbooks import permissions, queries, series, services
from handbooks.front_matter import FrontMatter
from handbooks.importing import KIND, about_of
from handbooks.models import Edition, Handbook, HandbookState
from handbooks.personal import LABELS, VALUES, erase_for, export_for
from handbooks.services import texts
from handbooks.telling import KINDS, TOPICS, in_words, titles


def connect() -> None:
    """Register the kind of document, kinds of notification, personal data, the panel of the home page."""
    document_kinds.register(
        DocumentKind(
            name=KIND,
            owner="handbook",
            label=_("handbook"),
            can_read=lambda user, document: permissions.can_read_draft(user, handbook_of(document)),
            can_write=lambda user, document: permissions.can_write(user, handbook_of(document)),
            can_comment=lambda user, document: False,
            can_answer=lambda user, document: False,
            can_run_round=lambda user, document: permissions.can_run_round(user, handbook_of(document)),
            not_ready_for_round=not_ready_for_round,
            url=lambda document: reverse("handbooks:edit", args=[handbook_of(document).slug]),
            block_kinds=ENGINE_TYPES,
            print_style="handbook-1",
            elsewhere=series.as_written,
            version_names=edition_names,
            about=about_draft,
            can_see_names=lambda user, document: permissions.can_see_desk(user, handbook_of(document)),
        )
    )
    for topic in TOPICS:
        topics.register(topic)
    kinds.register(
        NotificationKind(
            "edition_published",
            _("A handbook was published: %(reference)s"),
            _("A new edition of a handbook is in the library. It can be read there and downloaded as PDF."),
            _("Go to the handbook"),
            "handbooks:edition",
            _published,
            titles=titles,
            in_words=in_words,
            topic="library",
        )
    )
    kinds.register(
        NotificationKind(
            "rendering_failed",
            _("The PDF of an edition could not be made: %(reference)s"),
            _("The edition is not in the library yet. The reason, and what can be done, is on the publishing desk."),
            _("Go to the publishing desk"),
            "handbooks:board",
            _for_administrators,
            url_takes_reference=False,
            titles=titles,
            in_words=in_words,
            topic="books",
        )
    )
    kinds.register(
        NotificationKind(
            "epub_failed",
            _("The EPUB of an edition could not be made: %(reference)s"),
            _("The edition can be read and downloaded as PDF. Why its EPUB is missing is on the publishing desk."),
            _("Go to the publishing desk"),
            "handbooks:board",
            _for_administrators,
            url_takes_reference=False,
            titles=titles,
            in_words=in_words,
            topic="books",
        )
    )
    for kind in KINDS:
        kinds.register(kind)
    rendering_ready.connect(tell_published, dispatch_uid="handbooks.tell_published")
    rendering_ready.connect(order_texts, dispatch_uid="handbooks.order_texts")
    rendering_failed.connect(tell_failed, dispatch_uid="handbooks.tell_failed")
    personal_data.register(PersonalData("handbooks", export_for, erase_for, LABELS, VALUES))
    post_ended.connect(end_tasks, dispatch_uid="handbooks.end_tasks")
    panels.register("home.books", "handbooks", home_books)
    panels.register("answering.desk", "handbooks", my_books)


def not_ready_for_round(document: Document) -> str:
    """Opinions are asked for on a draft that is in review."""
    if handbook_of(document).state == HandbookState.REVIEW:
        return ""
    return gettext("The book is not in review. Send it to review first, then plan the round.")


def about_draft(document: Document) -> dict[str, Any]:
    """Return what the draft of a handbook says about itself, for its Markdown form."""
    handbook = handbook_of(document)
    return about_of(FrontMatter.of_draft(handbook, issuer="", city="", series=[]), handbook.slug)


def handbook_of(document: Document) -> Handbook:
    """Return the handbook of a document; fetched once for the same object."""
    return document.handbook


def edition_names(document: Document) -> dict[int, str]:
    """Return what readers call the frozen versions of a handbook: their edition, by the number of the version."""
    rows = Edition.objects.filter(handbook__document=document).values_list("version__number", "number")
    return {version: gettext("edition %(number)s") % {"number": number} for version, number in rows}


def tell_published(sender: Any, *, rendering_id: int, **_rest: Any) -> None:
    """Tell staff and members of organisations that an edition is in the library, once its PDF is ready, and those whose accepted
    suggestions it carries.

    Nobody is told of what the set-up commands publish: it was there before anybody came.
    """
    edition = _edition_of(rendering_id)
    if edition is None or edition.pdf_id != rendering_id or edition.withdrawn_at or edition.published_by_id is None:
        return
    staff = User.objects.filter(posts__until=None, posts__isnull=False)
    members = User.objects.filter(
        memberships__left_at=None, memberships__organisation__state=OrganisationState.VERIFIED
    )
    notify(
        recipients=User.objects.filter(pk__in=staff.union(members).values("pk"), is_active=True),
        kind="edition_published",
        reference=queries.reference_of(edition),
        event="ready",
    )
    effects.tell_published(Version.objects.defer("snapshot").get(pk=edition.version_id))


def order_texts(sender: Any, *, rendering_id: int, **_rest: Any) -> None:
    """Have the Word and Markdown files of an edition made as soon as its PDF brings it into the library."""
    edition = _edition_of(rendering_id)
    if edition is not None and edition.pdf_id == rendering_id and not edition.withdrawn_at:
        texts.order_texts(edition)


def tell_failed(sender: Any, *, rendering_id: int, **_rest: Any) -> None:
    """Tell administrators that a file of an edition could not be made."""
    edition = _edition_of(rendering_id)
    if edition is None or edition.withdrawn_at:
        return
    is_pdf = edition.pdf_id == rendering_id
    claim = edition.pdf.claim if is_pdf or edition.epub is None else edition.epub.claim
    notify(
        recipients=User.objects.filter(posts__until=None, posts__role=StaffRole.ADMINISTRATOR, is_active=True),
        kind="rendering_failed" if is_pdf else "epub_failed",
        reference=queries.reference_of(edition),
        event=f"claim-{claim}",
    )


def _edition_of(rendering_id: int) -> Edition | None:
    """Return the edition that a rendering is for; None where another room ordered it."""
    return (
        queries.light_editions().select_related("handbook").filter(Q(pdf=rendering_id) | Q(epub=rendering_id)).first()
    )


def _published(user: User, references: Collection[str]) -> set[str]:
    """Return the references of editions that are in the library; everybody may see those."""
    editions = queries.light_editions().select_related("handbook").filter(withdrawn_at=None)
    ready = {queries.reference_of(edition) for edition in editions if edition.pdf.is_ready}
    return ready & set(references)


def _for_administrators(user: User, references: Collection[str]) -> set[str]:
    return set(references) if person(user).is_administrator else set()


def end_tasks(sender: Any, *, post: StaffPost, by: User | None = None, **_rest: Any) -> None:
    """Whoever leaves a post leaves what they were entrusted with."""
    services.end_tasks_of(user=post.user, by=by)


def my_books(request: HttpRequest, **_context: Any) -> SafeString | None:
    """On the desk of a member of staff: the books that wait for them, and the way to the others that they work on."""
    books = queries.my_books(request.user)
    context = {
        "waiting": [each for each in books if each.is_waiting],
        "others": [each for each in books if not each.is_waiting],
    }
    return render_to_string("handbooks/desk/my_books.html", context, request) if books else None


def home_books(request: HttpRequest, **_context: Any) -> SafeString | None:
    """The books on the home page."""
    shelves = queries.library()
    return render_to_string("handbooks/home_books.html", {"shelves": shelves}, request) if shelves else None
