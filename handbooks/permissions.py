"""Who may do what with the handbooks.

Administrators give tasks, approve and publish; writers write the books that they were given, reviewers say whether a text can be
approved; the municipality's staff read the drafts, everybody reads what is published. A task holds as long as the staff post does.
None in the place of a person stands for the set-up commands, which approve and publish what comes with the portal.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from atasehir_portal.accounts.people import person
from handbooks.models import Edition, Handbook, HandbookState, HandbookTask, Task


def tasks_of(user: Any) -> Mapping[int, frozenset[str]]:
    """Return what a member of staff is entrusted with, by handbook; read once for the same user object."""
    if not person(user).is_staff_member:
        return {}
    found: Mapping[int, frozenset[str]] | None = getattr(user, "_handbook_tasks", None)
    if found is None:
        tasks: defaultdict[int, set[str]] = defaultdict(set)
        for handbook, task in HandbookTask.objects.filter(user=user).values_list("handbook", "task"):
            tasks[handbook].add(task)
        found = user._handbook_tasks = {handbook: frozenset(names) for handbook, names in tasks.items()}
    return found


def remember_tasks(user: Any, handbook: Handbook, tasks: Iterable[str]) -> None:
    """Remember what somebody is entrusted with in one book that was read together with it."""
    user._tasks_of_one = {**getattr(user, "_tasks_of_one", {}), handbook.pk: frozenset(tasks)}


def _tasks_in(user: Any, handbook: Handbook) -> frozenset[str]:
    if not person(user).is_staff_member:
        return frozenset()
    known: Mapping[int, frozenset[str]] = getattr(user, "_tasks_of_one", {})
    return known[handbook.pk] if handbook.pk in known else tasks_of(user).get(handbook.pk, frozenset())


def forget_tasks(user: Any) -> None:
    """Forget what this user object is remembered to be entrusted with, after a service changed it."""
    for name in ("_handbook_tasks", "_tasks_of_one"):
        if hasattr(user, name):
            delattr(user, name)


def _publishes(user: Any) -> bool:
    return user is None or person(user).is_administrator


def _has(user: Any, handbook: Handbook, task: Task) -> bool:
    return task in _tasks_in(user, handbook)


def can_see_board(user: Any) -> bool:
    """Administrators have the publishing desk."""
    return person(user).is_administrator


def can_see_desk(user: Any, handbook: Handbook) -> bool:
    """Administrators, and those who write or review this book, see where it stands and who did what."""
    return person(user).is_administrator or bool(_tasks_in(user, handbook))


def can_see_log(user: Any) -> bool:
    """Whoever has a book to work on reads who did what."""
    return person(user).is_administrator or bool(tasks_of(user))


def can_read_draft(user: Any, handbook: Handbook) -> bool:
    """Staff read what is being written; nobody else does before it is published."""
    return person(user).is_staff_member


def can_write(user: Any, handbook: Handbook) -> bool:
    """Administrators and the book's writers write, also while it is reviewed; not in an approved text, because what was
    approved is what is published."""
    if handbook.state == HandbookState.APPROVED:
        return False
    return person(user).is_administrator or _has(user, handbook, Task.WRITER)


def can_run_round(user: Any, handbook: Handbook) -> bool:
    """Administrators and the book's writers ask people for their opinion on it."""
    return person(user).is_administrator or _has(user, handbook, Task.WRITER)


def can_give_tasks(user: Any, handbook: Handbook) -> bool:
    return person(user).is_administrator


def can_send_to_review(user: Any, handbook: Handbook) -> bool:
    """Who writes says when the text is ready to be looked at."""
    return _publishes(user) or _has(user, handbook, Task.WRITER)


def can_review(user: Any, handbook: Handbook) -> bool:
    """The book's reviewers give a verdict, administrators too only where they are reviewers."""
    return _has(user, handbook, Task.REVIEWER)


def can_send_back(user: Any, handbook: Handbook) -> bool:
    return _publishes(user)


def can_approve(user: Any, handbook: Handbook) -> bool:
    return _publishes(user)


def can_reopen(user: Any, handbook: Handbook) -> bool:
    return _publishes(user)


def can_publish(user: Any, handbook: Handbook) -> bool:
    return _publishes(user)


def can_withdraw(user: Any, edition: Edition) -> bool:
    return _publishes(user)


def can_note_erratum(user: Any, edition: Edition) -> bool:
    """Administrators note errors; readers see the notes at once."""
    return person(user).is_administrator


def can_download(user: Any, edition: Edition) -> bool:
    """Everybody, once the PDF is ready and as long as the edition is not withdrawn."""
    return edition.withdrawn_at is None and edition.pdf.is_ready
