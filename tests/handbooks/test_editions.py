"""Numbers of editions."""

import pytest

from handbooks import editions


@pytest.mark.parametrize(
    ("existing", "is_complete", "proposed"),
    [
        ([], False, "0.1"),
        ([], True, "1.0"),
        (["0.1"], False, "0.2"),
        (["0.9", "0.10"], False, "0.11"),
        (["0.3"], True, "1.0"),
        (["1.0"], True, "1.1"),
        (["1.9", "1.10"], False, "1.11"),
        (["2.0", "1.4"], True, "2.1"),
    ],
)
def test_next_number_goes_up(existing: list[str], is_complete: bool, proposed: str) -> None:
    assert editions.following(existing, is_complete=is_complete) == proposed


@pytest.mark.parametrize("wrong", ["", "1", "1.", ".1", "01.0", "1.0.0", "1,0", "1.0\n", "١.٠", "-1.0", "1000.0"])
def test_other_signs_are_no_number(wrong: str) -> None:
    assert not editions.is_number(wrong)
    with pytest.raises(ValueError, match="no number"):
        editions.parse(wrong)


def test_editions_before_one_are_trials() -> None:
    assert editions.is_trial("0.9")
    assert not editions.is_trial("1.0")
