"""The form on paper: the same questions, the catalogue of today, a tagged PDF."""

import re
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from atasehir_portal.catalogue.models import Right, RightsHolderGroup
from atasehir_portal.rendering import weasy
from atasehir_portal.rendering.models import Rendering, State, Step
from programming.needs.forms import STEPS
from programming.needs.models import Need
from programming.needs.paper import _NOT_ON_PAPER, order_paper_form, paper_form
from tests.programming.needs.factories import PASSED_ON, answers

pytestmark = pytest.mark.django_db
PAGE, FILE, TYPE_IN = reverse("needs:paper"), reverse("needs:paper_file"), reverse("needs:type_in")


def words(html: str) -> str:
    """The text without its tags and bindings."""
    return re.sub(r"<[^>]+>", "", html).replace("\u00a0", " ")


def test_form_on_paper_asks_what_the_four_steps_ask(representative, organisation):
    html = words(order_paper_form(by=representative, language="tr").source_html)
    with override("tr"):
        for kind in STEPS:
            for name, field in kind.base_fields.items():
                assert (words(escape(str(field.label))) in html) is (name not in _NOT_ON_PAPER), name
        for model in (RightsHolderGroup, Right):
            for term in model.objects.filter(is_active=True):
                assert words(escape(term.name)) in html
    assert "Ad, adres, kimlik numarası ya da sağlık bilgisi yazmayın" in html


def test_form_is_printed_once_and_anew_when_the_catalogue_changes(representative, organisation):
    first = order_paper_form(by=representative, language="tr")
    assert order_paper_form(by=representative, language="tr").pk == first.pk
    assert paper_form("tr") == first
    assert paper_form("en") is None
    RightsHolderGroup.objects.filter(slug="genc").update(name_tr="Gençler (15–30)")
    assert paper_form("tr") is None
    second = order_paper_form(by=representative, language="tr")
    assert list(Rendering.objects.values_list("pk", flat=True)) == [second.pk]


def test_form_is_for_those_who_raise_needs(client, client_of, applicant, officer, catalogue):
    assert client.get(PAGE).status_code == 302
    for method in ("get", "post"):
        assert getattr(client_of(applicant), method)(PAGE).status_code == 403
    assert client_of(applicant).get(FILE).status_code == 403
    with pytest.raises(PermissionDenied):
        order_paper_form(by=applicant, language="tr")
    assert client_of(officer).get(PAGE).status_code == 200
    assert not Rendering.objects.exists()


def test_page_goes_from_ordering_to_the_file(client_of, officer, catalogue):
    client = client_of(officer)
    assert "Formu hazırla" in client.get(PAGE).content.decode()
    assert client.get(FILE).status_code == 404
    assert client.post(PAGE).url == PAGE
    assert "Formu hazırla" not in client.get(PAGE).content.decode()
    made = Rendering.objects.get()
    made.file.save("form.pdf", ContentFile(b"%PDF-1.7"), save=False)
    done = {"state": State.READY, "step": Step.READY, "percent": 100, "finished_at": timezone.now()}
    made_of = {"file": made.file.name, "pages": 3, "size": 8, "file_sha256": "0" * 64}
    Rendering.objects.filter(pk=made.pk).update(**done, **made_of)
    assert FILE in client.get(PAGE).content.decode()
    answer = client.get(FILE)
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"


def test_pdf_is_tagged_and_short(representative, organisation, tmp_path: Path):
    made = order_paper_form(by=representative, language="tr")
    target = BytesIO()
    weasy.write_pdf(
        made.source_html,
        style=made.style,
        title=made.title,
        language="tr",
        target=target,
        report=lambda step, pages: None,
    )
    path = Path(tmp_path / "form.pdf")
    path.write_bytes(target.getvalue())
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) <= 5
        assert str(pdf.Root.Lang) == "tr"
        assert pdf.Root.MarkInfo.Marked


def sheet(**changes) -> dict:
    typed = answers(**PASSED_ON, consent_on=timezone.localdate().isoformat(), form_key=str(uuid4()))
    return {**typed, "channel": "paper", **changes}


def test_sheets_are_typed_in_one_after_the_other(client_of, officer, catalogue):
    client = client_of(officer)
    shown = client.get(TYPE_IN).content.decode()
    assert 'value="portal"' not in shown  # what is typed in here was told by others
    typed = sheet(channel="meeting", consent_how="recorded")
    done = client.post(TYPE_IN, typed, follow=True)
    need = Need.objects.get()
    assert (need.channel, need.consent_how, need.organisation) == ("meeting", "recorded", None)
    page = done.content.decode()
    assert f"Numarasını kâğıda yazın: {need.reference}" in page
    assert '<option value="meeting" selected>' in page
    assert '<option value="recorded" selected>' in page
    assert f'value="{need.consent_on.isoformat()}"' in page
    assert typed["title"] not in page.partition("<form")[2]
    assert not re.search(r'name="consent"[^>]*checked', page)  # each sheet's people are asked for themselves
    client.post(TYPE_IN, typed)
    assert Need.objects.count() == 1, "the same sheet twice"
    client.post(TYPE_IN, sheet())
    assert Need.objects.count() == 2


def test_sheet_is_judged_as_the_steps_are_and_nothing_typed_is_lost(client_of, officer, catalogue):
    answer = client_of(officer).post(TYPE_IN, sheet(consent="", groups=[], title="Kısa"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert {"consent", "groups", "title"} <= set(answer.context["form"].errors)
    assert "Nöbetçi sınıf." in page
    assert not Need.objects.exists()


def test_sheet_for_groups_that_can_be_harmed_asks_before_all_read_it(client_of, representative, organisation):
    group = RightsHolderGroup.objects.filter(leads_to_special_data=True).first()
    client = client_of(representative)
    typed = sheet(organisation=organisation.pk, groups=[str(group.pk)])
    refused = client.post(TYPE_IN, typed)
    assert "is_public_anyway" in refused.context["form"].errors
    client.post(TYPE_IN, {**typed, "is_public_anyway": "on"})
    assert Need.objects.get().organisation == organisation


def test_address_of_the_page_may_hold_anything(client_of, officer, catalogue):
    odd = {"channel": '"><script>', "organisation": "x", "consent_how": "9" * 900, "consent_on": "yarın"}
    answer = client_of(officer).get(TYPE_IN, odd)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().partition("<form")[2]
