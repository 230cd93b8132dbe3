"""Starting, finding again and stopping the processes of one stack, and never anybody else's.

A process is ours where a record of this stack has its number, start time and boot, or where its environment carries
this stack's mark. Both survive a launcher that was killed; neither can match a process that merely got the same number.
"""

import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ops.say import Trouble

MARK = "PORTAL_STACK"
PART = "PORTAL_PART"
# The order in which parts stop: first whoever asks, last whoever is asked.
STOP_ORDER = ("step", "web", "worker", "beat", "broker", "postgres")
STOP_SIGNALS = {"postgres": signal.SIGINT}  # "fast": ends connections, writes everything, stops
PATIENCE = {"step": 5.0, "web": 12.0, "worker": 15.0, "beat": 8.0, "broker": 10.0, "postgres": 30.0}
LOG_LIMIT = 5 * 1024 * 1024


@dataclass(frozen=True)
class Process:
    """One process: its number and its start in clock ticks since boot, which no later process shares."""

    pid: int
    started: int

    @classmethod
    def of(cls, pid: int) -> "Process | None":
        """Return the running process with this number; None where there is none or it is a zombie."""
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
        fields = stat.rpartition(")")[2].split()
        return None if fields[0] in "ZX" else cls(pid=pid, started=int(fields[19]))

    def alive(self) -> bool:
        return Process.of(self.pid) == self

    def send(self, number: int) -> None:
        """Send a signal to this very process; nothing happens where it has ended."""
        try:
            handle = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return
        except OSError:  # a kernel or sandbox without pidfd
            if self.alive():
                os.kill(self.pid, number)
            return
        try:
            if self.alive():
                signal.pidfd_send_signal(handle, number)
        except ProcessLookupError:
            pass
        finally:
            os.close(handle)


def boot_id() -> str:
    """Return what tells this boot of the machine from another."""
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def environment_of(pid: int) -> dict[str, str]:
    """Return the environment a process was started with; empty where it may not be read."""
    try:
        content = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return {}
    pairs = (entry.partition(b"=") for entry in content.split(b"\0"))
    return {key.decode(errors="replace"): value.decode(errors="replace") for key, sign, value in pairs if sign}


def numbers() -> list[int]:
    """Return the numbers of all processes."""
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]  # noqa: PTH208


def ancestors() -> set[int]:
    """Return this process and those it was started by."""
    found, pid = set(), os.getpid()
    while pid > 0 and pid not in found:
        found.add(pid)
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            break
        pid = int(stat.rpartition(")")[2].split()[1])
    return found


def until_gone(processes: Iterable[Process], seconds: float) -> list[Process]:
    """Wait until the processes have ended; return those that have not after ``seconds``."""
    left = [process for process in processes if process.alive()]
    deadline = time.monotonic() + seconds
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [process for process in left if process.alive()]
    return left


def working_in(directory: Path, names: Iterable[str]) -> list[Process]:
    """Return the processes of these names that work in a directory: servers that write over their own environment."""
    found = []
    for pid in numbers():
        try:
            inside = os.readlink(f"/proc/{pid}/cwd") == str(directory.resolve())  # noqa: PTH115
            name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
        except OSError:
            continue
        process = Process.of(pid)
        if inside and name in names and process:
            found.append(process)
    return found


def stop_working_in(directory: Path, names: Iterable[str], number: int, seconds: float) -> None:
    """Stop the processes of these names that work in a directory, first by ``number``, then by force."""
    for chosen, patience in ((number, seconds), (signal.SIGKILL, 5.0)):
        left = working_in(directory, names)
        for process in left:
            process.send(chosen)
        until_gone(left, patience)


