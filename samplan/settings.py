"""Settings: everything from the environment, a fresh clone runs with none, a bad value stops the start."""

import os
from contextlib import suppress
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from samplan.foundation.core.encrypted import check_keys
from samplan.foundation.people.identity_providers import provider_settings, read_oidc, read_saml

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGE_DIR = Path(__file__).resolve().parent

# One folder holds everything an installation owns: database, files, secret key.
DATA_DIR = Path(env.str("SAMPLAN_DATA", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEMO = env.bool("SAMPLAN_DEMO", False)
DEBUG = env.bool("SAMPLAN_DEBUG", False)
BASE_URL = env.str("SAMPLAN_URL", "http://127.0.0.1:8000").rstrip("/")


def _secret_key() -> str:
    """SAMPLAN_SECRET_KEY, else a key made once and kept in the data folder (readable by its owner only)."""
    given = env.str("SAMPLAN_SECRET_KEY", "")
    if given:
        return given
    path = DATA_DIR / "secret-key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


SECRET_KEY = _secret_key()


def _field_keys() -> list[str]:
    """SAMPLAN_FIELD_KEYS (the first encrypts), else a key made once and kept in the data folder (readable by its owner only)."""
    given = env.list("SAMPLAN_FIELD_KEYS", [])
    if not given:
        path = DATA_DIR / "field-keys"
        if not path.exists():
            from cryptography.fernet import Fernet

            new = DATA_DIR / f".field-keys-{os.getpid()}"
            new.touch(mode=0o600)
            new.write_text(Fernet.generate_key().decode() + "\n")
            with suppress(FileExistsError):  # another process was first: its key is the one
                os.link(new, path)
            new.unlink()
        given = path.read_text().split()
    return check_keys(given)


FIELD_KEYS = _field_keys()
ALLOWED_HOSTS = env.list("SAMPLAN_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("SAMPLAN_TRUSTED_ORIGINS", [])
HTTPS = BASE_URL.startswith("https://")

# Rooms, lowest floor last: a room's templates may override those of the floors below it.
ROOMS = [
    "samplan.front.demo",
    "samplan.front.privacy",
    "samplan.front.home",
    "samplan.insight.reports",
    "samplan.insight.analysis",
    "samplan.insight.followup",
    "samplan.work.delivery",
    "samplan.work.activities",
    "samplan.work.plans",
    "samplan.work.governance",
    "samplan.work.rounds",
    "samplan.work.questionnaires",
    "samplan.foundation.terms",
    "samplan.foundation.people",
    "samplan.foundation.history",
    "samplan.foundation.outbox",
    "samplan.foundation.files",
    "samplan.foundation.core",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "samplan.foundation.core.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "samplan.foundation.core.middleware.size_limit",
    "samplan.foundation.core.middleware.possible_request",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samplan.foundation.people.middleware.last_seen",
    "samplan.foundation.people.middleware.unusual",
    "samplan.foundation.people.middleware.second_factor",
]

ROOT_URLCONF = "samplan.urls"
WSGI_APPLICATION = "samplan.wsgi.application"

_loaders = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            # Spelled out: with both packages' automatic set-up, cotton tags came out raw.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "samplan.foundation.core.templatetags.swedish",
                "samplan.foundation.history.templatetags.history",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samplan.foundation.people.context.frame",
            ],
        },
    }
]
COTTON_DIR = "cotton"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

if env.str("DATABASE_URL", ""):
    _default = env.dj_db_url("DATABASE_URL")
    if "postgresql" in _default["ENGINE"]:
        _default.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8}
