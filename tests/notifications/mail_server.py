"""A mail server in a process of its own, which does to mails what a test wants, and keeps what it accepted.

``python mail_server.py PORT FOLDER``: the file ``mode`` in the folder says what it does from now on (``ok``, ``later``, ``no``,
``policy``, ``slow``, ``full``, ``die``); each accepted mail is a file. ``no`` concerns addresses that begin with "yok". With ``die``
it accepts a mail and kills, before it answers, the process whose number stands in the file ``victim``.
"""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Handler:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def mode(self) -> str:
        return (self.folder / "mode").read_text()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode == "later":
            return "451 4.7.1 Greylisted, try again"
        if self.mode == "no" and address.startswith("yok"):
            return "550 5.1.1 No such user here"
        if self.mode == "policy":
            return "554 5.7.1 Relay access denied"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.mode == "slow":
            await asyncio.sleep(8)
        if self.mode == "full":
            return "552 5.2.2 Mailbox full"
        (self.folder / f"{time.time_ns()}.eml").write_bytes(envelope.content)
        if self.mode == "die":
            (self.folder / "mode").write_text("ok")
            os.kill(int((self.folder / "victim").read_text()), signal.SIGKILL)
            await asyncio.sleep(1)
        return "250 OK"


async def main(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Handler(folder), hostname="posta.test", loop=loop), "127.0.0.1", port
    )
    (folder / "up").touch()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
