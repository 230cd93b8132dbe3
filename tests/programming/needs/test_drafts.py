"""Drafts of needs: kept on the server, seen by their author alone, back and forth without a loss, light pages."""

import gzip
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from atasehir_portal import throttle
from atasehir_portal.catalogue.models import Right, RightsHolderGroup, ServiceArea
from programming.needs import intake, tasks
from programming.needs.forms import STEPS, step
from programming.needs.models import Need, NeedDraft
from programming.needs.proposing import propose
from programming.needs.wiring import erase_for, export_for
from tests.programming.needs.factories import address, answers, for_step, make_draft

pytestmark = pytest.mark.django_db
URL = reverse("needs:submit")
LIMIT = 60_000  # bytes of one page


def first(client, **changes):
    key = uuid.uuid4()
    client.post(URL, {"form_key": str(key), **for_step(1, answers(**changes))})
    return NeedDraft.objects.get(key=key)


def test_first_step_begins_one_draft_however_often_it_is_sent(client_of, representative, organisation):
    client, data = client_of(representative), {"form_key": str(uuid.uuid4()), **for_step(1, answers())}
    places = {client.post(URL, data).url for _time in range(2)}
    draft = NeedDraft.objects.get()
    assert places == {address(draft, 2)}
    client.post(URL, {**data, "title": "Kreş saatleri akşam vardiyasına uymuyor"})
    draft.refresh_from_db()
    assert draft.title == "Kreş saatleri akşam vardiyasına uymuyor"


def test_key_of_somebody_else_disturbs_nobody(client_of, representative, stranger, organisation, other_organisation):
    theirs = make_draft(stranger, title="Bu taslak başkasınındır, dokunulmaz")
    client_of(representative).post(URL, {"form_key": str(theirs.key), **for_step(1, answers())})
    theirs.refresh_from_db()
    assert theirs.title == "Bu taslak başkasınındır, dokunulmaz"
    assert NeedDraft.objects.filter(author=representative).count() == 1


@pytest.mark.parametrize("go", ["back", "leave"])
def test_what_is_half_typed_is_kept_by_whoever_goes_back_or_leaves(client_of, representative, organisation, go):
    client, draft = client_of(representative), make_draft(representative, done=[1, 2])
    half = {"suggestion": "Bir de şu olsa", "urgency": "", "visibility": "confidential", "go": go}
    response = client.post(address(draft, 3), half)
    assert response.url == (address(draft, 2) if go == "back" else URL)
    page = client.get(address(draft, 3)).content.decode()
    assert "Bir de şu olsa" in page
    assert 'value="confidential" checked' in page.replace('id="id_visibility_2" ', "") or "checked" in page
    draft.refresh_from_db()
    assert draft.done == [1, 2]
    assert draft.goes_on_at == 3
    # what the other steps hold is untouched
    assert draft.title == "Kreş saatleri vardiyamıza uymuyor"


def test_draft_goes_on_from_another_device(client_of, representative, organisation):
    draft = first(client_of(representative), title="Durakta oturacak yer yok, bekleyemiyoruz")
    other = client_of(representative)
    page = other.get(URL).content.decode()
    assert "Durakta oturacak yer yok" in page
    assert address(draft, 2) in page
    other.post(address(draft, 2), for_step(2, answers()))
    page = other.get(address(draft, 2)).content.decode()
    chosen = RightsHolderGroup.objects.get(slug="cocuk")
    assert [box["value"].value for box in other.get(address(draft, 2)).context["form"].near_groups] == [chosen.pk]
    assert "checked" in page


def test_last_step_shows_everything_before_it_is_sent(client_of, representative, organisation):
    place = RightsHolderGroup.objects.get(slug="cocuk")
    right = Right.objects.get(slug="egitim")
    draft = make_draft(representative, rights=[str(right.pk)], visibility="participants")
    page = client_of(representative).get(address(draft, 4)).content.decode()
    for words in (
        "Kreş saatleri vardiyamıza uymuyor",
        "vardiyayla çalışanlar çocuklarını",
        place.name,
        right.name,
        "20–100",
        "Nöbetçi sınıf.",
        "Yalnız belediye ve doğrulanmış kuruluşlar",
    ):
        assert words in page, words
    assert all(f"{address(draft, number)}?kontrol=1" in page for number in (1, 2, 3))