class Registry:
    """The processes of the stack whose data lies in ``data``: ``data/run`` holds one record for each part."""

    def __init__(self, data: Path) -> None:
        self.directory = data / "run"
        self.logs = data / "logs"
        self.mark = str(data.resolve())
        self._lock: int | None = None

    # --- one launcher at a time -----------------------------------------------------------------------------------

    def lock(self, note: str) -> None:
        """Become the one launcher of this stack. The kernel gives the lock back however the launcher ends.

        Raises Trouble where another launcher is at work; ``note`` is what it wrote about itself.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = os.pread(handle, 200, 0).decode(errors="replace").strip()
            os.close(handle)
            raise Trouble(
                f"Portal zaten çalışıyor ({other}). Önce onu başladığı pencerede Ctrl-C ile durdurun.",
                f"The portal is already running ({other}). Stop it with Ctrl-C where it was started first.",
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, note.encode(), 0)
        self._lock = handle

    def unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def note(self) -> str:
        """Return what the launcher that runs, or ran last, wrote about itself."""
        try:
            return (self.directory / "lock").read_text(encoding="utf-8")
        except OSError:
            return ""

    def locked_by_another(self) -> bool:
        """Whether a launcher is running this stack now."""
        try:
            handle = os.open(self.directory / "lock", os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    # --- start ----------------------------------------------------------------------------------------------------

    def environment(self, part: str, env: Mapping[str, str]) -> dict[str, str]:
        return {**env, MARK: self.mark, PART: part}

    def log(self, part: str) -> Path:
        return self.logs / f"{part}.log"

    def spawn(self, part: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> subprocess.Popen[bytes]:
        """Start a part in a session of its own (so that Ctrl-C at the terminal does not reach it) and record it."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.log(part)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            child = subprocess.Popen(
                argv,
                env=self.environment(part, env),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        process = Process.of(child.pid)
        if process:
            record = {"pid": process.pid, "started": process.started, "boot": boot_id()}
            (self.directory / f"{part}.json").write_text(json.dumps(record), encoding="utf-8")
        return child

    # --- find, stop -----------------------------------------------------------------------------------------------

    def recorded(self, part: str) -> Process | None:
        """Return the recorded process of a part, where it still runs."""
        try:
            record = json.loads((self.directory / f"{part}.json").read_text(encoding="utf-8"))
            process = Process(pid=record["pid"], started=record["started"])
        except (OSError, ValueError, KeyError):
            return None
        return process if record.get("boot") == boot_id() and process.alive() else None

    def members(self) -> dict[str, list[Process]]:
        """Return all running processes of this stack by part; the recorded one comes first in its part."""
        found: dict[str, list[Process]] = {}
        for part in STOP_ORDER:
            process = self.recorded(part)
            if process:
                found.setdefault(part, []).append(process)
        for pid in set(numbers()) - ancestors():
            environment = environment_of(pid)
            if environment.get(MARK) != self.mark:
                continue
            process = Process.of(pid)
            part = environment.get(PART, "step")
            if process and process not in found.get(part, []):
                found.setdefault(part, []).append(process)
        return found

    def stop(self, part: str, children: Mapping[str, subprocess.Popen[bytes]] | None = None) -> bool:
        """Stop one part and whatever it has started; say whether anything of it was running."""
        processes = self.members().get(part, [])
        if processes:
            head = self.recorded(part) or processes[0]
            head.send(STOP_SIGNALS.get(part, signal.SIGTERM))
            self._reap(part, children, PATIENCE.get(part, 5.0))
            until_gone([head], PATIENCE.get(part, 5.0))
            # Whoever is left has lost its parent or does not listen; one that was just being killed may have started
            # another, so look again until there is nobody.
            number = STOP_SIGNALS.get(part, signal.SIGTERM)
            for _round in range(5):
                left = self.members().get(part, [])
                if not left:
                    break
                for process in left:
                    process.send(number)
                self._reap(part, children, 0.1)
                until_gone(left, 3.0)
                number = signal.SIGKILL
        self._reap(part, children, 1.0)
        (self.directory / f"{part}.json").unlink(missing_ok=True)
        return bool(processes)

    def stop_all(self, children: Mapping[str, subprocess.Popen[bytes]] | None = None) -> list[str]:
        """Stop every part in order; return the parts of which something was running."""
        unknown = [part for part in self.members() if part not in STOP_ORDER]
        return [part for part in (*unknown, *STOP_ORDER) if self.stop(part, children)]

    @staticmethod
    def _reap(part: str, children: Mapping[str, subprocess.Popen[bytes]] | None, seconds: float) -> None:
        child = (children or {}).get(part)
        if child:
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=seconds)
