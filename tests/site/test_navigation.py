"""The navigation shows what exists and what the person may do, and marks where they are."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from atasehir_portal.accounts.people import person
from atasehir_portal.notifications.services import notify
from atasehir_portal.site import navigation
from atasehir_portal.site.navigation import Item
from tests.programming.needs.factories import make_need

WORK = {
    "administrator": [
        "answering:desk",
        "needs:list",
        "needs:coverage",
        "assessing:list",
        "drafting:list",
        "rounds:list",
        "dialogue:charter",
        "handbooks:board",
        "answering:verification",
        "moderating:list",
        "catalogue:index",
        "accounts:people",
    ],
    "coordinator": [
        "answering:desk",
        "needs:list",
        "needs:coverage",
        "assessing:list",
        "drafting:list",
        "rounds:list",
        "dialogue:charter",
        "handbooks:library",
        "answering:verification",
        "moderating:list",
    ],
    "officer": [
        "answering:desk",
        "needs:list",
        "needs:coverage",
        "assessing:list",
        "drafting:list",
        "rounds:list",
        "dialogue:charter",
        "handbooks:library",
    ],
    "representative": [
        "answering:our_inputs",
        "needs:submit",
        "needs:list",
        "needs:coverage",
        "assessing:list",
        "drafting:list",
        "rounds:list",
        "dialogue:charter",
        "handbooks:library",
    ],
    "applicant": [
        "answering:our_inputs",
        "needs:list",
        "needs:coverage",
        "assessing:list",
        "drafting:list",
        "rounds:list",
        "dialogue:charter",
        "handbooks:library",
    ],
}
FIRST_PAGE = {
    "administrator": "handbooks:board",
    "coordinator": "answering:desk",
    "officer": "answering:desk",
    "representative": "answering:our_inputs",
    "contributor": "answering:our_inputs",
    "applicant": "answering:our_inputs",
}


@pytest.mark.parametrize("role", WORK)
def test_work_navigation_shows_what_the_person_may_do(request, role):
    user = request.getfixturevalue(role)
    found = navigation.links(navigation.WORK, person(user), "/")
    assert [link.url for link in found] == [reverse(name) for name in WORK[role]]


@pytest.mark.parametrize("role", WORK)
def test_line_that_is_too_long_folds_what_belongs_together(request, role):
    found = navigation.links(navigation.WORK, person(request.getfixturevalue(role)), reverse("catalogue:index"))
    folded = [link.url for link in found if link.group]
    expected = {"administrator": WORK["administrator"][-4:], "coordinator": WORK["coordinator"][-2:]}.get(role, [])
    assert folded == [reverse(name) for name in expected]


def test_group_says_that_the_page_is_in_it(client_of, administrator, officer):
    html = client_of(administrator).get(reverse("catalogue:index")).content.decode()
    group = html.partition('<details class="nav__group">')[2].partition("</details>")[0]
    assert '<summary class="nav__link nav__link--here">Yönetim' in group
    assert f'href="{reverse("catalogue:index")}" aria-current="page"' in group
    html = client_of(administrator).get(reverse("answering:desk")).content.decode()
    assert '<summary class="nav__link">Yönetim' in html
    assert "nav__group" not in client_of(officer).get(reverse("answering:desk")).content.decode()


@pytest.mark.parametrize("role", FIRST_PAGE)
def test_my_page_leads_each_role_to_its_work(request, client_of, role):
    response = client_of(request.getfixturevalue(role)).get(reverse("my_page"))
    assertRedirects(response, reverse(FIRST_PAGE[role]), fetch_redirect_response=False)


def test_my_page_asks_a_visitor_to_sign_in(client, db):
    response = client.get(reverse("my_page"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_person_without_post_or_organisation_begins_at_the_account(make_user, client_of):
    response = client_of(make_user("Kimse Yok", "kimse@yok.test")).get(reverse("my_page"))
    assertRedirects(response, reverse("accounts:me"), fetch_redirect_response=False)


def test_current_item_is_marked_on_the_page_and_below_it():
    items = (Item("needs:list", "a"), Item("needs:coverage", "b"))
    nobody = person(AnonymousUser())

    def marks(path: str) -> list[str]:
        return [link.current for link in navigation.links(items, nobody, path)]

    assert marks(reverse("needs:list")) == ["page", ""]
    assert marks(reverse("needs:detail", args=["İ-2026-K7P4M"])) == ["true", ""]
    assert marks(reverse("needs:coverage")) == ["", "page"]
    assert marks("/elsewhere/") == ["", ""]


def test_item_whose_page_does_not_exist_is_left_out():
    items = (Item("needs:list", "a"), Item("no_such:page", "b"))
    assert [link.label for link in navigation.links(items, person(AnonymousUser()), "/")] == ["a"]


def test_head_of_the_workspace_counts_what_is_unread(client_of, officer, representative, organisation):
    need = make_need(representative, organisation)
    notify(recipients=[officer], kind="need_assigned", reference=need.reference, event="1")
    notify(recipients=[officer], kind="need_assigned", reference="İ-2026-AAAAA", event="1")  # is not there to be seen
    html = client_of(officer).get(reverse("how_it_works"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert '<span class="badge">1<span class="vh"> unread</span></span>' in html


def test_signed_in_reader_keeps_the_workspace_on_public_pages_and_the_public_face_on_the_home_page(client_of, officer):
    client = client_of(officer)
    assert b'<body class="work ' in client.get(reverse("how_it_works")).content
    assert b'<body class="public ' in client.get(reverse("home")).content


def test_foot_links_lead_somewhere(client, catalogue):
    import re

    html = client.get(reverse("home")).content.decode()
    foot = html[html.index('<footer class="foot">') :]
    links = set(re.findall(r'href="([^"#]+)"', foot))
    assert links
    for link in links:
        assert client.get(link).status_code == 200, link