def test_change_from_the_last_step_leads_back_there(client_of, representative, organisation):
    draft, client = make_draft(representative), client_of(representative)
    response = client.post(
        f"{address(draft, 1)}?kontrol=1", for_step(1, answers(title="Kreş akşam çok erken kapanıyor"))
    )
    assert response.url == address(draft, 4)
    assert "Kreş akşam çok erken kapanıyor" in client.get(address(draft, 4)).content.decode()


def test_draft_that_is_not_whole_is_not_sent(client_of, representative, organisation):
    draft, client = make_draft(representative, done=[1]), client_of(representative)
    assert "Bu adım henüz tamam değil." in client.get(address(draft, 4)).content.decode()
    refused = client.post(address(draft, 4), for_step(4, answers(organisation)))
    assert refused.status_code == 422
    assert "2. adım henüz tamam değil: Kim ve nerede" in refused.content.decode()
    assert Need.objects.count() == 0


def test_draft_is_seen_by_its_author_alone(
    client_of, representative, contributor, officer, administrator, organisation
):
    draft = make_draft(representative, title="Yalnız yazanın gördüğü bir taslak")
    for user in (contributor, officer, administrator):
        client = client_of(user)
        for number in (1, 2, 3, 4):
            assert client.get(address(draft, number)).status_code == 404
            assert client.post(address(draft, number), for_step(number, answers())).status_code == 404
        assert client.get(reverse("needs:discard", args=[draft.key])).status_code == 404
        client.post(reverse("needs:discard", args=[draft.key]))
        for page in (URL, reverse("needs:list"), f"{reverse('needs:list')}?q=taslak", reverse("my_page")):
            assert "Yalnız yazanın gördüğü" not in client.get(page, follow=True).content.decode()
    assert NeedDraft.objects.count() == 1


def test_author_who_may_not_raise_needs_any_more_can_still_delete_the_draft(client_of, applicant):
    draft, client = make_draft(applicant), client_of(applicant)
    assert client.get(address(draft, 2)).status_code == 403
    assert client.get(reverse("needs:discard", args=[draft.key])).status_code == 200
    assert client.post(reverse("needs:discard", args=[draft.key])).status_code == 302
    assert not NeedDraft.objects.exists()


def test_draft_is_deleted_by_its_author(client_of, representative, organisation):
    draft, client = make_draft(representative), client_of(representative)
    discard = reverse("needs:discard", args=[draft.key])
    assert "geri alınamaz" in client.get(discard).content.decode()
    for _time in range(2):
        assert client.post(discard).url == URL
    assert not NeedDraft.objects.exists()
    assert client.get(address(draft, 1)).status_code == 404


def test_drafts_that_nobody_touches_are_swept_after_the_time_that_is_said(client_of, representative, organisation):
    old, young = make_draft(representative), make_draft(representative)
    NeedDraft.objects.filter(pk=old.pk).update(saved_at=timezone.now() - timedelta(days=intake.KEPT_DAYS, minutes=1))
    assert f"{intake.KEPT_DAYS} gün saklanır" in client_of(representative).get(URL).content.decode()
    assert tasks.sweep_drafts() == 1
    assert NeedDraft.objects.get() == young


def test_drafts_are_in_one_s_own_data_and_go_with_the_account(representative, stranger, organisation):
    group = RightsHolderGroup.objects.get(slug="cocuk")
    make_draft(representative, title="Kendi verimde görünen bir taslak")
    [mine] = export_for(representative)
    assert mine["title"] == "Kendi verimde görünen bir taslak"
    assert mine["groups"] == group.name
    assert mine["people"] == "20–100"
    assert export_for(stranger) == []
    erase_for(representative)
    assert not NeedDraft.objects.exists()


def test_twenty_drafts_are_enough(client_of, representative, organisation):
    for _number in range(intake.MOST_DRAFTS):
        make_draft(representative, done=[1])
    data = for_step(1, answers(title="Yirmi birinci taslağın başlığı kalır"))
    refused = client_of(representative).post(URL, {"form_key": str(uuid.uuid4()), **data})
    assert refused.status_code == 422
    assert "Yirmi birinci taslağın başlığı kalır" in refused.content.decode()
    assert "Bekleyen yirmi taslağınız var" in refused.content.decode()


