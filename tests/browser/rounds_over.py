"""Answer all that was said in the open rounds of a world and close them. Run by the portal, before a book is approved."""

import django

django.setup()

from atasehir_portal.accounts.models import User  # noqa: E402
from atasehir_portal.answering import services as answering  # noqa: E402
from atasehir_portal.answering.models import Outcome  # noqa: E402
from atasehir_portal.documents import round_queries, rounds  # noqa: E402
from atasehir_portal.documents.models import Round, RoundState  # noqa: E402

if __name__ == "__main__":
    administrator = User.objects.get(email="yonetici@ornek.test")
    for one in Round.objects.filter(state=RoundState.OPEN):
        for duty in round_queries.open_duties(one):
            answering.answer(duty=duty, by=administrator, outcome=Outcome.NOTED, reason="Not edildi, saklanacak.")
        rounds.close_round(round=rounds.end_round(round=one, by=administrator), by=administrator)
