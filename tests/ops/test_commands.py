"""``make backup``, ``make restore`` and ``make clean-example``: on a small portal, and the real one's example data."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops import places
from ops.postgres import Postgres
from ops.processes import MARK, PART, Registry
from tests.ops.clone import Clone
from tests.ops.place import Place

pytestmark = pytest.mark.slow


@pytest.fixture
def make_clone(tmp_path: Path) -> Iterator[Callable[[str], Clone]]:
    made: list[Clone] = []

    def make(name: str) -> Clone:
        made.append(Clone(tmp_path / name))
        return made[-1]

    yield make
    for clone in made:
        clone.clear()


def test_backup_beside_a_running_portal_is_restored_elsewhere_and_starts_there(
    make_clone: Callable[[str], Clone], tmp_path: Path
) -> None:
    old, new = make_clone("old"), make_clone("new")
    archive = str(tmp_path / "portal.tar")
    empty = old.ops("backup", archive)
    assert empty.returncode == 1
    assert "There are no data in" in empty.stdout

    old.start()
    old.until_up()
    old.query("insert into row values ('kept')")
    assert old.ops("backup", archive).returncode == 0
    assert old.get() == "ready"  # it went on running
    refused = old.ops("restore", "--force", archive)
    assert refused.returncode == 1
    assert "already running" in refused.stdout
    old.press_control_c()

    assert new.ops("restore", archive).returncode == 0
    assert new.members() == {}
    again = new.ops("restore", archive)
    assert again.returncode == 1
    assert "There is something here already." in again.stdout
    assert new.ops("restore", "--force", archive).returncode == 0
    new.start()
    new.until_up()
    assert new.query("select word from row") == "kept"
    assert "load_example_data" in new.calls()
    new.press_control_c()


def test_examples_that_were_removed_come_back_neither_by_a_start_nor_by_a_restore(
    make_clone: Callable[[str], Clone], tmp_path: Path
) -> None:
    cleaned, other = make_clone("cleaned"), make_clone("other")
    with_examples, without = str(tmp_path / "with.tar"), str(tmp_path / "without.tar")
    cleaned.start()
    cleaned.until_up()
    cleaned.press_control_c()
    assert cleaned.ops("backup", with_examples).returncode == 0
    assert cleaned.ops("clean-example").returncode == 0
    assert cleaned.ops("backup", without).returncode == 0

    assert other.ops("restore", without).returncode == 0
    for clone in (cleaned, other):
        before = clone.calls().count("load_example_data")
        clone.start()
        assert "first_administrator" in clone.until_up()
        clone.press_control_c()
        assert clone.calls().count("load_example_data") == before

    # And the other way round: an archive with examples brings their accounts, and the settings that go with them.
    assert other.ops("manage", "restore", with_examples, "--force").returncode == 0
    other.start()
    assert "ayse@ornek.example" in other.until_up()
    other.press_control_c()


class RealPortal:
    """The real portal's data in a directory of its own, used by the commands of ``python3 -m ops``."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def ops(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        dropped = {"DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "STATIC_ROOT", "PORTAL_ENV", "DJANGO_SETTINGS_MODULE"}
        env = {key: value for key, value in os.environ.items() if key not in dropped | {MARK, PART}}
        argv = [sys.executable, "-m", "ops", *arguments]
        env |= {"PORTAL_DATA": str(self.data)}
        return subprocess.run(argv, cwd=places.ROOT, env=env, capture_output=True, text=True, timeout=400)

    def must(self, *arguments: str) -> str:
        done = self.ops(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def clear(self) -> None:
        Registry(self.data).stop_all()
        Postgres(self.data, Registry(self.data)).stop_leftovers()


@pytest.fixture
def real_portals(tmp_path: Path) -> Iterator[list[RealPortal]]:
    made = [RealPortal(tmp_path / name) for name in ("first", "second")]
    yield made
    for portal in made:
        portal.clear()


def test_clean_backup_and_restore_of_the_real_portal_leave_no_example_account(
    real_portals: list[RealPortal], with_catalogue: Place, tmp_path: Path
) -> None:
    first, second = real_portals
    with_examples, without = str(tmp_path / "with.tar"), str(tmp_path / "without.tar")
    with_catalogue.must("load_example_data", "--verbosity", "0")
    with_catalogue.must("backup", with_examples)
    first.must("restore", with_examples)
    first.must("clean-example")
    first.must("backup", without)

    second.must("restore", without)
    assert second.must("manage", "example_data_belong").split()[-1] == "no"
    refused = second.ops("manage", "load_example_data")
    assert refused.returncode != 0
    assert "Example data are off here" in refused.stderr
    assert second.must("manage", "example_accounts").strip() == ""

    second.must("restore", "--force", with_examples)
    assert "yonetici@ornek.test" in second.must("manage", "example_accounts")
