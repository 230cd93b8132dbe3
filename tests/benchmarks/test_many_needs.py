"""Two hundred thousand needs against two thousand, signed in as an officer: what each page costs more, in one run.

List with search and three filters, one need, similar needs while one is written, coverage as staff read it. The words are made of
Turkish stems and endings, common ones often and rare ones seldom, as in texts. Asserted are ratios; the plans of the queries are printed
by ``manage.py write_query_plans``, which this run calls at its end where ``QUERY_PLANS`` names a file.
"""

import os
import random
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.answering.models import Duty, DutyKind, DutyState, Outcome
from atasehir_portal.answering.rules import calculate, ensure_default
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from atasehir_portal.references import ALPHABET, LENGTH
from programming.needs import similar
from programming.needs.models import Need, NeedState, PeopleRange, Visibility
from tests.benchmarks.test_need_list import asker

FEW, MANY = 2_000, int(os.environ.get("BENCH_NEEDS", "200000"))
AT_MOST = 1.5
# Printed only: one neighbourhood's table fills up as needs are heard, until each of its cells has a number and a link.
NOT_ASSERTED = {"coverage of one neighbourhood"}
ASKED = 25
BATCH = 5_000
_STEMS = (
    "kaldırım rampa durak kreş park ışık sağlık okul pazar yol bank gölgelik bakım kurs asansör merdiven otobüs minibüs tuvalet çeşme "
    "çöp gürültü koku duvar bina daire kira aidat yıkım dönüşüm komşu sokak cadde geçit köprü tabela ekran başvuru sıra randevu form dil "
    "tercüme işaret ses yazı internet telefon bilgisayar yaşlı çocuk kadın genç anne baba öğrenci öğretmen hemşire doktor ilaç gıda süt "
    "yemek aşevi giysi yakacak soğuk sıcak yağmur çamur kar buz güneş ağaç bahçe hayvan köpek güvenlik polis zabıta kavga korku "
    "taciz karanlık lamba kamera işsiz iş ücret sigorta sözleşme atölye tekstil temizlik ev bekleme salon kapı anahtar oda yatak "
    "barınma sığınma ikamet kimlik belge harç para borç destek yardım ziyaret toplantı duyuru afiş mahalle muhtar dernek spor saha "
    "havuz salıncak kaydırak kitap kütüphane sinema tiyatro müzik düğün cenaze ibadet cami cemevi su elektrik doğalgaz fatura sayaç"
)
STEMS = _STEMS.split()
ENDINGS = [
    "",
    "lar",
    "ler",
    "da",
    "de",
    "dan",
    "den",
    "ın",
    "in",
    "a",
    "e",
    "ı",
    "i",
    "sı",
    "si",
    "lık",
    "lik",
    "sız",
    "siz",
    "larda",
    "lerde",
]


def words() -> tuple[list[str], list[float]]:
    """Return a lexicon with how often each word is met: the tenth word a tenth as often as the first."""
    found = [f"{stem}{ending}" for ending, stem in product(ENDINGS, STEMS)]
    random.Random(1).shuffle(found)  # noqa: S311  the same needs in every run
    return found, [1 / (place + 10) for place in range(len(found))]


def reference(number: int) -> str:
    """Return the reference of a need, each once."""
    signs = ""
    for _ in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs += ALPHABET[sign]
    return f"İ-2026-{signs}"


