"""Attached files: judged by what they hold, stripped of what they say beside it, refused with a sentence."""

import csv
import io
import socket
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image, PngImagePlugin

from atasehir_portal import attachments
from atasehir_portal.attachments import Refused, errors, mp3, ogg, wav
from atasehir_portal.site.deployment import check_scanner

HERE = Path(__file__).parent / "attached"
# What stands in every tag of the recordings, and in all that is to go of the other files.
MARK = b"GIZLI"
WORD = MARK.decode()


def sound(name: str) -> bytes:
    return (HERE / name).read_bytes()


def refusal(content: bytes, name: str = "dosya") -> str:
    with pytest.raises(Refused) as refused:
        attachments.clean(content, name)
    return str(refused.value)


# --- pictures ---------------------------------------------------------------------------------------------------------


def photograph(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    """A picture, red on its left half, with a place and a name in its metadata, to be turned by a quarter."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = WORD
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, kind, exif=exif, **more)
    return out.getvalue()


def with_texts() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", WORD)
    return photograph("PNG", pnginfo=texts)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (photograph(comment=MARK, xmp=b"<x>" + MARK + b"</x>"), ".jpg"),
        (with_texts(), ".png"),
        (photograph("WEBP", xmp=b"<x>" + MARK + b"</x>"), ".jpg"),
    ],
)
def test_picture_keeps_its_points_and_the_way_it_is_held_and_nothing_else(content: bytes, ending: str) -> None:
    assert MARK in content
    clean = attachments.clean(content, "foto")
    assert (clean.kind, clean.ending) == ("picture", ending)
    assert MARK not in clean.content
    with Image.open(io.BytesIO(clean.content)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(picture.info)
        red, _green, blue = picture.convert("RGB").getpixel((10, 5))  # type: ignore[misc]
        assert red > 200 > 100 > blue


def test_large_picture_is_made_smaller_and_a_bomb_is_not_unpacked() -> None:
    with Image.open(io.BytesIO(attachments.clean(photograph(size=(6200, 40)), "genis.jpg").content)) as picture:
        assert max(picture.size) == 3000
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    assert refusal(bomb.getvalue(), "bomba.png") == errors.TOO_MANY_POINTS


# --- PDF --------------------------------------------------------------------------------------------------------------


def paper(**save: Any) -> bytes:
    """A PDF of one page with a photograph, and with all that is to go."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200)).obj
    pdf.docinfo["/Author"] = WORD
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = [WORD]
    pdf.attachments["gizli.txt"] = pikepdf.AttachedFileSpec(pdf, MARK, filename="gizli.txt", description=WORD)
    name = pikepdf.Name
    script = pikepdf.Dictionary(S=name.JavaScript, JS=f"app.alert('{WORD}')")
    pdf.Root.OpenAction = script
    pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=["a", pdf.make_indirect(script)])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pdf.make_stream(MARK))
    photo = pdf.make_stream(photograph(comment=MARK), Type=name.XObject, Subtype=name.Image, Width=40, Height=20)
    photo.Filter, photo.ColorSpace, photo.BitsPerComponent = name.DCTDecode, name.DeviceRGB, 8
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
    page.Contents = pdf.make_stream(b"q 100 0 0 50 0 0 cm /Im0 Do Q")
    page.Thumb = pdf.make_stream(MARK)
    page.Metadata = pdf.make_stream(MARK)
    acts = [
        {"S": name.Launch, "F": WORD},
        {"S": name.SubmitForm, "F": WORD},
        {"S": name.URI, "URI": f"https://{WORD}.test"},
        {"S": name.GoToR, "F": WORD},
        {"S": name.GoTo, "D": [page, name.Fit], "Next": pikepdf.Dictionary(S=name.Launch, F=WORD)},
    ]
    box = [0, 0, 9, 9]
    notes = [pikepdf.Dictionary(Subtype=name.Link, Rect=box, A=pikepdf.Dictionary(**act)) for act in acts]
    notes.append(pikepdf.Dictionary(Subtype=name.Text, Rect=box, T=WORD, Contents="Rampa burada"))
    notes.append(pikepdf.Dictionary(Subtype=name.FileAttachment, Rect=box, FS=pdf.make_stream(MARK), Contents=WORD))
    page.Annots = pikepdf.Array([pdf.make_indirect(note) for note in notes])
    out = io.BytesIO()
    pdf.save(out, **save)
    return out.getvalue()