def test_flood_of_saves_stops_and_what_was_typed_stays(client_of, representative, organisation, monkeypatch):
    draft, client = make_draft(representative), client_of(representative)
    monkeypatch.setattr(throttle, "passes", lambda *_args: False)
    data = for_step(3, answers(suggestion="Bu öneri sayfada kalır"))
    for sent in (data, {**data, "go": "back"}):
        refused = client.post(address(draft, 3), sent)
        assert refused.status_code == 422
        assert "Bu öneri sayfada kalır" in refused.content.decode()


def test_confidential_draft_is_kept_in_no_browser(client_of, representative, organisation):
    client = client_of(representative)
    open_one = make_draft(representative)
    secret = make_draft(representative, visibility="confidential")
    for number in (1, 2, 3, 4):
        assert "data-keep=" in client.get(address(open_one, number)).content.decode()
        assert "data-keep=" not in client.get(address(secret, number)).content.decode()


# --- rights that are proposed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "words", "slug", "reason"),
    [
        ("ulasim-trafik", "", "ulasim_erisim", "“Ulaşım ve şehir içi trafik” alanını seçtiğiniz için önerildi."),
        ("", "KALDIRIMDAN geçilemiyor", "ulasim_erisim", "“KALDIRIMDAN” yazdığınız için önerildi."),
        ("", "Kres saatleri uymuyor", "egitim", "“Kres” yazdığınız için önerildi."),
        ("", "Işıklar yanmıyor", "yasam_guvenlik", "“Işıklar” yazdığınız için önerildi."),
    ],
)
def test_rights_are_proposed_with_the_reason(catalogue, area, words, slug, reason):
    number = ServiceArea.objects.get(slug=area).pk if area else None
    assert (slug, reason) in [(found.right.slug, found.reason) for found in propose(area=number, words=words)]


def test_nothing_said_proposes_nothing(catalogue, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert propose(area=None, words="Aşırı dilekçe, sözleşme, Bursa") == []


def test_every_rule_names_areas_and_rights_of_the_catalogue(catalogue):
    from programming.needs.proposing import _rules

    rules = _rules()
    rights = set(Right.objects.values_list("slug", flat=True))
    assert set(rules["areas"]) <= set(ServiceArea.objects.values_list("slug", flat=True))
    assert {slug for slugs in rules["areas"].values() for slug in slugs} | set(rules["words"]) <= rights


def test_proposed_rights_are_ticked_until_somebody_takes_them_off(client_of, representative, organisation):
    client, draft = client_of(representative), make_draft(representative, done=[1, 2])
    response = client.get(address(draft, 3))
    ticked = [box["value"].value for box in response.context["form"].right_boxes["first"] if box["selected"]]
    assert Right.objects.get(slug="egitim").pk in ticked
    assert "“Kreş” yazdığınız için önerildi." in response.content.decode()
    client.post(address(draft, 3), for_step(3, answers(rights=[])))
    boxes = client.get(address(draft, 3)).context["form"].right_boxes
    assert not [box for box in boxes["first"] + boxes["others"] if box["selected"]]


# --- short and light -------------------------------------------------------------------------------------------------


def test_no_step_asks_more_than_six_things():
    for kind in STEPS:
        assert len(kind.names()) <= 6, kind.number


def test_every_question_has_an_example():
    without = {"is_public_anyway"}  # asked back in words that name the groups
    with translation.override("en"):
        for kind in STEPS:
            for name in set(kind.names()) - without:
                assert "For example" in str(kind.base_fields[name].help_text), name


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_page_is_light_enough_for_an_old_phone(client_of, representative, organisation, number):
    long = {"body": "Kaldırımda rampa yok. " * 220, "suggestion": "Rampa yapılsın. " * 180}
    draft = make_draft(representative, organisation, **long)
    page = client_of(representative).get(address(draft, number)).content
    assert len(page) < LIMIT, len(page)
    assert len(gzip.compress(page)) < LIMIT / 4


def test_numbers_that_are_no_step_do_not_exist(client_of, representative, organisation):
    draft, client = make_draft(representative), client_of(representative)
    for number in (0, 5, 99):
        assert client.get(reverse("needs:step", args=[draft.key, number])).status_code == 404
    assert step(4).number == 4
