"""The web server's settings, for ``make run`` and for containers alike."""

import os

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000").split(",")  # a container is reached from outside itself
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 8)
timeout = 60  # seconds without a sign of life before a worker is replaced
graceful_timeout = 10  # seconds that running requests get when the server stops
keepalive = 5
max_requests = 5000  # replaces a worker now and then, so that a leak stays small
max_requests_jitter = 500
# The sign of life is a file; on a memory file system it cannot be held up by a slow disk.
_MEMORY = "/dev/shm"  # noqa: S108
worker_tmp_dir = _MEMORY if os.access(_MEMORY, os.W_OK) else None
control_socket_disable = True
accesslog = None  # addresses of visitors are not kept; the proxy in front logs what the law asks for
errorlog = "-"