def fill(until: int, organisation, by) -> None:
    """Write needs straight into the tables until there are so many, as after a long time: triggers are silent, then coverage is counted."""
    chance = random.Random(until)  # noqa: S311  as above
    lexicon, often = words()
    rule, _created = ensure_default()
    calculation = calculate(rule, timezone.localdate())
    terms = {
        model: list(model.objects.values_list("pk", flat=True))
        for model in (RightsHolderGroup, Right, Neighbourhood, ServiceArea)
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    for start in range(Need.objects.count(), until, BATCH):
        numbers = range(start, min(start + BATCH, until))
        moments = [timezone.now() - timedelta(minutes=7 * number) for number in numbers]
        answered = [chance.random() < 0.8 for _ in numbers]
        titles = [" ".join(chance.choices(lexicon, often, k=7)).capitalize() for _ in numbers]
        duties = Duty.objects.bulk_create(
            Duty(
                reference=reference(number),
                kind=DutyKind.NEED,
                title=title,
                organisation=organisation,
                submitter=by,
                rule_set=rule,
                received_at=moment,
                due_on=moment.date() + timedelta(days=21),
                calculation=calculation.as_json(),
                **(
                    {"state": DutyState.ANSWERED, "outcome": Outcome.NOTED, "reason": title, "answered_at": moment}
                    if is_answered
                    else {}
                ),
            )
            for number, title, moment, is_answered in zip(numbers, titles, moments, answered, strict=True)
        )
        needs = Need.objects.bulk_create(
            Need(
                reference=duty.reference,
                title=duty.title,
                body=" ".join(chance.choices(lexicon, often, k=60)),
                organisation=organisation,
                submitted_by=by,
                submitted_at=moment,
                state=NeedState.CLOSED if is_answered else NeedState.SUBMITTED,
                visibility=chance.choices(Visibility.values, [85, 10, 5])[0],
                people=chance.choice(PeopleRange.values),
                service_area_id=chance.choice(terms[ServiceArea]),
                duty=duty,
            )
            for duty, moment, is_answered in zip(duties, moments, answered, strict=True)
        )
        for model, field in (
            (RightsHolderGroup, Need.groups),
            (Right, Need.rights),
            (Neighbourhood, Need.neighbourhoods),
        ):
            column = f"{model.__name__.lower()}_id"
            field.through.objects.bulk_create(
                field.through(need_id=need.pk, **{column: term})
                for need in needs
                for term in chance.sample(terms[model], chance.choice((1, 1, 2)))
            )
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SELECT needs_coverage_recount()")
        cursor.execute("ANALYZE")


def best(act: Callable[[], object]) -> float:
    """Return the shortest of many times, in milliseconds: what others do on the machine only makes it longer."""
    times = []
    for _ in range(ASKED):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return 1000 * min(times)


@pytest.mark.django_db
def test_pages_at_two_hundred_thousand_needs(client_of, representative, organisation, officer) -> None:
    client = client_of(officer)
    listed, coverage = reverse("needs:list"), reverse("needs:coverage")
    place = Neighbourhood.objects.get(slug="icerenkoy")
    written = {
        "title": "Kaldırımda rampa yok, durağa geçilemiyor",
        "body": "Yağmurda çamur oluyor, yaşlılar otobüs bekleyemiyor.",
    }
    found: dict[str, list[float]] = {}
    for many in (FEW, MANY):
        fill(many, organisation, representative)
        need = Need.objects.filter(visibility=Visibility.PUBLIC).order_by("pk")[FEW // 2]
        acts: dict[str, Callable[[], object]] = {
            "list": asker(client, listed),
            "search with three filters": asker(
                client, f"{listed}?q=kaldırım&group=yasli&neighbourhood=icerenkoy&answer=answered"
            ),
            "one need": asker(client, reverse("needs:detail", args=[need.reference])),
            "similar needs": lambda: similar.similar_needs(officer, **written),
            "coverage": asker(client, coverage),
            "coverage of one neighbourhood": asker(client, f"{coverage}?neighbourhood={place.pk}"),
        }
        for name, act in acts.items():
            assert getattr(act(), "status_code", 200) == 200, name
            found.setdefault(name, []).append(best(act))
    print()
    for name, (few, large) in found.items():
        print(f"{name}: {few:.1f} ms at {FEW}, {large:.1f} ms at {MANY}: {large / few:.2f} ×")
    if target := os.environ.get("QUERY_PLANS"):
        with Path(target).open("w") as file:
            call_command("write_query_plans", as_person=officer.email, stdout=file)
    slow = [name for name, (few, large) in found.items() if large > AT_MOST * few and name not in NOT_ASSERTED]
    assert not slow
