"""What was written in a form that could not be taken in, so that the page which says so can hand it back."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

# Keys, choices and switches say nothing to a reader: what people wrote has a space in it, or is long.
_WRITTEN = re.compile(r"\S\s+\S|\S{20}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Never shown again: passwords, codes, tokens, addresses to go on to.
_SECRET = re.compile(r"passw|login|token|code|secret|credential|next|key", re.IGNORECASE)


def written(request: HttpRequest) -> list[str]:
    """Return the texts of a form that was sent from a page of this portal, in their order. What another site sent is
    not shown: nobody shall be made to read, or copy, words that they did not write.
    """
    if request.method != "POST" or not _is_from_here(request):
        return []
    try:
        fields = request.POST.lists()
    except (UnreadablePostError, RequestDataTooBig, TooManyFieldsSent, MultiPartParserError):
        return []
    return [
        value
        for name, values in fields
        if not _SECRET.search(name)
        for value in values
        if _WRITTEN.search(value) and not _UUID.fullmatch(value)
    ]


def _is_from_here(request: HttpRequest) -> bool:
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return bool(said) and urlsplit(said).netloc == request.get_host()
    except ValueError:
        return False
