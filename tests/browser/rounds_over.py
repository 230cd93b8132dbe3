"""Answer all that was said in the rounds of a world and close them. Run by the portal, before a book is approved."""

import django

django.setup()

from atasehir_portal.accounts.models import User  # noqa: E402
from atasehir_portal.answering import services as answering  # noqa: E402
from atasehir_portal.answering.models import Outcome  # noqa: E402
from atasehir_portal.documents import round_queries, rounds  # noqa: E402
from atasehir_portal.documents.models import Round, RoundState  # noqa: E402


def close_all(by: User) -> None:
    """Close every round that takes opinions, or whose opinions are being answered."""
    for one in Round.objects.filter(state__in=[RoundState.OPEN, RoundState.ANSWERING]):
        for duty in round_queries.open_duties(one):
            answering.answer(duty=duty, by=by, outcome=Outcome.NOTED, reason="Not edildi, saklanacak.")
        ended = rounds.end_round(round=one, by=by) if one.state == RoundState.OPEN else one
        rounds.close_round(round=ended, by=by)


if __name__ == "__main__":
    close_all(User.objects.get(email="yonetici@ornek.test"))
