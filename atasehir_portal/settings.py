"""Settings, driven by environment variables (every one is explained in ``.env.example``).

Safe by default: without ``PORTAL_ENV`` the portal is a deployment, and a deployment without its secrets, host names,
mail server or TLS refuses to start and names everything that is missing at once.
"""

from pathlib import Path

import pghistory
from celery.schedules import crontab
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from atasehir_portal import env

BASE_DIR = Path(__file__).resolve().parent.parent

PORTAL_ENV = env.text("PORTAL_ENV", "production")
if PORTAL_ENV not in {"production", "development", "test"}:
    raise ImproperlyConfigured(f"PORTAL_ENV must be production, development or test, not {PORTAL_ENV!r}")
DEPLOYED = PORTAL_ENV == "production"
TESTING = PORTAL_ENV == "test"
DEBUG = False

# What keeps a deployment from starting; raised together at the end of this module.
_problems: list[str] = []


def _require(name: str, why: str, fallback: str) -> str:
    """Return a setting that a deployment must have; ``fallback`` serves development and tests only."""
    value = env.text(name)
    if not value and DEPLOYED:
        _problems.append(f"{name} is not set. {why}")
    return value or fallback


def _refuse_in_deployment(wrong: bool, problem: str) -> None:
    if DEPLOYED and wrong:
        _problems.append(problem)


# --- secrets, addresses --------------------------------------------------------------------------------------------

_DEVELOPMENT_SECRET_KEY = "development-only-key-that-signs-nothing-of-value-0123456789"  # noqa: S105
_DEVELOPMENT_FIELD_KEY = "ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="
SECRET_KEY = _require("SECRET_KEY", "It signs sessions and links.", _DEVELOPMENT_SECRET_KEY)
_refuse_in_deployment(
    bool(env.text("SECRET_KEY"))
    and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY == _DEVELOPMENT_SECRET_KEY),
    "SECRET_KEY must be a random text of at least 50 characters (5 or more different ones) that is used nowhere else.",
)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
FIELD_ENCRYPTION_KEYS = [
    key.strip()
    for key in _require(
        "FIELD_ENCRYPTION_KEYS",
        "It encrypts contact details and second-factor secrets (Fernet keys, newest first, separated by commas).",
        _DEVELOPMENT_FIELD_KEY,
    ).split(",")
]
for _key in FIELD_ENCRYPTION_KEYS:
    try:
        Fernet(_key)
    except ValueError as error:
        raise ImproperlyConfigured(f"FIELD_ENCRYPTION_KEYS: {error}") from error
_refuse_in_deployment(
    bool(env.text("FIELD_ENCRYPTION_KEYS")) and _DEVELOPMENT_FIELD_KEY in FIELD_ENCRYPTION_KEYS,
    "FIELD_ENCRYPTION_KEYS must not hold the development key: everybody can read it.",
)
_hosts = _require("ALLOWED_HOSTS", "It names the hosts that the portal answers for.", "localhost,127.0.0.1,[::1]")
ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",") if host.strip()]
_refuse_in_deployment(bool(_hosts) and not ALLOWED_HOSTS, "ALLOWED_HOSTS holds commas but names no host.")
_refuse_in_deployment("*" in ALLOWED_HOSTS, "ALLOWED_HOSTS must name the hosts; * would accept any forged name.")
SITE_URL = _require(
    "SITE_URL", "It is the address used in e-mails, e.g. https://katilim.example.bel.tr.", "http://localhost:8000"
).rstrip("/")
_refuse_in_deployment(
    bool(env.text("SITE_URL")) and not SITE_URL.startswith("https://"),
    "SITE_URL must begin with https://. The portal is not served without TLS.",
)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", SITE_URL if DEPLOYED else "")

# --- what is installed, from the ground floor up -------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "atasehir_portal.site",
    "atasehir_portal.catalogue",
    "atasehir_portal.accounts",
    "atasehir_portal.notifications",
    "atasehir_portal.rendering",
    "atasehir_portal.answering",
    "atasehir_portal.documents",
    "handbooks",
    "participation.dialogue",
    "programming.needs",
    "programming.assessing",
    "programming.drafting",
]

MIDDLEWARE = [
    "atasehir_portal.site.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "atasehir_portal.site.middleware.DatabaseUnavailableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "atasehir_portal.accounts.middleware.WhoMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "atasehir_portal.accounts.middleware.SentSignedOutMiddleware",
    "atasehir_portal.accounts.middleware.RequireSecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "atasehir_portal.urls"
WSGI_APPLICATION = "atasehir_portal.wsgi.application"
FORM_RENDERER = "atasehir_portal.site.forms.PortalFormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "atasehir_portal.site.context.portal",
            ],
        },
    },
]

