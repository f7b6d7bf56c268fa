"""The page Mitt konto: who one is here, the ways in, and where one is signed in."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.foundation.people.models import Role
from samplan.foundation.people.queries import browser_in_words

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def signed_in(user, browser=FIREFOX):
    visitor = Client(HTTP_USER_AGENT=browser)
    visitor.force_login(user)
    visitor.get(reverse("account"))
    return visitor


def page(visitor):
    return visitor.get(reverse("account")).content.decode()


def test_it_is_for_those_signed_in(client, db):
    assert client.get(reverse("account")).url.startswith(reverse("account_login"))


def test_it_shows_who_one_is_the_roles_with_periods_and_who_gave_them(cast):
    Role.objects.create(
        user=cast.contact,
        kind="editor",
        organisation=cast.alby,
        valid_from=today().replace(year=2024, month=5, day=3),
        given_by=cast.coordinator,
    )
    html = page(signed_in(cast.contact))
    for words in ("Sara Prov", "Folkhälsostrateg", "sara@example.org", "Kontaktperson", "Ekby kommun", "Älby kommun"):
        assert words in html
    assert re.search(r"Sedan 3 maj 2024, av Karin Prov", html)
    assert "Sedan 1 jan 2020" in html


def test_a_role_that_has_ended_is_not_shown(cast):
    Role.objects.filter(user=cast.contact).update(valid_to="2021-01-01")
    html = page(signed_in(cast.contact))
    assert "Ekby kommun" not in html
    assert "Du har inget uppdrag i dag" in html


def test_every_place_one_is_signed_in_is_listed_in_words(cast):
    phone = signed_in(cast.contact, IPHONE)
    here = signed_in(cast.contact, FIREFOX)
    signed_in(cast.other_contact, EDGE)
    html = page(here)
    assert html.index("Firefox på Windows") < html.index("Safari på iPhone")
    assert html.count("den här") == 1
    assert "Edge" not in html
    assert page(phone).index("Safari på iPhone") < page(phone).index("Firefox på Windows")


def test_one_place_is_signed_out_and_the_others_stay(cast):
    phone, other, here = signed_in(cast.contact, IPHONE), signed_in(cast.contact, EDGE), signed_in(cast.contact)
    form = re.search(r'action="(/konto/inloggningar/\d+/avsluta/)"[^§]*?Safari på iPhone', page(here))
    ends = [m.group(1) for m in re.finditer(r'action="(/konto/inloggningar/\d+/avsluta/)"', page(here))]
    assert form
    assert len(ends) == 2
    [iphone] = [e for e in ends if "Safari på iPhone" in page(here).split(e)[1].split("</form>")[0]]
    said = here.post(iphone, follow=True).content.decode()
    assert "Du är utloggad där." in said
    assert phone.get(reverse("account")).status_code == 302
    assert other.get(reverse("account")).status_code == 200
    assert Event.objects.get(verb="people.sessions_ended").actor_id == cast.contact.pk


def test_everywhere_else_is_signed_out_at_once(cast):
    others = [signed_in(cast.contact, IPHONE), signed_in(cast.contact, EDGE)]
    here = signed_in(cast.contact)
    stranger = signed_in(cast.other_contact)
    said = here.post(reverse("account_sessions_end"), follow=True).content.decode()
    assert "Du är utloggad på 2 andra ställen." in said
    assert [each.get(reverse("account")).status_code for each in others] == [302, 302]
    assert here.get(reverse("account")).status_code == 200
    assert stranger.get(reverse("account")).status_code == 200


def test_nobody_ends_somebody_elses_session(cast):
    """Planted bug: looked up by its number alone the other's session would end."""
    from allauth.usersessions.models import UserSession

    other = signed_in(cast.other_contact)
    theirs = UserSession.objects.get(user=cast.other_contact)
    signed_in(cast.contact).post(reverse("account_session_end", args=[theirs.pk]))
    assert other.get(reverse("account")).status_code == 200


def test_a_link_does_not_end_a_session(cast):
    here = signed_in(cast.contact)
    assert here.get(reverse("account_sessions_end")).status_code == 405


def test_a_new_password_ends_the_sessions_elsewhere(cast):
    old = "några-ord-efter-varandra"
    cast.contact.set_password(old)
    cast.contact.save()
    elsewhere, here = signed_in(cast.contact, IPHONE), signed_in(cast.contact)
    new = "fyra-andra-ord-i-rad"
    here.post(reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new})
    assert elsewhere.get(reverse("account")).status_code == 302
    assert "Safari på iPhone" not in page(here)


def test_the_page_asks_as_much_however_many_sessions_and_roles(cast):
    here = signed_in(cast.contact)
    with CaptureQueriesContext(connection) as few:
        page(here)
    for organisation in (cast.region, cast.alby, cast.association):
        signed_in(cast.contact, IPHONE)
        Role.objects.create(user=cast.contact, kind="editor", organisation=organisation, valid_from="2024-01-01")
    with CaptureQueriesContext(connection) as many:
        page(here)
    assert len(many) == len(few)


def test_signing_in_and_out_is_in_the_history_without_what_was_typed(client, cast):
    cast.contact.set_password("några-ord-efter-varandra")
    cast.contact.save()
    for password in ("hemligt-men-fel", "några-ord-efter-varandra"):
        client.post(reverse("account_login"), {"login": cast.contact.email, "password": password})
    client.post(reverse("account_login"), {"login": "okand@example.org", "password": "hemligt-men-fel"})
    client.post(reverse("account_logout"))
    Client().post(reverse("account_login"), {"login": "okand@example.org", "password": "hemligt-men-fel"})
    verbs = list(Event.objects.order_by("id").values_list("verb", "subject_id"))
    assert ("people.sign_in_failed", cast.contact.pk) in verbs
    assert ("people.signed_in", cast.contact.pk) in verbs
    assert ("people.signed_out", cast.contact.pk) in verbs
    assert ("people.sign_in_failed_unknown", 0) in verbs
    everything = str(list(Event.objects.values()))
    assert "hemligt" not in everything
    assert "okand@example.org" not in everything


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox på Windows"),
        (IPHONE, "Safari på iPhone"),
        (EDGE, "Edge på Windows"),
        ("", "Okänd webbläsare"),
    ],
)
def test_a_browser_is_named_in_words(said, words):
    assert browser_in_words(said) == words


def test_behind_a_proxy_the_place_is_the_visitors_and_what_they_claim_is_not_believed(cast, settings):
    """Planted bug: the first address of the header is the visitor's own invention."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    visitor = Client(HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.7")
    visitor.force_login(cast.contact)
    html = page(visitor)
    assert "203.0.113.7" in html
    assert "198.51.100.9" not in html


@pytest.mark.parametrize("kind", ["user_representative", "national_reader", "reviewer"])
def test_it_shows_roles_of_every_kind(cast, kind):
    place = {"user_representative": {"organisation": cast.association}, "reviewer": {"county": cast.norr}}.get(kind, {})
    Role.objects.create(user=cast.stranger, kind=kind, valid_from="2024-01-01", **place)
    assert str(Role.Kind(kind).label) in page(signed_in(cast.stranger))
