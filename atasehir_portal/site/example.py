"""The example data as one story over all rooms: plainly marked, invented, removed with one command.

Everything is made through the services that people use, so the example shows nothing that the portal cannot do.
"""

from allauth.account.models import EmailAddress
from django.db import connection, transaction

from atasehir_portal.accounts import example as accounts
from atasehir_portal.accounts.models import Invitation, Organisation, StaffPost, User
from atasehir_portal.answering import example as answering_example
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Duty, Outcome
from atasehir_portal.catalogue import example as catalogue
from atasehir_portal.documents import example as documents
from atasehir_portal.documents.models import Round
from atasehir_portal.notifications import example as notifications
from atasehir_portal.rendering.services import remove_example_renderings
from atasehir_portal.site import history
from atasehir_portal.site.models import ExampleDataRemoval
from handbooks import example as handbooks
from handbooks import example_rounds
from participation.dialogue import example as dialogue
from programming.assessing import example as assessing
from programming.assessing.models import Assessment
from programming.drafting import example as drafting
from programming.drafting.models import Programme
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


class ExamplesRefused(Exception):
    """Example accounts, whose password everybody knows, do not belong into this database; the text says why."""


def belong_here() -> bool:
    """Whether this database has example data, or may still get them. An older archive that was just restored and has none
    gets none.
    """
    if User.objects.filter(is_example=True).exists():
        return True
    return ExampleDataRemoval._meta.db_table in connection.introspection.table_names() and not _why_not()


def _why_not() -> str:
    if ExampleDataRemoval.objects.exists():
        return "They were removed from this database for good."
    if StaffPost.objects.filter(user__is_example=False).exists():
        return "This database has staff of its own, so it is no place for accounts whose password everybody knows."
    return ""


@transaction.atomic
def load() -> None:
    """Create the example accounts, needs, answers and programme; does nothing where they exist.

    Raises ExamplesRefused where there are none and none belong here.
    """
    if not User.objects.filter(is_example=True).exists() and (reason := _why_not()):
        raise ExamplesRefused(reason)
    catalogue.load()
    accounts.load()
    answering_example.load()
    handbooks.load()
    dialogue.load()
    made = needs.load()
    if made:
        _answer(made)
    assessing.load()
    drafting.load()
    notifications.load()


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
    """Remove every marked row, from the upper rooms down, and keep that they are gone for good."""
    told = _told()
    kept = history.rows_that_are_there()
    drafting.remove()
    assessing.release()
    needs.remove()
    handbooks.remove()
    documents.remove_inputs()
    assessing.remove()
    example_rounds.close_again()
    answering_example.remove()
    dialogue.remove()
    remove_example_renderings()
    notifications.remove(**told)  # last of those who tell: removing a link tells people too
    accounts.remove()
    catalogue.remove()
    history.forget_rows_that_went(kept)
    if not ExampleDataRemoval.objects.exists():
        ExampleDataRemoval.objects.create()


def _told() -> dict[str, set[str]]:
    """Return what mails and notices about example data can be known by: addresses, references, names and titles."""
    people = User.objects.filter(is_example=True)
    organisations = Organisation.objects.filter(is_example=True)
    programmes = Programme.objects.filter(is_example=True)
    duties = Duty.objects.filter(is_example=True)
    invitations = Invitation.objects.filter(is_example=True) | Invitation.objects.filter(invited_by__in=people)
    return {
        "addresses": {
            *people.values_list("email", flat=True),
            *EmailAddress.objects.filter(user__in=people).values_list("email", flat=True),
            *invitations.values_list("email", flat=True),
        },
        "references": {
            *needs.all_needs().values_list("reference", flat=True),
            *duties.values_list("reference", flat=True),
            *programmes.values_list("slug", flat=True),
            *Assessment.objects.filter(is_example=True).values_list("reference", flat=True),
            *Round.objects.filter(is_example=True).values_list("reference", flat=True),
        },
        "names": {
            *people.values_list("full_name", flat=True),
            *organisations.values_list("name", flat=True),
            *programmes.values_list("document__title", flat=True),
            *needs.all_needs().values_list("title", flat=True),
            *Round.objects.filter(is_example=True).values_list("title", flat=True),
        },
    }
