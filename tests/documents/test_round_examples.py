"""The one command that removes example data takes along what example people did in rounds, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation, Unit, User
from atasehir_portal.answering.models import Duty
from atasehir_portal.documents import rounds, suggesting
from atasehir_portal.documents.commenting import comment, reply, type_in
from atasehir_portal.documents.models import Comment, Round, Suggestion
from atasehir_portal.documents.services import freeze
from atasehir_portal.site import example
from handbooks import services as handbooks
from handbooks.models import Handbook, Task
from tests.handbooks.conftest import handbook, source  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(handbook: Handbook) -> Round:  # noqa: F811
    """A round that the example administrator opened on the short book."""
    example.load()
    by = User.objects.get(email="yonetici@ornek.test")
    reviewer = User.objects.get(email="koordinator@ornek.test")
    handbooks.give_task(handbook=handbook, user=reviewer, task=Task.REVIEWER, by=by)
    handbooks.send_to_review(handbook=handbook, by=by, note="Bakın.")
    today = timezone.localdate()
    planned = rounds.plan_round(
        document=handbook.document,
        version=freeze(document=handbook.document, by=by, note="Tur için."),
        title="Kitap üzerine",
        summary="Ne düşünüyorsunuz?",
        unit=Unit.objects.filter(is_active=True)[0],
        questions=["Açık mı?"],
        opens_on=today,
        ends_on=today + timedelta(days=20),
        by=by,
    )
    return rounds.open_round(round=planned, by=by)


def say(opened: Round) -> dict[str, Any]:
    by = User.objects.get(email="temsilci@ornek.test")
    organisation = Organisation.objects.get(memberships__user=by)
    block = opened.document.blocks.filter(kind="paragraph")[0]
    return {"by": by, "organisation": organisation, "block": block}


def test_what_example_people_said_goes_with_them(opened: Round) -> None:
    about = say(opened)
    said = comment(round=opened, body="Bu söz açık değil.", **about)
    reply(comment=said, by=User.objects.get(email="muhtar@ornek.test"), body="Biz de öyle düşünüyoruz.")
    type_in(round=opened, by=User.objects.get(email="yonetici@ornek.test"), body="Kâğıtla gelen görüş.")
    block = about.pop("block")
    suggesting.suggest_change(
        round=opened, block_uid=block.uid, body=f"{block.body} Duyulur.", data={}, reason="Eksik.", **about
    )
    example.remove()
    for model in (Comment, Suggestion, Round, Duty):
        assert not model.objects.exists(), model
    assert not User.objects.filter(is_example=True).exists()


def test_what_others_said_stays(opened: Round, make_user: Any) -> None:
    kept = comment(round=opened, by=make_user("Kendisi", "kendisi@kendisi.test"), body="Ben de okudum.")
    comment(round=opened, body="Bu söz açık değil.", **say(opened))
    example.remove()
    assert [one.pk for one in Comment.objects.all()] == [kept.pk]
    assert Round.objects.get().created_by is None
    assert Duty.objects.get() == kept.duty
