"""How editions are cited: the sentence, BibTeX and RIS, also with titles that would break a careless writer."""

import re
import string
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from handbooks import citing
from handbooks.citing import Work
from handbooks.models import Edition
from tests.handbooks.conftest import SLUG

BOOK = f"/kitaplik/{SLUG}/"
CITE = f"{BOOK}0.1/kaynak-goster/"
WORK = Work(
    key="elkitabi-3-0.1",
    author="Ataşehir Belediyesi",
    title="Kısa Kitap: Söz ve İz",
    edition="0.1",
    published=date(2026, 11, 22),
    city="İstanbul",
    language="tr",
    keywords=("söz", "iz"),
    pages=44,
    address="https://katilim.example/kitaplik/kisa-kitap/0.1/",
    seen=date(2026, 12, 3),
)
PLACE = replace(WORK, key="elkitabi-3-0.1-bir", place="Söz", place_number="1.1")
# what a writer of formats stumbles over, beside ordinary letters
hostile = st.text(alphabet=st.sampled_from("{}\\$%&#_~^\"'@=,<>|\n\r\t\0\u2028 aİı:-/%()[]"), min_size=1, max_size=60)


# --- a reader of each format, as strict as its rules -----------------------------------------------------------------------


def read_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """Return kind, key and fields of one entry. Braces are counted as BibTeX counts them: a backslash does not hide one."""
    head = re.match(r"@(\w+)\{([^\s,{}]+),\n", text)
    assert head
    place, fields = head.end(), {}
    while not text.startswith("}\n", place):
        name = re.compile(r"  (\w+) = \{").match(text, place)
        assert name, text[place:]
        start = place = name.end()
        depth = 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[place], 0)
            place += 1
        assert name[1] not in fields
        fields[name[1]] = text[start : place - 1]
        assert text.startswith(",\n", place)
        place += 2
    assert text[place:] == "}\n"
    return head[1], head[2], fields


LATEX = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
} | {rf"\{sign}": sign for sign in "&%$#_"}
TOKEN = re.compile("|".join(re.escape(token) for token in sorted(LATEX, key=len, reverse=True)) + "|(.)", re.DOTALL)


def from_latex(text: str) -> str:
    """Return what LaTeX prints. A sign that means something to it must not stand alone."""

    def sign(match: re.Match[str]) -> str:
        if match[1] is None:
            return LATEX[match[0]]
        assert match[1] not in "\\{}$%&#_~^", text
        return match[1]

    return TOKEN.sub(sign, text)


def read_ris(text: str) -> list[tuple[str, str]]:
    """Return tags and values: two letters or figures, two spaces, a hyphen, a space, lines ended as RIS wants."""
    assert text.endswith("ER  - \r\n")
    rows = []
    for line in text.removesuffix("\r\n").split("\r\n"):
        found = re.fullmatch(r"([A-Z][A-Z0-9])  - ([^\r\n\x00-\x1f]*)", line)
        assert found, line
        rows.append((found[1], found[2]))
    return rows


def one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", " ", text).split())


# --- the sentence -----------------------------------------------------------------------------------------------------------


def test_sentence_follows_apa_in_turkish() -> None:
    assert strip_tags(citing.apa(WORK)) == (
        "Ataşehir Belediyesi. (2026). Kısa Kitap: Söz ve İz (Basım 0.1). Erişim tarihi: 3 Aralık 2026. "
        "https://katilim.example/kitaplik/kisa-kitap/0.1/"
    )
    assert "<i>Kısa Kitap: Söz ve İz</i>" in citing.apa(WORK)
    assert strip_tags(citing.apa(replace(PLACE, seen=None, address=""))) == (
        "Ataşehir Belediyesi. (2026). Söz. Kısa Kitap: Söz ve İz içinde (Basım 0.1, Bölüm 1.1)."
    )
    assert citing.in_text(WORK) == "(Ataşehir Belediyesi, 2026)"
    assert citing.in_text(PLACE) == "(Ataşehir Belediyesi, 2026, Bölüm 1.1)"


@given(hostile, hostile)
def test_sentence_is_inert(title: str, place: str) -> None:
    said = citing.apa(replace(PLACE, title=title, place=place, author=title))
    assert set(re.findall(r"<(/?\w+)", said)) <= {"i", "/i", "a", "/a"}


# --- the formats ------------------------------------------------------------------------------------------------------------


