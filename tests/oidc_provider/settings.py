"""The provider's own Django: its database, key, people and faults lie in the folder OIDC_FOLDER."""

import os
from pathlib import Path

FOLDER = Path(os.environ["OIDC_FOLDER"])
ADDRESS = os.environ["OIDC_ADDRESS"]  # http://127.0.0.1:port
SECRET_KEY = "only-for-tests"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "oauth2_provider",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "tests.oidc_provider.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / "provider.sqlite3")}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
LOGIN_URL = "/in/"
SESSION_COOKIE_NAME = "provider"  # a browser does not tell ports apart
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_ISS_ENDPOINT": f"{ADDRESS}/o",
    "OIDC_RSA_PRIVATE_KEY": (FOLDER / "key.pem").read_text(),
    "OAUTH2_VALIDATOR_CLASS": "tests.oidc_provider.people.Validator",
    "PKCE_REQUIRED": True,
    "SCOPES": {"openid": "", "profile": "", "email": "", "https://id.oidc.se/scope/naturalPersonOrgId": ""},
}
