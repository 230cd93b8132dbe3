# One image for web, worker and beat. No root at run time; nothing is written outside /tmp and the media volume.

FROM python:3.13-slim-trixie AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends gettext \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /portal
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes --only-binary=:all: -r requirements/base.txt
COPY . .
# Throw-away settings: nothing of them stays in the image, and no server is asked.
RUN find locale -name '*.po' -execdir msgfmt --check-format -o django.mo {} \; \
 && PORTAL_ENV=development STATIC_ROOT=/portal/staticfiles python manage.py collectstatic --no-input --verbosity 0 \
 && python -m compileall -q atasehir_portal handbooks participation programming

FROM python:3.13-slim-trixie
# Pango lays out PDFs; the PostgreSQL client (17, as in docker-compose.yml) serves backup and restore.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid portal --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0750 /media /backups
COPY --from=build /venv /venv
COPY --from=build /portal /portal
WORKDIR /portal
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_ENV=production \
    STATIC_ROOT=/portal/staticfiles \
    MEDIA_ROOT=/media \
    XDG_CACHE_HOME=/tmp/cache
USER 10001:10001
VOLUME ["/media"]
EXPOSE 8000
# /healthz asks the process alone: a database that is away is no reason to restart the web server.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "--config", "ops/webserver.py", "atasehir_portal.wsgi:application"]
