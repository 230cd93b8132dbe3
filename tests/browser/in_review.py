"""Bring the short book of the stories into review, with no round on it that is not closed, whatever was done with it before. Run by
the portal, before somebody asks for opinions on the book.
"""

import django

django.setup()

from atasehir_portal.accounts.models import User  # noqa: E402
from handbooks import services  # noqa: E402
from handbooks.models import Handbook, HandbookState, HandbookTask, Task  # noqa: E402
from tests.browser.rounds_over import close_all  # noqa: E402

if __name__ == "__main__":
    administrator = User.objects.get(email="yonetici@ornek.test")
    reviewer = User.objects.get(email="koordinator@ornek.test")
    close_all(administrator)
    book = Handbook.objects.get(slug="oyku")
    if book.state == HandbookState.APPROVED:
        book = services.reopen(handbook=book, by=administrator)
    if not HandbookTask.objects.filter(handbook=book, user=reviewer, task=Task.REVIEWER).exists():
        services.give_task(handbook=book, user=reviewer, task=Task.REVIEWER, by=administrator)
    if book.state == HandbookState.WRITING:
        services.send_to_review(handbook=book, by=administrator, note="Söz anlaşılıyor mu?")
