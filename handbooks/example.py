"""Example tasks: two of the example accounts write and review a book, so that the publishing desk can be tried."""

from django.db import transaction

from atasehir_portal.accounts.models import User
from handbooks.models import Handbook, HandbookAct, HandbookEvent, HandbookTask, Task
from handbooks.services import give_task

# (number of the book, who writes, who reviews)
TASKS = ((1, "gorevli@ornek.test", "koordinator@ornek.test"), (2, "koordinator@ornek.test", "gorevli@ornek.test"))


@transaction.atomic
def load() -> None:
    """Entrust the example accounts; does nothing where the books are not there, or the tasks are given already."""
    by = User.objects.get(email="yonetici@ornek.test")
    books = {book.number: book for book in Handbook.objects.all()}
    for number, writer, reviewer in TASKS:
        if number in books:
            for email, task in ((writer, Task.WRITER), (reviewer, Task.REVIEWER)):
                user = User.objects.get(email=email)
                give_task(handbook=books[number], user=user, task=task, by=by, is_example=True)


@transaction.atomic
def remove() -> None:
    """Take the example tasks away, with what the books' history says of them."""
    people = HandbookTask.objects.filter(is_example=True).values("user")
    acts = (HandbookAct.TASK_GIVEN, HandbookAct.TASK_TAKEN)
    HandbookEvent.objects.filter(act__in=acts, about__in=people).delete()
    HandbookTask.objects.filter(is_example=True).delete()
