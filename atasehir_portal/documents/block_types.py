"""The engine's own kinds of block. An upper room passes them on, with its own beside them: ``{**ENGINE_TYPES, "goal":
…}``."""

from collections.abc import Mapping

from atasehir_portal.documents import forms, validation
from atasehir_portal.documents.figure_forms import FigureForm
from atasehir_portal.documents.kinds import BlockType
from atasehir_portal.documents.models import BlockKind


def _text(kind: BlockKind) -> BlockType:
    return BlockType(
        name=kind.value,
        label=kind.label,
        validate=validation.validate_nothing,
        form_class=forms.TextForm,
        template="documents/kinds/text.html",
        check_body=validation.check_text,
        # one entry "text" is offered: a list or a quotation is recognised as it is written
        is_addable=kind is BlockKind.PARAGRAPH,
    )


ENGINE_TYPES: Mapping[str, BlockType] = {
    BlockKind.PARAGRAPH.value: _text(BlockKind.PARAGRAPH),
    BlockKind.LIST.value: _text(BlockKind.LIST),
    BlockKind.QUOTATION.value: _text(BlockKind.QUOTATION),
    BlockKind.TABLE.value: BlockType(
        name=BlockKind.TABLE.value,
        label=BlockKind.TABLE.label,
        validate=validation.validate_table,
        form_class=forms.TableForm,
        template="documents/kinds/table.html",
        check_body=validation.check_table,
    ),
    BlockKind.FIGURE.value: BlockType(
        name=BlockKind.FIGURE.value,
        label=BlockKind.FIGURE.label,
        validate=validation.validate_figure,
        form_class=FigureForm,
        template="documents/kinds/figure.html",
        check_body=validation.check_no_text,
    ),
    BlockKind.BOX.value: BlockType(
        name=BlockKind.BOX.value,
        label=BlockKind.BOX.label,
        validate=validation.validate_box,
        form_class=forms.BoxForm,
        template="documents/kinds/box.html",
        check_body=validation.check_text,
    ),
}
