"""The desk and "our inputs": what is on them, in which order, found how, at which cost."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atasehir_portal.accounts.models import Organisation, Unit, User
from atasehir_portal.answering import queries, services
from atasehir_portal.answering.applications import apply_with_organisation
from atasehir_portal.answering.models import Duty

pytestmark = pytest.mark.django_db


def _table(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def _received(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=UTC)


# --- the desk ----------------------------------------------------------------------------------------------------------


def test_desk_groups_by_due_date_the_soonest_first(
    make_duty: Callable[..., Duty],
    on_day: Callable[..., None],
    officer: User,
    representative: User,
    unit: Unit,
    client_of: Callable[..., Client],
) -> None:
    on_day(2026, 1, 5)
    titles = {
        "Gecikmiş": _received(2026, 1, 5),  # due Monday 26 January
        "Bugün": _received(2026, 1, 6),  # due Tuesday 27 January
        "Pazartesi": _received(2026, 1, 12),  # due Monday 2 February
    }
    for title, received in reversed(titles.items()):
        make_duty(title, unit=unit, received_at=received)
    waiting = make_duty("Soru soruldu", unit=unit, received_at=_received(2026, 1, 5))
    on_day(2026, 1, 20)
    services.ask_back(duty=waiting, by=officer, text="Hangi durak?")
    on_day(2026, 1, 27)
    page = client_of(officer).get(reverse("answering:desk"))
    groups = {group.anchor: [duty.title for duty in group.rows] for group in page.context["groups"]}
    assert groups == {
        "overdue": ["Gecikmiş"],
        "this-week": ["Bugün"],
        "later": ["Pazartesi"],
        "waiting": ["Soru soruldu"],
    }
    text = page.content.decode()
    assert "26 Ocak Pzt" in text
    assert 'class="day day--due"' in text


def test_desk_shows_mine_and_my_units_and_coordinators_what_nobody_has(
    make_duty: Callable[..., Duty],
    officer: User,
    other_officer: User,
    coordinator: User,
    unit: Unit,
    other_unit: Unit,
    client_of: Callable[..., Client],
) -> None:
    make_duty("Benim", unit=unit)
    Duty.objects.update(officer=officer)
    make_duty("Birimin", unit=unit)
    make_duty("Başkasının", unit=other_unit)
    make_duty("Sahipsiz")

    def seen(user: User, **query: str) -> set[str]:
        page = client_of(user).get(reverse("answering:desk"), query)
        return {duty.title for group in page.context["groups"] for duty in group.rows}

    assert seen(officer) == {"Benim", "Birimin"}
    assert seen(officer, whose="mine") == {"Benim"}
    assert seen(officer, whose="unit") == {"Benim", "Birimin"}
    assert seen(officer, whose="all") == {"Benim", "Birimin"}
    assert seen(other_officer) == {"Başkasının"}
    assert seen(coordinator) == {"Sahipsiz"}
    assert seen(coordinator, whose="all") == {"Benim", "Birimin", "Başkasının", "Sahipsiz"}
    assert seen(coordinator, whose="unit") == set()


def test_desk_shows_what_is_confidential_to_its_officer_alone(
    confidential_duty: Duty,
    officer: User,
    coordinator: User,
    administrator: User,
    make_staff: Callable[..., User],
    unit: Unit,
    client_of: Callable[..., Client],
) -> None:
    colleague = make_staff("Mert Görevli", "mert@belediye.test", unit)
    url = reverse("answering:desk")
    own = client_of(officer).get(url).content.decode()
    assert confidential_duty.reference in own
    assert "Gizli kayıt" in own or "Confidential record" in own
    assert "Engelsiz Adımlar" not in own
    for user in (colleague, coordinator, administrator):
        for query in ({}, {"whose": "all"}, {"q": confidential_duty.reference}):
            page = client_of(user).get(url, query)
            assert confidential_duty.reference not in page.content.decode().replace(
                f'value="{confidential_duty.reference}"', ""
            )
            assert page.context["number"] == 0
        assert len(_table(client_of(user).get(reverse("answering:desk_csv"), {"whose": "all"}))) == 1
    assert len(_table(client_of(officer).get(reverse("answering:desk_csv")))) == 1
    assert queries.summary(coordinator).figures.answers == 0


def test_desk_lets_coordinators_give_out_what_is_confidential_and_has_no_officer(
    make_duty: Callable[..., Duty], coordinator: User, officer: User, client_of: Callable[..., Client]
) -> None:
    duty = make_duty(confidential=True)
    page = client_of(coordinator).get(reverse("answering:desk"))
    assert page.context["number"] == 0
    assert [row.reference for row in page.context["summary"].awaiting_an_officer] == [duty.reference]
    assert "Engelsiz Adımlar" not in page.content.decode()
    assert not client_of(officer).get(reverse("answering:desk")).context["summary"].awaiting_an_officer
    answer = client_of(coordinator).post(reverse("answering:assign", args=[duty.reference]), {"officer": officer.pk})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("answering:desk")
    assert not client_of(coordinator).get(reverse("answering:desk")).context["summary"].awaiting_an_officer


@pytest.mark.parametrize(
    "typed",
    [
        "rampa",
        "RAMPALAR",
        "kaldırım",
        "KALDIRIM",
        "kaldirim",
        "işığı",
        "ISIK",
        "adımlar",
        "ADIMLAR",
        "engelsiz adimlar",
    ],
)
def test_desk_is_searched_as_people_type(
    make_duty: Callable[..., Duty], officer: User, unit: Unit, typed: str, client_of: Callable[..., Client]
) -> None:
    duty = make_duty("Kaldırımda rampa ve sokak ışığı yok", unit=unit)
    make_duty("Kreş saatleri", unit=unit, organisation=None)
    page = client_of(officer).get(reverse("answering:desk"), {"q": typed})
    assert [row for group in page.context["groups"] for row in group.rows] == [duty]


def test_desk_finds_a_reference_however_it_is_typed(
    make_duty: Callable[..., Duty], officer: User, unit: Unit, client_of: Callable[..., Client]
) -> None:
    duty = make_duty(unit=unit, reference="İ-2026-K7P4M")
    make_duty(unit=unit)
    for typed in ("İ-2026-K7P4M", "i 2026 k7p4m", "i-2026-k7p4m", "K7P4M", "k7p4m"):
        page = client_of(officer).get(reverse("answering:desk"), {"q": typed})
        assert [row for group in page.context["groups"] for row in group.rows] == [duty], typed


@pytest.mark.parametrize(
    "query",
    [
        {"q": "'\"<script>|&!"},
        {"q": "x" * 5000},
        {"q": "\x00"},
        {"kind": "zzz"},
        {"whose": "zzz"},
        {"page": "zzz"},
        {"page": "999"},
        {"page": "-1"},
        {"organisation": "zzz", "state": "zzz"},
    ],
)
def test_lists_survive_odd_queries(
    query: dict[str, str],
    duty: Duty,
    officer: User,
    representative: User,
    coordinator: User,
    client_of: Callable[..., Client],
) -> None:
    for user, page in (
        (officer, "desk"),
        (officer, "desk_csv"),
        (representative, "our_inputs"),
        (representative, "our_inputs_csv"),
        (coordinator, "verification"),
    ):
        assert client_of(user).get(reverse(f"answering:{page}"), query).status_code == 200


def test_desk_filters_by_kind(
    make_duty: Callable[..., Duty], coordinator: User, applicant: User, client_of: Callable[..., Client]
) -> None:
    make_duty("İhtiyaç")
    _apply(applicant)
    page = client_of(coordinator).get(reverse("answering:desk"), {"kind": "organisation"})
    assert [row.title for group in page.context["groups"] for row in group.rows] == ["Yeni Umut Kooperatifi"]
    assert reverse("answering:application", args=[page.context["page"].rows[0].reference]) in page.content.decode()


def test_filters_offer_only_kinds_that_can_be_handed_in(
    coordinator: User, representative: User, client_of: Callable[..., Client]
) -> None:
    for user, name in ((coordinator, "desk"), (representative, "our_inputs")):
        form = client_of(user).get(reverse(f"answering:{name}")).context["filter"].form
        assert [value for value, _label in form.fields["kind"].choices] == [
            "",
            "need",
            "comment",
            "suggestion",
            "organisation",
        ]


def test_desk_pages_hold_twenty_and_groups_lead_to_their_page(
    make_duty: Callable[..., Duty],
    on_day: Callable[..., None],
    officer: User,
    unit: Unit,
    client_of: Callable[..., Client],
) -> None:
    on_day(2026, 1, 5)
    for _number in range(25):
        make_duty(unit=unit)
    on_day(2026, 1, 20)
    make_duty("Yeni", unit=unit)
    on_day(2026, 2, 2)
    page = client_of(officer).get(reverse("answering:desk"))
    by_anchor = {group.anchor: group for group in page.context["groups"]}
    assert (len(page.context["page"].rows), page.context["number"]) == (20, 26)
    assert (by_anchor["overdue"].number, by_anchor["overdue"].url) == (25, "#overdue")
    assert by_anchor["later"].number == 1
    desk = reverse("answering:desk")
    [new] = client_of(officer).get(desk + by_anchor["later"].url).context["page"].rows
    assert new.title == "Yeni"
    second = client_of(officer).get(desk, {"after": page.context["page"].older})
    assert [duty.pk for duty in second.context["page"].rows] == list(
        queries.desk_of(officer).values_list("pk", flat=True)[20:]
    )
    by_anchor = {group.anchor: group for group in second.context["groups"]}
    assert by_anchor["later"].url == "#later"
    assert by_anchor["overdue"].url != "#overdue", "it began on the page before"
    back = client_of(officer).get(desk, {"before": second.context["page"].newer})
    assert back.context["page"].rows == page.context["page"].rows
    assert client_of(officer).get(desk, {"before": "\x00"}).context["page"].rows == page.context["page"].rows


def test_figures_appear_from_five_answers_on(
    make_duty: Callable[..., Duty],
    on_day: Callable[..., None],
    officer: User,
    other_officer: User,
    coordinator: User,
    representative: User,
    unit: Unit,
) -> None:
    on_day(2026, 1, 5)
    duties = [make_duty(unit=unit) for _number in range(5)]
    for duty, day in zip(duties, (8, 12, 13, 26, 28), strict=True):
        assert queries.summary(officer).figures.in_time_percent is None
        on_day(2026, 1, day)
        services.answer(duty=duty, by=officer, outcome="noted", reason="Kaydedildi.")
    found = queries.summary(officer).figures
    assert (found.answers, found.in_time_percent, found.median_working_days) == (5, 80, 6)
    assert queries.summary(coordinator).figures == found
    assert queries.summary(other_officer).figures.answers == 0
    on_day(2026, 6, 1)
    assert queries.summary(officer).figures.answers == 0


def test_desk_csv_is_safe_for_spreadsheets(
    make_duty: Callable[..., Duty], officer: User, unit: Unit, client_of: Callable[..., Client]
) -> None:
    make_duty('=HYPERLINK("http://kotu.test")', unit=unit)
    make_duty('Kreş; saatleri "kısa"', unit=unit)
    head, *rows = _table(client_of(officer).get(reverse("answering:desk_csv")))
    assert len(head) == len(rows[0]) == 10
    assert {row[2] for row in rows} == {'\'=HYPERLINK("http://kotu.test")', 'Kreş; saatleri "kısa"'}


def test_desk_csv_follows_the_filters(
    make_duty: Callable[..., Duty], officer: User, unit: Unit, client_of: Callable[..., Client]
) -> None:
    make_duty("Rampa yok", unit=unit)
    make_duty("Kreş saatleri", unit=unit)
    page = client_of(officer).get(reverse("answering:desk"), {"q": "rampa", "page": "1"})
    assert page.context["csv_url"] == reverse("answering:desk_csv") + "?q=rampa"
    assert [row[2] for row in _table(client_of(officer).get(page.context["csv_url"]))[1:]] == ["Rampa yok"]


# --- our inputs ----------------------------------------------------------------------------------------------------------


def test_our_inputs_shows_every_input_of_the_organisation_newest_first(
    make_duty: Callable[..., Duty],
    representative: User,
    contributor: User,
    stranger: User,
    officer: User,
    unit: Unit,
    client_of: Callable[..., Client],
) -> None:
    old = make_duty("Eski", unit=unit, received_at=_received(2026, 1, 5))
    new = make_duty("Yeni", received_at=_received(2026, 2, 5), submitter=contributor)
    services.answer(duty=old, by=officer, outcome="accepted", reason="Yapılacak.")
    for user in (representative, contributor):
        assert client_of(user).get(reverse("answering:our_inputs")).context["rows"] == [new, old]
    assert client_of(stranger).get(reverse("answering:our_inputs")).context["rows"] == []
    assert client_of(representative).get(reverse("answering:our_inputs"), {"state": "answered"}).context["rows"] == [
        old
    ]
    assert client_of(representative).get(reverse("answering:our_inputs"), {"state": "waiting"}).context["rows"] == [new]
    assert client_of(representative).get(reverse("answering:our_inputs"), {"q": "yeni"}).context["rows"] == [new]


def test_our_inputs_filters_by_organisation(
    make_duty: Callable[..., Duty],
    representative: User,
    other_organisation: Organisation,
    organisation: Organisation,
    join: Callable[..., Any],
    client_of: Callable[..., Client],
) -> None:
    join(representative, other_organisation)
    ours, theirs = make_duty("Biz"), make_duty("Komşular", organisation=other_organisation)
    page = client_of(representative).get(reverse("answering:our_inputs"))
    assert set(page.context["rows"]) == {ours, theirs}
    page = client_of(representative).get(reverse("answering:our_inputs"), {"organisation": other_organisation.slug})
    assert page.context["rows"] == [theirs]


def test_our_inputs_shows_what_is_confidential_to_its_submitter_alone(
    confidential_duty: Duty, representative: User, contributor: User, client_of: Callable[..., Client]
) -> None:
    assert client_of(representative).get(reverse("answering:our_inputs")).context["rows"] == [confidential_duty]
    page = client_of(contributor).get(reverse("answering:our_inputs"))
    assert page.context["rows"] == []
    assert page.context["page_obj"].paginator.count == 0
    for user in (representative, contributor):
        assert len(_table(client_of(user).get(reverse("answering:our_inputs_csv")))) == 1


def test_our_inputs_offers_the_reply_where_a_question_waits(
    duty: Duty, officer: User, contributor: User, client_of: Callable[..., Client]
) -> None:
    services.ask_back(duty=duty, by=officer, text="Hangi durak?")
    page = client_of(contributor).get(reverse("answering:our_inputs"))
    assert reverse("answering:reply", args=[duty.reference]) in page.content.decode()


def test_our_inputs_shows_an_application_to_the_applicant_alone(
    applicant: User, join: Callable[..., Any], contributor: User, client_of: Callable[..., Client]
) -> None:
    duty = _apply(applicant)
    join(contributor, duty.organisation)
    assert client_of(applicant).get(reverse("answering:our_inputs")).context["rows"] == [duty]
    assert duty not in client_of(contributor).get(reverse("answering:our_inputs")).context["rows"]


# --- cost ----------------------------------------------------------------------------------------------------------------

# Queries of this room's own; the frame of the page (person, post, unread notifications …) comes on top of that, ten in all.
COSTS = {
    ("officer", "desk"): 4,  # groups, rows, closed days, what stands above the list
    ("coordinator", "desk"): 5,  # and one for the figures by unit
    ("representative", "our_inputs"): 4,  # the choice of organisations, count, rows, closed days
    ("coordinator", "verification"): 3,  # count, rows, closed days
}
AT_MOST = 10
OWN = ("answering_", "catalogue_closedday", 'FROM "accounts_organisation"')


def _own(caught: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in caught.captured_queries if any(word in query["sql"] for word in OWN)]


@pytest.mark.parametrize(("who", "page"), COSTS)
def test_lists_cost_the_same_at_1_10_and_100_rows(
    who: str,
    page: str,
    request: pytest.FixtureRequest,
    make_duty: Callable[..., Duty],
    make_organisation: Callable[..., Organisation],
    organisation: Organisation,
    unit: Unit,
    client_of: Callable[..., Client],
) -> None:
    client, url = client_of(request.getfixturevalue(who)), reverse(f"answering:{page}")
    client.get(url)
    is_queue = page == "verification"
    for rows in (1, 10, 100):
        for number in range(Duty.objects.count(), rows):
            make_duty(
                f"Rampa {number}",
                unit=unit if who == "officer" else None,
                kind="organisation" if is_queue else "need",
                organisation=make_organisation(f"K {number}", f"k-{number}", state="applied")
                if is_queue
                else organisation,
            )
        with CaptureQueriesContext(connection) as caught:
            response = client.get(url)
        shown = response.context["page"].rows if page == "desk" else response.context["page_obj"].object_list
        assert len(shown) == min(rows, 20)
        assert len(_own(caught)) == COSTS[who, page], _own(caught)
        assert len(caught) <= AT_MOST, [query["sql"][:120] for query in caught.captured_queries]


def test_csv_costs_the_same_whatever_its_length(
    make_duty: Callable[..., Duty], officer: User, unit: Unit, client_of: Callable[..., Client]
) -> None:
    client, url = client_of(officer), reverse("answering:desk_csv")
    client.get(url)
    for _round in range(2):
        for _number in range(15):
            make_duty(unit=unit)
        with CaptureQueriesContext(connection) as caught:
            _table(client.get(url))
        assert len(_own(caught)) == 2, _own(caught)


def _apply(applicant: User) -> Duty:
    return apply_with_organisation(
        by=applicant,
        name="Yeni Umut Kooperatifi",
        kind="cooperative",
        description="Birlikte üretiyoruz.",
        statement="Ticaret siciline kayıtlıyız.",
    ).duty
