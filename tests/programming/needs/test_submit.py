"""Raising a need: the form, the service, bad input, double submits."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from atasehir_portal import throttle
from atasehir_portal.answering.models import Duty
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from programming.needs.models import Need, NeedState, Visibility
from programming.needs.services import NeedText, submit_need
from tests.programming.needs.factories import form_data, make_need

pytestmark = pytest.mark.django_db
URL = reverse("needs:submit")


def test_submit_makes_need_with_duty_and_first_knot(client_of, representative, organisation):
    response = client_of(representative).post(URL, form_data(organisation))

    need = Need.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("needs:detail", args=[need.reference])
    assert need.organisation == organisation
    assert need.state == NeedState.SUBMITTED
    assert need.duty.reference == need.reference
    assert need.duty.title == need.title
    assert need.duty.due_on > need.duty.received_at.date()
    assert [event.act for event in need.events.all()] == ["heard"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "doldurun"),
        ("title", "kısa", "en az"),
        ("title", "x" * 100_000, "200"),
        ("body", "", "doldurun"),
        ("body", "a" * 100_000, "En çok 5.000 karakter yazabilirsiniz; şimdilik 100.000 karakter var."),
        ("body", "Metin\x00burada ve biraz daha uzun olsun", "Boş karakter"),
        ("groups", [], "En az bir grup"),
        ("groups", ["999999"], "seçin"),
        ("groups", ["<script>"], "geçerli"),
        ("urgency", "nonsense", "seçin"),
        ("visibility", "", "doldurun"),
        ("organisation", "999999", "seçin"),
    ],
)
def test_submit_bad_input_says_so_and_keeps_what_was_typed(client_of, representative, organisation, field, value, said):
    data = form_data(organisation, **{field: value})
    response = client_of(representative).post(URL, data)
    page = response.content.decode()

    assert response.status_code == 422
    assert Need.objects.count() == 0
    assert said in page
    if field != "suggestion":
        assert "Nöbetçi sınıf." in page


def test_long_text_is_refused_with_its_length_and_never_cut(client_of, representative, organisation):
    client, long = client_of(representative), "ş" * 6000
    page = client.post(URL, form_data(organisation, body=long)).content.decode()
    assert "En çok 5.000 karakter yazabilirsiniz; şimdilik 6.000 karakter var." in page
    assert long in page
    assert "maxlength" not in page.partition('<form class="form"')[2]
    assert "En çok 5.000 karakter.</div>" in page


# --- for whom, and who may read it -----------------------------------------------------------------------------------


def group_of(slug):
    return str(RightsHolderGroup.objects.get(slug=slug).pk)


def test_groups_the_organisation_speaks_for_stand_first_and_the_others_are_folded(
    client_of, representative, organisation
):
    organisation.groups.set(RightsHolderGroup.objects.filter(slug__in=["yasli", "engelli_gorme"]))
    form = client_of(representative).get(URL).context["form"]
    assert {box["value"].value for box in form.near_groups} == {int(group_of("yasli")), int(group_of("engelli_gorme"))}
    assert len(form.other_groups) == RightsHolderGroup.objects.filter(is_active=True).count() - 2
    page = client_of(representative).get(URL).content.decode()
    assert "Bütün grupları göster" in page
    assert "fold--shut" in page
    assert 'fold--shut mt" open' not in page
    assert page.count('name="groups"') == RightsHolderGroup.objects.filter(is_active=True).count()


def test_error_opens_only_the_fold_where_it_is(client_of, representative, organisation):
    opened = re.compile(r"<details[^>]* open>")
    data = form_data(organisation, title="", neighbourhoods=[str(Neighbourhood.objects.first().pk)])
    response = client_of(representative).post(URL, data)
    page = response.content.decode().partition("<h1>")[2]
    assert not opened.search(page)
    assert "(1 seçili)" in page
    # what was chosen stays in sight
    assert [str(box["value"]) for box in response.context["form"].near_groups] == data["groups"]
    page = client_of(representative).post(URL, form_data(organisation, groups=[])).content.decode()
    assert len(opened.findall(page.partition("<h1>")[2])) == 1


def test_need_that_can_harm_is_public_only_after_a_question(client_of, representative, organisation):
    client = client_of(representative)
    data = form_data(organisation, groups=[group_of("multeci_siginmaci"), group_of("yasli")])
    assert "is_public_anyway" not in client.get(URL).content.decode()
    asked = client.post(URL, data)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert list(asked.context["form"].errors) == ["is_public_anyway"]
    assert "zarar görebilir: Mülteciler ve sığınmacılar. Yine de herkese açık mı?" in page
    assert data["body"] in page
    assert Need.objects.count() == 0
    assert client.post(URL, {**data, "is_public_anyway": "on"}).status_code == 302
    assert Need.objects.get().visibility == "public"


@pytest.mark.parametrize("visibility", ["participants", "confidential"])
def test_need_that_can_harm_and_is_not_public_asks_nothing(client_of, representative, organisation, visibility):
    data = form_data(organisation, groups=[group_of("multeci_siginmaci")], visibility=visibility)
    assert client_of(representative).post(URL, data).status_code == 302


def test_submit_twice_makes_one_need(client_of, representative, organisation):
    client, data = client_of(representative), form_data(organisation)
    first, second = client.post(URL, data), client.post(URL, data)

    assert Need.objects.count() == 1
    assert Duty.objects.count() == 1
    assert first.url == second.url


@pytest.mark.django_db(transaction=True)
def test_submit_at_the_same_moment_makes_one_need(representative, organisation):
    key = uuid.uuid4()
    groups = list(RightsHolderGroup.objects.all()[:1])

    def send(_turn):
        try:
            text = NeedText(title="Kaldırımda rampa yok", body="Yaşlılar araç yoluna iniyor, tehlikeli.", groups=groups)
            return submit_need(text=text, by=representative, organisation=organisation, form_key=key).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        references = set(pool.map(send, range(5)))

    assert len(references) == 1
    assert Need.objects.count() == 1
    assert Duty.objects.filter(kind="need").count() == 1


def test_flood_of_needs_stops_and_what_was_typed_stays(client_of, representative, organisation, monkeypatch):
    monkeypatch.setattr(throttle, "COSTLY", ((2, 10**9),))  # a window that does not end during the test
    client = client_of(representative)
    for _turn in range(2):
        assert client.post(URL, form_data(organisation)).status_code == 302
    refused = client.post(URL, form_data(organisation, title="Üçüncü ihtiyaç bu sayfada kalır"))
    assert refused.status_code == 422
    assert "Üçüncü ihtiyaç bu sayfada kalır" in refused.content.decode()
    assert Need.objects.count() == 2


def test_submit_without_organisation_is_explained(client_of, applicant):
    response = client_of(applicant).get(URL)
    assert response.status_code == 403
    assert reverse("answering:apply") in response.content.decode()


def test_submit_for_foreign_organisation_is_refused(representative, other_organisation):
    with pytest.raises(PermissionDenied):
        make_need(representative, other_organisation)


def test_submit_by_staff_needs_channel_and_consent(client_of, officer):
    response = client_of(officer).post(URL, form_data())
    assert response.status_code == 422
    assert "nasıl anlattıklarını" in response.content.decode()

    response = client_of(officer).post(URL, form_data(channel="visit"))
    assert response.status_code == 422
    assert "haberi olmadan" in response.content.decode()

    response = client_of(officer).post(URL, form_data(channel="visit", consent="on"))
    assert response.status_code == 302
    assert Need.objects.get().channel == "visit"


def test_submit_cleans_invisible_characters(client_of, representative, organisation):
    client_of(representative).post(
        URL, form_data(organisation, title="Kaldırımda \u202eters\u202c yazı ve \x07 zil sesi")
    )
    title = Need.objects.get().title
    assert "\u202e" not in title
    assert "\x07" not in title


def test_submit_markup_is_shown_as_text(client_of, representative, organisation):
    client_of(representative).post(URL, form_data(organisation, title='Kaldırım <script>alert(1)</script> "bozuk"'))
    page = client_of(representative).get(reverse("needs:detail", args=[Need.objects.get().reference])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_confidential_need_leaves_no_title_in_duty(representative, organisation):
    need = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    assert need.duty.title == ""
    assert need.duty.confidential
