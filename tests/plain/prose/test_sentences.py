"""Where a Turkish sentence ends."""

import pytest

from atasehir_portal.prose import words
from atasehir_portal.prose.sentences import LONGEST, sentences

ONE = [
    "5393 sayılı Kanun md. 13 hemşehri hukukunu düzenler.",
    "Kalem, defter vb. araçlar dağıtılır.",
    "Karar 24.11.2004 tarihinde alındı.",
    "Nüfus 414.866 kişidir.",
    "Kanunun 13. maddesi bunu söyler.",
    "Plan 2. Bölüm’de anlatılır.",
    "Toplantı 3. Olağan Oturum’da yapıldı.",
    "Tören 23. Nisan gününde yapılmaz.",
    "II. Bölüm kısadır.",
    "Dr. Ayşe Yılmaz ile Prof. Dr. A. Kaya konuştu.",
    "T.C. Anayasası m. 90 uyarınca yürür.",
    "Ayrıntı için bkz. Şekil 4.",
    "Adres: Barbaros Mah. Atatürk Cad. No. 4’tür.",
    "“Ne zaman?” diye sordu.",
    "Bekledi… sonra gitti.",
    "Hangi yol? sorusu açık kaldı.",
    "Ağaçlar kesilmesin (bkz. s. 4) denildi.",
]
SEVERAL = [
    ("Söz duyulur. İz kalır.", ["Söz duyulur.", "İz kalır."]),
    ("Karar 2024’te alındı. Plan 2025’te bitti.", ["Karar 2024’te alındı.", "Plan 2025’te bitti."]),
    ("Yıl 2024. Bu yıl seçim vardı.", ["Yıl 2024.", "Bu yıl seçim vardı."]),
    ("Toplam sayı 12. Bu sayı azdır.", ["Toplam sayı 12.", "Bu sayı azdır."]),
    ("Kalem, defter vb. Bunlar dağıtılır.", ["Kalem, defter vb.", "Bunlar dağıtılır."]),
    ("Kim sordu? Herkes sordu! Sonra?", ["Kim sordu?", "Herkes sordu!", "Sonra?"]),
    ("“Geldim.” Kapıyı açtı.", ["“Geldim.”", "Kapıyı açtı."]),
    ("Söz alındı (bkz. s. 4.). İz kaldı.", ["Söz alındı (bkz. s. 4.).", "İz kaldı."]),
    ("Birinci satır\nİkinci satır", ["Birinci satır", "İkinci satır"]),
    ("Işık söndü. ışık yandı denmez. Çıktı.", ["Işık söndü. ışık yandı denmez.", "Çıktı."]),
]


@pytest.mark.parametrize("text", ONE)
def test_stop_that_belongs_to_a_word_ends_no_sentence(text: str) -> None:
    assert [each.text for each in sentences(text)] == [text]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_sentences_end_where_a_reader_stops(text: str, expected: list[str]) -> None:
    assert [each.text for each in sentences(text)] == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "…", ". . .", "“”", "1.", "\x00", "a" * 10_000, ". " * 5_000])
def test_odd_text_is_no_trouble(text: str) -> None:
    assert all(each.text for each in sentences(text))


def test_nothing_of_the_text_is_lost() -> None:
    text = " ".join(ONE + [text for text, _parts in SEVERAL])
    assert "".join(each.text for each in sentences(text)).replace(" ", "") == text.replace(" ", "").replace("\n", "")


def test_sentence_is_long_beyond_the_limit() -> None:
    just, over = ("söz " * LONGEST).strip() + ".", ("söz " * (LONGEST + 1)).strip() + "."
    assert [each.is_long for each in sentences(f"{just.capitalize()} {over.capitalize()}")] == [False, True]


@pytest.mark.parametrize(("count", "minutes"), [(0, 0), (1, 1), (100, 1), (299, 1), (301, 2), (2000, 10)])
def test_reading_time_is_in_whole_minutes(count: int, minutes: int) -> None:
    assert words.minutes(count) == minutes
