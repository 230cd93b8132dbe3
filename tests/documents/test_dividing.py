"""Where a text can be divided: between sentences, items, paragraphs, and where the cursor stands."""

import pytest

from atasehir_portal.documents import dividing


@pytest.mark.parametrize(
    ("kind", "body", "pieces"),
    [
        ("paragraph", "Bir söz. İkinci söz! Ilık su.", ["Bir söz.", "İkinci söz!", "Ilık su."]),
        ("paragraph", "5393 s. Kanun m. 13 ve vb. haller.", ["5393 s.", "Kanun m. 13 ve vb. haller."]),
        ("paragraph", "Not.^[Bir. İki.] Son.", ["Not.^[Bir. İki.]", "Son."]),
        ("paragraph", "**Bir. İki.** Üç.", ["**Bir. İki.**", "Üç."]),
        ("paragraph", "“Geldi.” Dedi.", ["“Geldi.”", "Dedi."]),
        ("paragraph", "tek", ["tek"]),
        ("list", "- a\n  - b\n- c", ["- a\n  - b", "- c"]),
        ("list", "3. a\n4. b", ["3. a", "4. b"]),
        ("quotation", "> a\n>\n> b\n> c", ["> a", "> b\n> c"]),
        ("box", "Bir.\n\n- a\n- b", ["Bir.", "- a\n- b"]),
        ("table", "| a |\n| --- |\n| b |", ["| a |\n| --- |\n| b |"]),
        ("table", "| a |\n| --- |\n| b |\n| c |", ["| a |\n| --- |\n| b |", "| a |\n| --- |\n| c |"]),
        ("figure", "", [""]),
    ],
)
def test_text_falls_into_pieces(kind: str, body: str, pieces: list[str]) -> None:
    assert dividing.pieces(kind, body) == pieces
    if len(pieces) > 1:
        first, second = dividing.divided(kind, pieces, 1)
        assert dividing.pieces(kind, first) == pieces[:1]
        assert dividing.pieces(kind, second) == pieces[1:]


@pytest.mark.parametrize(
    ("kind", "before", "behind", "parts"),
    [
        ("paragraph", "Bir ", "iki", ["Bir", "iki"]),
        ("paragraph", "", "Bir", ["Bir"]),
        ("paragraph", "Bir", "", ["Bir"]),
        ("list", "- a\n- b", "\n- c", ["- a\n- b", "- c"]),
        ("list", "- a\n", "- b", ["- a", "- b"]),
        ("list", "- a\n- ", "b\n- c", ["- a", "- b\n- c"]),
        ("list", "- a\n- bir ", "iki\n- c", ["- a\n- bir", "- iki\n- c"]),
        ("list", "- a\n  sür", "ek\n  de\n- b", ["- a\n  sürek\n  de", "- b"]),
        ("list", "- a\n- b", "", ["- a\n- b"]),
        ("quotation", "> bir ", "iki\n> üç", ["> bir", "> iki\n> üç"]),
        ("quotation", "> bir\n", "> iki", ["> bir", "> iki"]),
        ("box", "Bir.\n\n", "İki.", ["Bir.", "İki."]),
    ],
)
def test_text_is_divided_at_the_cursor(kind: str, before: str, behind: str, parts: list[str]) -> None:
    assert dividing.at_cursor(kind, before + behind, before) == parts
    assert dividing.at_cursor(kind, (before + behind).replace("\n", "\r\n"), before) == parts


def test_cursor_in_another_text_divides_nothing() -> None:
    assert dividing.at_cursor("paragraph", "Bir iki", "Başka") == ["Bir iki"]
