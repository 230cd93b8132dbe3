"""Example data of this room: templates of answers and an application that waits to be decided. Invented, naming nobody real."""

from datetime import datetime

from django.db.models import Q

from atasehir_portal.accounts.models import Organisation, OrganisationKind, User
from atasehir_portal.answering.applications import apply_with_organisation
from atasehir_portal.answering.clock import municipal_day
from atasehir_portal.answering.models import AnswerTemplate, Duty, DutyAct, DutyEvent, OrganisationApplication
from atasehir_portal.answering.rules import calculate, ensure_default, in_force
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from atasehir_portal.catalogue.queries import closed_days
from atasehir_portal.workdays import working_days_between

APPLICANT = "muhtar@ornek.test"
TEMPLATES = (
    (
        "ornek-programa-alindi",
        "Programa alınacak (örnek)",
        "To be taken into the programme (example)",
        (
            "Bildirdiğiniz ihtiyacı kabul ediyoruz. Program taslağında bir faaliyete bağlanacak; bağlandığında size haber verilecek. "
            "(Örnek şablon: kurgudur.)"
        ),
        (
            "We accept the need that you raised. It will be linked to a measure of the draft programme; you will be told when it is. "
            "(Example template: invented.)"
        ),
    ),
    (
        "ornek-buyuksehir",
        "Büyükşehir belediyesinin görevi (örnek)",
        "",
        (
            "Bildirdiğiniz konu büyükşehir belediyesinin görev alanındadır. Kaydınızı ilgili birime ilettik; oradan alacağımız yanıtı bu "
            "sayfada paylaşacağız. (Örnek şablon: kurgudur.)"
        ),
        "",
    ),
)


def load() -> None:
    """Create the default rule, the example templates and the example application; does nothing where they exist."""
    ensure_default()
    for slug, name_tr, name_en, text_tr, text_en in TEMPLATES:
        values = {"name_tr": name_tr, "name_en": name_en, "description_tr": text_tr, "description_en": text_en}
        AnswerTemplate.objects.get_or_create(slug=slug, defaults={**values, "is_example": True})
    if OrganisationApplication.objects.filter(organisation__is_example=True).exists():
        return
    apply_with_organisation(
        by=User.objects.get(email=APPLICANT),
        name="Sokak Komşuları Mahalle Grubu (örnek)",
        kind=OrganisationKind.NEIGHBOURHOOD_GROUP,
        description="Sokağımızdaki yaşlı ve engelli komşularla her ay toplanıyor, ihtiyaçları birlikte yazıyoruz. Örnek kayıt: kurgudur.",
        groups=RightsHolderGroup.objects.filter(slug="yasli"),
        neighbourhoods=Neighbourhood.objects.filter(slug="icerenkoy"),
        statement="Her ayın ilk cumartesi günü mahalle evinde toplanıyoruz; muhtarlık doğrulayabilir. (Örnek başvuru: kurgudur.)",
        is_example=True,
    )


def backdate(*, duty: Duty, received_at: datetime, answered_at: datetime) -> None:
    """Let an answered example duty have been received and answered at these moments, with the clock of the rule in force then.

    Raises ValueError for a duty that is no example or has no answer.
    """
    found = Duty.objects.select_related("rule_set").get(pk=duty.pk)
    if not found.is_example or found.answered_at is None:
        raise ValueError("only answered duties that are marked as examples can be put back in time")
    received, answered = municipal_day(received_at), municipal_day(answered_at)
    rule = in_force(received)
    calculation = calculate(rule, received)
    Duty.objects.filter(pk=found.pk).update(
        rule_set=rule,
        received_at=received_at,
        due_on=calculation.due,
        calculation=calculation.as_json(),
        answered_at=answered_at,
        days_taken=working_days_between(
            received, answered, half_day_counts=rule.half_day_counts, closed=closed_days(), waits=[]
        ),
    )
    DutyEvent.objects.filter(duty=found, act=DutyAct.RECEIVED).update(at=received_at)
    DutyEvent.objects.filter(duty=found, act=DutyAct.ANSWERED).update(at=answered_at)


def remove() -> None:
    """Delete the example templates, and every duty of this room that is marked or of example people, with its application;
    those of upper rooms are gone by then.
    """
    AnswerTemplate.objects.filter(is_example=True).delete()
    by_examples = Q(submitter__is_example=True) | Q(organisation__is_example=True)
    applications = OrganisationApplication.objects.filter(
        Q(organisation__is_example=True) | Q(applicant__is_example=True)
    )
    Organisation.objects.filter(application__in=applications).update(is_example=True)  # accounts removes them
    applications.delete()
    Duty.objects.filter(by_examples | Q(is_example=True)).delete()
