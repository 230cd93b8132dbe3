"""Raising a need: four steps, the service, bad input, double submits."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from atasehir_portal import throttle
from atasehir_portal.answering.models import Duty
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from programming.needs import intake
from programming.needs.models import Need, NeedDraft, NeedState, Visibility
from programming.needs.services import NeedText, submit_need
from tests.programming.needs.factories import PASSED_ON, address, answers, for_step, make_draft, make_need, raise_need

pytestmark = pytest.mark.django_db
URL = reverse("needs:submit")
TODAY = {"consent_on": f"{timezone.localdate():%Y-%m-%d}"}


def test_four_steps_make_need_with_duty_and_first_knot(client_of, representative, organisation):
    response = raise_need(client_of(representative), organisation)

    need = Need.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("needs:detail", args=[need.reference])
    assert need.organisation == organisation
    assert need.state == NeedState.SUBMITTED
    assert need.duty.reference == need.reference
    assert need.duty.title == need.title
    assert need.duty.due_on > need.duty.received_at.date()
    assert [event.act for event in need.events.all()] == ["heard"]
    assert [group.slug for group in need.groups.all()] == ["cocuk"]
    assert (need.people, need.since, need.urgency, need.suggestion) == (
        "under_100",
        "years",
        "ordinary",
        "Nöbetçi sınıf.",
    )
    assert NeedDraft.objects.count() == 0


BAD = [
    (1, "title", "", "doldurun"),
    (1, "title", "kısa", "En az 10 karakter"),
    (1, "title", "x" * 100_000, "200"),
    (1, "body", "", "doldurun"),
    (1, "body", "a" * 100_000, "En çok 5.000 karakter yazabilirsiniz; şimdilik 100.000 karakter var."),
    (1, "body", "Metin\x00burada ve biraz daha uzun olsun", "Boş karakter"),
    (1, "service_area", "999999", "seçin"),
    (2, "groups", [], "En az bir grup"),
    (2, "groups", ["999999"], "seçin"),
    (2, "groups", ["<script>"], "geçerli"),
    (3, "rights", ["999999"], "seçin"),
    (3, "urgency", "nonsense", "seçin"),
    (3, "visibility", "", "doldurun"),
    (4, "organisation", "999999", "seçin"),
    (4, "channel", "", "doldurun"),
]


@pytest.mark.parametrize(("number", "field", "value", "said"), BAD)
def test_bad_input_says_so_and_keeps_what_was_typed(
    client_of, representative, organisation, number, field, value, said
):
    draft = make_draft(representative, organisation)
    data = for_step(number, answers(organisation) | {field: value})
    response = client_of(representative).post(address(draft, number), data)
    page = response.content.decode()

    assert response.status_code == 422
    assert Need.objects.count() == 0
    assert said in page
    kept = {1: "title", 3: "suggestion"}.get(number)
    if kept and field != kept:
        assert data[kept] in page
    draft.refresh_from_db()
    assert draft.title == "Kreş saatleri vardiyamıza uymuyor"


def test_first_step_is_refused_with_what_was_typed(client_of, representative, organisation):
    response = client_of(representative).post(URL, for_step(1, answers(organisation, title="")))
    assert response.status_code == 422
    assert "Kreş 17.30’da kapanıyor" in response.content.decode()
    assert NeedDraft.objects.count() == 0


def test_long_text_is_refused_with_its_length_and_never_cut(client_of, representative, organisation):
    client, long = client_of(representative), "ş" * 6000
    page = client.post(URL, for_step(1, answers(organisation, body=long))).content.decode()
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
    draft = make_draft(representative, done=[1])
    response = client_of(representative).get(address(draft, 2))
    form, page = response.context["form"], response.content.decode()
    assert {box["value"].value for box in form.near_groups} == {int(group_of("yasli")), int(group_of("engelli_gorme"))}
    assert len(form.other_groups) == RightsHolderGroup.objects.filter(is_active=True).count() - 2
    assert "Bütün grupları göster" in page
    assert "fold--shut" in page
    assert 'fold--shut mt" open' not in page
    assert page.count('name="groups"') == RightsHolderGroup.objects.filter(is_active=True).count()


def test_error_opens_only_the_fold_where_it_is(client_of, representative, organisation):
    opened = re.compile(r"<details[^>]* open>")
    draft = make_draft(representative, done=[1])
    client, typed = client_of(representative), answers(neighbourhoods=[str(Neighbourhood.objects.first().pk)])
    response = client.post(address(draft, 2), {**for_step(2, typed), "people": ""})
    page = response.content.decode().partition("<h1>")[2]
    assert not opened.search(page)
    assert "(1 seçili)" in page
    # what was chosen stays in sight
    assert [str(box["value"]) for box in response.context["form"].near_groups] == typed["groups"]
    page = client.post(address(draft, 2), {**for_step(2, typed), "groups": []}).content.decode()
    assert len(opened.findall(page.partition("<h1>")[2])) == 1


def test_need_that_can_harm_is_public_only_after_a_question(client_of, representative, organisation):
    client = client_of(representative)
    draft = make_draft(representative, done=[1, 2], groups=[group_of("multeci_siginmaci"), group_of("yasli")])
    assert "is_public_anyway" not in client.get(address(draft, 3)).content.decode()
    data = for_step(3, answers())
    asked = client.post(address(draft, 3), data)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert list(asked.context["form"].errors) == ["is_public_anyway"]
    assert "zarar görebilir: Mülteciler ve sığınmacılar. Yine de herkese açık mı?" in page
    assert data["suggestion"] in page
    assert client.post(address(draft, 3), {**data, "is_public_anyway": "on"}).status_code == 302
    assert client.post(address(draft, 4), for_step(4, answers(organisation))).status_code == 302
    assert Need.objects.get().visibility == "public"


def test_group_that_can_be_harmed_and_is_added_later_is_asked_about_before_sending(
    client_of, representative, organisation
):
    draft, client = make_draft(representative, organisation), client_of(representative)
    client.post(address(draft, 2), for_step(2, answers(groups=[group_of("multeci_siginmaci")])))
    refused = client.post(address(draft, 4), for_step(4, answers(organisation)))
    assert refused.status_code == 422
    assert "3. adım henüz tamam değil: Haklar ve öneri" in refused.content.decode()
    assert Need.objects.count() == 0
    assert "zarar görebilir" in client.get(f"{address(draft, 3)}?kontrol=1").content.decode()


@pytest.mark.parametrize("visibility", ["participants", "confidential"])
def test_need_that_can_harm_and_is_not_public_asks_nothing(client_of, representative, organisation, visibility):
    changes = {"groups": [group_of("multeci_siginmaci")], "visibility": visibility}
    assert raise_need(client_of(representative), organisation, **changes).status_code == 302
    assert Need.objects.get().visibility == visibility


# --- sent once -------------------------------------------------------------------------------------------------------


def test_sent_twice_makes_one_need(client_of, representative, organisation):
    draft, client = make_draft(representative, organisation), client_of(representative)
    data = for_step(4, answers(organisation))
    first, second = client.post(address(draft, 4), data), client.post(address(draft, 4), data)

    assert Need.objects.count() == 1
    assert Duty.objects.count() == 1
    assert first.url == second.url
    # whoever goes back in the browser to a step of it, or sends the first page again, is led to the need
    assert client.get(address(draft, 2)).url == first.url
    again = client.post(URL, {"form_key": str(draft.key), **for_step(1, answers(organisation))})
    assert again.url == first.url
    assert NeedDraft.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_draft_sent_at_the_same_moment_makes_one_need(representative, organisation):
    draft = make_draft(representative, organisation)
    groups = list(RightsHolderGroup.objects.all()[:1])
    text = NeedText(title="Kaldırımda rampa yok", body="Yaşlılar araç yoluna iniyor, tehlikeli.", groups=groups)
    cleaned = {name: getattr(text, name) for name in NeedText.__dataclass_fields__} | {"organisation": organisation}

    def send(_turn):
        try:
            return intake.send_draft(key=draft.key, cleaned=cleaned, by=representative).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        references = set(pool.map(send, range(5)))

    assert len(references) == 1
    assert Need.objects.count() == 1
    assert NeedDraft.objects.count() == 0


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
        assert raise_need(client, organisation).status_code == 302
    refused = raise_need(client, organisation, title="Üçüncü ihtiyaç bu sayfada kalır")
    assert refused.status_code == 422
    assert "Üçüncü ihtiyaç bu sayfada kalır" in refused.content.decode()
    assert Need.objects.count() == 2
    assert NeedDraft.objects.count() == 1


def test_submit_without_organisation_is_explained(client_of, applicant):
    response = client_of(applicant).get(URL)
    assert response.status_code == 403
    assert reverse("answering:apply") in response.content.decode()


def test_submit_for_foreign_organisation_is_refused(representative, other_organisation):
    with pytest.raises(PermissionDenied):
        make_need(representative, other_organisation)


# --- for people without access ---------------------------------------------------------------------------------------


def test_what_others_told_needs_channel_notice_and_consent(client_of, officer):
    client, draft = client_of(officer), make_draft(officer)
    typed = answers(**PASSED_ON, **TODAY)

    def refused(**changes):
        response = client.post(address(draft, 4), {**for_step(4, typed), **changes})
        assert response.status_code == 422
        return response.content.decode()

    assert "nasıl anlattıklarını" in refused(channel="portal")
    assert "haberi olmadan" in refused(consent="")
    assert "Aydınlatma metni okunduysa" in refused(notice_told="")
    assert "Onayı nasıl verdiklerini seçin." in refused(consent_how="")
    assert "Onayı hangi gün verdiklerini yazın." in refused(consent_on="")
    assert "henüz gelmedi" in refused(consent_on=f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}")
    assert "bir kez daha sorun" in refused(consent_on=f"{timezone.localdate() - timedelta(days=400):%Y-%m-%d}")
    assert Need.objects.count() == 0

    assert client.post(address(draft, 4), for_step(4, typed)).status_code == 302
    need = Need.objects.get()
    assert (need.channel, need.notice_told, need.consent, need.consent_how) == ("visit", True, True, "spoken")
    assert need.consent_on == timezone.localdate()
    assert need.organisation is None


def test_organisation_passes_on_what_people_without_access_told(client_of, representative, organisation):
    changes = {**PASSED_ON, **TODAY, "channel": "meeting", "consent_how": "recorded"}
    assert raise_need(client_of(representative), organisation, **changes).status_code == 302
    need = Need.objects.get()
    assert (need.organisation, need.channel, need.consent_how) == (organisation, "meeting", "recorded")


def test_how_and_when_they_agreed_is_read_by_staff_and_who_wrote_it_down(
    client, client_of, representative, stranger, officer, organisation
):
    consent = {"notice_told": True, "consent": True, "consent_how": "spoken", "consent_on": timezone.localdate()}
    need = make_need(representative, organisation, channel="visit", **consent)
    page = reverse("needs:detail", args=[need.reference])
    for user in (representative, officer):
        assert "Sözlü olarak" in client_of(user).get(page).content.decode()
    for other in (client, client_of(stranger)):
        assert "Sözlü olarak" not in other.get(page).content.decode()


def test_who_writes_for_themselves_leaves_no_consent(client_of, representative, organisation):
    changes = {**PASSED_ON, **TODAY, "channel": "portal"}
    assert raise_need(client_of(representative), organisation, **changes).status_code == 302
    need = Need.objects.get()
    assert (need.notice_told, need.consent, need.consent_how, need.consent_on) == (False, False, "", None)


def test_service_passes_nothing_on_without_consent(officer):
    with pytest.raises(ValidationError):
        make_need(officer, channel="visit")


# --- text ------------------------------------------------------------------------------------------------------------


def test_submit_cleans_invisible_characters(client_of, representative, organisation):
    title = "Kaldırımda \u202eters\u202c yazı ve \x07 zil sesi"
    raise_need(client_of(representative), organisation, title=title)
    title = Need.objects.get().title
    assert "\u202e" not in title
    assert "\x07" not in title


def test_submit_markup_is_shown_as_text(client_of, representative, organisation):
    client = client_of(representative)
    raise_need(client, organisation, title='Kaldırım <script>alert(1)</script> "bozuk"')
    page = client.get(reverse("needs:detail", args=[Need.objects.get().reference])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_confidential_need_leaves_no_title_in_duty(representative, organisation):
    need = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    assert need.duty.title == ""
    assert need.duty.confidential