@given(hostile, hostile, hostile, st.lists(hostile, max_size=3))
def test_bibtex_gives_back_every_title(title: str, author: str, place: str, keywords: list[str]) -> None:
    work = replace(PLACE, title=title, author=author, place=place, city=author, keywords=tuple(keywords))
    kind, key, fields = read_bibtex(citing.bibtex(work))
    assert (kind, key) == ("incollection", "elkitabi-3-0.1-bir")
    assert from_latex(fields["booktitle"][1:-1]) == one_line(title)
    assert from_latex(fields["author"][1:-1]) == one_line(author)
    assert from_latex(fields["title"][1:-1]) == one_line(place)
    assert fields["url"] == WORK.address
    assert fields["year"] == "2026"
    assert not re.search(r"[\r\0\u2028]", citing.bibtex(work))


@given(hostile, hostile, st.lists(hostile, max_size=3))
def test_ris_gives_back_every_title(title: str, author: str, keywords: list[str]) -> None:
    rows = read_ris(citing.ris(replace(WORK, title=title, author=author, keywords=tuple(keywords))))
    assert rows[0] == ("TY", "BOOK")
    assert rows[-1] == ("ER", "")
    fields = dict(rows)
    assert fields.get("TI", "") == one_line(title)
    assert fields.get("AU", "") == one_line(author)
    assert [value for tag, value in rows if tag == "KW"] == [line for line in map(one_line, keywords) if line]
    assert [tag for tag, _value in rows].count("TY") == 1


def test_book_in_bibtex_and_ris() -> None:
    kind, _key, fields = read_bibtex(citing.bibtex(WORK))
    assert kind == "book"
    assert fields == {
        "author": "{Ataşehir Belediyesi}",
        "title": "{Kısa Kitap: Söz ve İz}",
        "edition": "0.1",
        "year": "2026",
        "date": "2026-11-22",
        "publisher": "{Ataşehir Belediyesi}",
        "address": "İstanbul",
        "pagetotal": "44",
        "language": "turkish",
        "keywords": "söz, iz",
        "url": "https://katilim.example/kitaplik/kisa-kitap/0.1/",
        "urldate": "2026-12-03",
    }
    assert ("DA", "2026/11/22") in read_ris(citing.ris(WORK))
    # the pages of the whole book say nothing of a chapter
    assert "pagetotal" not in read_bibtex(citing.bibtex(PLACE))[2]
    assert ("SP", "44") in read_ris(citing.ris(WORK))
    assert "SP" not in dict(read_ris(citing.ris(PLACE)))
    assert {("TY", "CHAP"), ("TI", "Söz"), ("T2", "Kısa Kitap: Söz ve İz")} <= set(read_ris(citing.ris(PLACE)))


@given(st.text(alphabet=string.printable, max_size=40))
def test_key_holds_only_what_a_key_may_hold(key: str) -> None:
    assert re.match(r"@book\{[A-Za-z0-9.:-]*,\n", citing.bibtex(replace(WORK, key=key)))


# --- the pages --------------------------------------------------------------------------------------------------------------


def test_page_cites_the_book_and_each_of_its_places(client: Client, published: Edition) -> None:
    page = client.get(CITE).content.decode()
    assert f"http://localhost:8000{BOOK}0.1/" in page
    assert '<option value="bir-duymak">– 1.1 Duymak</option>' in page
    place = client.get(CITE, {"yer": "bir-duymak"}).content.decode()
    assert '<option value="bir-duymak" selected>' in place
    assert f"http://localhost:8000{BOOK}0.1/oku/bir-duymak/" in place
    assert "(Ataşehir Belediyesi, 2026, Bölüm 1.1)".replace("2026", str(published.published_at.year)) in place


@pytest.mark.parametrize(
    ("ending", "kind"), [("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems")]
)
def test_files_are_downloads_in_utf_8(client: Client, published: Edition, ending: str, kind: str) -> None:
    answer = client.get(f"{CITE}{ending}/", {"yer": "bir"})
    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="kisa-kitap-0.1-bir.{ending}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    text = answer.content.decode()
    assert "Kısa Kitap: Söz ve İz" in text
    if ending == "bib":
        read_bibtex(text)
    else:
        read_ris(text)


@pytest.mark.parametrize("path", ["?yer=yok", "?yer=%00", "?yer=../x", "doc/", "bib/?yer=yok"])
def test_what_is_not_there_is_not_cited(client: Client, published: Edition, path: str) -> None:
    assert client.get(f"{CITE}{path}").status_code == 404


def test_address_that_is_cited_leads_to_what_is_cited(client: Client, published: Edition) -> None:
    for path in (f"{BOOK}0.1/", f"{BOOK}0.1/oku/bir-duymak/", f"{BOOK}0.1/oku/bir/"):
        assert client.get(path, follow=True).status_code == 200