# --- database, broker, cache ---------------------------------------------------------------------------------------

DATABASES = {
    "default": env.database(
        _require(
            "DATABASE_URL", "It is the address of the PostgreSQL database.", "postgres://postgres@/portal?host=/tmp"
        ),
        password=env.text("DATABASE_PASSWORD"),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# History (atasehir_portal/history.py): changes stand in the order in which they happened, also within one transaction.
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

REDIS_URL = _require("REDIS_URL", "It is the address of the Redis broker.", "redis://localhost:6379/0")
# Celery writes a socket address as redis+socket://, redis-py as unix://
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
if REDIS_URL.startswith("rediss://"):
    CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": "required"}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 10, "max_retries": 1}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Europe/Istanbul"
CELERY_BEAT_SCHEDULE = {
    "beat-is-alive": {"task": "atasehir_portal.site.tasks.note_beat", "schedule": 30.0},
    "sweep-renderings": {"task": "atasehir_portal.rendering.tasks.sweep", "schedule": 30.0},
    "verify-versions": {
        "task": "atasehir_portal.documents.tasks.verify_versions",
        "schedule": crontab(hour=3, minute=30),
    },
    "turn-rounds": {
        "task": "atasehir_portal.documents.tasks.turn_rounds",
        "schedule": crontab(minute="*/10"),
    },
    "sweep-left-pictures": {
        "task": "atasehir_portal.documents.tasks.sweep_left_pictures",
        "schedule": crontab(hour=4, minute=10),
    },
    "sweep-left-renderings": {
        "task": "atasehir_portal.rendering.tasks.sweep_left_files",
        "schedule": crontab(hour=4, minute=40),
    },
    "make-missing-texts": {
        "task": "handbooks.tasks.make_missing_texts",
        "schedule": crontab(minute=25),
    },
    "forget-previews": {
        "task": "handbooks.tasks.forget_old_previews",
        "schedule": crontab(hour=4, minute=20),
    },
    "sweep-left-need-files": {
        "task": "programming.needs.tasks.sweep_left_files",
        "schedule": crontab(hour=4, minute=50),
    },
    "sweep-left-cause-files": {
        "task": "programming.assessing.tasks.sweep_left_files",
        "schedule": crontab(hour=4, minute=55),
    },
    "sweep-need-drafts": {"task": "programming.needs.tasks.sweep_drafts", "schedule": crontab(hour=4, minute=0)},
    "sweep-need-imports": {"task": "programming.needs.tasks.sweep_imports", "schedule": 30.0},
    "sweep-need-batches": {"task": "programming.needs.tasks.sweep_batches", "schedule": crontab(hour=4, minute=5)},
    "fold-coverage": {"task": "programming.needs.tasks.fold_coverage", "schedule": 60.0},
    "recount-coverage": {"task": "programming.needs.tasks.recount_coverage", "schedule": crontab(hour=3, minute=10)},
    "remind-of-quarters": {
        "task": "programming.needs.tasks.remind_of_quarters",
        "schedule": crontab(hour=8, minute=20),
    },
    "forget-sent-mails": {
        "task": "atasehir_portal.notifications.tasks.forget",
        "schedule": crontab(hour=3, minute=50),
    },
    # asked often, made once: a digest whose hour passed while nothing ran is made later
    "make-digests": {"task": "atasehir_portal.notifications.tasks.make_digests", "schedule": crontab(minute="*/5")},
    "sweep-outbox": {"task": "atasehir_portal.notifications.tasks.sweep", "schedule": 30.0},
}
CACHES = {
    "default": {
        "BACKEND": "atasehir_portal.site.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

# --- files ---------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "atasehir_portal.site.assets.BundleFinder",  # one stylesheet and one script out of the files in static/
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / ".data" / "media")))
MEDIA_URL = "/media/"  # never served directly: files leave through views that ask who may have them
S3_BUCKET = env.text("S3_BUCKET")
if S3_BUCKET:
    _default_storage = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.text("S3_ENDPOINT_URL") or None,
            "region_name": env.text("S3_REGION") or None,
            "access_key": env.text("S3_ACCESS_KEY") or None,
            "secret_key": env.text("S3_SECRET_KEY") or None,
            "addressing_style": env.text("S3_ADDRESSING_STYLE", "path"),
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
else:
    _default_storage = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES = {
    "default": _default_storage,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Where the virus scanner (clamd) listens that sees every attached file: a socket's path or host:port. Empty: none is asked.
MALWARE_SCAN = env.text("MALWARE_SCAN")

# --- people --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_page"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "atasehir_portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "atasehir_portal.accounts.forms.SignupFields"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes password, address or second factor is told so
# Counted in the shared cache. A whole office shares one address, so per address they are generous; per account they are not.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/300s/key",
    "signup": "20/m/ip,200/d/ip",
    "confirm_email": "1/180s/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
MFA_ADAPTER = "atasehir_portal.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "atasehir_portal.accounts.forms.keys.AddKeyForm",
    "edit_webauthn": "atasehir_portal.accounts.forms.keys.RenameKeyForm",
    "authenticate_webauthn": "atasehir_portal.accounts.forms.keys.SignInWithKeyForm",
    "reauthenticate_webauthn": "atasehir_portal.accounts.forms.keys.ConfirmWithKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = (
    1  # a code counts half a minute longer: clocks differ, and not everybody types fast (RFC 6238, 5.2)
)
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not DEPLOYED
USERSESSIONS_TRACK_ACTIVITY = False  # sessions are listed as they began; reading a page writes nothing
# Example data and the relaxations that go with it are never on in a deployment.
EXAMPLE_DATA = env.flag("EXAMPLE_DATA", default=False)
_refuse_in_deployment(
    EXAMPLE_DATA, "EXAMPLE_DATA is for trying the portal out. A deployment has no example accounts. Remove it."
)
REQUIRE_MFA = env.flag("REQUIRE_MFA", default=not EXAMPLE_DATA)
_refuse_in_deployment(
    not REQUIRE_MFA and not EXAMPLE_DATA,
    "REQUIRE_MFA=false is allowed with example data only: staff accounts need a second factor.",
)

# --- language, time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", _("Turkish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "allauth"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Istanbul"
USE_THOUSAND_SEPARATOR = True

# --- mail ----------------------------------------------------------------------------------------------------------

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=EMAIL_PORT == 587)
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", default=EMAIL_PORT == 465)
EMAIL_TIMEOUT = 20
# When digests go out, in the municipality's time: the hour, and the day of the weekly one (0 is Monday).
DIGEST_HOUR = 8
DIGEST_WEEKDAY = 0
# Without a mail server a deployment refuses to start; development keeps mails for the mailbox page.
_refuse_in_deployment(not EMAIL_HOST, "EMAIL_HOST is not set. People are told by e-mail what became of their input.")
_refuse_in_deployment(
    bool(EMAIL_HOST) and not (EMAIL_USE_TLS or EMAIL_USE_SSL),
    "EMAIL_USE_TLS or EMAIL_USE_SSL must be true: mails carry log-in links and names.",
)
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured("EMAIL_USE_TLS and EMAIL_USE_SSL exclude each other (port 587 or port 465).")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "atasehir_portal.notifications.mailbox.EmailBackend"
)
DEFAULT_FROM_EMAIL = _require(
    "DEFAULT_FROM_EMAIL", "It is the sender of every mail.", "Katılım Portalı <katilim@localhost>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- security ------------------------------------------------------------------------------------------------------

# The web server speaks plain HTTP; TLS ends at a proxy in front, which says so in X-Forwarded-Proto.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
_refuse_in_deployment(
    not BEHIND_PROXY,
    "BEHIND_PROXY is not true. Put a proxy that ends TLS and sets X-Forwarded-Proto and X-Forwarded-For in front, "
    "let nobody reach the portal past it, and set BEHIND_PROXY=true.",
)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 1)  # rate limits count clients, not the proxy
SECURE_SSL_REDIRECT = DEPLOYED
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000 if DEPLOYED else 0)
_refuse_in_deployment(
    SECURE_HSTS_SECONDS < 3600,
    "SECURE_HSTS_SECONDS must be 3600 or more: browsers forget sooner that the portal is served with TLS only.",
)
SECURE_HSTS_INCLUDE_SUBDOMAINS = DEPLOYED
SECURE_HSTS_PRELOAD = DEPLOYED
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = DEPLOYED
# Sessions stand in the database (they survive a cache that was emptied) and are read from the cache.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "atasehir_portal.site.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- logging: no request bodies, no text of needs -------------------------------------------------------------------

# Should anything else ever make a report of an error: no form, no setting, no variable stands in it.
DEFAULT_EXCEPTION_REPORTER_FILTER = "atasehir_portal.site.log.ReportFilter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "atasehir_portal.site.log.LineFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        # Django would mail errors to ADMINS with what was sent and the values of variables; errors stand in the log, without either
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "WARNING"},
    },
}

if _problems:
    raise ImproperlyConfigured(
        "The portal cannot start as a deployment:\n  - " + "\n  - ".join(_problems) + "\nSee .env.example."
    )
