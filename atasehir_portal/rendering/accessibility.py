"""What WeasyPrint's PDF/UA-1 output lacks, put right in the document before it is written.

WeasyPrint 70 leaves a few things open: header cells say no direction (ISO 14289-1, 7.5), link annotations are not marked for
printing (7.18), running heads and folios are neither content nor artifact (7.1, 7.8), and inline elements and links of which a line break
left nothing are tagged all the same. Mending the objects before they are written costs a few hundredths of a second, reading the finished
file again would cost seconds.
"""

from typing import Any

import pydyf

_PRINT_FLAG = 4  # bit 3 of an annotation's flags


def complete(document: Any, pdf: pydyf.PDF) -> None:
    """Mend the PDF in place. A ``finisher`` for ``weasyprint.Document.write_pdf``; takes tagged documents only."""
    objects = {item.reference: item for item in pdf.objects if isinstance(item, pydyf.Dictionary)}
    elements = {reference: item for reference, item in objects.items() if item.get("Type") == "/StructElem"}
    _drop_empty(elements)
    _drop_empty_links(pdf, elements, objects)
    _give_direction(elements)
    _print_links(objects.values())
    _hide_running_heads(pdf, elements, objects)


def _drop_empty_links(pdf: pydyf.PDF, elements: dict[bytes, Any], objects: dict[bytes, Any]) -> None:
    """Take links without words out of the tree and off their page.

    Where the space that opens a link is the last thing on a line, its words stand on the next one as a link of their own, and what is
    left here is an annotation without width that a screen reader would announce as a link to nothing.
    """
    numbers = objects[objects[pdf.catalog["StructTreeRoot"]]["ParentTree"]]["Nums"]
    for reference, element in list(elements.items()):
        if element["S"] != "/Link" or not element["K"]:
            continue
        kids = [objects.get(kid, {}) if isinstance(kid, bytes) else {} for kid in element["K"]]
        if any(kid.get("Type") != "/OBJR" for kid in kids):
            continue
        annotations = [objects[kid["Obj"]] for kid in kids]
        if any(annotation["Rect"][0] != annotation["Rect"][2] for annotation in annotations):
            continue
        elements[element["P"]]["K"].remove(reference)
        del elements[reference]
        page = objects[element["Pg"]]
        for annotation in annotations:
            page["Annots"].remove(annotation.reference)
            # Nums is a list of pairs: an annotation's number, the element it belongs to
            pair = numbers.index(annotation["StructParent"], 2 * len(pdf.page_references))
            del numbers[pair : pair + 2]
        if not page["Annots"]:
            del page["Annots"]
        for item in (element, *kids, *annotations):
            item.clear()  # nothing leads to it; pydyf counts freed objects wrong


def _drop_empty(elements: dict[bytes, Any]) -> None:
    """Take inline elements without content out of the tree: a word that moved to the next line leaves one behind.

    Elements come after those they stand in, so the innermost go first and leave their parents empty.
    """
    for reference, element in reversed(elements.items()):
        if element["S"] in {"/Span", "/NonStruct"} and not element["K"]:
            parent = elements.get(element["P"])
            if parent is not None and reference in parent["K"]:
                parent["K"].remove(reference)


def _give_direction(elements: dict[bytes, Any]) -> None:
    for element in elements.values():
        if element["S"] != "/TH":
            continue
        row = elements[element["P"]]
        in_head = elements[row["P"]]["S"] == "/THead"
        element.setdefault("A", pydyf.Dictionary({"O": "/Table"}))["Scope"] = "/Column" if in_head else "/Row"


def _print_links(objects: Any) -> None:
    for item in objects:
        if item.get("Subtype") == "/Link":
            item["F"] = int(item.get("F", 0)) | _PRINT_FLAG


def _hide_running_heads(pdf: pydyf.PDF, elements: dict[bytes, Any], objects: dict[bytes, Any]) -> None:
    """Mark what stands in page margins as an artifact; WeasyPrint tags it but leaves it out of the tree."""
    root = objects[pdf.catalog["StructTreeRoot"]]
    numbers = objects[root["ParentTree"]]["Nums"]
    in_tree = _reachable(root, elements)
    pages = [item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Page"]
    streams = {item.reference: item for item in pdf.objects if isinstance(item, pydyf.Stream)}
    for page in pages:
        # Nums is a list of pairs; pages come first, in their order
        owners = numbers[2 * page["StructParents"] + 1]
        outside = {mcid for mcid, owner in enumerate(owners) if owner not in in_tree}
        if not outside:
            continue
        operators = streams[page["Contents"]].stream
        for position, operator in enumerate(operators):
            if operator == b"BDC" and operators[position - 1]["MCID"] in outside:
                operators[position - 2] = b"/Artifact"
                operators[position - 1] = pydyf.Dictionary({"Type": "/Pagination"})
        for mcid in outside:
            owners[mcid] = b"null"


def _reachable(root: Any, elements: dict[bytes, Any]) -> set[bytes]:
    """Return the references of all elements that hang on the tree."""
    found: set[bytes] = set()
    waiting = list(root["K"])
    while waiting:
        reference = waiting.pop()
        if reference in found or reference not in elements:
            continue
        found.add(reference)
        waiting.extend(kid for kid in elements[reference]["K"] if isinstance(kid, bytes))
    return found
