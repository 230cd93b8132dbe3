"""What was written together is not lost where a duty goes to another unit meanwhile."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering import services
from atasehir_portal.answering.models import Duty

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("all_go", [False, True])
def test_text_for_a_duty_that_went_to_another_unit_is_shown_and_the_rest_is_sent(
    make_duty: Callable[..., Duty],
    officer: User,
    coordinator: User,
    unit: Unit,
    other_unit: Unit,
    client_of: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
    all_go: bool,
) -> None:
    monkeypatch.setattr("atasehir_portal.answering.models.URL_NAMES", {"organisation": "answering:application"})
    kept, gone = make_duty("Kalan", unit=unit), make_duty("Giden", unit=unit)
    typed: dict[str, object] = {"step": "send", "kayit": [kept.reference, gone.reference]}
    for duty in (kept, gone):
        typed |= {f"{duty.reference}-outcome": "noted", f"{duty.reference}-reason": f"{duty.title} için yazıldı."}
    for duty in (gone, kept) if all_go else (gone,):
        services.assign(duty=duty, by=coordinator, unit=other_unit)
    page = client_of(officer).post(reverse("answering:together"), typed)
    assert page.status_code == 409
    text = page.content.decode()
    assert gone.reference in text
    assert "Giden için yazıldı." in text
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert gone.outcome == ""
    assert kept.outcome == ("" if all_go else "noted")
    assert ("Kalan için yazıldı." in text) is all_go
