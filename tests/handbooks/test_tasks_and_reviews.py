"""Tasks, verdicts tied to the text that was read, approval with and without reviewers."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from atasehir_portal.accounts.models import StaffPost, User
from atasehir_portal.accounts.personal_data import personal_data
from atasehir_portal.accounts.services import change_post, end_post
from atasehir_portal.documents.models import Block, Section
from atasehir_portal.documents.services import move_block, remove_section, save_block
from atasehir_portal.notifications.kinds import kinds
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from handbooks import permissions, queries, services
from handbooks.models import Handbook, HandbookAct, HandbookState, HandbookTask, Review, Task, Verdict

Give = Callable[[User, Task], HandbookTask]


@pytest.fixture
def give(handbook: Handbook, administrator: User) -> Give:
    def make(user: User, task: Task) -> HandbookTask:
        return services.give_task(handbook=handbook, user=user, task=task, by=administrator)

    return make


@pytest.fixture
def writer(give: Give, officer: User) -> User:
    give(officer, Task.WRITER)
    return officer


@pytest.fixture
def reviewer(give: Give, coordinator: User) -> User:
    give(coordinator, Task.REVIEWER)
    return coordinator


@pytest.fixture
def in_review(handbook: Handbook, writer: User, reviewer: User) -> Handbook:
    return services.send_to_review(handbook=handbook, by=writer, note="Birinci bölümün diline bakın.")


def told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient__full_name", flat=True))


def digest_for(handbook: Handbook, user: User) -> str:
    return queries.review_of(user, handbook).digest


def say(handbook: Handbook, by: User, verdict: Verdict = Verdict.READY, remarks: str = "") -> Review:
    return services.give_verdict(
        handbook=handbook, by=by, digest=digest_for(handbook, by), verdict=verdict, remarks=remarks
    )


def mend(handbook: Handbook, by: User, body: str = "Söz iyi duyulur [@k1].") -> Block:
    block = Block.objects.get(document=handbook.document, section__anchor="bir-duymak", position=0)
    save_block(block_uid=block.uid, base_revision=block.revision, body=body, by=by)
    return block


# --- tasks ------------------------------------------------------------------------------------------------------------


def test_task_is_told_recorded_and_given_once(handbook: Handbook, give: Give, officer: User) -> None:
    assert give(officer, Task.WRITER) == give(officer, Task.WRITER)
    assert told("handbook_task") == {"Ferda Görevli"}
    assert Notification.objects.count() == 1
    event = handbook.events.first()
    assert event is not None
    assert (event.act, event.about, event.detail) == (HandbookAct.TASK_GIVEN, officer, Task.WRITER)
    assert permissions.can_write(officer, handbook)


@pytest.mark.parametrize("role", ["representative", "applicant", "stranger"])
def test_only_staff_are_entrusted(give: Give, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(ValidationError) as refused:
        give(request.getfixturevalue(role), Task.WRITER)
    assert "user" in refused.value.message_dict


@pytest.mark.parametrize(("first", "second"), [(Task.WRITER, Task.REVIEWER), (Task.REVIEWER, Task.WRITER)])
def test_nobody_reviews_what_they_write(give: Give, officer: User, first: Task, second: Task) -> None:
    give(officer, first)
    with pytest.raises(ValidationError):
        give(officer, second)
    assert HandbookTask.objects.count() == 1


@pytest.mark.parametrize("role", ["coordinator", "officer", "representative"])
def test_only_administrators_entrust(handbook: Handbook, role: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(role)
    with pytest.raises(PermissionDenied):
        services.give_task(handbook=handbook, user=user, task=Task.WRITER, by=user)


def test_task_is_taken_back_once(handbook: Handbook, give: Give, officer: User, administrator: User) -> None:
    task = give(officer, Task.WRITER)
    services.take_task(task=task, by=administrator)
    with pytest.raises(NotInThisState):
        services.take_task(task=task, by=administrator)
    assert not permissions.can_write(User.objects.get(pk=officer.pk), handbook)
    assert [event.act for event in handbook.events.all()[:2]] == [HandbookAct.TASK_TAKEN, HandbookAct.TASK_GIVEN]


def test_task_ends_with_the_post(handbook: Handbook, writer: User, administrator: User) -> None:
    end_post(post=StaffPost.objects.get(user=writer, until=None), by=administrator, reason="Emekli oldu.")
    assert not HandbookTask.objects.exists()
    assert not permissions.can_write(User.objects.get(pk=writer.pk), handbook)
    event = handbook.events.first()
    assert event is not None
    assert (event.act, event.about, event.actor) == (HandbookAct.TASK_TAKEN, writer, administrator)


def test_new_role_in_the_same_unit_keeps_the_task(writer: User, administrator: User) -> None:
    post = StaffPost.objects.get(user=writer, until=None)
    change_post(post=post, by=administrator, unit=post.unit, role="coordinator")
    assert HandbookTask.objects.filter(user=writer).exists()


def test_notice_of_a_task_goes_away_with_it(give: Give, officer: User, administrator: User) -> None:
    task = give(officer, Task.WRITER)
    kind = kinds.get("handbook_task")
    assert kind is not None
    assert kind.visible(officer, ["K3", "K1", "yok"]) == {"K3"}
    services.take_task(task=task, by=administrator)
    assert kind.visible(User.objects.get(pk=officer.pk), ["K3"]) == set()


# --- review -----------------------------------------------------------------------------------------------------------


def test_reviewers_are_told_when_a_draft_is_sent(in_review: Handbook) -> None:
    assert in_review.state == HandbookState.REVIEW
    assert told("handbook_review") == {"Kerem Koordinatör"}


def test_draft_without_reviewers_is_not_sent(handbook: Handbook, administrator: User) -> None:
    with pytest.raises(ValidationError):
        services.send_to_review(handbook=handbook, by=administrator, note="Bakın.")
    handbook.refresh_from_db()
    assert handbook.state == HandbookState.WRITING


@pytest.mark.parametrize("note", ["", "  ", "x" * 501])
def test_what_to_look_at_has_to_be_said(handbook: Handbook, writer: User, reviewer: User, note: str) -> None:
    with pytest.raises(ValidationError) as refused:
        services.send_to_review(handbook=handbook, by=writer, note=note)
    assert "note" in refused.value.message_dict


def test_verdict_is_kept_with_the_text_and_told(in_review: Handbook, reviewer: User) -> None:
    review = say(in_review, reviewer)
    assert review.digest == digest_for(in_review, reviewer)
    assert told("handbook_reviewed") == {"Ada Yönetici", "Ferda Görevli"}
    assert say(in_review, reviewer) == review  # pressed twice
    assert Notification.objects.filter(kind="handbook_reviewed").count() == 2


def test_changes_have_to_be_named(in_review: Handbook, reviewer: User) -> None:
    for verdict, remarks in ((Verdict.CHANGES, " "), ("belki", "Söz."), (Verdict.READY, "x" * 4001)):
        with pytest.raises(ValidationError):
            say(in_review, reviewer, verdict, remarks)  # type: ignore[arg-type]
    assert not Review.objects.exists()


@pytest.mark.parametrize("role", ["administrator", "officer", "other_officer", "representative"])
def test_only_reviewers_give_verdicts(in_review: Handbook, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        say(in_review, request.getfixturevalue(role))


def test_verdict_outside_a_review_is_refused(handbook: Handbook, reviewer: User) -> None:
    with pytest.raises(NotInThisState):
        say(handbook, reviewer)


def test_text_that_changed_while_it_was_read_is_shown_first(in_review: Handbook, reviewer: User, writer: User) -> None:
    read = digest_for(in_review, reviewer)
    mend(in_review, writer)
    with pytest.raises(services.ChangedWhileRead) as refused:
        services.give_verdict(handbook=in_review, by=reviewer, digest=read, verdict=Verdict.READY, remarks="")
    assert refused.value.digest == digest_for(in_review, reviewer) != read
    assert not Review.objects.exists()


def test_verdict_is_stale_once_the_text_changed(in_review: Handbook, reviewer: User, writer: User) -> None:
    say(in_review, reviewer)
    assert queries.review_of(reviewer, in_review).standing.is_ready
    block = mend(in_review, writer)
    found = queries.review_of(reviewer, in_review)
    assert not found.standing.is_ready
    assert [each.task.user for each in found.standing.waiting] == [reviewer]
    assert [change.uid for change in found.changes] == [block.uid]
    assert found.changes[0].author == writer
    diff = found.changes[0].diff
    assert diff is not None
    assert "iyi</ins>" in diff.html


def test_what_is_changed_back_is_no_change(in_review: Handbook, reviewer: User, writer: User) -> None:
    block = Block.objects.get(document=in_review.document, section__anchor="bir-duymak", position=0)
    before = block.body
    say(in_review, reviewer)
    mend(in_review, writer)
    mend(in_review, writer, before)
    found = queries.review_of(reviewer, in_review)
    assert (list(found.changes), found.change_count) == ([], 0)


def test_reviewers_are_told_what_was_put_elsewhere(
    in_review: Handbook, reviewer: User, writer: User, client_of: Callable[..., Client]
) -> None:
    block = Block.objects.get(document=in_review.document, section__anchor="bir-duymak", position=0)
    goal = Section.objects.get(document=in_review.document, anchor="bir")
    move_block(block_uid=block.uid, section=goal, by=writer)
    (moved,) = queries.review_of(reviewer, in_review).moves
    assert (moved.came_from, moved.went_to, moved.author) == (block.section.title, goal.title, writer)
    page = client_of(reviewer).get(f"/kitaplik/{in_review.slug}/inceleme/").content.decode()
    assert "Yeri değişenler" in page
    assert moved.what in page


def test_section_that_was_taken_out_is_named_by_its_old_heading(
    in_review: Handbook, reviewer: User, writer: User
) -> None:
    section = Section.objects.get(document=in_review.document, anchor="bir-duymak")
    remove_section(section=section, base_revision=section.revision, by=writer)
    (gone,) = queries.review_of(reviewer, in_review).changes
    assert (gone.place, gone.is_removed) == (section.title, True)


def test_later_verdict_counts_instead_of_the_earlier(in_review: Handbook, reviewer: User) -> None:
    say(in_review, reviewer, Verdict.CHANGES, "Kaynak eksik.")
    assert not queries.review_of(reviewer, in_review).standing.is_ready
    say(in_review, reviewer)
    assert queries.review_of(reviewer, in_review).standing.is_ready
    assert Review.objects.count() == 2


def test_one_who_wants_changes_outweighs_one_who_is_content(
    in_review: Handbook, reviewer: User, other_officer: User, give: Give
) -> None:
    give(other_officer, Task.REVIEWER)
    say(in_review, reviewer)
    say(in_review, other_officer, Verdict.CHANGES, "Kaynak eksik.")
    assert not queries.review_of(reviewer, in_review).standing.is_ready


# --- approval ---------------------------------------------------------------------------------------------------------


def test_text_that_a_reviewer_found_ready_needs_no_reason(
    in_review: Handbook, reviewer: User, administrator: User
) -> None:
    say(in_review, reviewer)
    services.approve(handbook=in_review, by=administrator)
    event = in_review.events.first()
    assert event is not None
    assert (event.act, event.note) == (HandbookAct.APPROVED, "")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_text_that_nobody_found_ready_needs_a_reason(handbook: Handbook, administrator: User, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        services.approve(handbook=handbook, by=administrator, reason=reason)
    assert "reason" in refused.value.message_dict
    handbook.refresh_from_db()
    assert handbook.state == HandbookState.WRITING


def test_set_up_approves_without_a_reason(handbook: Handbook) -> None:
    assert services.approve(handbook=handbook, by=None).state == HandbookState.APPROVED


def test_writers_are_told_when_a_draft_comes_back(in_review: Handbook, writer: User, administrator: User) -> None:
    services.send_back(handbook=in_review, by=administrator, note="Kaynağı tamamlayın.")
    assert told("handbook_sent_back") == {"Ferda Görevli"}
    assert queries.review_of(writer, Handbook.objects.get(pk=in_review.pk)).is_open is False


# --- own data ---------------------------------------------------------------------------------------------------------


def test_own_data_holds_tasks_and_verdicts_and_erasing_takes_them(
    in_review: Handbook, reviewer: User, administrator: User
) -> None:
    say(in_review, reviewer, Verdict.CHANGES, "Kaynak eksik.")
    held = personal_data.export(reviewer)["handbooks"]
    assert held["tasks"][0]["task"] == "reviewer"
    assert held["reviews"][0]["remarks"] == "Kaynak eksik."
    assert {act["about"] for act in held["acts"]} == {"you", ""}
    personal_data.erase(reviewer)
    assert not HandbookTask.objects.filter(user=reviewer).exists()
    assert Review.objects.get().reviewer is None
    assert not in_review.events.filter(about=reviewer).exists()
    assert not in_review.events.filter(actor=reviewer).exists()
