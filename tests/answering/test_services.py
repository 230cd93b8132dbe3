"""Acts on a duty: what each writes, who may, from which state, and what is told."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from atasehir_portal.accounts.models import Organisation, StaffPost, StaffRole, Unit, User
from atasehir_portal.answering import queries, rules, services, signals
from atasehir_portal.answering.clock import Standing
from atasehir_portal.answering.models import Duty, DutyAct, DutyState, Outcome, Question, RuleSet
from atasehir_portal.catalogue.models import ClosedDay
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from atasehir_portal.workdays import Calculation, Role
from tests.answering.conftest import MONDAY

pytestmark = pytest.mark.django_db


def _told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def _acts(duty: Duty) -> list[str]:
    return list(duty.events.values_list("act", flat=True))


# --- opening ---------------------------------------------------------------------------------------------------------


def test_open_duty_keeps_the_calculation(make_duty: Callable[..., Duty]) -> None:
    ClosedDay.objects.create(date=date(2026, 3, 30), reason_tr="İdari izin", reason_en="administrative leave")
    duty = make_duty(received_at=MONDAY)
    assert duty.due_on == date(2026, 4, 1)
    found = Calculation.from_json(duty.calculation)
    assert found.due == duty.due_on
    assert found.working_days == 15
    assert [day.date for day in found.days if day.role == Role.CLOSED] == [date(2026, 3, 30)]
    assert _acts(duty) == [DutyAct.RECEIVED]
    assert duty.events.get().at == MONDAY


def test_open_duty_counts_from_the_day_in_istanbul(make_duty: Callable[..., Duty]) -> None:
    """Half past eleven in the evening of 9 March in UTC is already 10 March in Istanbul."""
    duty = make_duty(received_at=datetime(2026, 3, 9, 22, 30, tzinfo=UTC))
    assert duty.received_on == date(2026, 3, 10)
    assert duty.due_on == date(2026, 4, 1)


def test_open_duty_keeps_no_title_of_what_is_confidential(confidential_duty: Duty) -> None:
    assert confidential_duty.title == ""


def test_open_duty_follows_the_rule_in_force_on_the_day(make_duty: Callable[..., Duty]) -> None:
    charter = RuleSet.objects.create(
        effective_from=date(2026, 3, 9),
        working_days=5,
        extension_days=5,
        half_day_counts=False,
        source_tr="Tüzük m. 12",
        source_en="Charter, art. 12",
    )
    before = make_duty(received_at=datetime(2026, 3, 8, 12, tzinfo=UTC))
    after = make_duty(received_at=MONDAY)
    assert before.rule_set.working_days == 15
    assert after.rule_set == charter
    assert after.due_on == date(2026, 3, 16)


# --- rules -----------------------------------------------------------------------------------------------------------


def test_default_rule_is_created_once_and_marked_to_be_verified() -> None:
    first, created = rules.ensure_default()
    again, created_again = rules.ensure_default()
    assert (created, created_again) == (True, False) or first == again
    assert (first.working_days, first.extension_days, first.latest_calendar_days) == (15, 10, 30)
    assert first.is_to_verify
    assert rules.in_force(date(2026, 3, 9)) == first


def test_rule_in_use_cannot_be_changed_or_deleted(duty: Duty) -> None:
    with pytest.raises(IntegrityError, match="in use"), transaction.atomic():
        RuleSet.objects.filter(pk=duty.rule_set_id).update(working_days=90)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=duty.rule_set_id)._raw_delete("default")
    assert RuleSet.objects.get(pk=duty.rule_set_id).working_days == 15


def test_rule_that_nothing_rests_on_can_be_changed(db: None) -> None:
    rule = RuleSet.objects.create(
        effective_from=date(2030, 1, 1), working_days=5, extension_days=5, source_tr="x", source_en="x"
    )
    rule.working_days = 6
    rule.save()
    rule.delete()
    assert not RuleSet.objects.filter(effective_from=date(2030, 1, 1)).exists()


# --- assigning -------------------------------------------------------------------------------------------------------


def test_assign_gives_to_unit_and_officer_and_tells_them(
    make_duty: Callable[..., Duty], coordinator: User, officer: User, unit: Unit
) -> None:
    duty = make_duty()
    services.assign(duty=duty, by=coordinator, unit=unit, officer=officer)
    duty.refresh_from_db()
    assert (duty.unit, duty.officer, duty.state) == (unit, officer, DutyState.OPEN)
    assert _acts(duty) == [DutyAct.RECEIVED, DutyAct.ASSIGNED]
    assert _told("need_assigned") == {officer.email}


def test_assign_to_a_unit_tells_its_staff(
    make_duty: Callable[..., Duty], coordinator: User, officer: User, other_officer: User, unit: Unit
) -> None:
    services.assign(duty=make_duty(), by=coordinator, unit=unit)
    assert _told("need_assigned") == {officer.email}


def test_assign_to_a_unit_where_nobody_works_yet_tells_the_coordinators(
    make_duty: Callable[..., Duty], administrator: User, coordinator: User, unit: Unit
) -> None:
    services.assign(duty=make_duty(), by=administrator, unit=unit)
    assert _told("need_assigned") == {coordinator.email}


def test_without_coordinators_the_administrators_are_told(
    make_duty: Callable[..., Duty],
    administrator: User,
    representative: User,
    make_staff: Callable[..., User],
    other_unit: Unit,
) -> None:
    second = make_staff("Nil Yönetici", "nil@belediye.test", other_unit, StaffRole.ADMINISTRATOR)
    duty = make_duty()
    question = services.ask_back(duty=duty, by=administrator, text="Hangi durak?")
    services.reply(question=question, by=representative, text="Pazar yolu.")
    assert _told("need_replied") == {administrator.email, second.email}


def test_assign_refuses_an_officer_of_another_unit(
    duty: Duty, coordinator: User, other_officer: User, unit: Unit
) -> None:
    with pytest.raises(ValidationError) as error:
        services.assign(duty=duty, by=coordinator, unit=unit, officer=other_officer)
    assert "officer" in error.value.message_dict


def test_assign_refuses_a_unit_not_in_use(duty: Duty, coordinator: User, other_unit: Unit) -> None:
    other_unit.is_active = False
    other_unit.save()
    with pytest.raises(ValidationError) as error:
        services.assign(duty=duty, by=coordinator, unit=other_unit)
    assert "unit" in error.value.message_dict


def test_assign_of_something_confidential_names_an_officer(
    make_duty: Callable[..., Duty], coordinator: User, officer: User, unit: Unit
) -> None:
    duty = make_duty(confidential=True)
    with pytest.raises(ValidationError) as error:
        services.assign(duty=duty, by=coordinator, unit=unit)
    assert "officer" in error.value.message_dict
    services.assign(duty=duty, by=coordinator, unit=unit, officer=officer)
    with pytest.raises(PermissionDenied):
        services.assign(duty=duty, by=coordinator, unit=unit, officer=officer)


def test_assign_of_something_confidential_to_oneself_needs_a_reason(
    make_duty: Callable[..., Duty], coordinator: User
) -> None:
    duty, post = make_duty(confidential=True), coordinator.posts.get()
    told: list[str] = []

    def hear(sender: object, *, reason: str, **_rest: object) -> None:
        told.append(reason)

    signals.duty_assigned.connect(hear)
    try:
        for reason in ("", "   ", "merak"):
            with pytest.raises(ValidationError) as error:
                services.assign(duty=duty, by=coordinator, unit=post.unit, officer=coordinator, reason=reason)
            assert "reason" in error.value.message_dict
        reason = "Sığınma evlerini ben yürütüyorum."
        services.assign(duty=duty, by=coordinator, unit=post.unit, officer=coordinator, reason=reason)
        services.assign(duty=duty, by=coordinator, unit=post.unit, officer=coordinator)  # has it already
    finally:
        signals.duty_assigned.disconnect(hear)
    assert told == [reason]


# --- asking back -----------------------------------------------------------------------------------------------------


def test_question_stops_the_clock_and_the_reply_moves_the_due_date(
    make_duty: Callable[..., Duty],
    on_day: Callable[..., None],
    officer: User,
    representative: User,
    contributor: User,
    unit: Unit,
) -> None:
    on_day(2026, 1, 5)
    duty = make_duty(unit=unit)
    assert duty.due_on == date(2026, 1, 26)
    on_day(2026, 1, 8)
    question = services.ask_back(duty=duty, by=officer, text=" Hangi durak? ")
    assert question.text == "Hangi durak?"
    assert duty.state == DutyState.ASKED
    assert _told("need_asked_back") == {representative.email}

    on_day(2026, 2, 20)
    duty = Duty.objects.get()
    assert duty.clock.standing == Standing.WAITING
    assert not duty.is_overdue()
    question.refresh_from_db()
    services.reply(question=question, by=contributor, text="Pazar yolundaki.")
    duty = Duty.objects.get()
    question.refresh_from_db()
    # thirteen working days were left on the morning of 8 January
    assert duty.due_on == date(2026, 3, 11)
    assert question.due_before == date(2026, 1, 26)
    assert question.due_after == duty.due_on
    assert duty.state == DutyState.OPEN
    assert duty.clock.days == 13
    assert _acts(duty) == [DutyAct.RECEIVED, DutyAct.ASKED_BACK, DutyAct.REPLIED]
    assert _told("need_replied") == {officer.email}


def test_second_question_waits_for_the_reply_to_the_first(duty: Duty, officer: User, representative: User) -> None:
    first = services.ask_back(duty=duty, by=officer, text="Hangi durak?")
    with pytest.raises(NotInThisState):
        services.ask_back(duty=duty, by=officer, text="Kaç kişi?")
    services.reply(question=first, by=representative, text="Pazar yolu.")
    with pytest.raises(NotInThisState):
        services.reply(question=first, by=representative, text="Bir daha.")
    services.ask_back(duty=duty, by=officer, text="Kaç kişi?")
    assert Question.objects.filter(duty=duty).count() == 2


def test_two_questions_move_the_due_date_twice(
    make_duty: Callable[..., Duty], on_day: Callable[..., None], officer: User, representative: User, unit: Unit
) -> None:
    on_day(2026, 1, 5)
    duty = make_duty(unit=unit)
    for asked, replied in ((8, 9), (13, 14)):
        on_day(2026, 1, asked)
        question = services.ask_back(duty=duty, by=officer, text="Hangisi?")
        on_day(2026, 1, replied)
        services.reply(question=question, by=representative, text="Bu.")
        duty = Duty.objects.get()
    assert duty.due_on == date(2026, 1, 30)


def test_question_after_the_due_date_does_not_heal_it(
    make_duty: Callable[..., Duty], on_day: Callable[..., None], officer: User, representative: User, unit: Unit
) -> None:
    on_day(2026, 1, 5)
    duty = make_duty(unit=unit)
    on_day(2026, 2, 2)
    question = services.ask_back(duty=duty, by=officer, text="Hangi durak?")
    duty = Duty.objects.get()
    assert duty.is_overdue()
    assert duty.clock.standing == Standing.OVERDUE
    services.reply(question=question, by=representative, text="Pazar yolu.")
    assert Duty.objects.get().due_on == date(2026, 1, 26)


def test_answer_without_the_reply_counts_the_time_waited(
    make_duty: Callable[..., Duty], on_day: Callable[..., None], officer: User, representative: User, unit: Unit
) -> None:
    on_day(2026, 1, 5)
    duty = make_duty(unit=unit)
    on_day(2026, 1, 8)
    question = services.ask_back(duty=duty, by=officer, text="Hangi durak?")
    on_day(2026, 2, 27)
    services.answer(
        duty=duty, by=officer, outcome=Outcome.NOTED, reason="Yanıt gelmedi; bildirildiği kadarıyla kaydedildi."
    )
    duty = Duty.objects.get()
    assert not duty.is_overdue()
    assert duty.clock.standing == Standing.ANSWERED_IN_TIME
    assert duty.days_taken == 2
    with pytest.raises(NotInThisState):
        services.reply(question=question, by=representative, text="Pazar yolu.")


# --- extending -------------------------------------------------------------------------------------------------------


def test_extend_moves_the_due_date_once_but_never_past_the_bound(
    make_duty: Callable[..., Duty], on_day: Callable[..., None], officer: User, representative: User, unit: Unit
) -> None:
    on_day(2026, 1, 5)
    duty = make_duty(unit=unit)
    on_day(2026, 1, 26)
    assert services.due_if_extended(duty) == date(2026, 2, 4)
    services.extend(duty=duty, by=officer, reason="Keşif yapılacak.")
    duty = Duty.objects.get()
    assert duty.due_on == date(2026, 2, 4)
    assert Calculation.from_json(duty.calculation).capped
    assert duty.extension_reason == "Keşif yapılacak."
    assert _told("need_extended") == {representative.email}
    with pytest.raises(services.AlreadyExtended):
        services.extend(duty=duty, by=officer, reason="Bir daha.")


def test_extend_is_refused_after_the_due_date(
    make_duty: Callable[..., Duty], on_day: Callable[..., None], officer: User, unit: Unit
) -> None:
    on_day(2026, 1, 5)
    duty = make_duty(unit=unit)
    on_day(2026, 1, 27)
    with pytest.raises(services.TooLateToExtend):
        services.extend(duty=duty, by=officer, reason="Geç kaldık.")


def test_extend_is_refused_where_the_bound_leaves_nothing(
    make_duty: Callable[..., Duty], officer: User, unit: Unit
) -> None:
    RuleSet.objects.create(
        effective_from=date(2026, 1, 1), working_days=40, extension_days=10, source_tr="x", source_en="x"
    )
    duty = make_duty(unit=unit)
    with pytest.raises(services.NothingToGain):
        services.extend(duty=duty, by=officer, reason="Keşif yapılacak.")


def test_extension_and_question_add_up(
    make_duty: Callable[..., Duty], on_day: Callable[..., None], officer: User, representative: User, unit: Unit
) -> None:
    on_day(2026, 1, 5)
    duty = make_duty(unit=unit)
    services.extend(duty=duty, by=officer, reason="Keşif yapılacak.")
    on_day(2026, 1, 8)
    question = services.ask_back(duty=duty, by=officer, text="Hangi durak?")
    on_day(2026, 1, 14)
    services.reply(question=question, by=representative, text="Pazar yolu.")
    assert Duty.objects.get().due_on == date(2026, 2, 11)


# --- answering -------------------------------------------------------------------------------------------------------


def test_answer_is_kept_with_unit_and_days_taken(
    make_duty: Callable[..., Duty],
    on_day: Callable[..., None],
    officer: User,
    representative: User,
    contributor: User,
    unit: Unit,
) -> None:
    seen: list[Duty] = []

    def receiver(sender: type[Duty], *, duty: Duty, **_rest: object) -> None:
        seen.append(duty)

    signals.duty_answered.connect(receiver)
    try:
        on_day(2026, 3, 9)
        duty = make_duty(unit=unit)
        on_day(2026, 3, 30)
        services.answer(
            duty=duty,
            by=officer,
            outcome=Outcome.PARTLY,
            reason=" Üç rampa yapılacak. ",
            registry_number="E-123",
            registry_date=date(2026, 3, 30),
        )
    finally:
        signals.duty_answered.disconnect(receiver)
    duty = Duty.objects.get()
    assert (duty.state, duty.outcome, duty.reason) == (DutyState.ANSWERED, "partly", "Üç rampa yapılacak.")
    assert (duty.answered_by, duty.answered_unit, duty.days_taken) == (officer, unit, 14)
    assert duty.clock.standing == Standing.ANSWERED_IN_TIME
    assert duty.clock.days == 1
    assert seen == [duty]
    assert _told("need_answered") == {representative.email}


def test_answer_late_stays_late(
    make_duty: Callable[..., Duty], on_day: Callable[..., None], officer: User, unit: Unit
) -> None:
    on_day(2026, 3, 9)
    duty = make_duty(unit=unit)
    on_day(2026, 4, 2)
    services.answer(duty=duty, by=officer, outcome=Outcome.NOTED, reason="Geç yanıt.")
    on_day(2026, 6, 1)
    duty = Duty.objects.get()
    assert duty.is_overdue()
    assert (duty.clock.standing, duty.clock.days) == (Standing.ANSWERED_LATE, 2)


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"outcome": "referred"}, "referred_to"),
        ({"outcome": "referred", "referred_to": "  "}, "referred_to"),
        ({"outcome": "nonsense"}, "outcome"),
        ({"outcome": ""}, "outcome"),
        ({"reason": "  "}, "reason"),
        ({"registry_number": "E-1"}, "registry_date"),
        ({"registry_date": date(2026, 3, 9)}, "registry_number"),
    ],
)
def test_answer_names_what_is_missing(duty: Duty, officer: User, fields: dict[str, object], at: str) -> None:
    values = {"outcome": "accepted", "reason": "Yapılacak.", **fields}
    with pytest.raises(ValidationError) as error:
        services.answer(duty=duty, by=officer, **values)  # type: ignore[arg-type]
    assert at in error.value.message_dict
    assert Duty.objects.get().is_open
    assert Notification.objects.count() == 0


def test_answer_keeps_the_other_body_only_where_it_is_referred(
    make_duty: Callable[..., Duty], officer: User, unit: Unit
) -> None:
    referred, accepted = make_duty(unit=unit), make_duty(unit=unit)
    services.answer(duty=referred, by=officer, outcome="referred", reason="Onların görevi.", referred_to="İBB Ulaşım")
    services.answer(duty=accepted, by=officer, outcome="accepted", reason="Yapılacak.", referred_to="İBB Ulaşım")
    assert (referred.referred_to, accepted.referred_to) == ("İBB Ulaşım", "")


def test_answer_once_given_stays(
    duty: Duty, officer: User, coordinator: User, unit: Unit, representative: User
) -> None:
    services.answer(duty=duty, by=officer, outcome="accepted", reason="Yapılacak.")
    stale = Duty.objects.get()
    for act in (
        lambda: services.answer(duty=stale, by=coordinator, outcome="not_accepted", reason="Hayır."),
        lambda: services.assign(duty=stale, by=coordinator, unit=unit),
        lambda: services.ask_back(duty=stale, by=officer, text="Ne?"),
        lambda: services.extend(duty=stale, by=officer, reason="Neden?"),
        lambda: services.withdraw(duty=stale, by=representative),
    ):
        with pytest.raises(NotInThisState):
            act()
    assert Duty.objects.get().reason == "Yapılacak."


# --- withdrawing, leaving --------------------------------------------------------------------------------------------


def test_withdraw_takes_it_off_the_desk(duty: Duty, officer: User, representative: User) -> None:
    services.withdraw(duty=duty, by=representative)
    assert duty.state == DutyState.WITHDRAWN
    assert not duty.is_overdue()
    assert not queries.desk_of(officer).exists()
    with pytest.raises(NotInThisState):
        services.withdraw(duty=duty, by=representative)


def test_duties_of_an_officer_who_left_pass_to_the_unit(
    make_duty: Callable[..., Duty],
    make_staff: Callable[..., User],
    officer: User,
    coordinator: User,
    administrator: User,
    unit: Unit,
) -> None:
    from atasehir_portal.accounts.services import end_post

    colleague = make_staff("Mert Görevli", "mert@belediye.test", unit)
    open_one, answered, secret = make_duty(), make_duty(), make_duty(confidential=True)
    for duty in (open_one, answered, secret):
        services.assign(duty=duty, by=coordinator, unit=unit, officer=officer)
    services.answer(duty=answered, by=officer, outcome="accepted", reason="Yapılacak.")
    Notification.objects.all().delete()
    end_post(post=StaffPost.objects.get(user=officer), by=administrator)
    for duty in (open_one, answered, secret):
        duty.refresh_from_db()
    assert (open_one.unit, open_one.officer) == (unit, None)
    assert answered.officer == officer
    assert secret.officer is None
    assert _acts(open_one)[-1] == DutyAct.PASSED_TO_UNIT
    assert colleague.email in _told("need_assigned")
    assert [row.reference for row in queries.summary(coordinator).awaiting_an_officer] == [secret.reference]


# --- who may ---------------------------------------------------------------------------------------------------------


def test_acts_are_refused_to_others(
    duty: Duty, officer: User, other_officer: User, stranger: User, representative: User, contributor: User, unit: Unit
) -> None:
    for user in (other_officer, stranger, representative):
        for act in (
            lambda user=user: services.answer(duty=duty, by=user, outcome="accepted", reason="Yapılacak."),
            lambda user=user: services.assign(duty=duty, by=user, unit=unit),
            lambda user=user: services.ask_back(duty=duty, by=user, text="Ne?"),
            lambda user=user: services.extend(duty=duty, by=user, reason="Neden?"),
        ):
            with pytest.raises(PermissionDenied):
                act()
    for user in (officer, stranger, contributor):
        with pytest.raises(PermissionDenied):
            services.withdraw(duty=duty, by=user)
    question = services.ask_back(duty=duty, by=officer, text="Ne?")
    for user in (officer, other_officer, stranger):
        with pytest.raises(PermissionDenied):
            services.reply(question=question, by=user, text="Bu.")
    assert Duty.objects.get().state == DutyState.ASKED


# --- constraints -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "accepted"},
        {"answered_at": MONDAY},
        {"state": "answered"},
        {"state": "answered", "answered_at": MONDAY},
        {"state": "answered", "answered_at": MONDAY, "outcome": "accepted"},
        {"state": "answered", "answered_at": MONDAY, "outcome": "referred", "reason": "Onların."},
        {"state": "withdrawn"},
        {"state": "asked"},
        {"waiting_since": date(2026, 3, 9)},
        {"extended_at": MONDAY},
        {"extension_reason": "Neden?"},
        {"registry_number": "E-1"},
        {"registry_date": date(2026, 3, 9)},
        {"confidential": True},
    ],
)
def test_database_ties_state_outcome_reason_and_dates(duty: Duty, values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(**values)


def test_database_holds_one_open_question(duty: Duty, officer: User) -> None:
    services.ask_back(duty=duty, by=officer, text="Ne?")
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(duty=duty, text="Kim?", due_before=duty.due_on)


def test_organisation_with_duties_cannot_be_deleted(duty: Duty, organisation: Organisation) -> None:
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        organisation.delete()
