"""What holds between the rules of a text, whoever changes it: the engine's workspace, an accepted suggestion, a move."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal.documents.models import Block
from atasehir_portal.documents.services.common import lock
from participation.dialogue import rules

STAYS = _("A charter has each of its rules once, so this one cannot be taken out. Change its value or its words.")
TWICE = _("This rule stands in the text already. Change it there.")


def follow(block: Block) -> None:
    """Judge a rule that was changed, inside the transaction of the change. Raises ValidationError to refuse it."""
    lock(block.document_id)
    block = Block.objects.select_related("section").get(pk=block.pk)
    if block.removed_at is not None or block.section.removed_at is not None:
        raise ValidationError(STAYS)
    same = Block.objects.filter(
        document=block.document_id,
        kind=rules.KIND,
        data__rule=block.data.get("rule"),
        removed_at=None,
        section__removed_at=None,
    )
    if same.exclude(pk=block.pk).exists():
        raise ValidationError({"value": TWICE})