def test_pdf_keeps_its_pages_and_nothing_that_says_who_made_it_or_does_something() -> None:
    clean = attachments.clean(paper(), "kağıt.pdf")
    assert (clean.kind, clean.ending) == ("pdf", ".pdf")
    with pikepdf.open(io.BytesIO(clean.content)) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.pages[0].Contents.read_bytes() == b"q 100 0 0 50 0 0 cm /Im0 Do Q"
        assert "/Info" not in pdf.trailer
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/Names", "/AcroForm"}
        assert not set(pdf.Root.Names.keys())
        plain = io.BytesIO()
        pdf.save(plain, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        [photo] = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        with Image.open(io.BytesIO(photo.read_raw_bytes())) as picture:
            assert picture.size == (40, 20)
            picture.load()
        notes = [note.get("/Contents") for note in pdf.pages[0].Annots]
        assert str(notes[-1]) == "Rampa burada"
        assert [note.A.S for note in pdf.pages[0].Annots if "/A" in note] == ["/GoTo"]
    for gone in (MARK, b"Launch", b"SubmitForm", b"JavaScript", b"URI", b"GoToR", b"EmbeddedFile", b"XFA"):
        assert gone not in plain.getvalue(), gone


def test_pdf_that_is_locked_broken_or_unfolds_without_end_is_refused() -> None:
    locked = paper(encryption=pikepdf.Encryption(owner="a", user=""))
    assert refusal(locked, "kilitli.pdf") == errors.ENCRYPTED
    assert refusal(b"%PDF-1.7\n" + b"yok " * 100, "bozuk.pdf") == errors.UNREADABLE
    assert refusal(endless_paper(), "bomba.pdf") == errors.UNREADABLE


def endless_paper() -> bytes:
    """A PDF of 1.6 MB with an object stream of 1.6 GB: the process that reads it may not take as much memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(8_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    stream = b"\x78\x9c" + 200 * piece + packer.flush()
    table = bytes([1, 0, 9, 0, 2, 0, 1, 0])
    head = b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {}>>stream\n"
    body = head.replace(b"{}", str(len(stream)).encode()) + stream + b"\nendstream\nendobj\n"
    refer = b"3 0 obj\n<</Type/XRef/Size 3/Root 2 0 R/W[1 2 1]/Index[1 2]/Length 8>>stream\n" + table
    return body + refer + b"\nendstream\nendobj\nstartxref\n" + str(len(body)).encode() + b"\n%%EOF"


# --- spreadsheets -----------------------------------------------------------------------------------------------------


def table() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = WORD
    sheet = book.active
    sheet.title = "Kaldırımlar & yollar"
    sheet.append(["Sokak", "Eksik rampa", "Ağırlık"])
    sheet.append(["Gül < Lale", 3, -1.5])
    sheet["A1"].font = openpyxl.styles.Font(bold=True)
    sheet["A2"].comment = Comment(WORD, WORD)
    sheet["A3"] = "gidilecek yer"
    sheet["A3"].hyperlink = f"https://{WORD.lower()}.test/GIZLI"
    sheet["B3"] = f'=HYPERLINK("https://x.test/{WORD}")'
    sheet.merge_cells("A5:B5")
    sheet.column_dimensions["A"].width = 33
    book.defined_names["GIZLI"] = DefinedName("GIZLI", attr_text="'[1]Sheet'!$A$1")
    book.create_sheet("Saklı").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()


def with_foreign_parts(parts: dict[str, bytes]) -> None:
    parts["customXml/item1.xml"] = MARK
    parts["xl/media/image1.jpeg"] = photograph(comment=MARK)
    parts["xl/externalLinks/externalLink1.xml"] = MARK
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<sheets>", b'<fileSharing userName="GIZLI"/><sheets>')


def test_spreadsheet_keeps_its_cells_and_nothing_else() -> None:
    clean = attachments.clean(repacked(table(), with_foreign_parts), "tablo.xlsx")
    assert (clean.kind, clean.ending) == ("spreadsheet", ".xlsx")
    with zipfile.ZipFile(io.BytesIO(clean.content)) as packed:
        assert {name.partition("/")[0] for name in packed.namelist()} == {"[Content_Types].xml", "_rels", "xl"}
        assert not [name for name in packed.namelist() if MARK in packed.read(name)]
        assert {info.date_time[0] for info in packed.infolist()} == {1980}
    book = openpyxl.load_workbook(io.BytesIO(clean.content))
    assert book.sheetnames == ["Kaldırımlar & yollar", "Saklı"]
    sheet = book.worksheets[0]
    assert [[cell.value for cell in row] for row in sheet["A1:C2"]] == [
        ["Sokak", "Eksik rampa", "Ağırlık"],
        ["Gül < Lale", 3, -1.5],
    ]
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == 33
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A5:B5"]
    assert (sheet["A2"].comment, sheet["A3"].hyperlink, sheet["B3"].value) == (None, None, None)
    assert book.worksheets[1].sheet_state == "hidden"


def _macros(parts: dict[str, bytes]) -> None:
    parts["xl/vbaProject.bin"] = b"x"


def _bomb(parts: dict[str, bytes]) -> None:
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", b" " * 9_000_000)


def _entities(parts: dict[str, bytes]) -> None:
    parts["xl/workbook.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["xl/workbook.xml"].partition(b"?>")[2]


def _no_sheets(parts: dict[str, bytes]) -> None:
    del parts["xl/_rels/workbook.xml.rels"]


def _crowd(parts: dict[str, bytes]) -> None:
    parts.update({f"xl/a{number}.xml": b"" for number in range(2_000)})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_macros, errors.MACROS),
        (_bomb, errors.TOO_INVOLVED),
        (_crowd, errors.TOO_INVOLVED),
        (_entities, errors.UNREADABLE),
        (_no_sheets, errors.UNREADABLE),
    ],
)
def test_spreadsheet_that_harms_or_is_none_is_refused(change: Callable[[dict[str, bytes]], None], reason: str) -> None:
    assert refusal(repacked(table(), change), "tablo.xlsx") == reason


@pytest.mark.parametrize("encoding", ["utf-8", "cp1254"])
def test_csv_is_read_as_turkish_text_and_holds_no_formula(encoding: str) -> None:
    typed = 'Şikâyet,Sayı\n"Işık, yok",-3\n=cmd|x,+5\n@SUM(1),"iki\nsatır"\n'
    clean = attachments.clean(typed.encode(encoding), "liste.csv")
    assert (clean.kind, clean.ending) == ("spreadsheet", ".csv")
    rows = list(csv.reader(io.StringIO(clean.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["Şikâyet", "Sayı"], ["Işık, yok", "-3"], ["'=cmd|x", "+5"], ["'@SUM(1)", "iki\nsatır"]]


# --- sound ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ses.mp3", "ses.m4a", "opus.ogg", "vorbis.ogg", "ses.wav"])
def test_recording_loses_its_tags_and_none_of_its_sound(name: str) -> None:
    sent = sound(name)
    assert MARK in sent
    clean = attachments.clean(sent, name)
    assert (clean.kind, clean.ending) == ("sound", f".{name.rpartition('.')[2]}")
    assert MARK not in clean.content
    assert attachments.clean(clean.content, name).content == clean.content
    # the bytes of the sound itself, far from head and tags, stand in it as they were sent
    start = 60 if name == "ses.m4a" else len(clean.content) // 2
    assert clean.content[start : start + 300] in sent


def test_cut_recording_is_taken_as_far_as_it_goes_and_other_containers_are_not() -> None:
    assert len(mp3.clean_mp3(sound("ses.mp3")[:-700])) > 300
    assert len(ogg.clean_ogg(sound("opus.ogg")[:-20])) > 10_000
    assert len(wav.clean_wav(sound("ses.wav")[:-100])) > 1000
    film = sound("ses.m4a").replace(b"soun", b"vide")
    assert refusal(film, "film.m4a") == errors.VIDEO
    two = sound("opus.ogg") + sound("opus.ogg")
    assert attachments.clean(two, "iki.ogg").content == attachments.clean(sound("opus.ogg"), "bir.ogg").content


# --- what is judged ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "bos.jpg", errors.EMPTY),
        (b"x" * (10 * 1024 * 1024 + 1), "buyuk.jpg", errors.TOO_LARGE),
        (b"MZ\x90\x00" + bytes(200), "foto.jpg", errors.NOT_WHAT_IT_SAYS % {"ending": ".jpg"}),
        (b"<html><script>1</script>;", "sayfa.csv", errors.NOT_WHAT_IT_SAYS % {"ending": ".csv"}),
        (photograph(), "kağıt.PDF", errors.NOT_WHAT_IT_SAYS % {"ending": ".pdf"}),
        (b"MZ\x90\x00" + bytes(200), "kurulum.exe", errors.UNKNOWN),
        (b"\0\0\0\x18ftypheic" + bytes(100), "IMG_1.HEIC", errors.HEIC),
        (b"\0\0\0\x18ftypqt  " + bytes(100), "film.mov", errors.VIDEO),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "eski.xls", errors.OLD_OFFICE),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "kilitli.xlsx", errors.ENCRYPTED),
        (photograph()[:300], "kesik.jpg", errors.UNREADABLE),
        (b"RIFF\0\0\0\0WAVEfmt ", "kesik.wav", errors.UNREADABLE),
        (b"OggS" + bytes(30), "bozuk.ogg", errors.UNREADABLE),
        (b"ID3\x04\0\0\0\0\0\0" + bytes(300), "bozuk.mp3", errors.UNREADABLE),
        (b"\0\0\0\x18ftypM4A " + bytes(100), "bozuk.m4a", errors.UNREADABLE),
        (b"PK\x03\x04xl/" + bytes(100), "bozuk.xlsx", errors.UNREADABLE),
    ],
)
def test_what_is_refused_says_why(content: bytes, name: str, reason: str) -> None:
    assert refusal(content, name) == reason


def test_cut_or_changed_files_end_in_a_refusal_or_a_file_and_never_in_anything_else() -> None:
    for content in (photograph(), table(), *(sound(name.name) for name in sorted(HERE.glob("*.*")))):
        for cut in range(0, len(content), len(content) // 12 + 1):
            for changed in (content[:cut], content[:cut] + b"\xff\x00\xff" + content[cut + 3 :]):
                try:
                    clean = attachments.clean(changed, "dosya")
                except Refused:
                    continue
                assert clean.ending in attachments.TYPES


# --- the scanner ------------------------------------------------------------------------------------------------------


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[dict[str, bytes]]:
    """Something that answers as clamd does and keeps what it was shown."""
    shown: dict[str, bytes] = {"answer": b"stream: OK\0"}
    server = socket.socket(socket.AF_UNIX)
    settings.MALWARE_SCAN = str(tmp_path / "clamd")
    server.bind(settings.MALWARE_SCAN)
    server.listen()

    def serve() -> None:
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                shown["content"] = b""
                while size := struct.unpack("!I", stream.read(4))[0]:
                    shown["content"] += stream.read(size)
                stream.write(shown["answer"])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield shown
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


def test_scanner_sees_what_was_sent_and_what_it_finds_is_refused(clamd: dict[str, bytes], settings: Any) -> None:
    sent = photograph(size=(900, 900))
    attachments.clean(sent, "foto.jpg")
    assert clamd["content"] == sent
    clamd["answer"] = b"stream: Eicar-Test-Signature FOUND\0"
    assert refusal(sent) == errors.INFECTED
    for answer in (b"INSTREAM size limit exceeded. ERROR\0", b""):
        clamd["answer"] = answer
        assert refusal(sent) == errors.SCANNER_AWAY
    for nowhere in ("/yok/clamd.ctl", "127.0.0.1:1", "yanlis"):
        settings.MALWARE_SCAN = nowhere
        assert refusal(sent) == errors.SCANNER_AWAY


def test_deployment_without_a_scanner_is_told_so(settings: Any) -> None:
    [note] = check_scanner(None)
    assert note.id == "portal.I001"
    assert not note.is_serious()
    settings.MALWARE_SCAN = "clamav:3310"
    assert check_scanner(None) == []
