"""Words that moderators hide leave what else remembers them: the history of the database and the printed report of the round."""

import pytest
from django.apps import apps

from atasehir_portal.documents.models import RoundReport
from atasehir_portal.documents.moderating import services
from atasehir_portal.documents.reporting import services as reporting
from tests.documents.test_moderating import HARM, SENTENCE, hidden, replied, said

__all__ = ["replied", "said"]
pytestmark = pytest.mark.django_db


def test_words_leave_history_and_reports_when_they_are_hidden_and_come_back_when_they_are_shown(
    said, replied, open_round, officer, coordinator, administrator
):
    def history() -> str:
        tables = (apps.get_model("documents", f"{name}History") for name in ("Comment", "Suggestion", "Moderation"))
        return "\n".join(str(list(table.objects.values())) for table in tables)

    def report() -> str:
        return RoundReport.objects.get(round=open_round).rendering.source_html.replace("\xa0", " ")

    reporting.make_interim(round=open_round, by=officer)
    assert HARM in history()
    assert HARM in report()
    moderation = hidden(said, coordinator)
    assert HARM not in history()
    assert HARM not in report()
    assert SENTENCE in report()
    # the reply stays, though what it replies to is hidden; print binds its last word
    assert 'Biz<span class="whole"> istiyoruz.</span>' in report()
    services.restore(moderation=moderation, by=administrator, reason="Adı geçen kişi izin vermiş.")
    assert HARM in report()
    assert history().count(HARM) == 1  # as it is from here on


def test_proposal_leaves_history_when_it_is_hidden(propose, coordinator):
    proposal = propose(HARM)
    table = apps.get_model("documents", "SuggestionHistory")
    assert HARM in str(list(table.objects.values()))
    hidden(proposal, coordinator)
    kept = list(table.objects.order_by("pgh_id").values("pgh_label", "body", "reason", "data"))
    assert [row["pgh_label"] for row in kept] == ["insert", "state"]
    assert all((row["body"], row["reason"], row["data"]) == ("", "", {}) for row in kept)
