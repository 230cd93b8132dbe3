"""The home page lays out what the rooms register, and finds a need by its number."""

import uuid

import pytest
from django.urls import reverse
from django.utils.safestring import mark_safe
from pytest_django.asserts import assertRedirects

from atasehir_portal import ports
from atasehir_portal.catalogue.models import Municipality, Neighbourhood, RightsHolderGroup
from atasehir_portal.site import views
from programming.needs.models import Visibility
from programming.needs.services import NeedText, submit_need
from tests.programming.needs.factories import make_need

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def empty_slots(monkeypatch):
    """A portal whose rooms have nothing to say."""
    registry = ports.PanelRegistry()
    monkeypatch.setattr(views, "panels", registry)
    return registry


@pytest.fixture
def need(representative, organisation):
    text = NeedText(
        title="Kaldırımda rampa yok, geçilemiyor",
        body="Randevusuna giden yaşlılar araç yoluna inmek zorunda kalıyor.",
        groups=RightsHolderGroup.objects.filter(slug="yasli"),
        neighbourhoods=Neighbourhood.objects.filter(slug="icerenkoy"),
        visibility=Visibility.PUBLIC,
    )
    return submit_need(text=text, by=representative, organisation=organisation, form_key=uuid.uuid4())


def test_home_is_honest_where_nothing_was_heard(client, catalogue, empty_slots):
    html = client.get(reverse("home"), **ENGLISH).content.decode()
    assert html.count("<h1") == 1
    assert html.count("golden__item--next") == len(views.STAGES)
    assert "#yarn-tack" in html
    assert "No edition has been published yet" in html


def test_home_lays_out_what_rooms_register(client, catalogue, empty_slots):
    empty_slots.register("home.voices", "needs", lambda request, **_: mark_safe('<li class="voice">Ses</li>'))
    empty_slots.register("home.figures", "needs", lambda request, **_: mark_safe('<li data-stage="need">312</li>'))
    html = client.get(reverse("home"), **ENGLISH).content.decode()
    assert '<li class="voice">Ses</li>' in html
    assert "312" in html
    assert html.count("golden__item--next") == len(views.STAGES) - 1
    assert "#strand-1" in html


def test_home_speaks_with_the_name_of_the_municipality(client, catalogue):
    Municipality.objects.update(name="Örnekköy Belediyesi", portal_name="Örnekköy Katılım")
    Municipality.objects.get().save()
    html = client.get(reverse("home"), **ENGLISH).content.decode()
    assert "Örnekköy Belediyesi and civil-society organisations" in html
    assert "– Örnekköy Katılım</title>" in html
    assert "Ataşehir" not in html


def test_home_costs_a_fixed_number_of_queries(client, need, django_assert_max_num_queries):
    client.get(reverse("home"))
    with django_assert_max_num_queries(10):
        client.get(reverse("home"))


@pytest.mark.parametrize(
    "spelling",
    ["{0}", " {0} ", "{1}", "{2}", "{3}", " {4} ", "{5} {4}", "{5}{3}", "i{5}{4}", "I – {5} – {3}", "{5}-{6}", "{6}."],
)
def test_track_finds_a_need_however_its_number_is_typed(client, need, spelling):
    reference = need.reference
    _letter, year, signs = reference.split("-")
    typed = spelling.format(
        reference,
        reference.lower().replace("i̇", "i"),
        reference.replace("-", " "),
        signs,
        signs.lower(),
        year,
        " ".join(signs),
    )
    assertRedirects(client.get(reverse("track"), {"no": typed}), reverse("needs:detail", args=[reference]))


def test_track_says_plainly_that_there_is_none_and_keeps_what_was_typed(client, catalogue):
    response = client.get(reverse("track"), {"no": 'İ-2026-<b>"'}, **ENGLISH)
    html = response.content.decode()
    assert response.status_code == 404
    assert "There is no need that you may see under" in html
    assert 'value="İ-2026-&lt;b&gt;&quot;"' in html
    assert 'aria-describedby="not-found"' in html


def test_track_lets_choose_between_needs_of_two_years_with_the_same_signs(client, need, representative, organisation):
    signs = need.reference[-5:]
    other = make_need(representative, organisation, title="Başka yılın ihtiyacı")
    type(other).objects.filter(pk=other.pk).update(reference=f"İ-2021-{signs}")
    html = client.get(reverse("track"), {"no": signs.lower()}).content.decode()
    for reference in (need.reference, f"İ-2021-{signs}"):
        assert reverse("needs:detail", args=[reference]) in html
    assertRedirects(
        client.get(reverse("track"), {"no": f"2021 {signs}"}), reverse("needs:detail", args=[f"İ-2021-{signs}"])
    )
    type(need).objects.filter(pk=other.pk).update(visibility=Visibility.CONFIDENTIAL)
    assertRedirects(client.get(reverse("track"), {"no": signs}), reverse("needs:detail", args=[need.reference]))


@pytest.mark.parametrize("typed", ["B-2026-{0}", "{0}{0}", "2026", "İ-2026-", "İ" * 5000, "\u202e{0}{0}", "A" * 5])
def test_track_does_not_guess(client, need, typed):
    assert client.get(reverse("track"), {"no": typed.format(need.reference[-5:])}).status_code == 404


def test_track_does_not_tell_that_a_confidential_need_exists(client, need):
    type(need).objects.filter(pk=need.pk).update(visibility=Visibility.CONFIDENTIAL)
    assert client.get(reverse("track"), {"no": need.reference}).status_code == 404


def test_track_without_a_number_is_a_page(client, catalogue):
    assert client.get(reverse("track")).status_code == 200


@pytest.mark.parametrize("url_name", ["home", "track", "how_it_works", "help", "accessibility"])
@pytest.mark.parametrize("language", ["tr", "en"])
def test_public_page_has_one_heading_and_a_title(client, catalogue, url_name, language):
    response = client.get(reverse(url_name), HTTP_ACCEPT_LANGUAGE=language)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert f'<html lang="{language}"' in html
    assert "<title>" in html.replace("\n", "")
