"""Waking a worker: the only thing that a request ever asks of the broker."""

import logging
import threading
from typing import Any

from atasehir_portal.celery import app

logger = logging.getLogger(__name__)

# A request waits at most this long for the broker; the sweep finds what was not announced.
PATIENCE = 1.5  # seconds


def wake(task: str, *arguments: Any, expires: float | None = None) -> bool:
    """Tell a worker that there is something to do; return whether the broker took the message within ``PATIENCE``.

    Never raises: a broker that is down or hangs delays the work and nothing else. ``expires`` (seconds) keeps repeated wake-ups
    from piling up while no worker runs. Sending happens in a thread of its own, because a broker that accepts connections and then
    says nothing would hold the caller for the length of all its time-outs.
    """
    done = threading.Event()

    def send() -> None:
        try:
            # Tried once more at once: the pooled connection may be one to a broker that was started again.
            policy = {"max_retries": 1, "interval_start": 0}
            app.send_task(task, args=arguments, expires=expires, ignore_result=True, retry=True, retry_policy=policy)
        except Exception as error:  # noqa: BLE001 - kombu, redis and sockets each have errors of their own
            logger.warning("%s %s: no worker could be woken (%s); the next sweep will", task, arguments, error)
        else:
            done.set()

    sender = threading.Thread(target=send, name=f"wake-{task}", daemon=True)
    sender.start()
    sender.join(PATIENCE)
    return done.is_set()
