"""A SAML answer with a real signature, walked through; and every way it can be false."""

import json
from datetime import timedelta
from importlib import reload

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers import registry
from django.core.cache import cache
from django.test import Client
from django.urls import clear_url_caches, reverse, set_urlconf

import samplan.urls
from samplan.foundation.history.models import Event
from samplan.foundation.people import account_urls
from samplan.foundation.people.identity_providers import provider_settings, read_saml

from . import saml_provider

pytestmark = pytest.mark.django_db
HOST = "samplan.example.org"  # with a dot: the library takes no other


def read_addresses_again():
    registry.loaded = False
    registry.provider_map.clear()
    registry.load()
    reload(account_urls)
    reload(samplan.urls)
    clear_url_caches()
    set_urlconf(None)


def browser():
    return Client(headers={"host": HOST})  # the library reads it, and Django's client does not send it


@pytest.fixture
def client():
    return browser()


@pytest.fixture(scope="module")
def key():
    return saml_provider.new_key()


@pytest.fixture
def region(key, cast, settings):
    """Region Norrlunda's provider is configured, as SAMPLAN_SAML does it."""
    cache.clear()
    settings.ALLOWED_HOSTS = [HOST]
    given = saml_provider.configuration(key, organisations={"232100-0156": cast.region.code})
    settings.SAML = read_saml(json.dumps(given))
    settings.SOCIALACCOUNT_PROVIDERS = provider_settings([], settings.SAML)
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "allauth.socialaccount.providers.saml"]
    read_addresses_again()
    yield
    settings.SAML = []
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if not app.endswith(".saml")]
    read_addresses_again()


def address(name):
    return f"http://{HOST}" + reverse(name, args=["region"])


def begin(client):
    sent = client.get(reverse("saml_login", args=["region"]))
    assert sent.url.startswith(saml_provider.SSO)
    return saml_provider.asked_for(sent.url)


def answered(key, asked, **more):
    said = {
        "mail": "karin@example.org",
        "displayName": "Karin P",
        "orgAffiliation": "k@2321000156",
        "personalIdentityNumber": "191212121212",
    }
    given = {"to": address("saml_acs"), "audience": address("saml_metadata"), **said, **more}
    return saml_provider.answer(key, asked, **given)


def come_through(client, response):
    """As the browser does it: posted from another host, and then on by a redirect to ourselves."""
    return client.post(reverse("saml_acs", args=["region"]), {"SAMLResponse": response}, follow=True)


def is_in(client):
    return client.session.get("_auth_user_id")


def assert_refused(client, answer):
    assert answer.status_code in (401, 403)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_signed_answer_lets_in_and_keeps_an_identity_alone(client, key, region, cast):
    """Found: the library walked past our provider, and kept all that was said, a personal number too."""
    come_through(client, answered(key, begin(client)))
    assert is_in(client) == str(cast.coordinator.pk)
    link = SocialAccount.objects.get()
    assert link.uid == f"{saml_provider.ENTITY} k-1"
    assert link.extra_data == {"organisation": cast.region.pk, "may_be_created": False}
    assert Event.objects.get(verb="people.signed_in").after["how"]


def test_an_answer_signed_with_another_key_is_refused(client, key, region):
    assert_refused(client, come_through(client, answered(saml_provider.new_key(), begin(client))))


def test_an_answer_without_signature_is_refused(client, key, region):
    assert_refused(client, come_through(client, answered(key, begin(client), signed=False)))


def test_an_answer_changed_on_the_way_is_refused(client, key, region):
    """Somebody else's address is put where Karin's stood, under her signature."""

    def changed(text):
        assert "karin@example.org" in text
        return text.replace("karin@example.org", "kim@example.org")

    assert_refused(client, come_through(client, answered(key, begin(client), changed=changed)))


def test_a_signed_part_wrapped_in_a_false_one_is_refused(client, key, region):
    """The signed assertion is hidden away, and an unsigned one stands where it stood."""

    def changed(text):
        start, end = text.index("<saml:Assertion"), text.index("</saml:Assertion>") + len("</saml:Assertion>")
        signed = text[start:end]
        signature = signed[signed.index("<ds:Signature") : signed.index("</ds:Signature>") + len("</ds:Signature>")]
        false = signed.replace(signature, "").replace("karin@", "kim@").replace('ID="_', 'ID="_f', 1)
        hidden = f"<samlp:Extensions>{signed}</samlp:Extensions>"
        return text[:start].replace("<samlp:Status>", hidden + "<samlp:Status>") + false + text[end:]

    assert_refused(client, come_through(client, answered(key, begin(client), changed=changed)))


def test_an_answer_that_is_too_old_is_refused(client, key, region):
    assert_refused(client, come_through(client, answered(key, begin(client), after=timedelta(hours=1))))


@pytest.mark.parametrize("other", ["audience", "to"])
def test_an_answer_meant_for_somebody_else_is_refused(client, key, region, other):
    given = {other: "https://annan.example.org/"}
    assert_refused(client, come_through(client, answered(key, begin(client), **given)))


def test_an_answer_used_once_lets_in_nobody_again(client, key, region):
    response = answered(key, begin(client))
    come_through(client, response)
    assert is_in(client)
    client.post(reverse("account_logout"))
    come_through(client, response)
    assert not is_in(client)


def test_an_answer_taken_to_another_browser_lets_in_nobody(client, key, region):
    response = answered(key, begin(client))
    assert_refused(thief := browser(), come_through(thief, response))


def test_an_answer_that_nobody_asked_for_is_refused(client, key, region):
    assert_refused(client, come_through(client, answered(key, "_made-up")))


def test_our_metadata_says_where_the_answer_goes(client, region):
    text = client.get(reverse("saml_metadata", args=["region"])).content.decode()
    assert address("saml_acs") in text
    assert 'WantAssertionsSigned="true"' in text
