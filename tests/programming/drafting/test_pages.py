"""Pages of the drafting room: who opens what, what stands there, forms with good, empty, doubled and hostile input, query counts."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.answering import services as answering
from atasehir_portal.documents.models import Block, BlockConflict
from programming.drafting import links, queries
from programming.drafting.models import Element, NeedLink, Programme, ProgrammeState
from programming.needs.models import Visibility
from tests.programming.drafting.factories import (
    make_framework,
    make_measure,
    make_programme,
    measure_form,
    programme_form,
)
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db

REASON = "Başka bir programda ele alınıyor."
HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7919*7907 }}",
    "a\x00b",
    "\u202egnol",
    "../../etc/passwd",
    "İ" * 100_000,
    "𝕏" * 300,
]


def page(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def url(name, programme=None, element=None, *more):
    args = [
        part for part in (programme.slug if programme else None, element.block.uid if element else None, *more) if part
    ]
    return reverse(f"drafting:{name}", args=args)


@pytest.fixture
def people(administrator, coordinator, officer, other_officer, representative, contributor, stranger, applicant):
    return {
        "nobody": None,
        "administrator": administrator,
        "coordinator": coordinator,
        "officer": officer,
        "other_officer": other_officer,
        "representative": representative,
        "contributor": contributor,
        "stranger": stranger,
        "applicant": applicant,
    }


OPEN = dict.fromkeys(
    (
        "nobody",
        "administrator",
        "coordinator",
        "officer",
        "other_officer",
        "representative",
        "contributor",
        "stranger",
        "applicant",
    ),
    200,
)
INSIDE = {**OPEN, "nobody": 404, "applicant": 404}
WRITERS = {**dict.fromkeys(OPEN, 403), "administrator": 200, "coordinator": 200, "nobody": 302, "applicant": 404}
CREATORS = {**WRITERS, "applicant": 403}
UNIT = {**WRITERS, "officer": 200}


@pytest.mark.parametrize(
    ("name", "of", "expected"),
    [
        ("list", "", OPEN),
        ("new", "", CREATORS),
        ("detail", "programme", OPEN),
        ("edit", "programme", INSIDE),
        ("csv", "programme", INSIDE),
        ("change", "programme", CREATORS),
        ("framework", "programme", WRITERS),
        ("add_goal", "programme", WRITERS),
        ("measure", "measure", INSIDE),
        ("edit_measure", "measure", UNIT),
        ("remove", "measure", WRITERS),
        ("add_below", "goal", WRITERS),
        ("add_below", "outcome", {**WRITERS, "officer": 200, "other_officer": 200}),
        ("unlink_need", "link", UNIT),
        (
            "link",
            "need",
            {
                **dict.fromkeys(OPEN, 403),
                "nobody": 302,
                **dict.fromkeys(("administrator", "coordinator", "officer", "other_officer"), 200),
            },
        ),
    ],
)
def test_who_opens_which_page_of_a_draft(people, client_of, coordinator, organisation, name, of, expected):
    programme, [measure] = make_framework(coordinator)
    need = make_need(people["representative"], organisation)
    link = links.link_need(measure=measure, need=need, by=coordinator)
    address = {
        "": lambda: url(name),
        "programme": lambda: url(name, programme),
        "measure": lambda: url(name, programme, measure),
        "outcome": lambda: url(name, programme, measure.parent),
        "goal": lambda: url(name, programme, measure.parent.parent),
        "link": lambda: reverse("drafting:unlink_need", args=[programme.slug, link.pk]),
        "need": lambda: reverse("drafting:link", args=[need.reference]),
    }[of]()
    found = {who: client_of(user).get(address).status_code for who, user in people.items()}
    assert found == expected


@pytest.mark.parametrize("name", ["move", "link_need"])
def test_acts_are_no_pages_and_need_the_right_person(people, client_of, coordinator, organisation, name):
    programme, [measure] = make_framework(coordinator)
    need = make_need(people["representative"], organisation)
    address, data = url(name, programme, measure), {"direction": "up", "need": need.reference}
    assert client_of(coordinator).get(address).status_code == 405
    allowed = {"administrator", "coordinator", *(["officer"] if name == "link_need" else [])}
    for who, user in people.items():
        status = client_of(user).post(address, data).status_code
        refused = 404 if who == "applicant" else 302 if user is None else 403
        assert status == (302 if who in allowed else refused), who
    assert NeedLink.objects.count() == (1 if name == "link_need" else 0)


def test_draft_shows_visitors_its_existence_summary_and_state_and_nothing_more(client, coordinator):
    programme, _measures = make_framework(coordinator, summary="Kimse dışarıda kalmasın.")
    for address in (url("list"), url("detail", programme)):
        text = page(client.get(address))
        assert "Eşit Erişim Programı" in text
        assert "Kimse dışarıda kalmasın." in text
        assert "Taslak" in text
        assert "Faaliyet 1" not in text
        assert "denetimden geçer" not in text


@pytest.mark.parametrize("state", [ProgrammeState.PROPOSED, ProgrammeState.ADOPTED, ProgrammeState.SUPERSEDED])
def test_from_the_proposal_on_everybody_reads_the_text(client, coordinator, state):
    programme, [measure] = make_framework(coordinator)
    Programme.objects.update(state=state)
    assert "F1.1.1" in page(client.get(url("detail", programme)))
    assert "18.400.000\u00a0₺" in page(client.get(url("measure", programme, measure)))
    assert "18.400.000,00" in page(client.get(url("csv", programme)))


def test_programme_is_begun_and_the_same_form_twice_begins_one(client_of, coordinator):
    browser, data = client_of(coordinator), programme_form()
    first, second = browser.post(url("new"), data), browser.post(url("new"), data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url == reverse("drafting:framework", args=["esit-erisim-programi-2027-2029"])
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 5000}, "title"),
        ({"first_year": "ikibin"}, "first_year"),
        ({"first_year": "99999999999999999999"}, "first_year"),
        ({"first_year": "-1"}, "first_year"),
        ({"last_year": "2026"}, "last_year"),
        ({"last_year": "2090"}, "last_year"),
        ({"unit": "0"}, "unit"),
        ({"unit": "x' or 1=1"}, "unit"),
        ({"summary": "x" * 3000}, "summary"),
        ({"title": "a\x00bcdef"}, "title"),
    ],
)
def test_programme_form_says_what_is_wrong_at_its_field_and_keeps_the_rest(client_of, coordinator, change, field):
    data = programme_form(**change)
    response = client_of(coordinator).post(url("new"), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    if "summary" not in change:
        assert "Kimse dışarıda kalmasın." in page(response)
    assert Programme.objects.count() == 0


def test_details_are_corrected_and_the_address_stays(client_of, coordinator):
    programme = make_programme(coordinator)
    client_of(coordinator).post(
        url("change", programme), programme_form(title="Başka ad, aynı program", last_year="2030")
    )
    programme.refresh_from_db()
    assert (programme.document.title, programme.last_year, programme.slug) == (
        "Başka ad, aynı program",
        2030,
        "esit-erisim-programi",
    )


def test_framework_is_built_without_javascript(client_of, coordinator):
    programme = make_programme(coordinator)
    browser = client_of(coordinator)
    data = {"form_key": str(uuid.uuid4()), "heading": "Ulaşım", "title": "Herkes dolaşabilir", "body": "Metin"}
    for _twice in range(2):
        assert browser.post(url("add_goal", programme), data).status_code == 302
    goal = Element.objects.get()
    data = {"form_key": str(uuid.uuid4()), "heading": "Okul yolları", "title": "20 güzergâh", "body": ""}
    for _twice in range(2):
        browser.post(url("add_below", programme, goal), data)
    outcome = Element.objects.get(kind="outcome")
    data = measure_form()
    for _twice in range(2):
        response = browser.post(url("add_below", programme, outcome), data)
    measure = Element.objects.get(kind="measure")
    assert response.url.endswith(f"#b-{measure.block.uid.hex[:12]}")
    assert measure.block.data["budget"] == "18400000.00"
    text = page(browser.get(url("framework", programme)))
    assert [n in text for n in ("A1", "H1.1", "F1.1.1")] == [True] * 3
    assert browser.get(url("add_below", programme, measure)).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 251}, "title"),
        ({"budget": "-5"}, "budget"),
        ({"budget": "18,400,000.00"}, "budget"),
        ({"budget": "9" * 39}, "budget"),
        ({"budget": "1" * 5000}, "budget"),
        ({"budget": "çok"}, "budget"),
        ({"first_quarter": "2027-Q4", "last_quarter": "2027-Q1"}, "last_quarter"),
        ({"first_quarter": "1999-Q1"}, "first_quarter"),
        ({"unit": "yok"}, "unit"),
        ({"competence": "sultan"}, "competence"),
        ({"partners": "x" * 1001}, "partners"),
        ({"body": "x" * 30_000}, "body"),
        ({"body": "# başlık"}, "body"),
        ({"body": "[@yok]"}, "body"),
    ],
)
def test_measure_form_says_what_is_wrong_at_its_field_and_keeps_the_rest(client_of, coordinator, change, field):
    programme, [measure] = make_framework(coordinator)
    response = client_of(coordinator).post(url("add_below", programme, measure.parent), measure_form(**change))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Belediye bütçesi" in page(response)
    assert Element.objects.filter(kind="measure").count() == 1


def test_measure_form_tells_everything_that_is_wrong_at_once(client_of, coordinator):
    programme, [measure] = make_framework(coordinator)
    wrong = measure_form(title="", budget="yüz bin", first_quarter="2027-Q4", last_quarter="2027-Q1", body="# başlık")
    response = client_of(coordinator).post(url("add_below", programme, measure.parent), wrong)
    errors = response.context["form"].errors
    assert set(errors) == {"title", "budget", "last_quarter", "body"}
    assert all(len(told) == 1 for told in errors.values())


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("field", ["title", "body", "partners", "source", "heading"])
def test_hostile_text_is_refused_or_shown_as_text(client_of, coordinator, hostile, field):
    programme, [measure] = make_framework(coordinator)
    browser = client_of(coordinator)
    if field == "heading":
        response = browser.post(url("add_goal", programme), {"heading": hostile, "title": "Amaç", "body": ""})
    else:
        response = browser.post(url("add_below", programme, measure.parent), measure_form(**{field: hostile}))
    assert response.status_code in (302, 422)
    for name in ("detail", "framework", "edit"):
        text = page(browser.get(url(name, programme) + "?bolum=ulasim"))
        assert "<script>alert" not in text
        assert "62615533" not in text


def test_csv_is_safe_for_spreadsheets(client_of, coordinator):
    programme, [measure] = make_framework(coordinator)
    make_measure(measure.parent, coordinator, title='=cmd|"/c calc"!A1')
    rows = page(client_of(coordinator).get(url("csv", programme))).splitlines()
    assert len(rows) == 5
    assert "'=cmd" in rows[-1]


def test_measure_is_edited_by_an_officer_of_its_unit_and_conflicts_are_merged(client_of, coordinator, officer):
    programme, [measure] = make_framework(coordinator)
    browser = client_of(officer)
    base = {"base_revision": "1", "reason": "Takvim netleşti"}
    assert (
        browser.post(url("edit_measure", programme, measure), measure_form(**base, partners="Muhtarlık")).status_code
        == 302
    )
    measure.refresh_from_db()
    assert measure.block.revisions.last().reason == "Takvim netleşti"
    # the same text sent twice is no conflict
    assert browser.post(url("edit_measure", programme, measure), measure_form(**base, partners="Muhtarlık")).url == url(
        "measure", programme, measure
    )
    response = browser.post(
        url("edit_measure", programme, measure),
        measure_form(**base, partners="Engelli Hizmetleri Müdürlüğü", source="Hibe"),
    )
    assert "metin=" in response.url
    merged = browser.get(response.url)
    assert merged.context["form"].initial["partners"] == "Muhtarlık"
    assert merged.context["form"].initial["source"] == "Hibe"
    done = browser.post(response.url, measure_form(base_revision="2", partners="Muhtarlık", source="Hibe"))
    assert done.url == url("measure", programme, measure)
    block = Block.objects.get(pk=measure.block_id)
    assert (block.data["partners"], block.data["source"]) == ("Muhtarlık", "Hibe")
    assert BlockConflict.objects.get().resolved_at is not None
    assert browser.get(response.url).status_code == 404


@pytest.mark.parametrize("typed", ["0", "x", "9" * 30, "-1", "１"])
def test_conflict_that_is_none_is_not_found(client_of, coordinator, typed):
    programme, [measure] = make_framework(coordinator)
    assert client_of(coordinator).get(url("edit_measure", programme, measure) + f"?metin={typed}").status_code == 404


def test_officer_who_gives_the_measure_away_can_no_longer_write_it(client_of, coordinator, officer):
    programme, [measure] = make_framework(coordinator)
    client_of(officer).post(
        url("edit_measure", programme, measure), measure_form(base_revision="1", unit="sosyal-destek")
    )
    assert client_of(officer).get(url("edit_measure", programme, measure)).status_code == 403


def test_workspace_edits_goals_and_measures_in_place(client_of, coordinator):
    programme, [measure] = make_framework(coordinator)
    browser = client_of(coordinator)
    text = page(browser.get(url("edit", programme) + "?bolum=ulasim"))
    assert "F1.1.1" in text
    address = reverse("documents:block_edit", args=[measure.block.uid])
    assert 'value="18.400.000,00"' in page(browser.get(address))
    response = browser.post(address, measure_form(base_revision="1", title="Yeni ad"), headers={"HX-Request": "true"})
    assert "Yeni ad" in page(response)
    assert "F1.1.1" in page(response)
    measure.refresh_from_db()
    assert measure.title == "Yeni ad"
    goal = measure.parent.parent
    browser.post(
        reverse("documents:block_edit", args=[goal.block.uid]), {"base_revision": "1", "title": "Yeni amaç", "body": ""}
    )
    goal.refresh_from_db()
    assert goal.title == "Yeni amaç"
    assert browser.get(reverse("documents:history", args=[measure.block.uid])).status_code == 200


def test_goal_block_is_not_taken_out_alone_in_the_workspace(client_of, coordinator):
    _programme, [measure] = make_framework(coordinator)
    goal = measure.parent.parent
    response = client_of(coordinator).post(
        reverse("documents:block_remove", args=[goal.block.uid]), {"base_revision": "1"}
    )
    assert response.status_code == 422
    assert queries.live_elements().filter(pk=goal.pk).exists()


@pytest.mark.parametrize("page_name", ["block_remove", "section_remove"])
def test_reason_asked_for_in_the_workspace_says_who_reads_it(
    client_of, coordinator, representative, organisation, page_name
):
    _programme, [measure] = make_framework(coordinator)
    need = make_need(representative, organisation)
    links.link_need(measure=measure, need=need, by=coordinator)
    browser = client_of(coordinator)
    uid = measure.block.uid if page_name == "block_remove" else measure.parent.parent.block.section.uid
    address = reverse(f"documents:{page_name}", args=[uid])
    assert "bu gerekçeyi ihtiyacın sayfasında okurlar" in page(browser.get(address))
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert queries.live_elements().filter(pk=measure.pk).exists()
    browser.post(address, {"reason": "Rampa başka bir faaliyete taşındı."})
    assert "Rampa başka bir faaliyete taşındı." in page(browser.get(reverse("needs:detail", args=[need.reference])))


def test_measure_that_becomes_another_kind_of_block_needs_the_reason_too(
    client_of, coordinator, representative, organisation
):
    _programme, [measure] = make_framework(coordinator)
    need = make_need(representative, organisation)
    links.link_need(measure=measure, need=need, by=coordinator)
    browser = client_of(coordinator)
    address = reverse("documents:block_change_to", args=[measure.block.uid, "paragraph"])
    sent = {"base_revision": str(measure.block.revision), "body": "Artık bir söz."}
    refused = browser.post(address, sent)
    assert refused.status_code == 422
    assert "bu gerekçeyi ihtiyacın sayfasında okurlar" in page(refused)
    assert queries.live_elements().filter(pk=measure.pk).exists()
    assert browser.post(address, sent | {"reason": "Rampa başka bir faaliyete taşındı."}).status_code == 302
    assert "Rampa başka bir faaliyete taşındı." in page(browser.get(reverse("needs:detail", args=[need.reference])))


def test_taking_out_needs_a_reason_and_says_what_falls_away(client_of, coordinator, representative, organisation):
    programme, [measure] = make_framework(coordinator)
    links.link_need(measure=measure, need=make_need(representative, organisation), by=coordinator)
    browser = client_of(coordinator)
    goal = measure.parent.parent
    assert "1 ihtiyaç" in page(browser.get(url("remove", programme, goal)))
    assert browser.post(url("remove", programme, goal), {"reason": ""}).status_code == 422
    assert browser.post(url("remove", programme, goal), {"reason": REASON}).status_code == 302
    assert browser.post(url("remove", programme, goal), {"reason": REASON}).status_code == 404
    assert NeedLink.objects.filter(removed_at=None).count() == 0


def test_moving_by_button(client_of, coordinator):
    programme, measures = make_framework(coordinator, measures=2)
    browser = client_of(coordinator)
    browser.post(url("move", programme, measures[1]), {"direction": "up"})
    assert [e.title for e, n in queries.ordered(programme.pk) if n[0] == "F"] == ["Faaliyet 2", "Faaliyet 1"]
    assert browser.post(url("move", programme, measures[1]), {"direction": "sideways"}).status_code == 404


# --- needs on the page of a measure, and measures on the page of a need ---------------------------------------------


def test_need_is_linked_from_the_measure_and_the_link_removed(client_of, coordinator, representative, organisation):
    programme, [measure] = make_framework(coordinator)
    need = make_need(representative, organisation)
    browser = client_of(coordinator)
    assert need.reference in page(browser.get(url("measure", programme, measure)))
    for _twice in range(2):
        assert browser.post(url("link_need", programme, measure), {"need": need.reference}).status_code == 302
    link = NeedLink.objects.get()
    assert need.title in page(client_of(representative).get(url("measure", programme, measure)))
    address = reverse("drafting:unlink_need", args=[programme.slug, link.pk])
    assert browser.post(address, {"reason": "kısa"}).status_code == 422
    assert browser.post(address, {"reason": REASON}).status_code == 302
    # pressed twice: told kindly, nothing happens
    assert browser.post(address, {"reason": REASON}).status_code == 302
    need.refresh_from_db()
    assert need.became == ""
    assert REASON in page(client_of(representative).get(reverse("needs:detail", args=[need.reference])))


@pytest.mark.parametrize("typed", ["", "x", "\x00", "İ-2026-AAAAA", "a" * 5000])
def test_linking_what_is_no_need_is_not_found(client_of, coordinator, typed):
    programme, [measure] = make_framework(coordinator)
    assert client_of(coordinator).post(url("link_need", programme, measure), {"need": typed}).status_code == 404


def test_need_is_linked_from_its_own_page(client_of, officer, coordinator, representative, organisation):
    programme, [measure] = make_framework(coordinator)
    foreign = make_measure(measure.parent, coordinator, title="Başkasının faaliyeti", unit="sosyal-destek")
    need = make_need(representative, organisation)
    browser = client_of(officer)
    address = reverse("drafting:link", args=[need.reference])
    assert address in page(browser.get(reverse("needs:detail", args=[need.reference])))
    assert address not in page(client_of(representative).get(reverse("needs:detail", args=[need.reference])))
    text = page(browser.get(address))
    assert "Faaliyet 1" in text
    assert "Başkasının faaliyeti" not in text
    assert browser.post(address, {"measure": str(foreign.block.uid)}).status_code == 403
    assert browser.post(address, {"measure": "x"}).status_code == 404
    assert browser.post(address, {"measure": str(uuid.uuid4())}).status_code == 404
    for _twice in range(2):
        assert browser.post(address, {"measure": str(measure.block.uid)}).status_code == 302
    assert NeedLink.objects.get().measure == measure
    for odd in ("%00", "x", "İ-2026-AAAAA", "..%2f"):
        assert browser.get(reverse("drafting:list") + f"ihtiyac/{odd}/").status_code == 404
    assert programme.pk == measure.programme_id


def test_thread_of_a_need_tells_each_reader_what_they_may_know(
    client, client_of, coordinator, representative, organisation
):
    programme, [measure] = make_framework(coordinator)
    need = make_need(representative, organisation)
    links.link_need(measure=measure, need=need, by=coordinator)
    address = reverse("needs:detail", args=[need.reference])
    inside = page(client_of(representative).get(address))
    assert "F1.1.1 Faaliyet 1" in inside
    assert programme.document.title in inside
    outside = page(client.get(address))
    assert "Bir program taslağında planlandı" in outside
    assert "Faaliyet 1" not in outside
    assert programme.document.title not in outside
    Programme.objects.update(state=ProgrammeState.PROPOSED)
    assert "F1.1.1 Faaliyet 1" in page(client.get(address))


def test_confidential_need_shows_no_word_of_itself_on_the_measure(
    client_of, coordinator, officer, unit, representative, stranger, organisation
):
    programme, [measure] = make_framework(coordinator)
    need = make_need(representative, organisation, title="Sığınacak yer yok", visibility=Visibility.CONFIDENTIAL)
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    links.link_need(measure=measure, need=need, by=officer)
    address = url("measure", programme, measure)
    own = page(client_of(officer).get(address))
    assert need.reference in own
    assert "Sığınacak" not in own
    for user in (coordinator, stranger):
        assert need.reference not in page(client_of(user).get(address))
    link = NeedLink.objects.get()
    assert (
        client_of(coordinator).get(reverse("drafting:unlink_need", args=[programme.slug, link.pk])).status_code == 404
    )
    Programme.objects.update(state=ProgrammeState.ADOPTED)
    for name in ("measure", "detail", "csv"):
        assert need.reference not in page(
            client_of(None).get(url(name, programme, measure if name == "measure" else None))
        )
    assert "Sığınacak" not in page(client_of(officer).get(reverse("drafting:link", args=[need.reference])))


def test_home_page_shows_measures_only_when_there_are_some(client, coordinator, representative, organisation):
    programme, [measure] = make_framework(coordinator)
    need = make_need(representative, organisation)
    assert "taslaklar dâhil" not in page(client.get(reverse("home")))
    links.link_need(measure=measure, need=need, by=coordinator)
    assert "taslaklar dâhil" in page(client.get(reverse("home")))
    assert "taslaklar dâhil" in page(client.get(reverse("needs:coverage")))
    assert programme.pk == measure.programme_id


# --- lists ------------------------------------------------------------------------------------------------------------


def test_list_is_searched_and_filtered(client_of, coordinator):
    make_programme(coordinator, title="Eşit Erişim Programı", summary="Kaldırımlar ve duraklar")
    make_programme(coordinator, title="Çocuk Programı", first_year=2030, last_year=2032)
    browser = client_of(coordinator)
    found = {
        query: [p.document.title for p in browser.get(url("list") + query).context["page_obj"]]
        for query in (
            "",
            "?q=duraklar",
            "?q=COCUK",
            "?year=2028",
            "?state=adopted",
            "?year=abc",
            "?state=x",
            "?page=99",
            "?q=%00",
        )
    }
    assert found[""] == ["Çocuk Programı", "Eşit Erişim Programı"]
    assert found["?q=duraklar"] == ["Eşit Erişim Programı"]
    assert found["?q=COCUK"] == ["Çocuk Programı"]
    assert found["?year=2028"] == ["Eşit Erişim Programı"]
    assert found["?state=adopted"] == []


def test_empty_list_says_what_comes_next(client, client_of, coordinator):
    assert reverse("drafting:new") not in page(client.get(url("list")))
    assert reverse("drafting:new") in page(client_of(coordinator).get(url("list")))


def count(browser, address):
    """Return what a page costs, after another one: whether notices may still be seen is asked once a minute."""
    browser.get(reverse("help"))
    with CaptureQueriesContext(connection) as queries_made:
        response = browser.get(address)
        page(response)
    assert response.status_code == 200
    return len(queries_made)


def fill(programme, outcome, need, coordinator, measures):
    """Measures beyond those that there are, each with a link, written straight into the tables."""
    section = outcome.block.section
    there = section.blocks.count()
    blocks = Block.objects.bulk_create(
        Block(
            document=programme.document,
            section=section,
            position=there + n,
            kind="measure",
            body="Metin",
            data={"title": f"Ek {n}"},
        )
        for n in range(measures)
    )
    rows = Element.objects.bulk_create(
        Element(
            programme=programme,
            block=block,
            parent=outcome,
            kind="measure",
            title=block.data["title"],
            unit=programme.unit,
        )
        for block in blocks
    )
    NeedLink.objects.bulk_create(
        NeedLink(measure=row, need=need, created_at=timezone.now() - timedelta(days=1)) for row in rows
    )


@pytest.mark.parametrize(
    ("name", "who", "most"),
    [
        ("list", None, 5),
        ("list", "coordinator", 10),
        ("detail", "representative", 10),
        ("detail", "coordinator", 10),
        ("measure", "representative", 10),
        ("measure", "coordinator", 10),
        ("framework", "coordinator", 10),
        ("edit", "coordinator", 10),
        ("csv", "representative", 8),
        ("link", "coordinator", 10),
        ("need", None, 10),
    ],
)
def test_query_counts_are_the_same_for_1_10_and_100_measures(
    client_of, people, coordinator, representative, organisation, name, who, most
):
    programme, [measure] = make_framework(coordinator)
    need = make_need(representative, organisation)
    other = make_need(representative, organisation, title="Durakta oturacak yer yok, beklenemiyor")
    links.link_need(measure=measure, need=need, by=coordinator)
    browser = client_of(people[who] if who else None)
    address = {
        "list": url("list"),
        "link": reverse("drafting:link", args=[other.reference]),
        "need": reverse("needs:detail", args=[need.reference]),
    }.get(name) or url(name, programme, measure if name == "measure" else None)
    counts = []
    for size in (0, 9, 90):
        fill(programme, measure.parent, need, coordinator, size)
        counts.append(count(browser, address))
    assert counts[0] == counts[1] == counts[2]
    if name != "need":  # that page's own budget is kept by the needs room
        assert counts[0] <= most, counts


def test_list_of_many_programmes_costs_what_one_costs(client, coordinator):
    make_framework(coordinator)
    one = count(client, url("list"))
    for number in range(25):
        make_programme(coordinator, title=f"Program {number}")
    assert count(client, url("list")) == one
    assert len(client.get(url("list")).context["page_obj"]) == 20
    assert len(client.get(url("list") + "?page=2").context["page_obj"]) == 6
