"""Two people, or two devices of one, save the same thing: an older save does not silently overwrite a newer one.

A page carries a mark of what it shows. Where something else stands there when it is sent, the service raises ``Overtaken``, the view shows
both, and the next sending knows of the newer one. Texts of documents have more than that (``documents``: both are kept and merged).
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

FIELD = "seen"  # the hidden field that carries the mark


class Overtaken(Exception):
    """Somebody was quicker. ``now`` is what stands there now."""

    def __init__(self, now: Any) -> None:
        super().__init__("overtaken")
        self.now = now


def mark(shown: Mapping[str, Any]) -> str:
    """Return the mark of what a page shows: plain data, the same for the same."""
    return sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()[:20]


def is_overtaken(seen: str, now: Mapping[str, Any], sent: Mapping[str, Any]) -> bool:
    """Whether what stands there is neither what the page showed nor what was sent. A form without a mark is not judged."""
    return bool(seen) and seen != mark(now) and mark(now) != mark(sent)
