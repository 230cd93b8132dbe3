"""Pages for what went wrong: they say what to do, and depend on as little as possible."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from atasehir_portal.site import views

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
    assert "The form had expired." in html
    assert f'href="{reverse("account_login")}"' in html


def test_error_pages_keep_a_text_that_was_being_written(client, db):
    assert b"data-interruption" in client.get("/no/such/page/").content


@pytest.mark.parametrize("method", ["get", "post"])
def test_hostile_addresses_are_never_a_500(client, db, method):
    for path in ("/%00/", "/iz/?no=%00%00", "/iz/?no=" + "İ" * 5000, "/%F0%9F%A7%B5/", "/..%2f..%2fetc/passwd"):
        assert getattr(client, method)(path).status_code < 500, path
