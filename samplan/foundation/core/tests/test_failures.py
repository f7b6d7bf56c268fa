from django.http import HttpRequest

from samplan.foundation.core import views


def test_the_page_for_our_own_failure_needs_neither_database_session_nor_user():
    """No database is allowed in this test, and the request has passed no middleware."""
    response = views.failed(HttpRequest())
    assert response.status_code == 500
    html = response.content.decode()
    assert "Något gick fel hos oss" in html
    assert "Something went wrong" in html
    assert "{%" not in html
    assert "<c-" not in html


def test_the_failure_page_shows_even_when_the_list_of_static_files_is_gone(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.STATIC_ROOT = tmp_path
    response = views.failed(HttpRequest())
    assert response.status_code == 500
    assert "Något gick fel hos oss" in response.content.decode()


def test_an_address_that_no_database_can_hold_is_refused_and_not_our_failure(client, db):
    assert client.get("/konto/logga-in/", {"next": "a\0b"}).status_code == 400
    assert client.get("/konto/logga-in/%00/").status_code in (400, 404)
    assert client.get("/konto/logga-in/", {"next": "/100%/00/"}).status_code == 200


def test_a_sign_that_no_keyboard_writes_is_refused_wherever_it_is_posted(client, db):
    address = "/konto/logga-in/"
    assert client.post(address, {"login": "a\x00b", "password": "x"}).status_code == 400
    assert client.post(address, {"login\x00": "a", "password": "x"}).status_code == 400
    assert client.post(address, b"login=a%00b", content_type="application/x-www-form-urlencoded").status_code == 400
    assert client.post(address, {"login": "ab", "password": "x"}).status_code == 200
