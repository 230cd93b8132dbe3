"""The vocabulary of the printed page."""

import pytest

from atasehir_portal.rendering import parts


@pytest.mark.parametrize("kind", parts.BOX_KINDS)
def test_box_says_its_kind_in_words(kind: str) -> None:
    labels = {
        "definition": "Definition",
        "good_practice": "Good practice",
        "checklist": "Checklist",
        "exercise": "Exercise",
        "legal": "Legal basis",
        "warning": "Warning",
    }
    box = parts.box(kind, title="A & B", body="<p>x</p>", language="en")
    assert f'<p class="kind">{labels[kind]}' in box
    assert "A &amp; B" in box


def test_legal_box_says_that_it_is_no_advice_and_lists_its_facts() -> None:
    box = parts.box("legal", title="t", body="", facts=[("Kanun", "<i>5393</i>")], language="en")
    assert "not legal advice" in box
    assert "<dt>Kanun</dt><dd><i>5393</i></dd>" in box


def test_unknown_box_and_figure_without_description_are_refused() -> None:
    with pytest.raises(ValueError, match="no box"):
        parts.box("secret", title="", body="")
    with pytest.raises(ValueError, match="description"):
        parts.figure(anchor="a", src="x", alt=" ", caption="")


def test_table_marks_number_columns_row_heads_and_length() -> None:
    table = parts.table(
        anchor="t", caption="c", head=["A", "B", "C", "D"], rows=[["r", "1", "2", "3"]] * 10, number_columns={2}
    )
    assert '<table id="t" class="wide long">' in table
    assert '<th scope="col" class="n">B</th>' in table
    assert '<th scope="row">r</th><td class="n">1</td><td>2</td>' in table


def test_attributes_cannot_break_out_of_a_figure() -> None:
    figure = parts.figure(anchor="a", src='x" onerror="y', alt='"><script>', caption="c")
    assert "<script>" not in figure
    assert 'onerror="' not in figure
