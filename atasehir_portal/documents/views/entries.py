"""The lists of a document: sources, glossary, index. One set of pages for all three."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atasehir_portal.documents import entries as lists
from atasehir_portal.documents import entry_past, kinds, permissions, services
from atasehir_portal.documents.entries import Listing
from atasehir_portal.documents.entry_forms import FIELDS_OF_KIND, FORMS, EntryForm
from atasehir_portal.documents.entry_list import EntryPage
from atasehir_portal.documents.filters import FILTERS
from atasehir_portal.documents.forms import ReasonForm
from atasehir_portal.documents.models import Document, EntryAct, EntryList, EntryRevision, SourceKind
from atasehir_portal.documents.views.access import document_for, organisations_of, refusals_shown
from atasehir_portal.kept_texts import arrived
from atasehir_portal.paging import PAGE_SIZE, StoppingPaginator
from atasehir_portal.signing_in import signed_in


def _listing_or_404(slug: str) -> Listing:
    try:
        return lists.by_slug(slug)
    except LookupError as error:
        raise Http404 from error


def _context(request: HttpRequest, document: Document, listing: Listing) -> dict[str, Any]:
    return {
        "document": document,
        "listing": listing,
        "lists": lists.LISTINGS,
        "can_write": permissions.can_write(request.user, document),
        "can_read_past": permissions.can_read_past(request.user, document),
        "back": kinds.get(document.kind).url(document),
    }


def _organisation(request: HttpRequest) -> Any:
    return next(iter(organisations_of(request)), None)


@require_safe
def entries(request: HttpRequest, uid: UUID, slug: str) -> HttpResponse:
    """A list with where the text speaks of each entry."""
    document, listing = document_for(request, uid, write=False), _listing_or_404(slug)
    page = EntryPage(document, listing)
    rows = listing.model._default_manager.filter(document=document)
    found = FILTERS[listing.name](
        request.GET or None, queryset=rows, listing=listing, reading=page.reading, places=page.places
    )
    # rows that were fetched for the whole list are shown again, filtered or not
    kept = set(found.qs.values_list("pk", flat=True)) if found.is_bound else {row.pk for row in page.rows}
    page_obj = Paginator(page.ordered([row for row in page.rows if row.pk in kept]), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        **_context(request, document, listing),
        "filter": found,
        "page_obj": page_obj,
        "lines": [page.line(row) for row in page_obj],
        "total": len(page.rows),
        "unused": sum(not places for name, places in page.places.items()),
        "kinds": SourceKind.choices,
    }
    return render(request, "documents/entries.html", context)


def _form(request: HttpRequest, document: Document, listing: Listing, entry: Any = None) -> EntryForm:
    extra = {"kind": request.GET.get("tur", "")} if listing.name == EntryList.SOURCES else {}
    data = request.POST if request.method == "POST" else None
    return FORMS[listing.name](data, document=document, listing=listing, entry=entry, **extra)


def _keep_name(document: Document, listing: Listing, pk: int | None = None) -> str:
    """Return the name under which the browser keeps what is typed into the form of an entry."""
    return f"entry-{document.uid}-{listing.slug}-{pk or 'new'}"


def _other_kind(request: HttpRequest, form: EntryForm) -> EntryForm:
    """Return the form with what was typed and the fields of the kind that was chosen; nobody asked to save it yet."""
    initial = {
        name: value for name, value in request.POST.items() if name in {*form.columns, "reason", "base_revision"}
    }
    return type(form)(initial=initial, document=form.document, listing=form.listing, entry=form.entry)


@signed_in
@require_http_methods(["GET", "POST"])
def entry_add(request: HttpRequest, uid: UUID, slug: str) -> HttpResponse:
    """Add an entry."""
    document, listing = document_for(request, uid, write=True), _listing_or_404(slug)
    form = _form(request, document, listing)
    if request.method == "POST" and "fields" in request.POST:
        form = _other_kind(request, form)
    elif request.method == "POST" and form.is_valid():
        try:
            services.add_entry(
                document=document,
                listing=listing,
                data=form.entry_data,
                by=request.user,
                organisation=_organisation(request),
            )
        except ValidationError as error:
            form.add_service_error(error)
        else:
            messages.success(request, _("The entry was added."))
            return arrived(request, redirect("documents:entries", uid, slug), _keep_name(document, listing))
    return _edit_page(request, form, _context(request, document, listing))


def _edit_page(request: HttpRequest, form: EntryForm, context: dict[str, Any], **more: Any) -> HttpResponse:
    chosen = str(form["kind"].value() or "") if "kind" in form.fields else ""
    entry = more.get("entry")
    keep_name = _keep_name(context["document"], context["listing"], entry.pk if entry else None)
    context |= {"form": form, "kind": chosen, "has_kinds": chosen in FIELDS_OF_KIND, "keep_name": keep_name, **more}
    return render(request, "documents/entry_edit.html", context, status=422 if form.is_bound else 200)


def _entry_or_404(document: Document, listing: Listing, pk: int) -> Any:
    return get_object_or_404(listing.model._default_manager.filter(document=document), pk=pk)


@signed_in
@require_http_methods(["GET", "POST"])
def entry_edit(request: HttpRequest, uid: UUID, slug: str, pk: int) -> HttpResponse:
    """Change an entry. Where somebody was quicker, their state is shown and saving again decides."""
    document, listing = document_for(request, uid, write=True), _listing_or_404(slug)
    entry = _entry_or_404(document, listing, pk)
    form = _form(request, document, listing, entry)
    theirs = None
    if request.method == "POST" and "fields" in request.POST:
        form = _other_kind(request, form)
    elif request.method == "POST" and form.is_valid():
        try:
            result = services.save_entry(
                entry=entry,
                listing=listing,
                base_revision=form.cleaned_data["base_revision"] or 0,
                data=form.entry_data,
                by=request.user,
                reason=form.cleaned_data["reason"],
                organisation=_organisation(request),
            )
        except ValidationError as error:
            form.add_service_error(error)
        else:
            if result.state != "conflict":
                _say_saved(request, result.rewritten)
                return arrived(request, redirect("documents:entries", uid, slug), _keep_name(document, listing, pk))
            theirs = entry_past.fields_of(listing, listing.row(result.entry))
            form.add_error(None, services.ChangedMeanwhile())
            form.data = {**form.data.dict(), "base_revision": result.entry.revision}  # type: ignore[attr-defined]
    return _edit_page(request, form, _context(request, document, listing), entry=entry, theirs=theirs)


def _say_saved(request: HttpRequest, rewritten: int) -> None:
    if rewritten:
        words = ngettext(
            "The entry is saved. The text of %(count)s block speaks of it by its new name.",
            "The entry is saved. The text of %(count)s blocks speaks of it by its new name.",
            rewritten,
        )
        messages.success(request, words % {"count": rewritten})
    else:
        messages.success(request, _("The entry is saved."))


@signed_in
@require_http_methods(["GET", "POST"])
def entry_remove(request: HttpRequest, uid: UUID, slug: str, pk: int) -> HttpResponse:
    """Remove an entry, or say what still refers to it."""
    document, listing = document_for(request, uid, write=True), _listing_or_404(slug)
    entry = _entry_or_404(document, listing, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"base_revision": entry.revision})
    used = None
    if request.method == "POST" and form.is_valid():
        try:
            result = services.remove_entry(
                entry=entry,
                listing=listing,
                base_revision=form.cleaned_data["base_revision"] or 0,
                by=request.user,
                reason=form.cleaned_data["reason"],
                organisation=_organisation(request),
            )
        except services.StillUsed as error:
            form.add_error(None, error)
            used = error
        else:
            if result.state == "saved":
                messages.success(
                    request, _("The entry was removed. It can be brought back from the history of the list.")
                )
                name = f"remove-{_keep_name(document, listing, pk)}"
                return arrived(request, redirect("documents:entries", uid, slug), name)
            form.add_error(None, services.ChangedMeanwhile())
            form.data = {**form.data.dict(), "base_revision": result.entry.revision}
    page = EntryPage(document, listing)
    context = {
        **_context(request, document, listing),
        "form": form,
        "keep_name": f"remove-{_keep_name(document, listing, pk)}",
        "line": page.line(entry),
        "places": [page.linked(place) for place in used.places] if used else [],
        "names": used.names if used else [],
    }
    return render(request, "documents/entry_remove.html", context, status=422 if form.is_bound else 200)


@require_safe
def entry_history(request: HttpRequest, uid: UUID, slug: str) -> HttpResponse:
    """Who changed what in a list, newest first; only of one entry with ``?kayit=``."""
    document, listing = document_for(request, uid, write=False, past=True), _listing_or_404(slug)
    revisions = entry_past.revisions(document, listing, request.GET.get("kayit", ""))
    page = StoppingPaginator(revisions).get_page(request.GET.get("page"))
    context = {
        **_context(request, document, listing),
        "page_obj": page,
        "states": entry_past.states(listing, page.object_list),
        "shows_names": permissions.can_see_names(request.user, document),
        "is_one": bool(request.GET.get("kayit")),
    }
    return render(request, "documents/entry_history.html", context)


@signed_in
@require_POST
def entry_restore(request: HttpRequest, uid: UUID, slug: str, pk: int) -> HttpResponse:
    """Bring a removed entry back as it was last."""
    document, listing = document_for(request, uid, write=True), _listing_or_404(slug)
    gone = EntryRevision.objects.filter(document=document, entry_list=listing.name, act=EntryAct.REMOVED)
    with refusals_shown(request):
        services.restore_entry(
            revision=get_object_or_404(gone, pk=pk), by=request.user, organisation=_organisation(request)
        )
        messages.success(request, _("The entry is back in the list."))
    return redirect("documents:entries", uid, slug)
