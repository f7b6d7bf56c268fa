"""What every answer carries, whatever it is: a page, a refusal, a failure or a file."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from samplan.foundation.core import middleware


def answers(cast, settings):
    """One answer of each kind, by name."""
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    strange, coordinator, reader = (Client(raise_request_exception=False) for _ in range(3))
    coordinator.force_login(cast.coordinator)
    reader.force_login(cast.reader)
    yield "sign-in", strange.get("/konto/logga-in/")
    yield "sent to sign-in", strange.get("/norrlunda/")
    yield "page", coordinator.get("/norrlunda/")
    yield "400", strange.post("/konto/logga-in/", b"\xff" * 10, content_type="multipart/form-data")
    yield "403", reader.get("/norrlunda/las-in/")
    yield "403 csrf", Client(enforce_csrf_checks=True).post("/konto/logga-in/", {"login": "x"})
    yield "404", coordinator.get("/norrlunda/finns-inte/")
    yield "405", strange.get("/konto/utseende/")
    yield "413", strange.post("/konto/logga-in/", {"login": "x" * (6 * 1024 * 1024)})
    static = strange.get("/static/core/base.css")
    assert b"".join(static.streaming_content)
    static.close()
    yield "static", static
    yield "robots", strange.get("/robots.txt")


def test_every_kind_of_answer_carries_the_same_protection(cast, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    seen = {}
    for name, response in answers(cast, settings):
        seen[name] = response.status_code
        headers = response.headers
        policy = headers["Content-Security-Policy"] if name != "static" else "default-src 'none'"
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert "http:" not in policy, name
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Referrer-Policy"] == "same-origin", name
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert "camera=()" in headers["Permissions-Policy"], name
        assert "publickey-credentials-get=(self)" in headers["Permissions-Policy"], name
        assert "Server" not in headers, name
        assert "X-Powered-By" not in headers, name
        if name != "static":
            assert headers["X-Frame-Options"] == "DENY", name
    wanted = {"sign-in": 200, "sent to sign-in": 302, "page": 200, "403": 403, "403 csrf": 403, "404": 404, "405": 405}
    assert {**seen, **wanted, "413": 413, "static": 200, "robots": 200} == seen


def test_signed_in_pages_stay_out_of_shared_caches(cast, settings):
    page = dict(answers(cast, settings))["page"]
    assert page.headers["Cache-Control"] == "private, no-store"


def test_the_browser_is_told_to_stay_with_https(cast, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    response = Client().get("/konto/logga-in/", secure=True)
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_cookies_are_for_the_server_alone(cast, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    cast.coordinator.set_password("långt-lösenord-för-prov")
    cast.coordinator.save()
    client = Client()
    client.get("/konto/logga-in/")
    response = client.post(
        "/konto/logga-in/", {"login": cast.coordinator.email, "password": "långt-lösenord-för-prov"}, secure=True
    )
    assert response.status_code == 302
    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["secure"], name
        assert cookie["samesite"] == "Lax", name


def test_no_feature_is_both_refused_and_asked_for():
    names = re.findall(r"([\w-]+)=", middleware.POLICY)
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_security_txt_says_whom_to_tell_and_is_not_out_of_date(client, settings):
    settings.SECURITY_CONTACT = "mailto:sakerhet@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:sakerhet@example.org\n" in text
    expires = datetime.fromisoformat(re.search(r"Expires: (\S+)", text)[1])
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_our_own_failure_shows_no_trace(db, settings):
    settings.ROOT_URLCONF = "tests.security.faulty"
    response = Client(raise_request_exception=False).post("/x/", {"amount": "hemligt"})
    assert response.status_code == 500
    assert "hemligt" not in response.content.decode()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
