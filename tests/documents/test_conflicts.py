"""Two texts on one block: what a merge begins from, and how it ends."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import merging, services
from atasehir_portal.documents.models import Block, BlockConflict

BASE = "Pazara giden yolda basamak var. Yol dardır. Direk yolun ortasındadır."


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (BASE.replace("dardır", "çok dardır"), BASE.replace("basamak", "iki basamak"),
         "Pazara giden yolda iki basamak var. Yol çok dardır. Direk yolun ortasındadır."),
        (BASE + " Son.", BASE.replace("Pazara", "Okula"), BASE.replace("Pazara", "Okula") + " Son."),
        (BASE.replace("dardır", "geniştir"), BASE.replace("dardır", "kapalıdır"), None),
        (BASE.replace("dardır", "geniştir"), BASE.replace("dardır", "geniştir"), BASE.replace("dardır", "geniştir")),
        (BASE, BASE.replace("Yol", "Sokak"), BASE.replace("Yol", "Sokak")),
        (BASE.replace("Yol", "Sokak"), BASE, BASE.replace("Yol", "Sokak")),
    ],
)  # fmt: skip
def test_changes_of_different_words_come_together(mine: str, theirs: str, merged: str | None) -> None:
    assert merging.merge(BASE, mine, theirs) == merged


_WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12).map(" ".join)


@given(_WORDS, _WORDS, _WORDS)
def test_merge_takes_the_only_change_and_never_raises(base: str, mine: str, theirs: str) -> None:
    assert merging.merge(base, mine, base) == mine
    assert merging.merge(base, base, theirs) == theirs
    assert merging.merge(base, mine, mine) == mine
    assert merging.merge(base, mine, theirs) is None or isinstance(merging.merge(base, mine, theirs), str)


def test_data_is_merged_field_by_field() -> None:
    base = {"caption": "A", "source": "B", "number_columns": []}
    merged = merging.merge_data(base, {**base, "caption": "A2"}, {**base, "source": "B2"})
    assert merged == ({"caption": "A2", "source": "B2", "number_columns": []}, True)
    merged = merging.merge_data(base, {**base, "caption": "A2"}, {**base, "caption": "A3"})
    assert merged == ({**base, "caption": "A2"}, False)


@pytest.fixture
def conflict(write: Callable[..., Block], officer: User, other_officer: User) -> BlockConflict:
    block = write(BASE)
    services.save_block(block_uid=block.uid, base_revision=1, body=BASE.replace("basamak", "iki basamak"), by=officer)
    result = services.save_block(
        block_uid=block.uid, base_revision=1, body=BASE.replace("dardır", "çok dardır"), by=other_officer
    )
    assert result.conflict is not None
    return result.conflict


def test_merge_begins_with_both_changes(conflict: BlockConflict) -> None:
    body, data, is_clean = services.proposed_merge(conflict=conflict)
    assert is_clean
    assert "iki basamak" in body
    assert "çok dardır" in body
    assert data == {}


def test_merged_text_is_saved_and_settles_the_conflict(conflict: BlockConflict, other_officer: User) -> None:
    result = services.resolve_conflict(conflict=conflict, base_revision=2, body="Birleşik.", by=other_officer)
    conflict.refresh_from_db()
    assert (result.state, result.block.body, conflict.resolved_revision) == ("saved", "Birleşik.", 3)
    assert conflict.resolved_at is not None


def test_merge_that_is_late_again_is_kept_and_carries_the_first_on(
    conflict: BlockConflict, officer: User, other_officer: User
) -> None:
    services.save_block(block_uid=conflict.block.uid, base_revision=2, body="Üçüncü.", by=officer)
    result = services.resolve_conflict(conflict=conflict, base_revision=2, body="Birleşik.", by=other_officer)
    conflict.refresh_from_db()
    assert result.conflict is not None
    assert result.conflict.body == "Birleşik."
    assert conflict.resolved_at is not None
    assert conflict.resolved_revision is None
    assert list(BlockConflict.objects.filter(resolved_at=None)) == [result.conflict]


def test_text_set_aside_stays_in_the_record(conflict: BlockConflict, officer: User) -> None:
    services.set_aside_conflict(conflict=conflict, by=officer)
    conflict.refresh_from_db()
    first = conflict.resolved_at
    services.set_aside_conflict(conflict=conflict, by=officer)
    conflict.refresh_from_db()
    assert conflict.resolved_at == first
    assert "çok dardır" in conflict.body
    assert conflict.block.revision == 2
