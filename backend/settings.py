"""Every setting of the house. What differs between machines comes from the environment, typed."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import global_settings
from environs import Env

from backend import places
from backend.addresses import broker_url, hosts_of, storage_of
from backend.logs import to_console

env = Env()
BASE_DIR = places.BASE_DIR

# --- What the environment says -------------------------------------------------------------------
VAR_DIR: Path = env.path("VAR_DIR", default=BASE_DIR / "var").absolute()
DEBUG: bool = env.bool("DEBUG", default=False)
# Empty is refused by Django as soon as something is signed: there is no default secret.
SECRET_KEY: str = env.str("SECRET_KEY", default="")
SITE_URL: str = env.str("SITE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}").rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=hosts_of(SITE_URL))
# How many proxies of ours stand before the application; 0 believes no X-Forwarded-For at all.
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)
# Whether the demo's people, with their public password, are wanted even in a database that is not embedded.
DEMO: bool = env.bool("DEMO", default=False)
# What the identifiers of planning releases begin with; the Open Contracting Partnership gives out prefixes.
OCDS_PREFIX: str = env.str("OCDS_PREFIX", default="ocds-000000")
# How long the address of somebody who signed without a seat is kept once the question has ended.
SIGNATORY_ADDRESS_DAYS: int = env.int("SIGNATORY_ADDRESS_DAYS", default=730)
RATE_LIMITS: bool = env.bool("RATE_LIMITS", default=True)
SAMVERK_DATA: Path = env.path("SAMVERK_DATA", default=BASE_DIR.parent / "shared" / "data")
REDIS_URL: str = env.str("REDIS_URL", default=places.valkey_url(VAR_DIR))
_DATABASE: dict[str, Any] = env.dj_db_url("DATABASE_URL", default=places.postgres_url(VAR_DIR))
# Connections that the threads of one ASGI process share; 0 keeps one open per thread, as workers want it.
_DB_POOL: int = env.int("DB_POOL", default=0)
_EMAIL: dict[str, Any] = env.dj_email_url("EMAIL_URL", default="smtp://localhost:2525")
_IS_HTTPS = SITE_URL.startswith("https://")

# Where the local SMTP catcher puts mails for the page /demo/mail/; unset where mails really leave.
MAILBOX: Path | None = env.path("MAILBOX", default=None)

# --- The house: rooms from the roof down ---------------------------------------------------------
INSTALLED_APPS = [
    "backend",
    "live",
    "web",
    "records",
    "market",
    "support",
    "messaging",
    "documents",
    "needs",
    "tasks",
    "decisions",
    "notices",
    "files",
    "search",
    "networks",
    "accounts",
    "wire",
    "journal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "backend.middleware.content_security_policy",
    "wire.middleware.ProblemMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.preferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database, cache, sessions -------------------------------------------------------------------
# A server that was away is tried again at the next need, instead of after waits that double.
_POOL = {"min_size": 1, "max_size": _DB_POOL, "timeout": 3, "reconnect_timeout": 1}
DATABASES = {
    "default": {
        **_DATABASE,
        "ENGINE": "backend.postgres",
        "CONN_MAX_AGE": 0 if _DB_POOL else 600,
        "CONN_HEALTH_CHECKS": not _DB_POOL,  # what the pool gives is checked there
        "OPTIONS": {
            **_DATABASE.get("OPTIONS", {}),
            **({"pool": _POOL} if _DB_POOL else {}),
            "connect_timeout": 3,
            "server_side_binding": True,
            "prepare_threshold": 5,
            "application_name": env.str("PGAPPNAME", default="samverk"),
        },
    },
}
# Throttles and limits are counted in the database, so that they hold when Redis is away.
CACHE_TABLE = "cache"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": CACHE_TABLE,
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())

# --- People and how they sign in -----------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Hard in memory, and a third of the time that PBKDF2 takes of everybody's processor.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "web.forms.entrance.SignInForm",
    "reset_password": "web.forms.entrance.ResetForm",
}
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _IS_HTTPS else "http"
# Wrong passwords are counted by accounts.limits; the rest of allauth's limits hold as they are.
ACCOUNT_RATE_LIMITS: dict[str, str | None] | bool = (
    {"login": None, "login_failed": None} if RATE_LIMITS else False
)
MFA_RATE_LIMITS: dict[str, str] | bool = {} if RATE_LIMITS else False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Samverk"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- HTTP API ------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.BearerToken",
        "accounts.authentication.SessionWithCsrf",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["wire.parsers.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "wire.schema.ApiSchema",
    "EXCEPTION_HANDLER": "wire.problems.handler",
    "NUM_PROXIES": TRUSTED_PROXIES,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Samverk",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "StakeholderKindEnum": "needs.models.parts.Kind",
        "WayEnum": "notices.kinds.Way",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- Languages and time --------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["web.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Where an image gathers the built files; unset, they are served from where the build put them.
STATIC_ROOT: Path | None = env.path("STATIC_ROOT", default=None)
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
# The build puts a hash of the content into names, so such a file may be kept for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[A-Z0-9]{8}\.[a-z0-9.]+$"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Where uploads lie: file:///path or s3://key:secret@host/bucket?region=..
STORAGE_URL: str = env.str("STORAGE_URL", default=f"file://{quote(str(VAR_DIR / 'files'))}")
STORAGES: dict[str, Any] = {**global_settings.STORAGES, "files": storage_of(STORAGE_URL)}
# ClamAV's daemon, tcp://host:port or unix:///path; empty, nothing is scanned.
CLAMD_URL: str = env.str("CLAMD_URL", default="")
LARGEST_FILE: int = env.int("LARGEST_FILE_MB", default=25) * 1024 * 1024

# --- Mail ----------------------------------------------------------------------------------------
EMAIL_BACKEND = _EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = _EMAIL["EMAIL_HOST"]
EMAIL_PORT = _EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = _EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _EMAIL["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _EMAIL["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Samverk <samverk@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Walls ---------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "web.views.errors.stale_form"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = _IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- The clock and the workers -------------------------------------------------------------------
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
    "visibility_timeout": 3600,
    # A nudge that finds no Redis is given up at once: whoever waits for the answer must not wait for it.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_DEFAULT_QUEUE = "clock"
CELERY_TASK_ROUTES = {"notices.*": {"queue": "mail"}, "decisions.sweep_mails": {"queue": "mail"}}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_TIMEZONE = "UTC"

# --- What is said on the console -----------------------------------------------------------------
LOGGING = to_console(env.log_level("LOG_LEVEL", default=logging.INFO))
