"""Django's settings. What a user may change is in the environment: COMITY_HOME, COMITY_DATABASE_URL, COMITY_HOSTS,
COMITY_MAIL_URL, COMITY_PRIVATE_SERVERS."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from comity.config import home as data_folder
from comity.config import mail, sqlite

sqlite.use_bundled()

os.umask(0o077)
HOME = data_folder.home()
SECRET_KEY = data_folder.secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, os.environ.get("COMITY_HOSTS", "").split(",")),
]


def _database(url: str) -> dict[str, Any]:
    """Django's description of a database from a URL; SQLite in the data folder where there is none.

    What stands after "?" goes to libpq as it is (PostgreSQL's documentation, section 34.1.2: sslmode, sslrootcert, …).

    Raises:
        ValueError: the URL is not one of PostgreSQL.
    """
    if not url:
        import sqlite3

        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "comity.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": sqlite.pragmas(sqlite3.sqlite_version_info),
            },
            "TEST": {"NAME": HOME / "test.sqlite3"},
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(
            f"COMITY_DATABASE_URL must begin with postgresql:// (it begins with {parts.scheme!r})"
        )
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = parts.hostname or options.get("host", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {name: value for name, value in options.items() if name != "host"},
    }


DATABASES = {"default": _database(os.environ.get("COMITY_DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "comity.interfaces.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "comity.store.apps.StoreConfig",
]
MIDDLEWARE = [
    "comity.interfaces.web.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "comity.config.urls"
WSGI_APPLICATION = "comity.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comity.interfaces.web.context.desk",
            ],
        },
    }
]

AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "comity.interfaces.web.adapters.ClosedSignup"
MAIL = mail.server(os.environ.get("COMITY_MAIL_URL", ""))
EMAIL_BACKEND = MAIL.backend
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL.sender or "comity@localhost"
EMAIL_HOST = MAIL.options.get("HOST", "localhost")
EMAIL_PORT = MAIL.options.get("PORT", 25)
EMAIL_HOST_USER = MAIL.options.get("HOST_USER", "")
EMAIL_HOST_PASSWORD = MAIL.options.get("HOST_PASSWORD", "")
EMAIL_USE_TLS = MAIL.options.get("USE_TLS", False)
EMAIL_USE_SSL = MAIL.options.get("USE_SSL", False)
EMAIL_TIMEOUT = MAIL.options.get("TIMEOUT", mail.SECONDS)
PRIVATE_SERVERS = os.environ.get("COMITY_PRIVATE_SERVERS", "") == "1"
"""Whether a time stamp server named on a page may be on this machine or in its own network."""
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not os.environ.get("COMITY_HOSTS")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_TEMP_DIR = HOME / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
FILE_UPLOAD_HANDLERS = [
    "comity.interfaces.web.private_uploads.InMemory",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("en-gb", "British English")]
FORMAT_MODULE_PATH = "comity.config.formats"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"no_contents": {"()": "comity.config.logs.NoContents"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_contents"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
