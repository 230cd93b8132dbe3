"""What a text would look like, while it is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.core.exceptions import ValidationError
from redis.exceptions import RedisError

from atasehir_portal import markdown
from atasehir_portal.documents import past, validation
from atasehir_portal.documents.advice import Advice, on_block
from atasehir_portal.documents.forms import BlockForm
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.nodes import BlockNode

PER_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Preview:
    """A block as it would be read, how many words it has, and what an editor would look at."""

    node: BlockNode
    words: int
    advice: Sequence[Advice]


def may_ask(user_id: int) -> bool:
    """Return whether the person has asked at most 60 times in the minute that began with their first question (or the cache
    is away). Who writes on is not kept waiting by what they ask meanwhile."""
    key = f"documents:preview:{user_id}"
    if cache.add(key, 1, 60):
        return True
    try:
        return int(cache.incr(key)) <= PER_MINUTE
    except (RedisError, ValueError, OSError):  # the cache is away, or the minute is over at this moment
        return True


def of_form(form: BlockForm, document: Document) -> Preview:
    """Return what a form's text would become, as far as it can be read; errors are shown when it is saved."""
    body = markdown.clean(form.data.get(form.add_prefix("body"), ""))[: validation.LONGEST_BODY]
    data = form.read_data()
    try:
        data = form.block_type.validate(data)
    except ValidationError:
        # half a caption is better than none while somebody types
        data = {
            name: value
            for name, value in data.items()
            if (isinstance(value, str) and name != "number_columns") or name == "chart"
        }
    node = past.node(past.reader(document), form.block_type.name, body, data)
    return Preview(node, sum(markdown.count_words(text) for text in node.texts), on_block(node))