else:
    _default = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(DATA_DIR / "samplan.sqlite3"),
        "OPTIONS": {
            # IMMEDIATE: a writer waits for its turn at the start instead of failing in the middle.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # synchronous=FULL: what the page said was saved survives a power cut, not only a crash.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
DATABASES = {"default": _default}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # In the database, so that limits on guessing hold across processes. Room for many: when it is full, a third is thrown away,
    # and with the library's 300 rows anybody could wash away the limits by trying a few hundred addresses.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "samplan.foundation.people.passwords.MaximumLength"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "samplan.foundation.people.adapter.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a change of how somebody signs in is told them in a letter
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_FORMS = {"confirm_login_code": "samplan.foundation.people.sign_in_forms.LoginCodeForm"}
MFA_ADAPTER = "samplan.foundation.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Samplan"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_FORMS = {
    "authenticate": "samplan.foundation.people.sign_in_forms.SecondFactorForm",
    "add_webauthn": "samplan.foundation.people.sign_in_forms.AddPasskeyForm",
    "authenticate_webauthn": "samplan.foundation.people.sign_in_forms.PasskeySecondForm",
    "login_webauthn": "samplan.foundation.people.sign_in_forms.PasskeyForm",
    "reauthenticate_webauthn": "samplan.foundation.people.sign_in_forms.PasskeyAgainForm",
}
USERSESSIONS_ADAPTER = "samplan.foundation.people.adapter.SessionsAdapter"
SOCIALACCOUNT_ADAPTER = "samplan.foundation.people.social.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = (
    True  # the way to the issuer is a link: a form's redirect to another host is stopped by our CSP
)
# a link to an issuer is a way in: one shows who one is before it is made
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
# Whose word on the visitor's address is believed: so many proxies stand before us. With https there is one at least.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("SAMPLAN_PROXIES", 1 if HTTPS else 0)
REQUIRE_MFA = env.bool("SAMPLAN_REQUIRE_MFA", False)  # of coordinators and administrators
# Sign-in through an organisation's own provider (docs/sign-in.md): JSON, or the path of a file with it.
SAML = read_saml(env.str("SAMPLAN_SAML", ""))
SOCIALACCOUNT_PROVIDERS = provider_settings(read_oidc(env.str("SAMPLAN_OIDC", "")), SAML)
if SAML:
    INSTALLED_APPS.append("allauth.socialaccount.providers.saml")

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG

EMAIL_CONFIG = env.dj_email_url("SAMPLAN_SMTP", "smtp://127.0.0.1:1025")
if DEMO and not env.str("SAMPLAN_SMTP", ""):
    # The demo's people have no mailboxes: their letters are read on the page /post/ instead.
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"] or "127.0.0.1"
EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"] or 25
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("SAMPLAN_FROM", "Samplan <samplan@localhost>")
BOUNCE_ADDRESS = env.str("SAMPLAN_BOUNCE_ADDRESS", "")  # where what can't be delivered is sent back; else the sender
BOUNCES = env.str("SAMPLAN_BOUNCES", "")  # imaps://user:password@host/folder, the mailbox of that address
MAIL_CLAIM = env.int("SAMPLAN_MAIL_CLAIM", 300)  # seconds; a worker that died with a letter in hand loses it after this

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # the review of a large plan is one form
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT = 25 * 1024 * 1024  # bytes; a larger document is refused before it is read
CLAMD = env.str("SAMPLAN_CLAMD", "")  # tcp://host:3310 or unix:///run/clamd.sock; empty: no scan
SECURITY_CONTACT = env.str(
    "SAMPLAN_SECURITY_CONTACT",
    "",
    validate=lambda given: not given or given.startswith(("mailto:", "https://", "tel:")),
)  # for security.txt

# Nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # a personal link must not leak through Referer
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy's task
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = env.int("SAMPLAN_SESSION_HOURS", 12) * 60 * 60  # and it ends when the browser is closed
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"  # for this host alone
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "samplan.foundation.core.views.csrf_failed"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# How often within an hour is unusual, and told to the administrators: SAMPLAN_UNUSUAL="reads=200,exports=100" (docs/operations.md).
UNUSUAL = {"account": 15, "address": 40, "limited": 20, "refused": 40, "links": 20, "exports": 30, "reads": 60}
_unusual = env.dict("SAMPLAN_UNUSUAL", {}, subcast_values=int)
if _unknown := sorted(set(_unusual) - set(UNUSUAL)) or [name for name, least in _unusual.items() if least < 1]:
    raise ImproperlyConfigured(f"SAMPLAN_UNUSUAL: what is {', '.join(_unknown)}?")
UNUSUAL |= _unusual

SILENCED_SYSTEM_CHECKS = ["security.W008"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.log_level("SAMPLAN_LOG", "INFO")},
}
