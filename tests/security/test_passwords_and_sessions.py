import os
import subprocess
import sys

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize("password", ["x" * 129, "kort", "password1234", "qwertyuiopasdf"[:11]])
def test_a_password_is_neither_short_common_nor_endless(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", ["grön häst på berget", "🦌" * 12, "a b c d e f g", "x7" * 64])
def test_any_letters_signs_and_spaces_will_do(password):
    assert validate_password(password) is None


def settings_with(tmp_path, **environment):
    code = "from samplan import settings as s; print(s.SESSION_COOKIE_NAME if hasattr(s, 'SESSION_COOKIE_NAME') else '', s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_AGE, s.SECURE_HSTS_SECONDS, s.DEBUG)"
    told = {**os.environ, "SAMPLAN_DATA": str(tmp_path), **environment}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=told, check=True
    ).stdout.split()


def test_with_https_the_session_belongs_to_this_host_alone_and_ends_within_the_day(tmp_path):
    environment = {"SAMPLAN_URL": "https://samplan.example.org", "SAMPLAN_DEBUG": "", "SAMPLAN_DEMO": ""}
    environment = {name: value for name, value in environment.items() if value}
    assert settings_with(tmp_path, **environment) == ["__Host-sessionid", "True", "43200", "31536000", "False"]


def test_a_session_ends_with_the_browser_and_after_twelve_hours(client, cast, settings):
    cast.reader.set_password("grön häst på berget")
    cast.reader.save()
    response = client.post("/konto/logga-in/", {"login": cast.reader.email, "password": "grön häst på berget"})
    assert response.status_code == 302
    assert client.session.get_expire_at_browser_close()
    assert settings.SESSION_COOKIE_AGE == 12 * 3600
    assert not client.cookies["sessionid"]["max-age"]
