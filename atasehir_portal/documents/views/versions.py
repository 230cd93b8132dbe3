"""The frozen versions of a document, what lies between two of them, and whether their chain is whole."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from atasehir_portal.documents import comparison, kinds, permissions, queries, services
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.timeline import version_names
from atasehir_portal.documents.views.access import document_for
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.signing_in import signed_in

DRAFT = "taslak"


@signed_in
@require_GET
def versions(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The versions of a document with their digests, for those who write it; when their chain was last checked."""
    document = document_for(request, uid, write=False)
    if not permissions.can_verify(request.user, document):
        raise PermissionDenied
    page = StoppingPaginator(queries.light_versions(document)).get_page(request.GET.get("page"))
    names = version_names(document)
    checks = {check.is_nightly: check for check in document.chain_checks.select_related("by")}
    context = {
        "document": document,
        "page_obj": page,
        "rows": [(version, names.get(version.number, "")) for version in page.object_list],
        "checks": [
            (check, services.breaks_in_words(check.problems))
            for check in (checks.get(False), checks.get(True))
            if check
        ],
        "can_write": permissions.can_write(request.user, document),
        "can_verify": True,
        "can_read_past": permissions.can_read_past(request.user, document),
        "back": kinds.get(document.kind).url(document),
        "here": "versions",
    }
    return render(request, "documents/versions.html", context)


@signed_in
@require_POST
def verify(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Verify the chain of versions now."""
    document = document_for(request, uid, write=False)
    if not permissions.can_verify(request.user, document):
        raise PermissionDenied
    check = services.check_chain(document=document, by=request.user)
    count = len(check.problems)
    if count:
        messages.error(
            request,
            ngettext(
                "The chain is broken in %(count)s place. See below.",
                "The chain is broken in %(count)s places. See below.",
                count,
            )
            % {"count": count},
        )
    else:
        messages.success(request, _("The chain is whole: every version is as it was frozen."))
    return redirect("documents:versions", uid)


@require_safe
def compare(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Two versions, or a version and the draft: counts for each chapter, or one chapter with what changed in it."""
    document = document_for(request, uid, write=False, past=True)
    new = request.GET.get("yeni") or DRAFT
    old = request.GET.get("eski", "")
    texts = queries.version_texts(
        document, _numbers(old, new), newest_but=None if old else next(iter(_numbers(new)), 0)
    )
    choices = _choices(document, texts)
    keys = [key for key, _label in choices]
    old = old or next((key for key in keys if key not in {DRAFT, new}), "")
    context = {
        "document": document,
        "choices": choices,
        "old": old,
        "new": new,
        "can_write": permissions.can_write(request.user, document),
        "can_verify": permissions.can_verify(request.user, document),
        "can_read_past": True,
        "back": kinds.get(document.kind).url(document),
        "here": "compare",
    }
    if len(choices) > 1:
        if old not in keys or new not in keys:
            raise Http404
        wanted = {key: int(key) if key != DRAFT else None for key in (old, new)}
        readings = queries.read_versions(document, wanted, texts)
        context["compared"] = comparison.page(
            comparison.compare(readings[old], readings[new]),
            part=request.GET.get("bolum", ""),
            only_changes=request.GET.get("goster") != "tum",
        )
        if context["compared"] is None:
            raise Http404
    return render(request, "documents/compare.html", context)


def _numbers(*keys: str) -> list[int]:
    """Return the numbers of versions among what an address names."""
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 9]


def _choices(document: Document, numbers: Iterable[int]) -> list[tuple[str, str]]:
    """Return what can be compared, newest first: the draft and the frozen versions, as forms name them."""
    names = version_names(document)
    choices = [(DRAFT, _("the draft, as it stands now"))]
    for number in numbers:
        words = _("version %(number)s") % {"number": number}
        choices.append((str(number), f"{words} ({names[number]})" if number in names else words))
    return choices
