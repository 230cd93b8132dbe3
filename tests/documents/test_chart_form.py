"""A figure that is a chart: typed in the browser, every fault beside the field, drawn on the page and in its preview."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import queries, services, validation
from atasehir_portal.documents.models import Block, Section

TYPED = {
    "shows": "chart",
    "chart_type": "bar",
    "chart_title": "Kim geldi?",
    "chart_unit": "kişi",
    "chart_table": "Mahalle\t2024\nİçerenköy\t1.234,5\nYeni Sahra\t\n",
    "alt": "Yarısı geldi.",
    "caption": "Gelenler",
    "source": "Kurgusal.",
}


@pytest.fixture
def desk(officer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(officer)


def _add(section: Section) -> str:
    return reverse("documents:block_add", args=[section.uid, "figure"])


def test_chart_is_typed_and_drawn(desk: Client, section: Section) -> None:
    assert desk.post(_add(section), TYPED).status_code == 302
    block = Block.objects.get()
    assert "src" not in block.data
    assert block.data["chart"] == {
        "type": "bar",
        "title": "Kim geldi?",
        "unit": "kişi",
        "table": [["Mahalle", "2024"], ["İçerenköy", "1234,5"], ["Yeni Sahra", ""]],
    }
    page = desk.get(queries.block_address(block).partition("#")[0]).content.decode()
    assert page.count('class="chart" viewBox') == 2
    assert "1.234,5" in page
    edit = desk.get(reverse("documents:block_edit", args=[block.uid])).content.decode()
    assert "İçerenköy | 1234,5" in edit
    assert re.search(r'value="chart"[^>]* checked', edit)


def test_every_fault_of_the_table_stands_beside_it_and_nothing_typed_is_lost(desk: Client, section: Section) -> None:
    typed = {**TYPED, "chart_table": "Mahalle | 2024\nA | bir\nB | iki\n", "caption": ""}
    answer = desk.post(_add(section), typed)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert errors["chart_table"] == [
        "2. satır, “2024” sütunu: “bir” bir sayı değil.",
        "3. satır, “2024” sütunu: “iki” bir sayı değil.",
    ]
    assert "caption" in errors
    assert "B | iki" in answer.content.decode()
    assert not Block.objects.exists()


def test_chart_is_previewed_while_the_rest_is_still_missing(desk: Client, section: Section) -> None:
    typed = {**TYPED, "kind": "figure", "caption": "", "alt": "", "source": ""}
    html = desk.post(reverse("documents:block_preview", args=[section.document.uid]), typed).content.decode()
    assert 'class="chart" viewBox' in html


def test_without_the_choice_it_is_a_picture(desk: Client, section: Section) -> None:
    answer = desk.post(_add(section), {name: value for name, value in TYPED.items() if name != "shows"})
    assert answer.status_code == 422
    assert "picture" in answer.context["form"].errors


def test_chart_becomes_a_picture_no_more_than_it_was_chosen(desk: Client, section: Section, officer: User) -> None:
    block = services.add_block(
        section=section,
        kind="figure",
        data={"src": "pictures/x/y.svg", "alt": "a", "caption": "c", "source": "s"},
        by=officer,
    )
    desk.post(reverse("documents:block_edit", args=[block.uid]), {**TYPED, "base_revision": "1"})
    block.refresh_from_db()
    assert set(block.data) == {"chart", "alt", "caption", "source"}
    assert block.revisions.count() == 2


@pytest.mark.parametrize(
    "chart",
    [
        "bar",
        {"type": "pie", "title": "", "unit": "", "table": [["a", "b"], ["x", "1"]]},
        {"type": "bar", "title": "", "unit": "", "table": "a|b"},
        {"type": "bar", "title": "", "unit": "", "table": [["a", 1]]},
        {"type": "bar", "table": [["a", "b"], ["x", "1"]], "colour": "red"},
        {"type": "bar", "title": "x" * 121, "unit": "", "table": [["a", "b"], ["x", "1"]]},
    ],
)
def test_chart_of_another_shape_is_refused(chart: Any) -> None:
    with pytest.raises(ValidationError):
        validation.validate_figure({"chart": chart, "alt": "a", "caption": "c", "source": "s"})


def test_anchor_is_judged_where_it_is_typed(desk: Client, section: Section) -> None:
    for anchor in ("Büyük", "b-1", "terim-hak", "a b", section.anchor):
        answer = desk.post(_add(section), {**TYPED, "anchor": anchor})
        assert answer.status_code == 422, anchor
        assert "anchor" in answer.context["form"].errors
    assert desk.post(_add(section), {**TYPED, "anchor": "#gelenler"}).status_code == 302
    block = Block.objects.get()
    assert block.data["anchor"] == "gelenler"
    # its own anchor is no other one's
    again = {**TYPED, "anchor": "gelenler", "base_revision": "1", "alt": "Yarısı."}
    assert desk.post(reverse("documents:block_edit", args=[block.uid]), again).status_code == 302
