"""Two people act on one duty at the same moment: one wins, the other is told, nothing is doubled."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering import services
from atasehir_portal.answering.applications import apply_with_organisation
from atasehir_portal.answering.models import Duty, DutyAct, OrganisationApplication, Question
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _catalogue_afterwards(django_db_blocker: Any) -> Iterator[None]:
    """Tests with real transactions empty the tables; give the next test its catalogue back."""
    yield
    with django_db_blocker.unblock():
        call_command("load_catalogue", verbosity=0)


def _at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads that start together; return what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return act()
        except NotInThisState as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_officers_answer_at_once_and_one_wins(duty: Duty, officer: User, coordinator: User) -> None:
    def answer(user: User, reason: str) -> Callable[[], Duty]:
        own = Duty.objects.get()
        return lambda: services.answer(duty=own, by=user, outcome="accepted", reason=reason)

    results = _at_once(answer(officer, "Görevliden."), answer(coordinator, "Koordinatörden."))
    assert sum(isinstance(result, NotInThisState) for result in results) == 1
    duty.refresh_from_db()
    assert duty.reason in {"Görevliden.", "Koordinatörden."}
    assert duty.events.filter(act=DutyAct.ANSWERED).count() == 1
    assert Notification.objects.filter(kind="need_answered").count() == 1


def test_two_questions_at_once_make_one(duty: Duty, officer: User, coordinator: User) -> None:
    def ask(user: User) -> Callable[[], Question]:
        own = Duty.objects.get()
        return lambda: services.ask_back(duty=own, by=user, text="Hangi durak?")

    results = _at_once(ask(officer), ask(coordinator))
    assert sum(isinstance(result, NotInThisState) for result in results) == 1
    assert Question.objects.count() == 1


def test_answer_and_reply_at_once_leave_one_truth(duty: Duty, officer: User, representative: User) -> None:
    question = services.ask_back(duty=duty, by=officer, text="Hangi durak?")
    own, asked = Duty.objects.get(), Question.objects.get(pk=question.pk)
    _at_once(
        lambda: services.answer(duty=own, by=officer, outcome="noted", reason="Kaydedildi."),
        lambda: services.reply(question=asked, by=representative, text="Pazar yolu."),
    )
    duty.refresh_from_db()
    assert duty.outcome == "noted"
    assert duty.waiting_since is None


def test_application_sent_twice_at_once_is_one(representative: User) -> None:
    def send() -> OrganisationApplication:
        return apply_with_organisation(
            by=User.objects.get(pk=representative.pk),
            name="Sokak Komşuları",
            kind="neighbourhood_group",
            description="Sokağımızdaki komşularla toplanıyoruz.",
            statement="Muhtarlık doğrulayabilir.",
        )

    first, second = _at_once(send, send)
    assert first.pk == second.pk
    assert OrganisationApplication.objects.count() == 1
    assert Duty.objects.count() == 1


def test_assigning_while_the_officer_leaves_never_leaves_it_with_nobody(
    duty: Duty, officer: User, coordinator: User, administrator: User, unit: Unit
) -> None:
    from atasehir_portal.accounts.models import StaffPost
    from atasehir_portal.accounts.services import end_post

    services.assign(duty=duty, by=coordinator, unit=unit, officer=officer)
    own, post = Duty.objects.get(), StaffPost.objects.get(user=officer)
    _at_once(
        lambda: services.answer(duty=own, by=coordinator, outcome="noted", reason="Kaydedildi."),
        lambda: end_post(post=post, by=administrator),
    )
    duty.refresh_from_db()
    assert duty.unit == unit
    assert duty.outcome == "noted"
