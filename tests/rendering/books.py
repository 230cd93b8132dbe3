"""A small book that uses every part of the vocabulary once, and a big one made of the same chapter many times."""

from datetime import date

from atasehir_portal.rendering import book, parts

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 200"><title>Kaldirim</title>'
    b'<rect x="20" y="40" width="280" height="120" fill="#0B4F5C"/>'
    b'<circle cx="460" cy="100" r="60" fill="none" stroke="#C4552D" stroke-width="8"/>'
    b'<text x="30" y="190" font-family="Kitap Sans" font-size="14" fill="#1B2326">yol</text></svg>'
)
PARAGRAPH = (
    "Belediyeye gelen başvuruların çoğu bir eksiği anlatır: kırık kaldırım, yanmayan lamba, dolu kreş. Başvuru kapatıldığında eksik "
    "giderilmiş sayılır; oysa aynı başvuru birkaç ay sonra başka bir sokaktan, başka bir adla yeniden gelir. Hak temelli çözümleme, tek "
    "tek başvuruların arkasındaki ortak düzeni arar ve sürdürülebilirlik ister. 5393 sayılı Kanun’un 76. maddesi ile md. 13 bunun için."
)


def chapter_html(prefix: str, *, paragraphs: int = 2) -> str:
    """Return a chapter with a box of each kind, a figure, a table, a note, a quotation and a reference."""
    text = (
        f"<p>{PARAGRAPH}{parts.note('Metin, <i>HR/PUB/06/8</i> simgesiyle anılır.')} Devamı gelir.</p>"
        + f"<p>{PARAGRAPH}</p>" * (paragraphs - 1)
    )
    boxes = "".join(
        parts.box(
            kind,
            title=f"Kutu: {kind}",
            body="<p>Açıklama.</p><ul><li>Birinci madde</li><li>İkinci madde</li></ul>",
            label_note="5393 md. 76" if kind == "legal" else "",
            facts=[("Kanun", "5393 sayılı Belediye Kanunu"), ("Görüldüğü tarih", "22 Kasım 2026")]
            if kind == "legal"
            else (),
        )
        for kind in parts.BOX_KINDS
    )
    return "".join(
        [
            f'<h2 id="{prefix}-birinci">Şikâyetten hak sorununa</h2><p class="aim">Bir başvuruyu hak olarak okumak.</p>{text}',
            parts.figure(
                anchor=f"{prefix}-sekil",
                src=parts.embedded(DRAWING),
                alt="Kaldırımdaki basamak yolu ikiye böler.",
                caption="Pazar yolu",
                source="Bu kitap için çizildi.",
            ),
            boxes,
            f'<h2 id="{prefix}-ikinci">Kim, kime karşı yükümlü?</h2>{text}',
            parts.table(
                anchor=f"{prefix}-cizelge",
                caption="Başvurular ve yanıt süreleri",
                head=["Mahalle", "Başvuru", "Yanıt"],
                rows=[[f"Mahalle {number}", str(number * 12), str(number)] for number in range(1, 13)],
                number_columns={2, 3},
                source="Kurgusal örnek.",
            ),
            parts.quotation(html="<p>“Bana rampa sormadılar.”</p>", source="Kurgusal örnek"),
            f'<p>Ayrıntı için bkz. <a class="ref" href="#{prefix}-birinci">bu bölüm</a>, s. ',
            f'{parts.page_of(prefix + "-cizelge")} ve <a class="ref" href="#kaynak-1">[1]</a>.</p>',
        ]
    )


def sample_book(
    *,
    number: int = 1,
    chapters: int = 2,
    paragraphs: int = 2,
    title: str = "Yerel Yönetimler için İnsan Hakları Temelli Programlama",
) -> book.Book:
    """Return a complete book; the content is invented."""
    return book.Book(
        number=number,
        title=title,
        running_title="İnsan Hakları Temelli Programlama",
        subtitle="Şikâyetten ölçülen sonuca",
        audience="Belediye çalışanları için kılavuz",
        issuer="Ataşehir Belediyesi",
        series="İnsan hakları temelli yerel yönetim el kitapları",
        edition="1",
        edition_date=date(2026, 11, 22),
        version_hash="0123456789abcdef" * 4,
        summary="Örnek kitap.",
        keywords=["hak", "katılım"],
        cover_note="Bu portal için hazırlanmıştır.",
        imprint=[book.ImprintField(label="Hukuki uyarı", html="Kitap <i>hukuki görüş</i> değildir.")],
        front=[book.FrontSection(anchor="sunus", title="Sunuş", html=f"<p>{PARAGRAPH}</p>")],
        chapters=[
            book.Chapter(
                number=each,
                anchor=f"b{each}",
                title=f"Sorunu haklar diliyle çözümlemek {each}",
                aim="Bir şikâyetin arkasındaki hakkı görmek.",
                points=["Hakkı adıyla söyleriz.", "Yükümlüyü buluruz."],
                html=chapter_html(f"b{each}", paragraphs=paragraphs),
                is_planned=each == chapters and chapters > 1,
            )
            for each in range(1, chapters + 1)
        ],
        bibliography=[
            book.BibliographyGroup(
                title="Mevzuat",
                entries=[book.BibliographyEntry(anchor="kaynak-1", html="5393 sayılı <i>Belediye Kanunu</i>.")],
            )
        ],
        glossary=[
            book.GlossaryTerm(
                term="yükümlülük sahibi", foreign="duty-bearer", definition="Hakka karşılık gelen görevin sahibi."
            ),
            book.GlossaryTerm(
                term="çoklu ayrımcılık", foreign="multiple discrimination", definition="Birden çok temelden ayrımcılık."
            ),
            book.GlossaryTerm(term="hak sahibi", foreign="rights-holder", definition="Hakkı talep edebilen kişi."),
        ],
        index=[
            book.IndexEntry(term="şikâyet", places=[book.IndexPlace("b1-birinci")]),
            book.IndexEntry(term="ihtiyaç", places=[book.IndexPlace("b1-sekil"), book.IndexPlace("b1-cizelge")]),
        ],
        back_lead="Bir ihtiyaç duyulur ve sonucu onu söyleyene döner.",
        back_paragraphs=["Bu kılavuz ipi koparmadan izlemenin yolunu gösterir."],
        series_books=[book.SeriesBook(number=each, title=f"Kitap {each}") for each in (1, 2, 3)],
    )
