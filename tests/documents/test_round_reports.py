"""The printed report of a round: what stands in it, that it is frozen, who has it, and that its PDF is accessible."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Outcome
from atasehir_portal.documents import commenting, round_queries, rounds, suggesting
from atasehir_portal.documents.models import Block, ReportKind, Round, RoundReport, Suggestion
from atasehir_portal.documents.reporting import services
from atasehir_portal.documents.reporting.paper import printable
from atasehir_portal.rendering import weasy
from atasehir_portal.rendering.models import Rendering
from atasehir_portal.rendering.work import run
from atasehir_portal.transitions import NotInThisState
from tests.rendering.test_weasy import findings

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(
    open_round: Round, blocks: list[Block], propose: Callable[..., Suggestion], representative: User, organisation: Any
) -> dict[str, Any]:
    """An opinion with a reply and an answer, a suggestion of each act, one that was withdrawn, one on paper."""
    whole = {"round": open_round, "by": representative, "organisation": organisation}
    comment = commenting.comment(body="Yol gerçekten dar 😀.\n\nAkşam göremiyorum.", block=blocks[0], **whole)
    commenting.reply(comment=comment, by=representative, organisation=organisation, body="Bizim sokakta da öyle.")
    gone = commenting.comment(body="Bunu geri alıyorum.", **whole)
    commenting.withdraw_comment(comment=gone, by=representative)
    return {
        "comment": comment,
        "gone": gone,
        "change": propose("Pazara giden yolda rampa var. Yol dardır. Direk yolun ortasındadır."),
        "insert": suggesting.suggest_insert(
            kind="paragraph", body="Yeni bir söz.", data={}, after=blocks[1].uid, reason="Eksikti.", **whole
        ),
        "remove": suggesting.suggest_removal(block_uid=blocks[1].uid, reason="Fazladan.", **whole),
    }


def source(report: RoundReport) -> str:
    """Return what the report says, without what binds the last words of a paragraph."""
    html = Rendering.objects.get(pk=report.rendering_id).source_html
    return re.sub(r'<span class="(?:whole|keep)">(.*?)</span>', r"\1", html.replace("\N{NO-BREAK SPACE}", " "))


@pytest.fixture
def closed(open_round: Round, said: dict[str, Any], officer: User) -> Round:
    for each in (said["comment"], said["change"], said["insert"], said["remove"]):
        answering.answer(
            duty=each.duty, by=officer, outcome=Outcome.NOTED, reason=f"{each.reference}: not edildi, nedeni budur."
        )
    return rounds.close_round(round=rounds.end_round(round=open_round, by=officer), by=officer)


def test_closing_makes_the_report_with_everything_in_it(closed: Round, said: dict[str, Any]) -> None:
    html = source(RoundReport.objects.get(round=closed, kind=ReportKind.FINAL))
    for name in ("comment", "change", "insert", "remove", "gone"):
        assert said[name].reference in html
    assert "Akşam göremiyorum." in html
    assert "Bizim sokakta da öyle." in html
    assert "Bunu geri alıyorum." not in html
    assert said["change"].organisation.name in html
    assert f"{said['change'].reference}: not edildi" in html
    assert "<del>basamak</del>" in html
    assert "<ins>rampa</ins>" in html
    assert "<ins>Yeni bir söz.</ins>" in html
    assert "<del>Kaldırımda gölge yoktur.</del>" in html
    assert closed.version.digest in html
    assert "ara rapor" not in html
    assert said["comment"].author.full_name not in html


def test_report_of_a_closed_round_does_not_change(closed: Round, said: dict[str, Any], officer: User) -> None:
    report = RoundReport.objects.get(round=closed)
    before = source(report)
    said["comment"].organisation.name = "Başka Ad"
    said["comment"].organisation.save()
    assert source(report) == before
    with pytest.raises(NotInThisState):
        services.make_interim(round=closed, by=officer)


def test_report_is_made_anew_where_words_may_not_be_shown_any_more(
    closed: Round, said: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = RoundReport.objects.get(round=closed).rendering_id
    for place in ("rows", "words"):
        name = f"atasehir_portal.documents.reporting.{place}.may_be_read"
        monkeypatch.setattr(
            name, lambda each: each.reference not in {said["comment"].reference, said["change"].reference}
        )
    services.make_anew(round=closed)
    made = RoundReport.objects.get(round=closed)
    assert "Akşam göremiyorum." not in source(made)
    assert "<ins>rampa</ins>" not in source(made)
    assert source(made).count("Bu kaydın metni gösterilmiyor.") == 2
    assert "Bizim sokakta da öyle." in source(made)
    assert said["comment"].reference in source(made)
    assert not Rendering.objects.filter(pk=old).exists()


def test_interim_report_is_marked_and_the_newest_one_stays(
    open_round: Round, said: dict[str, Any], officer: User, representative: User
) -> None:
    first = services.make_interim(round=open_round, by=officer)
    assert "tarihli ara rapor" in source(first)
    assert "son yanıt günü" in source(first)
    commenting.comment(
        round=open_round, by=representative, organisation=said["comment"].organisation, body="Bir söz daha."
    )
    second = services.make_interim(round=open_round, by=officer)
    assert "Bir söz daha." in source(second)
    assert not Rendering.objects.filter(pk=first.rendering_id).exists()
    assert RoundReport.objects.count() == 1
    with pytest.raises(PermissionDenied):
        services.make_interim(round=open_round, by=representative)


def test_final_report_takes_the_place_of_the_interim_one(
    open_round: Round, said: dict[str, Any], officer: User, closed: Round
) -> None:
    assert [report.kind for report in RoundReport.objects.all()] == [ReportKind.FINAL]


def test_pdf_is_accessible_and_has_bookmarks(closed: Round, said: dict[str, Any], tmp_path: Path) -> None:
    rendering = Rendering.objects.get()
    target = BytesIO()
    weasy.write_pdf(
        rendering.source_html,
        style=rendering.style,
        title=rendering.title,
        language="tr",
        target=target,
        report=lambda step, pages: None,
    )
    path = tmp_path / "report.pdf"
    path.write_bytes(target.getvalue())
    assert "0 error(s), 0 warning(s)" in findings(path)
    with pikepdf.open(path) as pdf:
        with pdf.open_outline() as outline:

            def titles(items: Any) -> list[str]:
                return [title for item in items for title in (str(item.title), *titles(item.children))]

            found = " ".join(titles(outline.root))
        assert said["change"].reference in found
        assert str(pdf.Root.Lang) == "tr"
        assert pdf.Root.MarkInfo.Marked


def test_empty_round_has_a_report_too(open_round: Round, officer: User) -> None:
    rounds.close_round(round=rounds.end_round(round=open_round, by=officer), by=officer)
    assert "Bu turda görüş yazılmadı." in source(RoundReport.objects.get())


def test_signs_that_cannot_be_printed_are_named() -> None:
    assert printable("<p>Güzel 😀😀 söz</p>") == "<p>Güzel [U+1F600 U+1F600] söz</p>"
    assert printable("Şekil “ğ” – İ") == "Şekil “ğ” – İ"


def test_who_took_part_is_counted_once_each(
    open_round: Round, blocks: list[Block], said: dict[str, Any], officer: User
) -> None:
    suggesting.suggest_removal(round=open_round, by=officer, block_uid=blocks[0].uid, reason="Müdürlük olarak.")
    commenting.type_in(round=open_round, by=officer, body="Kâğıttan.")
    assert [(row.number, row.inputs) for row in round_queries.took_part(open_round)] == [(1, 4), (1, 1), (None, 1)]


# --- pages ------------------------------------------------------------------------------------------------------------


def test_page_says_pages_and_size_and_everybody_downloads(closed: Round, client: Client) -> None:
    page = reverse("rounds:report", args=[closed.reference])
    file = reverse("rounds:report_pdf", args=[closed.reference])
    assert client.get(file).status_code == 404
    run(Rendering.objects.get().pk, worker="test")
    made = Rendering.objects.get()
    assert made.is_ready
    text = client.get(page).content.decode()
    assert file in text
    assert f"{made.pages} sayfa" in text
    response = client.get(file)
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content)[:5] == b"%PDF-"
    assert file in client.get(closed.get_absolute_url()).content.decode()


def test_interim_report_is_for_the_staff(
    open_round: Round, said: dict[str, Any], client: Client, officer: User, representative: User
) -> None:
    order = reverse("rounds:order_interim", args=[open_round.reference])
    client.force_login(officer)
    assert client.post(order).status_code == 302
    assert "Sırada" in client.get(reverse("rounds:report", args=[open_round.reference])).content.decode()
    run(Rendering.objects.get().pk, worker="test")
    file = reverse("rounds:interim_pdf", args=[open_round.reference])
    assert b"".join(client.get(file).streaming_content)[:5] == b"%PDF-"  # type: ignore[arg-type]
    client.force_login(representative)
    assert client.get(file).status_code == 404
    assert file not in client.get(reverse("rounds:report", args=[open_round.reference])).content.decode()


def test_page_and_csv_hold_the_replies(open_round: Round, said: dict[str, Any], client: Client) -> None:
    page = client.get(reverse("rounds:report", args=[open_round.reference])).content.decode()
    assert "Bizim sokakta da öyle." in page
    assert "Bunu geri alıyorum." not in page
    answer: Any = client.get(reverse("rounds:report_csv", args=[open_round.reference]))
    text = b"".join(answer.streaming_content).decode()
    assert "Bizim sokakta da öyle." in text
    assert "Bunu geri alıyorum." not in text
