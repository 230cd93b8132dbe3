"""What shuts readers out who listen, who cannot tell colours apart, who go from link to link."""

import re

from atasehir_portal import turkish
from atasehir_portal.prose import words
from atasehir_portal.prose.words import listed

_PLACEHOLDERS = listed(
    "resim görsel görüntü şekil fotoğraf foto grafik şema çizim harita tablo image picture photo figure"
)
_FILE = re.compile(r"^[\w.\-]+\.(?:svg|png|jpe?g|gif|webp)$")
_FEWEST = 3  # words: fewer name a picture, they do not say what it shows

# Words that say nothing when a screen reader lists the links of a page.
_EMPTY_LINKS = listed(
    "burası burada buradan buraya tıkla tıklayın tıklayınız link bağlantı linki adres devamı devam oku daha fazlası için"
)

_COLOUR = r"(?:kırmızı|yeşil|mavi|sarı|turuncu|mor|gri|pembe|kahverengi|lacivert|turkuaz|siyah|beyaz)"
_POINTED_AT = re.compile(
    rf"(?<!\w){_COLOUR}(?:yla|yle|la|le| ile| renkle| renkte| renkli)?\s+"
    r"(?:işaretl\w+|gösteril\w+|boyan\w+|boyalı\w*|yazılı\w*|yazılan\w*|renkli\w*|"
    r"(?:satır|sütun|hücre|kutu|çubuk|nokta|daire|dilim|etiket|çerçeve|bölge|kısım|olan)(?:lar|ler|daki|deki|ları|leri|ın|in|un|ün|u|ı|yu|daki|lı|lu)*)"
    r"(?!\w)"
)


def names_nothing(alternative: str, caption: str = "") -> bool:
    """Return whether the words for a picture say nothing that a reader who cannot see it lacks: the caption once more, one
    or two words, a file name, "resim"."""
    small = turkish.lower(alternative).strip(" .:")
    if small == turkish.lower(caption).strip(" .:") or _FILE.match(small):
        return True
    said = [word for word in words.WORD.findall(small) if word.strip(".,") not in _PLACEHOLDERS]
    return len(said) < _FEWEST


def is_empty_link(said: str, address: str) -> bool:
    """Return whether a link does not say where it leads: "buraya tıklayın", or the bare address."""
    small = turkish.lower(said).strip(" .:…")
    if not small:
        return False  # it is named by what it leads to
    if small.rstrip("/") == turkish.lower(address).rstrip("/") or re.match(r"(?:https?://|www\.)\S+$", small):
        return True
    return all(word.strip(".,") in _EMPTY_LINKS for word in words.WORD.findall(small))


def colours_alone(text: str) -> list[str]:
    """Return where a text points at something by its colour: "kırmızı satırlar", "yeşille gösterilen"."""
    return [match[0] for match in _POINTED_AT.finditer(turkish.lower(text))]
