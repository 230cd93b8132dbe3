"""The list of needs at 2,000 needs, signed in as an officer, one worker: requests a second against an empty view.

Printed, not asserted. The server's own handler is asked and not the test client, which copies the context of every template
that is drawn: that would be measured, and no portal does it.
"""

import io
import random
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote, unquote_to_bytes, urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation, User
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.answering.rules import calculate, ensure_default
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from programming.needs.models import Need, NeedState

NEEDS = 2000
SECONDS = 4
ROUNDS = 3
WORDS = [
    "kaldırım",
    "rampa",
    "durak",
    "kreş",
    "park",
    "ışık",
    "sağlık",
    "okul",
    "pazar",
    "yol",
    "bank",
    "gölgelik",
    "bakım",
    "kurs",
]


def empty(request: HttpRequest) -> HttpResponse:
    """A view that does nothing, behind the same middleware."""
    return HttpResponse("")


urlpatterns = [path("bos/", empty), path("", include("atasehir_portal.urls"))]


def fill(organisation: Organisation, by: User) -> None:
    """Write 2,000 needs with their duties and groups straight into the tables."""
    chance = random.Random(7)  # noqa: S311  the same needs in every run
    now = timezone.now()
    rule, _created = ensure_default()
    calculation = calculate(rule, now.date())
    references = [f"İ-2026-{uuid.UUID(int=chance.getrandbits(128)).hex[:8].upper()}" for _ in range(NEEDS)]
    titles = [" ".join(chance.sample(WORDS, 5)).capitalize() for _ in references]
    duties = Duty.objects.bulk_create(
        Duty(
            reference=reference,
            kind=DutyKind.NEED,
            title=title,
            organisation=organisation,
            submitter=by,
            rule_set=rule,
            received_at=now,
            due_on=calculation.due,
            calculation=calculation.as_json(),
        )
        for reference, title in zip(references, titles, strict=True)
    )
    needs = Need.objects.bulk_create(
        Need(
            reference=duty.reference,
            title=duty.title,
            body=" ".join(chance.choices(WORDS, k=60)),
            organisation=organisation,
            submitted_by=by,
            submitted_at=now - timedelta(minutes=number),
            state=NeedState.SUBMITTED,
            duty=duty,
        )
        for number, duty in enumerate(duties)
    )
    for model, field in ((RightsHolderGroup, Need.groups), (Neighbourhood, Need.neighbourhoods)):
        terms = list(model.objects.all())
        through = field.through
        column = f"{model.__name__.lower()}_id"
        through.objects.bulk_create(
            through(need_id=need.pk, **{column: term.pk}) for need in needs for term in chance.sample(terms, 2)
        )
    connection.cursor().execute("ANALYZE")  # as the server does by itself where rows are committed


def asker(client: Client, url: str) -> Callable[[], HttpResponse]:
    """Return what asks the server's handler for an address as this person."""
    handler = WSGIHandler()
    environ = client._base_environ(
        PATH_INFO=unquote_to_bytes(urlsplit(url).path).decode("latin-1"),
        QUERY_STRING=quote(urlsplit(url).query, safe="=&"),
    )
    return lambda: handler.get_response(WSGIRequest({**environ, "wsgi.input": io.BytesIO()}))


def rate(ask: Callable[[], HttpResponse]) -> float:
    """Return requests per second of one worker over some seconds."""
    assert ask().status_code == 200
    done, until = 0, time.perf_counter() + SECONDS
    started = time.perf_counter()
    while time.perf_counter() < until:
        ask()
        done += 1
    return done / (time.perf_counter() - started)


@pytest.mark.django_db
def test_list_of_needs_against_an_empty_view(settings, client_of, representative, organisation, officer) -> None:
    settings.ROOT_URLCONF = __name__
    fill(organisation, representative)
    client: Client = client_of(officer)
    address = reverse("needs:list")
    searched = f"{address}?q=sağlık&group=yasli&neighbourhood=icerenkoy&answer=waiting"
    best: dict[str, float] = {}
    for _ in range(ROUNDS):  # interleaved, so that other load disturbs all alike
        for name, url in (("empty view", "/bos/"), ("list", address), ("search with three filters", searched)):
            best[name] = max(best.get(name, 0), rate(asker(client, url)))
    for name, found in best.items():
        print(
            f"\n{name}: {found:.0f} requests a second, {best['empty view'] / found:.1f} × the time of an empty view",
            end="",
        )
    print()
