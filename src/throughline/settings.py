"""
Settings of the whole system, from environment variables only.

Every variable read here is listed in `docs/configuration.md`. Nothing else in the code reads the
environment for configuration, except `throughline.launch`, which runs before Django does.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from throughline.launch.state import state_folder

PACKAGE = Path(__file__).resolve().parent
STATE = state_folder()


def switched_on(name: str, default: bool = False) -> bool:
    """Whether the environment variable `name` is set to something that means yes."""
    return os.environ.get(name, "yes" if default else "no").strip().lower() in {"1", "yes", "true", "on"}


def database(url: str, **extra: object) -> dict[str, object]:
    """A Django database setting from a libpq URL (`postgresql://user@host:5432/name?host=/socket`)."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "throughline.core.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": dict(query),
        **extra,
    }


DEBUG = switched_on("THROUGHLINE_DEBUG")
DEMONSTRATION = switched_on("THROUGHLINE_DEMONSTRATION")
SECRET_KEY = os.environ.get("SECRET_KEY") or "set SECRET_KEY before anybody else can reach this address"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]
BEHIND_TLS = switched_on("THROUGHLINE_TLS")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "throughline.core",
    "throughline.supply",
    "throughline.people",
    "throughline.line",
    "throughline.money",
    "throughline.open_data",
    "throughline.gateway",
    "throughline.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "throughline.core.middleware.ClockMiddleware",
    "throughline.core.middleware.ActorMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "throughline.core.middleware.RequestLogMiddleware",
    "throughline.web.lists.returning.ListsLeftMiddleware",
]

ROOT_URLCONF = "throughline.web.urls"
WSGI_APPLICATION = "throughline.wsgi.application"

_WEB_URL = os.environ.get("DATABASE_URL", "postgresql://throughline_web@localhost/throughline")
DATABASES = {
    "default": database(
        _WEB_URL,
        ATOMIC_REQUESTS=True,
        DISABLE_SERVER_SIDE_CURSORS=False,
        TEST={"MIGRATE": False},
    ),
    "owner": database(
        os.environ.get("DATABASE_OWNER_URL", _WEB_URL),
        ENGINE="django.db.backends.postgresql",
        TEST={"MIRROR": "default"},
    ),
}
if switched_on("DATABASE_POOL", default=True):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 2, "max_size": 8, "timeout": 10}  # type: ignore[index]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "throughline.web.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "throughline.web.accounts.adapter.SocialAccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "staff",
                "name": os.environ.get("OIDC_NAME", "your organisation's account"),
                "client_id": os.environ["OIDC_CLIENT_ID"],
                "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": os.environ["OIDC_SERVER_URL"]},
            }
        ]
        if os.environ.get("OIDC_SERVER_URL")
        else []
    }
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STATICFILES_DIRS = [folder for folder in [STATE / "assets"] if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = STATE / "documents"

ROLES = "throughline.vocabulary.roles.ROLES"
TRANSACTION_SETTINGS = "throughline.vocabulary.roles.TRANSACTION_SETTINGS"
SUBSCRIPTIONS = "throughline.subscriptions.SUBSCRIPTIONS"

NOTIFY_API_KEY = os.environ.get("NOTIFY_API_KEY", "")
NOTIFY_BASE_URL = os.environ.get("NOTIFY_BASE_URL", "")
NOTIFY_TEMPLATE_ID = os.environ.get("NOTIFY_TEMPLATE_ID", "")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_FILE_PATH = os.environ.get("EMAIL_FOLDER", "")
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "throughline@localhost")
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend"
    if EMAIL_HOST
    else "filebased.EmailBackend"
    if EMAIL_FILE_PATH
    else "console.EmailBackend"
)
MESSAGES_BACKEND = "throughline.core.outbox." + (
    "notify" if NOTIFY_API_KEY else "mail" if EMAIL_HOST or EMAIL_FILE_PATH else "console"
)

OCID_PREFIX = os.environ.get("OCID_PREFIX", "ocds-thrlne")
PUBLISHER_NAME = os.environ.get("PUBLISHER_NAME", "Throughline demonstration")
PUBLIC_ADDRESS = os.environ.get("PUBLIC_ADDRESS", "http://localhost:8000")

from throughline.core.logging import LOGGING  # noqa: E402,F401
from throughline.web.page_settings import *  # noqa: E402,F403  templates and content security policy
