"""Handing attached files out: always as a download, never as a page that could run."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.cache import add_never_cache_headers

from atasehir_portal.attachments import TYPES


def download(*, stored: str, ending: str, name: str) -> FileResponse:
    """Return a stored file as a download called ``name`` (without ending), kept by no cache. Raises Http404 where it is not there.

    The caller has checked that the reader may have it.
    """
    try:
        file = default_storage.open(stored, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = TYPES[ending]
    response = FileResponse(
        file,
        as_attachment=True,
        filename=f"{name}{ending}",
        content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    add_never_cache_headers(response)
    return response
