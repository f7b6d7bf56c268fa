import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
LIMIT = 100 * 1024


def start(cast):
    return reverse("home:start", args=[cast.norr.slug])


def test_every_page_begins_with_a_way_past_the_menu(client, cast):
    client.force_login(cast.coordinator)
    html = client.get(start(cast)).content.decode()
    assert html.index('href="#main"') < html.index("<header")
    assert '<main class="main" id="main" tabindex="-1">' in html
    assert '<html lang="sv">' in html


def test_the_menu_marks_where_one_is_and_leads_nowhere_dead(client, cast):
    client.force_login(cast.coordinator)
    html = client.get(reverse("people:organisations", args=[cast.norr.slug])).content.decode()
    side = html[html.index('<nav class="side"') : html.index("<main")]
    assert side.count('aria-current="page"') == 1
    entries = re.findall(r'class="side-link[^"]*"\s+href="([^"]+)"', side)
    assert len(entries) >= 5
    for address in entries:
        assert client.get(address).status_code == 200, address


def test_those_who_answer_find_their_answers_and_those_who_ask_do_not_see_them(client, cast):
    address = reverse("followup:list", args=[cast.norr.slug])
    for who, sees in ((cast.contact, True), (cast.manager, True), (cast.coordinator, False)):
        client.force_login(who)
        assert ("Mina svar" in client.get(address).content.decode()) is sees


def test_the_county_can_be_switched_only_by_who_has_several(client, cast):
    client.force_login(cast.coordinator)
    assert "Byt län" not in client.get(start(cast)).content.decode()
    from samplan.foundation.people.models import Role

    Role.objects.create(user=cast.coordinator, kind="reader", county=cast.soder, valid_from="2020-01-01")
    html = client.get(start(cast)).content.decode()
    assert "Byt län" in html
    assert reverse("home:start", args=[cast.soder.slug]) in html


def test_the_demo_note_stands_in_demonstrations_only(client, cast, settings):
    client.force_login(cast.coordinator)
    settings.DEMO = False
    assert "Exempel. Personer" not in client.get(start(cast)).content.decode()
    settings.DEMO = True
    assert "Exempel. Personer" in client.get(start(cast)).content.decode()


def test_light_or_dark_is_kept_and_drawn_by_the_server(client, cast):
    client.force_login(cast.coordinator)
    response = client.post(reverse("people:theme"), {"theme": "dark", "next": start(cast)})
    assert response.url == start(cast)
    assert 'data-theme="dark"' in client.get(start(cast)).content.decode()
    client.post(reverse("people:theme"), {"theme": "", "next": start(cast)})
    assert "data-theme" not in client.get(start(cast)).content.decode()


def test_choosing_a_theme_never_sends_anybody_to_another_host(client):
    response = client.post(reverse("people:theme"), {"theme": "dark", "next": "https://evil.example/"})
    assert response.url == "/"
    client.cookies["theme"] = '"><script>'
    assert b"<script>" not in client.get(reverse("account_login")).content


def test_the_language_can_be_changed(client, cast):
    client.force_login(cast.coordinator)
    client.post(reverse("set_language"), {"language": "en", "next": start(cast)})
    assert '<html lang="en">' in client.get(start(cast)).content.decode()


def test_pages_are_served_with_the_strict_policy(client, cast):
    client.force_login(cast.coordinator)
    headers = client.get(start(cast)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Frame-Options"] == "DENY"


def test_the_first_visit_weighs_little(client, cast, settings):
    """Everything the start page makes a browser fetch, each file compressed by itself; fonts are compressed already."""
    client.force_login(cast.coordinator)
    html = client.get(start(cast)).content
    files = set(re.findall(r'(?:href|src)="/static/([^"]+)"', html.decode()))
    weights = {"page": len(gzip.compress(html))}
    for name in files:
        data = Path(finders.find(name)).read_bytes()
        weights[name] = len(data) if name.endswith("woff2") else len(gzip.compress(data))
    assert len(weights) > 8
    assert sum(weights.values()) < LIMIT, weights


def test_an_unknown_address_is_answered_kindly(client, cast):
    client.force_login(cast.coordinator)
    response = client.get("/finns/inte/alls/")
    assert response.status_code == 404
    assert "Sidan finns inte" in response.content.decode()


def test_what_only_coordinators_may_do_says_so_to_others(client, cast):
    client.force_login(cast.contact)
    response = client.post(reverse("people:role_give", args=[cast.norr.slug, cast.ekby.pk]))
    assert response.status_code == 403
    html = response.content.decode()
    assert "Här behövs ett annat uppdrag" in html
    assert "Norrlunda" in html


def test_a_stale_form_is_explained_in_words():
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": "a@example.org", "password": "x"})
    assert response.status_code == 403
    assert "Sidan hade stått öppen för länge" in response.content.decode()


def test_a_form_with_too_many_fields_is_refused_in_words(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    client.raise_request_exception = False
    response = client.post(reverse("account_login"), {f"f{n}": "x" for n in range(10)})
    assert response.status_code == 413
    assert "Det var för mycket på en gång" in response.content.decode()


def test_the_html_of_a_page_is_whole(client, cast):
    """No tag of template or component came out raw."""
    client.force_login(cast.coordinator)
    for address in (start(cast), reverse("people:organisations", args=[cast.norr.slug])):
        html = client.get(address).content.decode()
        assert not re.search(r"\{[%{]|</?c-|<slot", html)


def test_settings_name_our_pages_for_failures():
    assert settings.CSRF_FAILURE_VIEW.endswith("csrf_failed")
