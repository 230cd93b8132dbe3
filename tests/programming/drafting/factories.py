"""Programmes for tests, made through the services that people use."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection

from atasehir_portal.accounts.models import Unit, User
from programming.drafting.models import Element, Programme
from programming.drafting.services import add_element, create_programme

MEASURE = {
    "title": "Okul yollarında kesintisiz yaya erişimi",
    "unit": "fen-isleri",
    "partners": "Engelli Hizmetleri Müdürlüğü",
    "first_quarter": "2027-Q1",
    "last_quarter": "2029-Q4",
    "budget": "18400000.00",
    "currency": "TRY",
    "source": "Belediye bütçesi",
    "competence": "district",
}


def make_programme(by: User, title: str = "Eşit Erişim Programı", **more: Any) -> Programme:
    values = {"first_year": 2027, "last_year": 2029, "unit": Unit.objects.get(slug="strateji-gelistirme"), **more}
    return create_programme(title=title, by=by, **values)


def make_goal(programme: Programme, by: User, title: str = "Herkes yardım almadan dolaşabilir.") -> Element:
    return add_element(programme=programme, parent=None, heading="Ulaşım", data={"title": title}, by=by)


def make_outcome(goal: Element, by: User, title: str = "20 güzergâhın 20’si denetimden geçer.") -> Element:
    return add_element(programme=goal.programme, parent=goal, heading="Okul yolları", data={"title": title}, by=by)


def make_measure(outcome: Element, by: User, **data: Any) -> Element:
    return add_element(
        programme=outcome.programme, parent=outcome, data={**MEASURE, **data}, body="Rampalar yapılır.", by=by
    )


def make_framework(by: User, *, measures: int = 1, **programme: Any) -> tuple[Programme, list[Element]]:
    """A programme with one goal, one outcome and so many measures."""
    made = make_programme(by, **programme)
    outcome = make_outcome(make_goal(made, by), by)
    return made, [make_measure(outcome, by, title=f"Faaliyet {number}") for number in range(1, measures + 1)]


def measure_form(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a good measure."""
    return {
        "form_key": str(uuid.uuid4()),
        "title": "Okul yollarında kesintisiz yaya erişimi",
        "body": "Rampalar yapılır.",
        "unit": "fen-isleri",
        "partners": "",
        "first_quarter": "2027-Q1",
        "last_quarter": "2027-Q4",
        "budget": "18.400.000,00",
        "source": "Belediye bütçesi",
        "competence": "district",
        **changes,
    }


def programme_form(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a good programme."""
    return {
        "form_key": str(uuid.uuid4()),
        "title": "Eşit Erişim Programı 2027–2029",
        "first_year": "2027",
        "last_year": "2029",
        "unit": str(Unit.objects.get(slug="strateji-gelistirme").pk),
        "summary": "Kimse dışarıda kalmasın.",
        **changes,
    }


def at_once(*acts: Callable[[], Any]) -> list[Exception]:
    """Run the acts at the same moment, each with a connection of its own; return what they raised."""
    start = threading.Barrier(len(acts))
    raised: list[Exception] = []

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            act()
        except Exception as error:  # noqa: BLE001 – what was raised is what is asserted
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised
