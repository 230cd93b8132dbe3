"""Every change of a document: one function per act. Keyword-only; the caller has checked who may do it.

Locks are taken in one order, document before block, so that writers wait for each other and never block each other
for good: what changes the structure locks the document's row, what changes one block's text locks only that block.
"""

from atasehir_portal.documents.services.blocks import (
    ChangedMeanwhile,
    SaveResult,
    add_block,
    move_block,
    move_block_one,
    remove_block,
    restore_block,
    restore_revision,
    save_block,
)
from atasehir_portal.documents.services.common import MovedMeanwhile, Place
from atasehir_portal.documents.services.conflicts import proposed_merge, resolve_conflict, set_aside_conflict
from atasehir_portal.documents.services.entries import (
    EntryResult,
    StillUsed,
    add_entry,
    remove_entry,
    restore_entry,
    save_entry,
)
from atasehir_portal.documents.services.lineage import merge_blocks, replace_block, split_block
from atasehir_portal.documents.services.planning import plan_section
from atasehir_portal.documents.services.sections import (
    DEEPEST_LEVEL,
    Step,
    add_section,
    create_document,
    move_section,
    move_section_one,
    remove_section,
    restore_section,
    save_section,
)
from atasehir_portal.documents.services.transfer import (
    export_figures,
    export_files,
    export_markdown,
    import_markdown,
    issuer,
)
from atasehir_portal.documents.services.versions import (
    breaks_in_words,
    check_chain,
    freeze,
    verify_all_chains,
    verify_chain,
)
from atasehir_portal.documents.services.wholes import bring_to, differs

__all__ = [
    "ChangedMeanwhile",
    "DEEPEST_LEVEL",
    "EntryResult",
    "MovedMeanwhile",
    "Place",
    "SaveResult",
    "Step",
    "StillUsed",
    "add_block",
    "add_entry",
    "add_section",
    "bring_to",
    "breaks_in_words",
    "check_chain",
    "create_document",
    "differs",
    "export_figures",
    "export_files",
    "export_markdown",
    "freeze",
    "import_markdown",
    "issuer",
    "merge_blocks",
    "move_block",
    "move_block_one",
    "move_section",
    "move_section_one",
    "plan_section",
    "proposed_merge",
    "remove_block",
    "remove_entry",
    "remove_section",
    "replace_block",
    "resolve_conflict",
    "restore_block",
    "restore_entry",
    "restore_revision",
    "restore_section",
    "save_block",
    "save_entry",
    "save_section",
    "set_aside_conflict",
    "split_block",
    "verify_all_chains",
    "verify_chain",
]
