"""Waking a worker for one rendering."""

from atasehir_portal import wake as waking

RENDER_TASK = "atasehir_portal.rendering.tasks.render"


def wake(rendering_id: int, *, expires: float | None = None) -> bool:
    """Tell a worker that this rendering waits (see ``atasehir_portal.wake``)."""
    return waking.wake(RENDER_TASK, rendering_id, expires=expires)
