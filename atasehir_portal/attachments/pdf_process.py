"""The process that reads a PDF: from standard input to standard output, or an ending code that says why not.

It stands by itself (no Django, no settings, no secrets), with little memory and time, and writes no file.
"""

import io
import sys
from typing import Any

SECONDS = 20
MOST_MEMORY = 768 * 1024 * 1024  # bytes
MOST_OBJECTS = 200_000
DEEPEST = 100
IS_LOCKED, IS_BROKEN = 10, 11

# What the catalogue keeps; scripts, attached files, XMP and what opens by itself are not among it.
_CATALOGUE = (
    *(
        "/Type",
        "/Version",
        "/Pages",
        "/PageLabels",
        "/PageMode",
        "/PageLayout",
        "/Lang",
        "/MarkInfo",
        "/StructTreeRoot",
    ),
    *("/ViewerPreferences", "/Outlines", "/Dests", "/Names", "/AcroForm", "/OCProperties"),
)
_TRAILER = ("/Root", "/Size", "/ID")
_GONE = (
    *(
        "/Metadata",
        "/JS",
        "/JavaScript",
        "/AA",
        "/OpenAction",
        "/AF",
        "/EF",
        "/XFA",
        "/Thumb",
        "/PieceInfo",
        "/LastModified",
    ),
    *("/EmbeddedFiles", "/URI", "/OPI", "/Alternates", "/RichMediaContent", "/RichMediaSettings"),
)
# Who wrote a note, and when.
_NOTE_GONE = ("/T", "/M", "/CreationDate", "/NM", "/RC")
# Leading to another place in the same file is all that a link may do.
_ACTIONS = ("/GoTo", "/Named")
_NOTES = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Projection")


def rewritten(content: bytes) -> bytes:
    """Return the PDF written anew. Raises pikepdf's errors (PasswordError where it is locked in any way) and ValueError."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        if pdf.is_encrypted:
            raise pikepdf.PasswordError
        if not len(pdf.pages) or len(pdf.objects) > MOST_OBJECTS:
            raise ValueError("no pages, or more objects than a paper has")
        _keep(pdf.Root, _CATALOGUE)
        if "/Names" in pdf.Root:
            _keep(pdf.Root.Names, ("/Dests",))
        _keep(pdf.trailer, _TRAILER)
        for found in pdf.objects:
            _mend(found, pikepdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _keep(found: Any, kept: tuple[str, ...]) -> None:
    _drop(found, tuple(key for key in found.keys() if key not in kept))  # noqa: SIM118  an object of pikepdf


def _drop(found: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in found:
            del found[key]


def _mend(top: Any, pikepdf: Any) -> None:
    """Take out of one object, and of what lies directly in it, what is not kept. What it refers to is met as an object of its own."""
    waiting = [(top, 0)]
    while waiting:
        found, depth = waiting.pop()
        if depth > DEEPEST:
            raise ValueError("nested deeper than a paper is")
        if isinstance(found, pikepdf.Array):
            _drop_carriers(found, pikepdf)
            children = list(found)
        elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            _mend_one(found, pikepdf)
            children = [found[key] for key in found.keys()]  # noqa: SIM118
        else:
            continue
        waiting += [(one, depth + 1) for one in children if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _mend_one(found: Any, pikepdf: Any) -> None:
    _drop(found, _GONE)
    _drop(found, tuple(key for key in ("/A", "/PA", "/Next") if key in found and _acts(found[key], pikepdf)))
    if "/Rect" in found and found.get("/Subtype") != "/Widget":
        _drop(found, _NOTE_GONE)
    if isinstance(found, pikepdf.Stream) and _filters(found, pikepdf) == ["/DCTDecode"]:
        parms = found.get("/DecodeParms")
        bare = without_metadata(found.read_raw_bytes())
        found.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=parms)


def _filters(found: Any, pikepdf: Any) -> list[str]:
    named = found.get("/Filter")
    if named is None:
        return []
    return [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)]


def _acts(found: Any, pikepdf: Any) -> bool:
    """Whether this does something other than leading to another place in the file."""
    if isinstance(found, pikepdf.Array):
        return any(_acts(one, pikepdf) for one in found)
    return isinstance(found, pikepdf.Dictionary) and "/S" in found and str(found["/S"]) not in _ACTIONS


def _drop_carriers(found: Any, pikepdf: Any) -> None:
    """Take notes that carry files, films or sound out of a list of notes."""
    for at in reversed(range(len(found))):
        one = found[at]
        if isinstance(one, pikepdf.Dictionary) and "/Rect" in one and str(one.get("/Subtype", "")) in _NOTES:
            del found[at]


def without_metadata(content: bytes) -> bytes:
    """Return a JPEG with the same points, without its comments and what cameras and programs write into it (EXIF, XMP, IPTC).

    What is no JPEG as far as its first scan comes back empty.
    """
    if not content.startswith(b"\xff\xd8"):
        return b""
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == 0xDA:  # the points begin
            return b"".join([*kept, content[at:]])
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        # JFIF, the colour profile and Adobe's note on colours are needed to draw it
        if not (marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in {0xE0, 0xE2, 0xEE})):
            kept.append(content[at : at + 2 + size])
        at += 2 + max(size, 2)
    return b""


def main() -> None:
    """Read, write, end."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    import pikepdf

    try:
        clean = rewritten(sys.stdin.buffer.read())
    except pikepdf.PasswordError:
        sys.exit(IS_LOCKED)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, MemoryError):
        sys.exit(IS_BROKEN)
    sys.stdout.buffer.write(clean)


if __name__ == "__main__":
    main()
