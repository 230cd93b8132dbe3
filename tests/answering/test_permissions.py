"""Who sees a duty and who may do what with it: every role against every kind of duty, in Python and in the lists alike."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering import permissions, queries, services
from atasehir_portal.answering.applications import apply_with_organisation
from atasehir_portal.answering.models import Duty
from atasehir_portal.answering.states import TRANSITIONS

pytestmark = pytest.mark.django_db

ROLES = (
    "nobody",
    "administrator",
    "coordinator",
    "officer",
    "other_officer",
    "representative",
    "contributor",
    "stranger",
    "applicant",
)
STAFF_OF_UNIT = {"administrator", "coordinator", "officer"}
ALL_STAFF = STAFF_OF_UNIT | {"other_officer"}
OURS = {"representative", "contributor"}

# predicate → for an ordinary duty of the unit, a confidential one with an officer, a confidential one without, an application
MATRIX = {
    "can_see": (
        ALL_STAFF | OURS,
        {"officer", "representative"},
        {"representative"},
        {"administrator", "coordinator", "applicant"},
    ),
    "can_answer": (STAFF_OF_UNIT, {"officer"}, set(), {"administrator", "coordinator"}),
    "can_ask_back": (STAFF_OF_UNIT, {"officer"}, set(), {"administrator", "coordinator"}),
    "can_extend": (STAFF_OF_UNIT, {"officer"}, set(), {"administrator", "coordinator"}),
    "can_assign": (STAFF_OF_UNIT, {"officer"}, {"administrator", "coordinator"}, set()),
    "can_reply": (OURS, {"representative"}, {"representative"}, {"applicant"}),
    "can_withdraw": ({"representative"}, {"representative"}, {"representative"}, {"applicant"}),
}


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {role: AnonymousUser() if role == "nobody" else request.getfixturevalue(role) for role in ROLES}


@pytest.fixture
def duties(duty: Duty, confidential_duty: Duty, make_duty: Callable[..., Duty], applicant: User) -> list[Duty]:
    return [duty, confidential_duty, make_duty(confidential=True), _application(applicant)]


def _application(applicant: User) -> Duty:
    return apply_with_organisation(
        by=applicant,
        name="Yeni Umut Kooperatifi",
        kind="cooperative",
        description="Birlikte üretiyoruz.",
        statement="Ticaret siciline kayıtlıyız.",
    ).duty


@pytest.mark.parametrize("predicate", MATRIX)
def test_predicate_holds_for_exactly_these_roles(predicate: str, people: dict[str, Any], duties: list[Duty]) -> None:
    ask = getattr(permissions, predicate)
    for one, expected in zip(duties, MATRIX[predicate], strict=True):
        assert {role for role, user in people.items() if ask(user, one)} == expected, (
            predicate,
            one.kind,
            one.confidential,
        )


def test_visible_to_agrees_with_can_see(people: dict[str, Any], duties: list[Duty]) -> None:
    for role, user in people.items():
        listed = set(queries.visible_to(user).values_list("pk", flat=True))
        assert listed == {one.pk for one in duties if permissions.can_see(user, one)}, role
        found = queries.visible_references(user, [one.reference for one in duties])
        assert found == {one.reference for one in duties if one.pk in listed}


def test_transitions_ask_the_same_predicates(people: dict[str, Any], duty: Duty) -> None:
    possible = {role: set(TRANSITIONS.possible(user, duty)) for role, user in people.items()}
    assert possible["officer"] == {"assign", "ask_back", "extend", "answer", "answer_with"}
    assert possible["representative"] == {"withdraw"}
    assert possible["contributor"] == possible["stranger"] == possible["nobody"] == set()


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (
            "answer",
            {
                "officer": 200,
                "coordinator": 200,
                "administrator": 200,
                "other_officer": 403,
                "representative": 403,
                "contributor": 403,
                "stranger": 404,
                "applicant": 404,
                "nobody": 302,
            },
        ),
        (
            "ask_back",
            {
                "officer": 200,
                "coordinator": 200,
                "other_officer": 403,
                "representative": 403,
                "stranger": 404,
                "nobody": 302,
            },
        ),
        (
            "extend",
            {
                "officer": 200,
                "coordinator": 200,
                "other_officer": 403,
                "representative": 403,
                "stranger": 404,
                "nobody": 302,
            },
        ),
        (
            "assign",
            {
                "officer": 200,
                "coordinator": 200,
                "other_officer": 403,
                "representative": 403,
                "stranger": 404,
                "nobody": 302,
            },
        ),
        (
            "reply",
            {
                "officer": 403,
                "other_officer": 403,
                "representative": 409,
                "contributor": 409,
                "stranger": 404,
                "nobody": 302,
            },
        ),
    ],
)
def test_page_of_an_act_by_role(
    act: str, expected: dict[str, int], people: dict[str, Any], duty: Duty, client_of: Callable[..., Client]
) -> None:
    url = reverse(f"answering:{act}", args=[duty.reference])
    for role, status in expected.items():
        client = client_of(None if role == "nobody" else people[role])
        assert client.get(url).status_code == status, role
        if status not in {200, 409}:
            assert client.post(url, {"reason": "x" * 30}).status_code == status, role
    assert Duty.objects.get(pk=duty.pk).is_open


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (
            "answer",
            {
                "officer": 200,
                "coordinator": 404,
                "administrator": 404,
                "other_officer": 404,
                "representative": 403,
                "contributor": 404,
                "stranger": 404,
            },
        ),
        (
            "assign",
            {"officer": 200, "coordinator": 404, "administrator": 404, "other_officer": 404, "representative": 403},
        ),
        ("reply", {"officer": 403, "coordinator": 404, "representative": 409, "contributor": 404}),
    ],
)
def test_page_of_an_act_on_something_confidential(
    act: str,
    expected: dict[str, int],
    people: dict[str, Any],
    confidential_duty: Duty,
    client_of: Callable[..., Client],
) -> None:
    url = reverse(f"answering:{act}", args=[confidential_duty.reference])
    for role, status in expected.items():
        assert client_of(people[role]).get(url).status_code == status, role


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "desk",
            {
                "administrator": 200,
                "coordinator": 200,
                "officer": 200,
                "other_officer": 200,
                "representative": 403,
                "contributor": 403,
                "stranger": 403,
                "applicant": 403,
                "nobody": 302,
            },
        ),
        ("desk_csv", {"administrator": 200, "officer": 200, "representative": 403, "nobody": 302}),
        ("our_inputs", dict.fromkeys(ROLES, 200) | {"nobody": 302}),
        ("our_inputs_csv", dict.fromkeys(ROLES, 200) | {"nobody": 302}),
        (
            "verification",
            {
                "administrator": 200,
                "coordinator": 200,
                "officer": 403,
                "other_officer": 403,
                "representative": 403,
                "applicant": 403,
                "nobody": 302,
            },
        ),
        (
            "verification_csv",
            {"administrator": 200, "coordinator": 200, "officer": 403, "applicant": 403, "nobody": 302},
        ),
        (
            "apply",
            {
                "administrator": 403,
                "coordinator": 403,
                "officer": 403,
                "representative": 200,
                "stranger": 200,
                "applicant": 200,
                "nobody": 302,
            },
        ),
    ],
)
def test_list_by_role(
    page: str, expected: dict[str, int], people: dict[str, Any], client_of: Callable[..., Client]
) -> None:
    for role, status in expected.items():
        assert (
            client_of(None if role == "nobody" else people[role]).get(reverse(f"answering:{page}")).status_code
            == status
        ), role


def test_application_by_role(people: dict[str, Any], applicant: User, client_of: Callable[..., Client]) -> None:
    url = reverse("answering:application", args=[_application(applicant).reference])
    expected = {
        "administrator": 200,
        "coordinator": 200,
        "applicant": 200,
        "officer": 404,
        "representative": 404,
        "stranger": 404,
        "nobody": 302,
    }
    for role, status in expected.items():
        assert client_of(None if role == "nobody" else people[role]).get(url).status_code == status, role
    assert client_of(applicant).post(url, {"decision": "verify", "reason": "Ben doğruladım."}).status_code == 403


def test_nobody_decides_on_an_organisation_of_their_own(
    applicant: User, coordinator: User, join: Callable[..., Any]
) -> None:
    duty = _application(applicant)
    join(coordinator, duty.organisation)
    assert not permissions.can_answer(coordinator, duty)


def test_officer_whose_post_ended_sees_nothing_confidential(confidential_duty: Duty, officer: User) -> None:
    officer.posts.update(until="2026-01-01T00:00Z", since="2025-01-01T00:00Z")
    left = User.objects.get(pk=officer.pk)
    assert not permissions.can_see(left, confidential_duty)
    assert not queries.visible_to(left).exists()


def test_member_who_left_replies_no_more(duty: Duty, officer: User, contributor: User, unit: Unit) -> None:
    services.ask_back(duty=duty, by=officer, text="Ne?")
    contributor.memberships.update(left_at="2026-01-01T00:00Z")
    assert not permissions.can_reply(User.objects.get(pk=contributor.pk), duty)


def test_suspended_organisation_replies_no_more(duty: Duty, officer: User, contributor: User, unit: Unit) -> None:
    duty.organisation.state = "suspended"
    duty.organisation.save()
    assert not permissions.can_reply(User.objects.get(pk=contributor.pk), duty)


@pytest.mark.parametrize("confidential", [False, True])
@pytest.mark.parametrize("end", ["left", "suspended"])
def test_submitter_acts_only_while_they_act_for_the_organisation(
    make_duty: Callable[..., Duty], representative: User, confidential: bool, end: str
) -> None:
    duty = make_duty(confidential=confidential)
    assert permissions.can_reply(representative, duty)
    assert permissions.can_withdraw(representative, duty)
    if end == "left":
        representative.memberships.update(left_at="2026-01-01T00:00Z")
    else:
        duty.organisation.state = "suspended"
        duty.organisation.save()
    now = User.objects.get(pk=representative.pk)
    assert not permissions.can_reply(now, duty)
    assert not permissions.can_withdraw(now, duty)
    assert permissions.can_see(now, duty)


def test_what_staff_wrote_down_stays_in_the_municipality_when_they_leave(
    make_duty: Callable[..., Duty], officer: User
) -> None:
    duty = make_duty(submitter=officer, organisation=None, confidential=True)
    assert permissions.can_see(officer, duty)
    assert permissions.can_withdraw(officer, duty)
    officer.posts.update(until="2026-01-01T00:00Z", since="2025-01-01T00:00Z")
    left = User.objects.get(pk=officer.pk)
    assert not permissions.can_see(left, duty)
    assert not permissions.can_reply(left, duty)
    assert not permissions.can_withdraw(left, duty)
    assert not queries.visible_to(left).exists()
    assert not queries.inputs_of(left).exists()
