"""Finding words in a document and putting others in their place, seen before it is done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from atasehir_portal.documents import finding, kinds, queries, searched
from atasehir_portal.documents.finding import Hit
from atasehir_portal.documents.finding_forms import FindForm, ReplaceForm
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.nodes import BlockNode, Reading
from atasehir_portal.documents.searched import EntryNode
from atasehir_portal.documents.services.replacing import AT_ONCE, Replaced, replace_words, revisions_of
from atasehir_portal.documents.views.access import document_for, organisations_of
from atasehir_portal.kept_texts import arrived
from atasehir_portal.paging import PAGE_SIZE
from atasehir_portal.signing_in import signed_in

_SALT = "documents.replace"
_NAMED = 8  # texts that were left alone are named one by one up to so many


@signed_in
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Words in the whole document: where they stand, what would become of them, and the act."""
    document = document_for(request, uid, write=True)
    find = FindForm(request.GET or None)
    if request.method == "POST":
        return _act(request, document)
    return _page(request, document, find, ReplaceForm())


def _page(
    request: HttpRequest, document: Document, find: FindForm, form: ReplaceForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "document": document,
        "find": find,
        "form": form,
        "at_once": AT_ONCE,
        "most": finding.MOST,
        "can_write": True,
        "can_verify": True,
        "can_read_past": True,
        "back": kinds.get(document.kind).url(document),
        "here": "replace",
    }
    if find.is_bound and find.is_valid():
        reading = queries.read(document, chapter_address=queries.workspace_chapter_address(document))
        found = finding.find(reading, find.sought, searched.entries_of(document))
        page = Paginator(found.hits, PAGE_SIZE).get_page(find.cleaned_data["page"])
        new = finding.new_words(find.sought, find.cleaned_data["yerine"]) if find.replaces else None
        context |= {
            "found": found,
            "page_obj": page,
            "rows": [
                (hit, hit.preview(new) if new else hit.html, _address(hit, document, reading))
                for hit in page.object_list
            ],
            "replaces": find.replaces,
            "seen": signing.dumps(revisions_of(found.hits), salt=_SALT, compress=True) if new else "",
            "action": f"{request.path}?{find.query}",
            "chosen": set(form.data.getlist("secim")) if isinstance(form.data, QueryDict) else None,
        }
    return render(request, "documents/replace.html", context, status=status)


def _address(hit: Hit, document: Document, reading: Reading) -> str:
    """Return where a place stands in the workspace, or where its entry is edited."""
    node = hit.text.node
    if isinstance(node, EntryNode):
        return reverse("documents:entry_edit", args=[document.uid, node.listing.slug, node.entry.pk])
    chapter = node.section.chapter if isinstance(node, BlockNode) else node.chapter
    base = reading.chapter_address(chapter) if reading.chapter_address else ""
    return f"{base}#{node.anchor}"


def _act(request: HttpRequest, document: Document) -> HttpResponse:
    find, form = FindForm(request.GET), ReplaceForm(request.POST)
    if not find.is_valid() or not find.replaces:
        return _page(request, document, find, form, status=422)
    chosen = None if "hepsi" in request.POST else set(request.POST.getlist("secim"))
    form.must_choose = chosen is not None
    if not form.is_valid():
        return _page(request, document, find, form, status=422)
    try:
        seen = signing.loads(form.cleaned_data["seen"], salt=_SALT)
    except signing.BadSignature:
        form.add_error(None, _("This page is too old. Look at the places once more, then replace."))
        return _page(request, document, find, form, status=422)
    done = replace_words(
        document=document,
        sought=find.sought,
        new=find.cleaned_data["yerine"],
        chosen=chosen,
        seen=seen,
        by=request.user,
        reason=form.cleaned_data["reason"] or find.reason,
        organisation=next(iter(organisations_of(request)), None),
    )
    _tell(request, done)
    address = f"{reverse('documents:replace', args=[document.uid])}?{find.query}"
    return arrived(request, redirect(address), f"replace-{document.uid}")


def _tell(request: HttpRequest, done: Replaced) -> None:
    """Say above the next page what was done, and name what was left alone."""
    if done.places:
        words = ngettext(
            "The words were replaced in %(places)s place (%(texts)s texts).",
            "The words were replaced in %(places)s places (%(texts)s texts).",
            done.places,
        )
        messages.success(request, words % {"places": done.places, "texts": done.texts})
    if done.waiting:
        words = ngettext(
            "%(count)s text still waits: at most %(most)s are changed in one go. Replace once more.",
            "%(count)s texts still wait: at most %(most)s are changed in one go. Replace once more.",
            done.waiting,
        )
        messages.info(request, words % {"count": done.waiting, "most": AT_ONCE})
    for skipped in done.skipped[:_NAMED]:
        messages.warning(
            request, _("Left as it was: “%(words)s”. %(why)s") % {"words": skipped.words, "why": skipped.why}
        )
    rest = len(done.skipped) - _NAMED
    if rest > 0:
        words = ngettext(
            "%(count)s more text was left as it was.", "%(count)s more texts were left as they were.", rest
        )
        messages.warning(request, words % {"count": rest})
    if not done.places and not done.skipped:
        messages.info(request, _("Nothing was replaced."))
