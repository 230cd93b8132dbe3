"""What everybody reads: the charter in force, earlier versions, what changed between them, who accepted."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from atasehir_portal.answering.clock import municipal_day, today
from atasehir_portal.documents import comparison
from atasehir_portal.downloads import table_response
from atasehir_portal.paging import StoppingPaginator
from atasehir_portal.rendering.progress import progress_of
from participation.dialogue import permissions, queries, wording
from participation.dialogue.filters import AcceptanceFilter
from participation.dialogue.models import CharterVersion

logger = logging.getLogger(__name__)


@require_GET
def charter(request: HttpRequest) -> HttpResponse:
    """The charter in force; where none was adopted yet, the rules that hold until then."""
    found = queries.with_text()
    if found is not None:
        return render(request, "dialogue/version.html", shown(request, found))
    context = {
        "rule": queries.starting_rules(),
        "draft": queries.charter() if permissions.can_see_desk(request.user) else None,
        "can_see_desk": permissions.can_see_desk(request.user),
        "can_begin": permissions.can_begin(request.user),
    }
    return render(request, "dialogue/none.html", context)


@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """An adopted version as it was frozen."""
    found = queries.with_text(number)
    if found is None:
        raise Http404
    return render(request, "dialogue/version.html", shown(request, found))


def shown(request: HttpRequest, found: CharterVersion) -> dict[str, Any]:
    """Return what the page of a version shows."""
    all_versions = queries.versions()
    earlier = next((each for each in all_versions if each.number < found.number), None)
    return {
        "charter_version": found,
        "reading": queries.read(found),
        "versions": all_versions,
        "earlier": earlier,
        "present": next((each for each in all_versions if each.is_in_force), None),
        "rules": queries.rule_rows(found, earlier),
        "is_review_due": found.is_in_force and found.review_on < today(),
        "progress": progress_of(found.pdf, request.user),
        "own": queries.own_standings(request.user) if found.is_in_force else [],
        "can_see_desk": permissions.can_see_desk(request.user),
    }


@require_safe
def version_pdf(request: HttpRequest, number: int) -> HttpResponseBase:
    """The PDF of an adopted version."""
    found = next((each for each in queries.versions() if each.number == number), None)
    if found is None or not found.pdf.is_ready:
        raise Http404
    try:
        file = default_storage.open(str(found.pdf.file.name), "rb")
    except FileNotFoundError as error:
        logger.error("The file of rendering %s is missing", found.pdf_id)
        raise Http404 from error
    return FileResponse(file, content_type="application/pdf", as_attachment=True, filename=f"tuzuk-{number}.pdf")


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two adopted versions beside each other: counts for each chapter, or one chapter with what changed in it."""
    numbers = [str(each.number) for each in queries.versions()]
    if len(numbers) < 2:
        raise Http404
    new = request.GET.get("yeni") or numbers[0]
    earlier = numbers[numbers.index(new) + 1 :] if new in numbers else []
    old = request.GET.get("eski") or next(iter(earlier), numbers[-1])
    if old not in numbers or new not in numbers:
        raise Http404
    before, after = queries.with_text(int(old)), queries.with_text(int(new))
    compared = comparison.page(
        comparison.compare(queries.read(before), queries.read(after)),
        part=request.GET.get("bolum", ""),
        only_changes=request.GET.get("goster") != "tum",
    )
    if compared is None:
        raise Http404
    context = {
        "compared": compared,
        "choices": [(number, _("version %(number)s") % {"number": number}) for number in numbers],
        "old": old,
        "new": new,
        "charter_version": after,
        "rules": [row for row in queries.rule_rows(after, before) if row.before],
        "language": after.version.document.language,
    }
    return render(request, "dialogue/compare.html", context)


@require_GET
def acceptances(request: HttpRequest) -> HttpResponse:
    """The organisations that accepted the charter, with the date; never by whom."""
    found = AcceptanceFilter(request.GET, queryset=queries.visible_to(request.user))
    page = StoppingPaginator(found.qs).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page_obj": page,
        "rows": queries.with_standings(page.object_list),
        "present": queries.version_in_force(),
    }
    return render(request, "dialogue/acceptances.html", context)


@require_GET
def acceptances_csv(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as CSV or XLSX."""
    found = AcceptanceFilter(request.GET, queryset=queries.visible_to(request.user)).qs
    head = [_("Organisation"), _("Version"), _("Accepted on"), _("Where it stands")]
    return table_response(request, "tuzugu-kabul-edenler", head, _csv_rows(found))


def _csv_rows(found: Any) -> Iterator[list[object]]:
    for each, standing in queries.with_standings(list(found)):
        day = municipal_day(each.accepted_at)
        yield [each.organisation.name, each.charter_version.number, day, wording.stand_in_words(standing)]
