"""What a page may cost whoever opens it: ten queries, whatever stands on it; the few that cost more are written down.

Files are not counted: a download is no page.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from atasehir_portal.catalogue.models import Municipality
from atasehir_portal.catalogue.queries import refresh_municipality

MOST = 10
# Pages that cost more: how many at most, and why.
MORE = {
    "accounts:own_data": (49, "everything that any room holds about a person: a query for each kind of record"),
    "mfa_add_webauthn": (13, "a form: allauth looks at each kind of factor, and writes its question into the session"),
    "mfa_activate_totp": (12, "a form: allauth looks at each kind of factor, and writes its secret into the session"),
    "documents:document_history": (
        12,
        "a time line: a query for each kind of change, and for each list to choose from",
    ),
    "rounds:chapter": (
        12,
        "a text to be read and spoken about: opinions and suggestions of this round, and of earlier ones with their homes",
    ),
    "documents:inputs": (
        12,
        "a list beside the whole text: the text, what was said in groups, their homes, and the page of twenty",
    ),
    "rounds:report": (
        11,
        "a report: figures, who took part, what was hidden, a page of inputs with their replies, the files",
    ),
    "handbooks:check/mine": (
        11,
        "a desk: problems and advice, what reviewers said, whether readers met this text before",
    ),
    "handbooks:review/mine": (13, "a desk: what reviewers said, and what changed in texts, headings and places since"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was answered with, and the queries that it cost (none for a file)."""

    status: int
    queries: list[str]


def ask(client: Client, address: str, name: str) -> Asked:
    """Ask for a page and undo what that did. A page that costs too much is asked for once more, with warm caches."""
    for _turn in range(2):
        # in a test nothing is committed, so that the portal does not keep the profile that every page shows
        refresh_municipality(Municipality.objects.get())
        before = transaction.savepoint()
        with CaptureQueriesContext(connection) as caught:
            response = client.get(address)
            if response.streaming:
                b"".join(response.streaming_content)
        transaction.savepoint_rollback(before)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            return Asked(response.status_code, [])
        if len(caught) <= most(name):
            break
    return Asked(response.status_code, [query["sql"][:200] for query in caught.captured_queries])


def most(name: str) -> int:
    """How many queries the page of this name may cost."""
    return MORE[name][0] if name in MORE else MOST
