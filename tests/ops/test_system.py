"""What is missing is installed as root, by apt-get or another way, and named where that does not help. Fakes on PATH."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ops import places, system
from ops.say import Trouble

APT_GET = """#!/bin/sh
echo "$@" >>"$FAKES/asked"
[ "$1" = install ] || exit 0
[ -e "$FAKES/no-network" ] && { echo "E: Unable to fetch some archives"; exit 100; }
for name in "$@"; do
    case $name in -*|install) ;; *) printf '#!/bin/sh\\n' >"$FAKES/bin/program-of-$name"; chmod +x "$FAKES/bin/program-of-$name";; esac
done
"""
APT_CACHE = '#!/bin/sh\ncase "$2" in *3.99*) exit 100;; esac\n'
SNAP_STUB = '#!/bin/sh\nif ! [ -x /snap/bin/chromium ]; then\n  echo "snap install chromium"; exit 1\nfi\nexec /snap/bin/chromium "$@"\n'


def program(path: Path, text: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bare system of root's: sh, apt-get and apt-cache, and nothing else on PATH."""
    program(tmp_path / "bin" / "apt-get", APT_GET)
    program(tmp_path / "bin" / "apt-cache", APT_CACHE)
    for name in ("sh", "chmod"):
        (tmp_path / "bin" / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("FAKES", str(tmp_path))
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    monkeypatch.setattr(places, "VENV", tmp_path / "venv")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def asked(fakes: Path) -> list[str]:
    return (fakes / "asked").read_text().splitlines() if (fakes / "asked").exists() else []


def reader(package: str = "reader", *more: str) -> system.Need:
    return system.Need(
        "Okuyucu", "reader", (package, *more), lambda: system.shutil.which(f"program-of-{package}") is not None
    )


# --- packages --------------------------------------------------------------------------------------------------------


def test_root_installs_what_is_missing_and_nothing_else(fakes: Path) -> None:
    there = system.Need("Var", "there", ("there",), lambda: True)
    system.ensure([reader("reader", "python3.99-venv"), there, reader("writer")])
    assert asked(fakes) == ["update", "install -y --no-install-recommends reader writer"]
    system.ensure([reader(), there])
    assert len(asked(fakes)) == 2


def test_root_is_told_what_to_type_and_why_where_installing_fails(fakes: Path) -> None:
    (fakes / "no-network").touch()
    with pytest.raises(Trouble) as caught:
        system.ensure([reader()])
    assert caught.value.command == "apt-get update && apt-get install -y reader"
    assert caught.value.log
    assert "Unable to fetch" in caught.value.log.read_text()


def test_a_package_that_does_not_bring_its_program_is_trouble(fakes: Path) -> None:
    never = system.Need("Okuyucu", "reader", ("reader",), lambda: False)
    with pytest.raises(Trouble) as caught:
        system.ensure([never])
    assert "install -y reader" in caught.value.command


def test_without_apt_get_the_packages_are_named(fakes: Path) -> None:
    (fakes / "bin" / "apt-get").unlink()
    with pytest.raises(Trouble) as caught:
        system.ensure([reader()])
    assert caught.value.command == "sudo apt-get update && sudo apt-get install -y reader"


# --- the browser -----------------------------------------------------------------------------------------------------


@pytest.fixture
def distribution(fakes: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], system.Need]:
    """Say which distribution this is, and return the need of a browser there."""

    def become(release: str) -> system.Need:
        (fakes / "os-release").write_text(release)
        monkeypatch.setattr(system, "OS_RELEASE", fakes / "os-release")
        return system._browser()

    return become


DEBIAN = 'NAME="Debian GNU/Linux"\nID=debian\n'
UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n'
MINT = 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n'


def test_a_snap_and_a_script_that_asks_for_one_are_no_browser(fakes: Path) -> None:
    program(fakes / "bin" / "chromium-browser", SNAP_STUB)
    program(fakes / "snap" / "bin" / "real")
    (fakes / "bin" / "chromium").symlink_to(fakes / "snap" / "bin" / "real")
    assert system.chromium() is None
    chrome = program(fakes / "bin" / "google-chrome", '#!/bin/sh\nexec /opt/google/chrome/chrome "$@"\n')
    assert system.chromium() == str(chrome)


def test_the_browser_that_was_chosen_wins_and_playwrights_own_comes_last(
    fakes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = program(fakes / "home" / ".cache" / "ms-playwright" / "chromium-1181" / "chrome-linux" / "chrome")
    assert system.chromium() == str(own)
    debian = program(fakes / "bin" / "chromium", "#!/bin/sh\nexec /usr/lib/chromium/chromium\n")
    assert system.chromium() == str(debian)
    shell = program(fakes / "bin" / "chromium-headless-shell")
    assert system.chromium() == str(shell)
    chosen = program(fakes / "my-chrome")
    monkeypatch.setenv("CHROMIUM", str(chosen))
    assert system.chromium() == str(chosen)
    monkeypatch.setenv("CHROMIUM", str(fakes / "nothing"))
    assert system.chromium() is None


@pytest.mark.parametrize("release", [UBUNTU, MINT], ids=["Ubuntu", "Mint"])
def test_where_chromium_is_a_snap_playwright_brings_its_own(
    fakes: Path, distribution: Callable[[str], system.Need], release: str
) -> None:
    home = '"$HOME/.cache/ms-playwright/chromium-1181/chrome-linux"'
    (fakes / "bin" / "mkdir").symlink_to("/bin/mkdir")
    playwright = f'#!/bin/sh\necho "playwright $@" >>"$FAKES/asked"\nmkdir -p {home}\n'
    playwright += f"printf '#!/bin/sh\\n' >{home}/chrome\nchmod +x {home}/chrome\n"
    program(fakes / "venv" / "bin" / "playwright", playwright)
    program(fakes / "bin" / "chromium-browser", SNAP_STUB)
    system.ensure([distribution(release)])
    assert asked(fakes) == ["playwright install --with-deps chromium"]
    assert str(system.chromium()).endswith("chromium-1181/chrome-linux/chrome")


def test_what_is_named_on_ubuntu_can_work(
    fakes: Path, distribution: Callable[[str], system.Need], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Trouble) as caught:
        system.ensure([distribution(UBUNTU), reader()])
    assert caught.value.command.splitlines() == [
        "sudo apt-get update && sudo apt-get install -y reader",
        f"{fakes}/venv/bin/playwright install --with-deps chromium",
        "CHROMIUM=/path/to/chrome make test   # another Chromium or Chrome that is no snap",
    ]


def test_debian_has_a_package_and_playwright_stands_in_where_it_fails(
    fakes: Path, distribution: Callable[[str], system.Need]
) -> None:
    need = distribution(DEBIAN)
    assert need.packages == ("chromium-headless-shell",)
    with pytest.raises(Trouble) as caught:
        system.ensure([need])  # neither the fake package nor a missing Playwright brings a browser
    assert asked(fakes)[-1] == "install -y --no-install-recommends chromium-headless-shell"
    assert caught.value.command.splitlines()[0] == "apt-get update && apt-get install -y chromium-headless-shell"
    assert caught.value.log
    assert "playwright" in caught.value.log.read_text()
