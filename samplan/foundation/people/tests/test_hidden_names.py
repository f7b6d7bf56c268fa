"""History tells what a user representative did, and not who it is, to those who may not read the name."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.history.actions import record
from samplan.foundation.people.actions.consents import give_consent
from samplan.foundation.people.models import Role, User
from samplan.foundation.people.queries.hidden import hidden_names

pytestmark = pytest.mark.django_db
NAME = "Dolda Prov"
INSTEAD = "Brukarrepresentant, Samverkan för psykisk hälsa Norrlunda"


@pytest.fixture
def representative(cast):
    user = User.objects.create_user(email="brukare@example.org", name=NAME)
    role(cast, user, Role.Kind.USER_REPRESENTATIVE, cast.association, given_by=cast.coordinator)
    return user


def role(cast, user, kind, organisation, given_by=None):
    begins = date(2024, 1, 1)
    Role.objects.create(user=user, kind=kind, organisation=organisation, valid_from=begins, given_by=given_by)


@pytest.fixture
def page(client, cast, representative):
    record(by=representative, verb="people.user_added", subject=cast.association, county="91")

    def see(viewer):
        client.force_login(viewer)
        address = reverse("people:organisation_history", args=[cast.norr.slug, cast.association.pk])
        return client.get(address).content.decode()

    return see


def test_others_read_what_was_done_and_not_by_whom(cast, page):
    """Planted bug: a history page that does not ask whose names are hidden."""
    for other in (cast.reader, cast.contact):
        assert NAME not in page(other)
        assert f"<b>{INSTEAD}</b> lade till" in page(other)


def test_who_gave_the_role_reads_the_name(cast, page):
    assert f"<b>{NAME}</b> lade till" in page(cast.coordinator)


def test_a_consent_shows_the_name(cast, page, representative):
    give_consent(user=representative, how="på papper", by=cast.coordinator)
    assert f"<b>{NAME}</b> lade till" in page(cast.reader)


def test_somebody_with_another_role_too_did_it_in_either(cast, page, representative):
    role(cast, representative, Role.Kind.CONTACT, cast.alby)
    assert f"<b>{NAME}</b> lade till" in page(cast.reader)


def test_the_start_page_hides_it_too(client, cast, page):
    client.force_login(cast.reader)
    start = client.get(reverse("home:start", args=[cast.norr.slug])).content.decode()
    assert NAME not in start
    assert INSTEAD in start


def test_many_doers_are_asked_about_at_once(cast, representative):
    ids = [representative.pk, cast.reader.pk, cast.contact.pk, cast.coordinator.pk]
    with CaptureQueriesContext(connection) as few:
        assert hidden_names(ids[1:], cast.reader) == []
    with CaptureQueriesContext(connection) as more:
        assert hidden_names(ids, cast.reader) == [(representative.pk, INSTEAD)]
    assert (len(few), len(more)) == (1, 2)
