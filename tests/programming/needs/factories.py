"""Needs for tests."""

import uuid

from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from programming.needs.models import Need, Visibility
from programming.needs.services import NeedText, submit_need


def make_need(
    by, organisation=None, *, title="Kaldırımda rampa yok, geçilemiyor", visibility=Visibility.PUBLIC, **more
) -> Need:
    """Submit a need through the service that people use."""
    groups = more.pop("groups", None) or RightsHolderGroup.objects.filter(slug="yasli")
    places = more.pop("neighbourhoods", None) or Neighbourhood.objects.filter(slug="icerenkoy")
    text = NeedText(
        title=title,
        body=more.pop("body", "Randevusuna giden yaşlılar araç yoluna inmek zorunda kalıyor."),
        groups=groups,
        neighbourhoods=places,
        visibility=visibility,
        **more,
    )
    return submit_need(text=text, by=by, organisation=organisation, form_key=uuid.uuid4())


def form_data(by_organisation=None, **changes) -> dict:
    """What a browser sends for a good form."""
    data = {
        "form_key": str(uuid.uuid4()),
        "title": "Kreş saatleri vardiyamıza uymuyor",
        "body": "Kreş 17.30’da kapanıyor; vardiyayla çalışanlar çocuklarını alacak kimse bulamıyor.",
        "suggestion": "Nöbetçi sınıf.",
        "groups": [str(RightsHolderGroup.objects.get(slug="cocuk").pk)],
        "neighbourhoods": [],
        "people": "under_100",
        "since": "years",
        "urgency": "ordinary",
        "organisation": str(by_organisation.pk) if by_organisation else "",
        "channel": "portal",
        "visibility": "public",
    }
    return {**data, **changes}
