"""Waking a worker: the only thing the room ever asks of the broker."""

import logging
import threading

from atasehir_portal.celery import app

logger = logging.getLogger(__name__)

RENDER_TASK = "atasehir_portal.rendering.tasks.render"
# A request waits at most this long for the broker; the sweep finds what was not announced.
PATIENCE = 1.5  # seconds


def wake(rendering_id: int, *, expires: float | None = None) -> bool:
    """Tell a worker that this rendering waits; return whether the broker took the message within ``PATIENCE``.

    Never raises: a broker that is down or hangs delays the rendering and nothing else. ``expires`` (seconds) keeps repeated wake-ups
    from piling up while no worker runs. Sending happens in a thread of its own, because a broker that accepts connections and then
    says nothing would hold the caller for the length of all its time-outs.
    """
    done = threading.Event()

    def send() -> None:
        try:
            # Tried once more at once: the pooled connection may be one to a broker that was started again.
            policy = {"max_retries": 1, "interval_start": 0}
            app.send_task(
                RENDER_TASK, args=(rendering_id,), expires=expires, ignore_result=True, retry=True, retry_policy=policy
            )
        except Exception as error:  # noqa: BLE001 - kombu, redis and sockets each have errors of their own
            logger.warning("Rendering %s: no worker could be woken (%s); the next sweep will", rendering_id, error)
        else:
            done.set()

    sender = threading.Thread(target=send, name=f"wake-{rendering_id}", daemon=True)
    sender.start()
    sender.join(PATIENCE)
    return done.is_set()
