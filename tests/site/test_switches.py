"""Language and appearance: the page stays, and nobody is sent elsewhere."""

import pytest
from django.urls import reverse

PAGE = "/nasil-isler/?a=1&b=%C3%A7"


def test_language_switch_keeps_the_page_and_speaks(client, db):
    response = client.post(reverse("set_language"), {"language": "en", "next": PAGE})
    assert (response.status_code, response["Location"]) == (302, PAGE)
    page = client.get(PAGE, HTTP_ACCEPT_LANGUAGE="tr")
    assert b'<html lang="en"' in page.content
    assert b"How it works" in page.content


def test_language_switch_of_who_is_signed_in_is_the_language_of_their_mails(client_of, representative, stranger):
    client_of(representative).post(reverse("set_language"), {"language": "en", "next": PAGE})
    client_of(stranger).post(reverse("set_language"), {"language": "xx", "next": PAGE})
    for user in (representative, stranger):
        user.refresh_from_db()
    assert (representative.language, stranger.language) == ("en", "tr")


def test_every_page_offers_itself_to_return_to(client, db):
    html = client.get(PAGE).content.decode()
    assert 'name="next" value="/nasil-isler/?a=1&amp;b=%C3%A7"' in html


def test_language_that_is_not_spoken_changes_nothing(client, db):
    response = client.post(reverse("set_language"), {"language": "xx", "next": PAGE})
    assert response.status_code == 302
    assert not response.cookies


@pytest.mark.parametrize("url_name", ["set_language", "set_theme", "set_text_size"])
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        r"/\evil.example/",
        "javascript:alert(1)",
        "http:evil.example",
        "evil.example",
        "\x00/",
        "",
    ],
)
def test_switch_sends_nobody_elsewhere(client, db, url_name, target):
    response = client.post(reverse(url_name), {"language": "en", "theme": "dark", "next": target})
    assert response["Location"] == reverse("home")


@pytest.mark.parametrize("url_name", ["set_language", "set_theme", "set_text_size"])
def test_switch_answers_only_to_a_form(client, db, url_name):
    assert client.get(reverse(url_name)).status_code == 405


def test_theme_is_kept_until_the_system_decides_again(client, db):
    client.post(reverse("set_theme"), {"theme": "dark", "next": PAGE})
    dark = client.get(PAGE).content.decode()
    assert 'data-theme="dark"' in dark
    assert '<meta name="color-scheme" content="dark">' in dark
    client.post(reverse("set_theme"), {"theme": "system", "next": PAGE})
    assert "data-theme" not in client.get(PAGE).content.decode()


def test_unknown_theme_is_ignored(client, db):
    assert not client.post(reverse("set_theme"), {"theme": "pink", "next": PAGE}).cookies
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get(PAGE).content.decode()


def test_switches_make_no_session(client, db):
    client.post(reverse("set_theme"), {"theme": "dark", "next": PAGE})
    assert set(client.cookies) == {"theme"}
