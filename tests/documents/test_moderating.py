"""Moderation: reported, left or hidden with a published reason, appealed once, decided by somebody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atasehir_portal import throttle
from atasehir_portal.accounts.models import User
from atasehir_portal.answering.clock import today
from atasehir_portal.answering.models import DutyState
from atasehir_portal.documents import commenting, round_queries, suggesting, wiring
from atasehir_portal.documents.example import remove_inputs
from atasehir_portal.documents.models import (
    Block,
    BlockRevision,
    Comment,
    HarmKind,
    Moderation,
    ModerationState,
    Report,
    Round,
    Suggestion,
)
from atasehir_portal.documents.moderating import permissions, queries, services, words
from atasehir_portal.documents.moderating.example import example_moderation
from atasehir_portal.documents.moderating.repeats import repeated
from atasehir_portal.documents.moderating.states import MODERATION_TRANSITIONS
from atasehir_portal.documents.moderating.wiring import KINDS
from atasehir_portal.notifications.composing import compose
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification, OutboxMail
from atasehir_portal.transitions import NotInThisState
from tests.documents.suggest_world import BODIES

pytestmark = pytest.mark.django_db
HARM = "Feride Örnekoğlu bu yolu istemiyor, 0555 000 00 00 numarasından arayın."
SENTENCE = "Yazıda bir kişinin adı ve telefonu vardı."


@pytest.fixture
def said(open_round: Round, blocks: list[Block], representative: User, organisation: Any) -> Comment:
    return commenting.comment(
        round=open_round, by=representative, organisation=organisation, block=blocks[0], body=HARM
    )


@pytest.fixture
def replied(said: Comment, stranger: User) -> Comment:
    return commenting.reply(comment=said, by=stranger, body="Biz istiyoruz.")


def hidden(said: Any, by: User, **given: Any) -> Moderation:
    return services.hide(**{"said": said, "by": by, "kind": "personal", "sentence": SENTENCE, **given})


def told(user: User) -> list[str]:
    return list(
        Notification.objects.filter(recipient=user, kind__startswith="moderation").values_list("kind", flat=True)
    )


# --- reporting --------------------------------------------------------------------------------------------------------


def test_report_is_made_once_and_told_to_moderators(
    said, stranger, coordinator, administrator, representative, officer
):
    made = services.report(said=said, by=stranger, kind="personal")
    assert services.report(said=said, by=stranger, kind="insult").pk == made.pk
    assert Report.objects.count() == 1
    assert told(coordinator) == told(administrator) == ["moderation_reported"]
    assert told(representative) == told(officer) == told(stranger) == []


def test_two_reports_are_one_case(said, stranger, contributor, coordinator):
    one = services.report(said=said, by=stranger, kind="personal")
    two = services.report(said=said, by=contributor, kind="other", words="Rahatsız edici.")
    assert one.moderation_id == two.moderation_id
    assert told(coordinator) == ["moderation_reported"]


def test_other_reason_needs_words(said, stranger):
    with pytest.raises(ValidationError) as refused:
        services.report(said=said, by=stranger, kind="other", words="  ")
    assert set(refused.value.error_dict) == {"words"}


def test_nobody_reports_their_own_or_what_is_hidden(said, representative, stranger, coordinator):
    with pytest.raises(PermissionDenied):
        services.report(said=said, by=representative, kind="insult")
    hidden(said, coordinator)
    with pytest.raises(services.IsHidden):
        services.report(said=said, by=stranger, kind="insult")


def test_withdrawn_thread_is_not_reported(said, representative, stranger):
    commenting.withdraw_comment(comment=said, by=representative)
    with pytest.raises(NotInThisState):
        services.report(said=said, by=stranger, kind="insult")


def test_left_text_stays_and_reporters_are_told(said, stranger, coordinator, representative):
    made = services.report(said=said, by=stranger, kind="insult")
    services.leave(moderation=made.moderation, by=coordinator, reason="Sert bir söz, hakaret değil.")
    said.refresh_from_db()
    assert said.body == HARM
    assert told(stranger) == ["moderation_settled"]
    assert told(representative) == []


# --- hiding -----------------------------------------------------------------------------------------------------------


def test_hidden_words_leave_every_row_but_one(said, replied, coordinator):
    before = said.duty.title
    assert "Feride" in before
    case = hidden(said, coordinator)
    said = Comment.objects.select_related("duty").get(pk=said.pk)
    assert said.tombstone == said.body
    assert "Gerekçe: Birinin kişisel verileri. " + SENTENCE in said.body
    assert "Feride" not in said.duty.title
    assert case.kept == {"body": HARM, "title": before}
    assert said.duty.state == DutyState.OPEN  # the duty to answer stays
    assert replied.body == Comment.objects.get(pk=replied.pk).body


def test_who_wrote_it_and_who_reported_it_are_told(said, stranger, coordinator, representative, contributor):
    services.report(said=said, by=stranger, kind="personal")
    hidden(said, coordinator)
    assert told(representative) == ["moderation_hidden"]
    assert told(stranger) == ["moderation_settled"]
    assert told(contributor) == []


def test_unit_of_the_round_hides_personal_data_only(said, officer, other_officer):
    assert permissions.hiding_kinds(officer, said) == [HarmKind.PERSONAL]
    with pytest.raises(ValidationError) as refused:
        hidden(said, officer, kind="insult")
    assert set(refused.value.error_dict) == {"kind"}
    with pytest.raises(PermissionDenied):
        hidden(said, other_officer)
    assert hidden(said, officer).state == ModerationState.HIDDEN
    with pytest.raises(PermissionDenied):
        services.restore(moderation=Moderation.objects.get(), by=officer, reason="Yanlıştı.")


def test_nobody_judges_what_they_wrote(open_round, coordinator):
    said = commenting.comment(round=open_round, by=coordinator, body="Bence yeterli.")
    with pytest.raises(PermissionDenied):
        hidden(said, coordinator)


@pytest.mark.parametrize(
    ("sentence", "kind", "word"),
    [
        ("Yazıda Feride adı geçiyordu.", "personal", "Feride"),
        ("Kişinin adı FERİDE olarak yazılmıştı.", "personal", "FERİDE"),
        ("Numarası 0555 ile başlıyordu.", "personal", "0555"),
        ("Bir kişinin adı yazılmıştı.", "personal", ""),
        ("Yazıda birine bu yolu istemiyor denmiş.", "insult", ""),
        ("Yazan, bir komşu bu yolu istemiyor, 0555 demiş.", "insult", "bu yolu istemiyor 0555"),
        ("Bana yazın: biri@ornek.test", "advert", "biri@ornek.test"),
        ("Telefon 0216 000 00 01 yazılmış.", "advert", "0216 000 00 01"),
    ],
)
def test_reason_does_not_repeat_what_is_hidden(sentence, kind, word):
    assert repeated(sentence, HARM, kind) == word


def test_repeating_is_refused_at_the_field(said, coordinator):
    with pytest.raises(ValidationError) as refused:
        hidden(said, coordinator, sentence="Yazıda Feride adlı bir komşu anılıyor.")
    assert set(refused.value.error_dict) == {"sentence"}
    assert not Moderation.objects.exists()


def test_who_comes_late_hides_nothing(said, stranger, coordinator, administrator):
    case = services.report(said=said, by=stranger, kind="insult").moderation
    services.leave(moderation=case, by=coordinator, reason="Hakaret değil.")
    with pytest.raises(NotInThisState):
        hidden(said, administrator, moderation=case)
    said.refresh_from_db()
    assert said.body == HARM


def test_left_text_can_be_reported_anew_by_others(said, stranger, contributor, coordinator):
    first = services.report(said=said, by=stranger, kind="insult").moderation
    services.leave(moderation=first, by=coordinator, reason="Hakaret değil.")
    second = services.report(said=said, by=contributor, kind="personal").moderation
    assert second.pk != first.pk
    assert hidden(said, coordinator, moderation=second).state == ModerationState.HIDDEN


# --- the appeal -------------------------------------------------------------------------------------------------------


def test_appeal_is_decided_by_somebody_else(said, representative, coordinator, administrator):
    case = hidden(said, coordinator)
    services.appeal(said=said, by=representative, reason="Ad benim adım.")
    assert told(administrator) == ["moderation_appealed"]
    assert told(coordinator) == []
    with pytest.raises(services.SamePerson) as refused:
        services.restore(moderation=case, by=coordinator, reason="Yine de.")
    assert str(administrator) in refused.value.messages[0]
    services.restore(moderation=case, by=administrator, reason="Kişi kendini anmış.")
    back = Comment.objects.select_related("duty").get(pk=said.pk)
    assert (back.body, back.duty.title, back.tombstone) == (HARM, said.duty.title, "")
    case.refresh_from_db()
    assert (case.state, case.kept) == (ModerationState.RESTORED, {})
    assert told(representative) == ["moderation_hidden", "moderation_decided"] or set(told(representative)) == {
        "moderation_hidden",
        "moderation_decided",
    }


def test_database_refuses_the_same_person_too(said, representative, coordinator):
    case = hidden(said, coordinator)
    services.appeal(said=said, by=representative, reason="Ad benim adım.")
    with pytest.raises(IntegrityError, match="appeal_by_another"), transaction.atomic():
        Moderation.objects.filter(pk=case.pk).update(
            state="confirmed", verdict="x", closed_by=coordinator, closed_at="2026-11-30T10:00Z"
        )


def test_appeal_is_made_once_and_in_time(said, representative, contributor, coordinator, administrator):
    case = hidden(said, coordinator)
    with pytest.raises(PermissionDenied):
        services.appeal(said=said, by=contributor, reason="Ben yazmadım.")
    Moderation.objects.filter(pk=case.pk).update(appeal_until=today() - timedelta(days=1))
    with pytest.raises(services.AppealIsLate):
        services.appeal(said=said, by=representative, reason="Ad benim adım.")
    Moderation.objects.filter(pk=case.pk).update(appeal_until=today())
    services.appeal(said=said, by=representative, reason="Ad benim adım.")
    with pytest.raises(NotInThisState):
        services.appeal(said=said, by=representative, reason="Bir daha.")
    services.confirm(moderation=case, by=administrator, reason="Telefon numarası başkasının.")
    for act in (services.restore, services.confirm):
        with pytest.raises(NotInThisState):
            act(moderation=case, by=administrator, reason="Fikrim değişti.")
    with pytest.raises(NotInThisState):
        services.appeal(said=said, by=representative, reason="Bir daha.")


def test_mistake_is_undone_without_an_appeal(said, coordinator):
    case = hidden(said, coordinator)
    services.restore(moderation=case, by=coordinator, reason="Numara bir belediye hattıydı.")
    assert Comment.objects.get(pk=said.pk).body == HARM


@pytest.mark.parametrize("state", ModerationState.values)
@pytest.mark.parametrize("act", ["leave", "hide", "appeal", "confirm", "restore"])
def test_every_act_in_every_state(state, act, said, coordinator, administrator, representative, stranger):
    """What the table does not name is refused in every state."""
    case = services.report(said=said, by=stranger, kind="personal").moderation
    if state == "left":
        services.leave(moderation=case, by=coordinator, reason="Zararı yok.")
    elif state != "reported":
        hidden(said, coordinator, moderation=case)
        if state in {"appealed", "confirmed", "restored"}:
            services.appeal(said=said, by=representative, reason="Benim adım.")
        if state in {"confirmed", "restored"}:
            {"confirmed": services.confirm, "restored": services.restore}[state](
                moderation=case, by=administrator, reason="Karar bu."
            )
    acts = {
        "leave": lambda: services.leave(moderation=case, by=administrator, reason="Zararı yok."),
        "hide": lambda: hidden(said, administrator, moderation=case),
        "appeal": lambda: services.appeal(said=said, by=representative, reason="Benim adım."),
        "confirm": lambda: services.confirm(moderation=case, by=administrator, reason="Karar bu."),
        "restore": lambda: services.restore(moderation=case, by=administrator, reason="Karar bu."),
    }
    transition = MODERATION_TRANSITIONS[act]
    if state in transition.sources:
        assert acts[act]().state == transition.target
    else:
        with pytest.raises(NotInThisState):
            acts[act]()


# --- suggestions ------------------------------------------------------------------------------------------------------


def _accept(made: Suggestion, by: User, body: str) -> None:
    suggesting.accept_suggestion(
        suggestion=made, by=by, outcome="accepted", reason="Yazıldı.", base_revision=1, body=body, data={}
    )


def test_hidden_suggestion_is_accepted_without_its_reason_in_the_history(propose, coordinator, officer, blocks):
    body = BODIES[0].replace("dardır", "çok dardır")
    made = propose(body)
    Suggestion.objects.filter(pk=made.pk).update(reason=HARM)
    made.refresh_from_db()
    case = hidden(made, coordinator)
    made.refresh_from_db()
    assert (made.body, made.data, made.reason) == ("", {}, made.tombstone)
    assert words.uncovered(made).body == body
    _accept(made, officer, body)
    assert BlockRevision.objects.get(block=blocks[0], number=2).reason == made.reference
    services.restore(moderation=case, by=coordinator, reason="Numara bir belediye hattıydı.")
    assert BlockRevision.objects.get(block=blocks[0], number=2).reason == f"{made.reference}: {HARM}"
    made.refresh_from_db()
    assert (made.body, made.reason) == (body, HARM)


def test_accepted_suggestion_that_is_hidden_leaves_the_history(propose, coordinator, officer, blocks):
    body = BODIES[0].replace("dardır", "çok dardır")
    made = propose(body)
    _accept(made, officer, body)
    hidden(made, coordinator, kind="insult", sentence="Gerekçede bir kişiye hakaret vardı.")
    assert BlockRevision.objects.get(block=blocks[0], number=2).reason == made.reference
    assert Block.objects.get(pk=blocks[0].pk).body == body  # what was taken into the text is the text's


# --- who reads what ---------------------------------------------------------------------------------------------------


def test_author_and_answerers_read_the_words_and_others_the_tombstone(
    said, replied, client_of, representative, contributor, stranger, coordinator, officer, other_officer
):
    services.report(said=said, by=stranger, kind="personal")
    hidden(said, coordinator)
    for user, may in (
        (None, False),
        (stranger, False),
        (other_officer, False),
        (representative, True),
        (contributor, True),
        (officer, True),
        (coordinator, True),
    ):
        page = client_of(user).get(said.get_absolute_url()).content.decode()
        assert SENTENCE in page
        assert replied.body in page  # replies stay
        assert ("0555 000" in page) == may, user
    chapter = reverse("rounds:chapter", args=[said.round.reference, said.block.section.anchor])
    page = client_of(representative).get(chapter).content.decode()
    assert SENTENCE in page
    assert "Feride" not in page


def test_hidden_reply_keeps_its_place(said, replied, client_of, coordinator, stranger, representative):
    hidden(replied, coordinator, kind="insult", sentence="Karşılıkta hakaret vardı.")
    page = client_of(representative).get(said.get_absolute_url()).content.decode()
    assert "Bu karşılık" in page
    assert "Biz istiyoruz." not in page
    assert "Biz istiyoruz." in client_of(stranger).get(said.get_absolute_url()).content.decode()
    assert (
        "Biz istiyoruz."
        in client_of(stranger).get(reverse("moderating:own", args=[replied.reference])).content.decode()
    )


def test_history_of_the_act_stays_on_the_page(said, client_of, coordinator):
    case = hidden(said, coordinator)
    services.restore(moderation=case, by=coordinator, reason="Numara bir belediye hattıydı.")
    page = client_of(None).get(said.get_absolute_url()).content.decode()
    assert "0555 000" in page
    assert SENTENCE in page
    assert "Numara bir belediye hattıydı." in page


def test_figures_are_counts_by_reason(said, replied, propose, coordinator, open_round, client_of, representative):
    hidden(said, coordinator)
    hidden(replied, coordinator, kind="insult", sentence="Karşılıkta hakaret vardı.")
    services.restore(
        moderation=hidden(propose("Başka bir söz."), coordinator, kind="advert", sentence="Reklamdı."),
        by=coordinator,
        reason="Değilmiş.",
    )
    found = queries.hidden_figures(open_round)
    assert (found.total, found.restored) == (2, 1)
    assert [number for _kind, number in found.kinds] == [1, 1]
    for page in (open_round.get_absolute_url(), reverse("rounds:report", args=[open_round.reference])):
        assert "2 yazı gizli" in client_of(None).get(page).content.decode()
    commenting.withdraw_comment(comment=said, by=representative)
    assert queries.hidden_figures(open_round).total == 0  # the thread was withdrawn, with its reply


# --- persons ----------------------------------------------------------------------------------------------------------


def test_own_data_hold_reports_appeals_and_the_hidden_words(said, stranger, representative, coordinator):
    services.report(said=said, by=stranger, kind="other", words="Komşumun adı yazılmış.")
    hidden(said, coordinator)
    services.appeal(said=said, by=representative, reason="Ad benim adım.")
    theirs = {row["act"]: row["text"] for row in wiring.export_for(stranger)}
    assert theirs["report"] == "Komşumun adı yazılmış."
    mine = {row["act"]: row["text"] for row in wiring.export_for(representative)}
    assert (mine["opinion in a round"], mine["appeal"]) == (HARM, "Ad benim adım.")


def test_erasing_takes_the_person_from_reports_appeals_and_decisions(
    said, stranger, contributor, representative, coordinator, administrator
):
    services.report(said=said, by=stranger, kind="insult")
    for user in (stranger,):
        wiring.erase_for(user)
    assert Report.objects.get().reporter is None  # it waits for a decision still
    services.report(said=said, by=contributor, kind="insult")
    case = hidden(said, coordinator)
    services.appeal(said=said, by=representative, reason="Ad benim adım.")
    services.confirm(moderation=case, by=administrator, reason="Telefon başkasının.")
    for user in (contributor, representative, coordinator, administrator):
        wiring.erase_for(user)
    case.refresh_from_db()
    assert (case.appealed_by, case.decided_by, case.closed_by) == (None, None, None)
    assert not Report.objects.exclude(reporter=None).exists()


def test_removing_example_data_takes_moderation_along(said, stranger, coordinator):
    services.report(said=said, by=stranger, kind="insult")
    hidden(said, coordinator)
    Comment.objects.update(is_example=True)
    remove_inputs()
    assert not Moderation.objects.exists()
    assert not Report.objects.exists()


def test_report_of_an_example_person_goes_with_them(said, stranger):
    services.report(said=said, by=stranger, kind="insult")
    User.objects.filter(pk=stranger.pk).update(is_example=True)
    remove_inputs()
    assert Comment.objects.filter(pk=said.pk).exists()
    assert not Moderation.objects.exists()


def test_report_page_and_round_are_counted_in_few_queries(said, replied, open_round, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        queries.hidden_figures(open_round)
    assert round_queries.figures_of(open_round).total == 1


def test_example_has_a_hidden_and_a_reported_opinion_and_is_removed(
    open_round, representative, stranger, coordinator, organisation
):
    example_moderation(
        round=open_round, author=representative, reporter=stranger, moderator=coordinator, organisation=organisation
    )
    assert sorted(Moderation.objects.values_list("state", flat=True)) == ["hidden", "reported"]
    assert not Comment.objects.filter(is_example=False).exists()
    remove_inputs()
    assert not Moderation.objects.exists()
    assert not Comment.objects.exists()


def test_everybody_who_is_told_can_open_what_they_are_told_of(
    said, propose, stranger, representative, coordinator, administrator, client_of
):
    """And the mail says number and sentence, never what was written."""
    for each in (said, propose(f"{BODIES[0]} Feride.")):
        services.report(said=each, by=stranger, kind="personal")
        hidden(each, coordinator)
        services.appeal(said=each, by=representative, reason="Ad benim adım.")
        services.confirm(moderation=queries.of_said(each).get(), by=administrator, reason="Telefon başkasının.")
    notices = Notification.objects.filter(kind__startswith="moderation").select_related("recipient")
    assert set(notices.values_list("kind", flat=True)) == set(KINDS)
    for notice in notices:
        kind = kinds.get(notice.kind)
        assert kind.is_visible(notice.recipient, notice.reference), notice.kind
        page = client_of(notice.recipient).get(kind.url(notice.reference))
        assert page.status_code == 200, notice.kind
        mail = compose(OutboxMail.objects.get(notification=notice))
        assert notice.reference in mail.subject
        assert "Feride" not in mail.subject + mail.body + str(mail.alternatives)
    assert kinds.get("moderation_reported").visible(stranger, {said.reference}) == set()


def test_withdrawn_thread_keeps_its_words_for_its_side_alone(said, representative, coordinator, stranger, client_of):
    case = hidden(said, coordinator)
    commenting.withdraw_comment(comment=said, by=representative)
    assert client_of(stranger).get(said.get_absolute_url()).status_code == 404
    assert "0555 000" in client_of(representative).get(said.get_absolute_url()).content.decode()
    services.restore(moderation=case, by=coordinator, reason="Numara bir belediye hattıydı.")
    assert client_of(stranger).get(said.get_absolute_url()).status_code == 404


def test_same_person_is_told_who_decides_and_loses_no_word(said, representative, coordinator, administrator, client_of):
    hidden(said, coordinator)
    services.appeal(said=said, by=representative, reason="Ad benim adım.")
    answer = client_of(coordinator).post(
        reverse("moderating:decide", args=[said.reference]), {"decision": "restore", "reason": "Yine de gösterelim."}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert str(administrator) in page
    assert "Yine de gösterelim." in page


def test_flood_of_reports_is_refused_and_the_text_kept(open_round, representative, stranger, client_of, monkeypatch):
    monkeypatch.setattr(throttle, "COSTLY", ((3, 86_400),))  # a window that no slow machine leaves
    client, said = client_of(stranger), []
    for number in range(5):
        said.append(commenting.comment(round=open_round, by=representative, body=f"{number}. söz."))
    statuses = []
    for each in said:
        answer = client.post(
            reverse("moderating:report", args=[each.reference]), {"kind": "other", "words": "Bunu da bildiriyorum."}
        )
        statuses.append(answer.status_code)
    assert statuses == [302] * 3 + [422] * 2
    assert "Bunu da bildiriyorum." in answer.content.decode()


@pytest.mark.parametrize("many", [1, 10, 100])
def test_list_costs_the_same_at_any_number(many, open_round, representative, stranger, coordinator, client_of):
    for number in range(many):
        said = commenting.comment(round=open_round, by=representative, body=f"{number}. söz.")
        services.report(said=said, by=stranger, kind="insult")
    client = client_of(coordinator)
    for query in ("", "?standing=waiting&reason=insult", f"?round={open_round.reference}"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("moderating:list") + query)
        assert page.status_code == 200
        assert len(page.context["page_obj"]) == min(many, 20)
        assert len(asked) <= 10, [query["sql"][:150] for query in asked.captured_queries]
