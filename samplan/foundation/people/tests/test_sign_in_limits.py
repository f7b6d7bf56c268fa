"""Limits on guessing hold in every process, and what the optional SAML says when it is not there."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as real
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.urls import reverse

from samplan.foundation.people.identity_providers import provider_settings, read_saml

PASSWORD = "några-ord-efter-varandra"
_GUESSER = """
import os, sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["TEST_NAME"]
connection.settings_dict["OPTIONS"].pop("pool", None)
from django.test import Client
client = Client(SERVER_NAME="localhost")
for _ in range(int(sys.argv[1])):
    answer = client.post("/konto/logga-in/", {"login": "karin@example.org", "password": sys.argv[2]})
print("in" if answer.status_code == 302 else answer.status_code)
"""


def in_another_process(tries, password):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "samplan.settings",
        "TEST_NAME": str(connection.settings_dict["NAME"]),
        "SAMPLAN_DATA": str(real.DATA_DIR),
        "SAMPLAN_DEBUG": "1",
        "SAMPLAN_SECRET_KEY": real.SECRET_KEY,
        "SAMPLAN_LOG": "ERROR",
    }
    command = [sys.executable, "-c", _GUESSER, str(tries), password]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=150, cwd=real.BASE_DIR)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


@pytest.fixture
def shared_database(tmp_path):
    """SQLite's test database lies in this process' memory: the other process gets a file made from it."""
    if connection.vendor != "sqlite":
        yield
        return
    import sqlite3

    path = tmp_path / "shared.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    yield
    connection.settings_dict["NAME"] = before


@pytest.fixture
def karin(transactional_db, cast, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # as the other process has it
    from django.contrib.auth.hashers import make_password

    cache.clear()
    type(cast.coordinator).objects.filter(pk=cast.coordinator.pk).update(
        password=make_password(PASSWORD, hasher="argon2")
    )


@pytest.mark.both_databases
@pytest.mark.timeout(300)
def test_wrong_passwords_in_one_process_stop_the_right_one_in_another(karin, shared_database):
    """Planted bug: with a cache in each process' own memory the second process knows nothing of the first."""
    assert in_another_process(1, PASSWORD) == "in"
    assert in_another_process(5, "fel-lösenord-som-vanligt") == "200"
    assert in_another_process(1, PASSWORD) == "200"


@pytest.mark.django_db
def test_the_page_says_how_long_to_wait_and_so_does_the_header(client, cast):
    cache.clear()
    for _ in range(31):
        answer = client.post(reverse("account_login"), {"login": "x@example.org", "password": "y"})
    assert answer.status_code == 429
    assert "Vänta en minut" in answer.content.decode()
    assert 0 < int(answer.headers["Retry-After"]) <= 60


SAML = {
    "id": "region",
    "name": "Region Norrlunda",
    "idp": {"entity_id": "https://idp.example", "metadata_url": "https://idp.example/m"},
}


def test_saml_without_its_library_stops_the_start_and_says_what_to_install(monkeypatch):
    monkeypatch.setattr("samplan.foundation.people.identity_providers.find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install samplan\[saml\]"):
        read_saml(json.dumps(SAML))
    assert read_saml("") == []


def test_saml_with_its_library_is_configured_in_the_same_way(monkeypatch):
    monkeypatch.setattr("samplan.foundation.people.identity_providers.find_spec", lambda name: object())
    [app] = read_saml(json.dumps(SAML))
    assert app["settings"]["advanced"]["strict"] is True
    assert provider_settings([], [app])["saml"]["APPS"] == [app]
    with pytest.raises(ImproperlyConfigured, match="idp missing"):
        read_saml('{"id": "a", "name": "b"}')


class Answer:
    """What a SAML response says, as the library hands it over."""

    def __init__(self, name_id, **attributes):
        self.name_id, self.attributes = name_id, attributes

    def get_attributes(self):
        return {key: [value] for key, value in self.attributes.items()}

    def get_nameid(self):
        return self.name_id

    def get_nameid_format(self):
        return "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


@pytest.mark.django_db
def test_of_a_saml_answer_an_identity_and_an_organisation_is_kept_and_no_personal_number(cast, monkeypatch, rf):
    from allauth.socialaccount.models import SocialApp

    from samplan.foundation.people.saml import SamlProvider

    monkeypatch.setattr("samplan.foundation.people.identity_providers.find_spec", lambda name: object())
    [app] = read_saml(json.dumps({**SAML, "organisations": {"232100-0156": cast.region.code}}))
    provider = SamlProvider(rf.get("/"), app=SocialApp(provider="saml", **app))
    answer = Answer(
        "191212121212", mail="karin@example.org", orgAffiliation="k@2321000156", personalIdentityNumber="191212121212"
    )
    kept = [provider.extract_uid(answer), provider.extract_extra_data(answer)]
    assert kept[0].startswith("https://idp.example ")
    assert kept[1] == {"organisation": cast.region.pk, "may_be_created": False}
    assert "1212121212" not in str(kept)
    assert provider.extract_uid(Answer("a-b-c")) == "https://idp.example a-b-c"
    assert provider.extract_common_fields(answer)["email"] == "karin@example.org"
