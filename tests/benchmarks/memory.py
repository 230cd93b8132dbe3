"""How much memory a process has needed."""

from pathlib import Path


def peak_megabytes() -> float:
    """Return the most that this process has needed since it was started, in MB.

    ``ru_maxrss`` will not do: it keeps what the process that started this one had needed.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024
