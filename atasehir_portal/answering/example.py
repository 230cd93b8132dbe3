"""Example data of this room: an application that waits to be decided. Invented, marked, and naming nobody real."""

from django.db.models import Q

from atasehir_portal.accounts.models import Organisation, OrganisationKind, User
from atasehir_portal.answering.applications import apply_with_organisation
from atasehir_portal.answering.models import Duty, OrganisationApplication
from atasehir_portal.answering.rules import ensure_default
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup

APPLICANT = "muhtar@ornek.test"


def load() -> None:
    """Create the default rule and the example application; does nothing where they exist."""
    ensure_default()
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


def remove() -> None:
    """Delete every duty of this room that is marked or of example people, with its application; those of upper rooms are
    gone by then.
    """
    by_examples = Q(submitter__is_example=True) | Q(organisation__is_example=True)
    applications = OrganisationApplication.objects.filter(
        Q(organisation__is_example=True) | Q(applicant__is_example=True)
    )
    Organisation.objects.filter(application__in=applications).update(is_example=True)  # accounts removes them
    applications.delete()
    Duty.objects.filter(by_examples | Q(is_example=True)).delete()
