"""Who proposed a change that was accepted is told, once, when the edition that carries it is in the library."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atasehir_portal.answering import services as answering
from atasehir_portal.documents import commenting, effects, rounds, suggesting
from atasehir_portal.documents.models import Round, Version
from atasehir_portal.documents.services import freeze
from atasehir_portal.notifications.models import Notification
from handbooks import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(handbook, administrator, unit):
    day = timezone.localdate()
    planned = rounds.plan_round(
        document=handbook.document,
        by=administrator,
        title="Kitap üzerine",
        summary="Ne düşünüyorsunuz?",
        unit=unit,
        opens_on=day,
        ends_on=day + timedelta(days=14),
        version=freeze(document=handbook.document, by=administrator, note="Görüş turu için."),
    )
    rounds.open_round(round=planned, by=administrator)
    return Round.objects.select_related("version", "document").get(pk=planned.pk)


def accepted(asked, representative, organisation, administrator, act="change"):
    block = asked.document.blocks.filter(kind="paragraph").first()
    given = {"round": asked, "by": representative, "organisation": organisation, "reason": "Daha açık."}
    body = f"{block.body} Yazılır da."
    if act == "remove":
        made = suggesting.suggest_removal(block_uid=block.uid, **given)
    else:
        made = suggesting.suggest_change(block_uid=block.uid, body=body, data=block.data, **given)
    return suggesting.accept_suggestion(
        suggestion=made,
        by=administrator,
        outcome="accepted",
        reason="Yazıldı.",
        base_revision=block.revision,
        body=body,
        data=block.data,
    )


def told(user):
    return list(
        Notification.objects.filter(recipient=user, kind="suggestion_published").values_list("reference", flat=True)
    )


def close(asked):
    now = timezone.now()
    Round.objects.filter(pk=asked.pk).update(state="closed", ended_at=now, closed_at=now)


def test_author_is_told_once_when_the_edition_is_there(
    asked, handbook, representative, organisation, administrator, publish, finish, client_of
):
    made = accepted(asked, representative, organisation, administrator)
    close(asked)
    services.approve(handbook=handbook, by=administrator, reason="Denemek için.")
    edition = publish(handbook)
    assert not told(representative), "its file is not there yet"
    finish(edition)
    assert told(representative) == [made.reference]
    version = Version.objects.get(pk=edition.version_id)
    assert effects.tell_published(version) == 0
    assert told(representative) == [made.reference]
    assert "Önerdiğiniz değişiklik yayımlandı" in client_of(representative).get("/bildirimler/").content.decode()
    assert "0.1" in client_of(None).get(made.get_absolute_url()).content.decode()


def test_book_names_the_organisations_whose_suggestions_its_edition_carries(
    asked, handbook, representative, organisation, administrator, publish, finish, client_of
):
    accepted(asked, representative, organisation, administrator)
    accepted(asked, representative, None, administrator)
    close(asked)
    services.approve(handbook=handbook, by=administrator, reason="Denemek için.")
    finish(publish(handbook))
    page = client_of(None).get(f"/kitaplik/{handbook.slug}/").content.decode()
    credit = page.partition("Kimler katkı verdi")[2].partition("</section>")[0]
    assert f"<b>{organisation.name}</b>" in credit
    assert credit.count("1 öneri") == 2
    assert "Bir kuruluş adına yazılmayanlar" in credit
    assert representative.full_name not in page


def test_version_credits_what_it_carries_and_no_earlier_one_does(
    asked, representative, organisation, administrator, django_assert_num_queries
):
    accepted(asked, representative, organisation, administrator)
    before = asked.version
    after = freeze(document=asked.document, by=administrator, note="Sonra.")
    assert effects.contributions_to(before) == effects.Contributions((), 0)
    assert effects.contributions_to(after) == effects.Contributions(((organisation.name, 1),), 0)
    accepted(asked, representative, organisation, administrator, act="remove")
    later = freeze(document=asked.document, by=administrator, note="Daha sonra.")
    assert effects.contributions_to(later) == effects.Contributions(((organisation.name, 1),), 0), "only what is in it"
    with django_assert_num_queries(1):
        effects.contributions_to(later)


def test_removal_is_told_and_what_is_not_in_the_text_is_not(
    asked, representative, organisation, administrator, officer
):
    before = freeze(document=asked.document, by=administrator, note="Önce.")
    made = accepted(asked, representative, organisation, administrator, act="remove")
    assert effects.tell_published(before) == 0
    after = freeze(document=asked.document, by=administrator, note="Sonra.")
    assert effects.tell_published(after) == 1
    assert told(representative) == [made.reference]
    assert not told(officer)


def test_accepted_comment_says_since_which_version_its_place_reads_differently(
    asked, representative, organisation, administrator, client_of
):
    block = asked.document.blocks.filter(kind="paragraph").first()
    said = commenting.comment(
        round=asked, by=representative, organisation=organisation, block=block, body="Bu söz açık değil."
    )
    assert effects.since_of(said) is None
    answering.answer(duty=said.duty, by=administrator, outcome="accepted", reason="Haklısınız.")
    said.refresh_from_db()
    assert effects.since_of(said) == effects.Since()
    assert "henüz yok" in client_of(None).get(said.get_absolute_url()).content.decode()
    freeze(document=asked.document, by=administrator, note="Değişmeden.")
    accepted(asked, representative, organisation, administrator)
    changed = freeze(document=asked.document, by=administrator, note="Değişti.")
    assert effects.since_of(said) == effects.Since(changed.number)
    assert f"{changed.number}. sürümle" in client_of(None).get(said.get_absolute_url()).content.decode()
