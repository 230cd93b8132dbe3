"""Pages for what went wrong: they say what to do, and depend on as little as possible."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from atasehir_portal.catalogue.queries import refresh_municipality
from atasehir_portal.site import views
from programming.needs.models import Need

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def test_unknown_address_is_a_404_with_the_frayed_thread(client, db):
    response = client.get("/no/such/page/", **ENGLISH)
    html = response.content.decode()
    assert response.status_code == 404
    assert html.count("<h1") == 1
    assert "#frayed" in html
    assert f'action="{reverse("track")}"' in html


def test_403_shows_the_reason_that_came_with_it(client_of, officer):
    request = RequestFactory().get("/", **ENGLISH)
    request.user = officer
    response = views.permission_denied(request, PermissionDenied("Only the unit in charge answers."))
    assert response.status_code == 403
    assert b"Only the unit in charge answers." in response.content


@pytest.mark.parametrize(
    ("method", "heading"),
    [("get", "Bu sayfa hesabınıza açık değil."), ("post", "Bu işlem hesabınıza açık değil.")],
)
def test_403_promises_nothing_to_look_at(client_of, officer, method, heading):
    request = getattr(RequestFactory(), method)("/", HTTP_ACCEPT_LANGUAGE="tr")
    request.user = officer
    html = views.permission_denied(request, PermissionDenied()).content.decode()
    assert f">{heading}</h1>" in html
    assert "Görebilirsiniz" not in html


def test_pages_offer_contact_only_where_there_is_some(client, client_of, officer, catalogue):
    pages = ("/yok/boyle/sayfa/", reverse("accessibility"), reverse("track"), reverse("accounts:people"))
    said = ("Bize söyleyin", "Bize sorun")
    reader = client_of(officer)
    for contact in ("", "(0216) 000 00 00"):
        catalogue.phone = contact
        catalogue.save()
        refresh_municipality(catalogue)
        for page in pages:
            html = reader.get(page, headers={"accept-language": "tr"}).content.decode()
            assert any(words in html for words in said) is bool(contact), page
        assert ("0216" in client.get(reverse("help")).content.decode()) is bool(contact)
    assert 'href="tel:02160000000"' in client.get(reverse("help")).content.decode()


@pytest.mark.parametrize(("view", "status"), [(views.server_error, 500), (views.bad_request, 400)])
def test_plain_error_pages_need_no_database_and_no_user(view, status, django_assert_num_queries):
    response = view(RequestFactory().get("/", **ENGLISH))
    html = response.content.decode()
    assert response.status_code == status
    assert html.count("<h1") == 1
    assert '<html lang="en">' in html
    assert "Traceback" not in html


def test_500_page_stands_when_the_database_is_gone(monkeypatch):
    def gone(*args, **kwargs):
        raise AssertionError("the page asked the database")

    monkeypatch.setattr(connection, "cursor", gone)
    assert views.server_error(RequestFactory().get("/")).status_code == 500


def test_form_without_its_token_is_told_what_to_do(catalogue):
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": "a@b.test", "password": "x"}, **ENGLISH)
    html = response.content.decode()
    assert response.status_code == 403
    assert "The form was not taken in." in html
    assert f'href="{reverse("account_login")}"' in html
    assert "readonly" not in html


LONG = "Durak kaldırımın dar yerinde.\n\n</textarea><script>alert(1)</script>"


def sent_without_token(user, **headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    data = {
        "form_key": "0e8f0c1e-8f0c-4b1e-9f0c-0e8f0c1e8f0c",
        "title": "Durakta yer yok",
        "body": LONG,
        "groups": ["3", "4"],
        "password": "ornek sifre 2026",
    }
    return client.post(f"{reverse('needs:submit')}?a=1", data, **ENGLISH, **headers)


def test_form_without_its_token_hands_back_what_was_written(representative):
    response = sent_without_token(representative, HTTP_ORIGIN="http://testserver")
    html = response.content.decode()
    assert response.status_code == 403
    assert "Durakta yer yok</textarea>" in html
    assert "dar yerinde.\n\n&lt;/textarea&gt;&lt;script&gt;" in html
    assert html.count("readonly") == 2
    assert "0e8f0c1e" not in html
    assert "ornek sifre" not in html
    assert f'href="{reverse("needs:submit")}?a=1"' in html
    assert "no-store" in response["Cache-Control"]
    assert Need.objects.count() == 0


@pytest.mark.parametrize("headers", [{}, {"HTTP_ORIGIN": "https://evil.test"}, {"HTTP_REFERER": "http://[evil"}])
def test_words_of_another_site_are_not_shown_as_the_reader_s_own(representative, headers):
    html = sent_without_token(representative, **headers).content.decode()
    assert "Durakta yer yok" not in html
    assert "readonly" not in html


def test_log_in_says_that_a_form_did_not_arrive(client, catalogue):
    address = reverse("needs:submit")
    response = client.post(address, {"title": "x"})
    assert response.url == f"{reverse('account_login')}?next={address}&form=1"
    html = client.get(response.url, **ENGLISH).content.decode()
    assert "Your session had ended." in html
    assert "copy what you wrote" in html
    # a wrong password does not make it forget
    data = {"login": "a@b.test", "password": "x", "next": address, "form": "1"}
    assert "Your session had ended." in client.post(reverse("account_login"), data, **ENGLISH).content.decode()
    assert "&form" not in client.get(address).url
    assert "Your session" not in client.get(reverse("account_login"), **ENGLISH).content.decode()


def test_error_pages_keep_a_text_that_was_being_written(client, db):
    assert b"data-interruption" in client.get("/no/such/page/").content


@pytest.mark.parametrize("method", ["get", "post"])
def test_hostile_addresses_are_never_a_500(client, db, method):
    for path in ("/%00/", "/iz/?no=%00%00", "/iz/?no=" + "İ" * 5000, "/%F0%9F%A7%B5/", "/..%2f..%2fetc/passwd"):
        assert getattr(client, method)(path).status_code < 500, path
