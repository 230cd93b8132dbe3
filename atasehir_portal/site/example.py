"""The example data as one story over all rooms: plainly marked, invented, removed with one command.

Everything is made through the services that people use, so the example shows nothing that the portal cannot do.
"""

from django.db import transaction

from atasehir_portal.accounts import example as accounts
from atasehir_portal.accounts.models import User
from atasehir_portal.answering import example as answering_example
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Outcome
from atasehir_portal.rendering.services import remove_example_renderings
from handbooks import example as handbooks
from programming.drafting import example as drafting
from programming.needs import example as needs
from programming.needs.models import Need

ANSWERS = (
    (
        0,
        Outcome.PARTLY,
        (
            "Üç rampanın yapılmasını ve iki direğin taşınmasını kabul ediyoruz. Sesli sinyal kurulmasını kabul edemiyoruz: "
            "sinyalizasyon büyükşehir belediyesinin görevidir. (Örnek yanıt: kurgudur.)"
        ),
    ),
    (
        3,
        Outcome.ACCEPTED,
        "Lambalar bu ay onarılacak; akşam saatlerinde haftada iki kez denetlenecek. (Örnek yanıt: kurgudur.)",
    ),
)
QUESTION = (2, "Hangi başvuru salonundaki ekrandan söz ediyorsunuz? Birden çok salonumuz var. (Örnek soru: kurgudur.)")


@transaction.atomic
def load() -> None:
    """Create the example accounts, needs, answers and programme; does nothing where they exist."""
    accounts.load()
    answering_example.load()
    handbooks.load()
    made = needs.load()
    if made:
        _answer(made)
    drafting.load()


def _answer(made: list[Need]) -> None:
    coordinator = User.objects.get(email="koordinator@ornek.test")
    officer = User.objects.get(email="gorevli@ornek.test")
    unit = officer.posts.get(until=None).unit
    for place, outcome, reason in ANSWERS:
        duty = made[place].duty
        answering.assign(duty=duty, by=coordinator, unit=unit, officer=officer)
        answering.answer(duty=duty, by=officer, outcome=outcome, reason=reason)
    place, text = QUESTION
    answering.assign(duty=made[place].duty, by=coordinator, unit=unit, officer=officer)
    answering.ask_back(duty=made[place].duty, by=officer, text=text)
    answering.assign(duty=made[4].duty, by=coordinator, unit=unit, officer=officer)


@transaction.atomic
def remove() -> None:
    """Remove every marked row, from the upper rooms down."""
    drafting.remove()
    needs.remove()
    handbooks.remove()
    answering_example.remove()
    remove_example_renderings()
    accounts.remove()
