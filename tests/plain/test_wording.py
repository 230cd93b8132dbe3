"""Words as the search reads them."""

import pytest

from handbooks import wording


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Kent Konseyi'nin", "Kent Konseyi"),
        ("Belediye’nin sözü", "Belediye sözü"),
        ("‘söz’ dedi", "‘söz’ dedi"),
        ("5393'ün", "5393"),
        ("m.14", "m 14"),
        ("bütçe/plan", "bütçe plan"),
        ("-sosyal sosyal-hizmet", "-sosyal sosyal hizmet"),
        ("Bitti. Başladı", "Bitti. Başladı"),
    ],
)
def test_endings_behind_apostrophes_go_and_parted_words_part(text: str, read: str) -> None:
    assert wording.cleaned(text) == read


def test_what_is_looked_through_holds_the_dictionary_forms() -> None:
    assert wording.searchable("Hakkını ve şehri.") == "Hakkını ve şehri.\nhak şehir"
    assert wording.searchable("Haklar.") == "Haklar."


@pytest.mark.parametrize(
    ("typed", "length"), [("a" * 300, 200), ("b" * 150 + " " + "c" * 150, 150), (" iki  söz\x00 ", 8)]
)
def test_what_is_too_long_ends_with_a_word(typed: str, length: int) -> None:
    assert len(wording.shortened(typed)) == length


@pytest.mark.parametrize(
    ("typed", "begins"), [("ısı", "ıs"), ("YARDIM", "yard"), ("yarım", "yar"), ("işler", "iş"), ("sağlığı", "sağl")]
)
def test_every_form_of_a_word_begins_with_its_beginning(typed: str, begins: str) -> None:
    assert wording.beginning(typed) == begins
