"""A user representative's role can tell of their health: others see the name only while there is a consent."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.history.models import Event
from samplan.foundation.history.sentences import sentence
from samplan.foundation.people.actions.consents import give_consent, withdraw_consent
from samplan.foundation.people.models import Consent, Role, User
from samplan.foundation.people.queries.consents import shown_name

HIDDEN = "Dolda Prov"


def represent(cast, name=HIDDEN, email="brukare@example.org"):
    user = User.objects.create_user(email=email, name=name)
    return Role.objects.create(
        user=user,
        kind=Role.Kind.USER_REPRESENTATIVE,
        organisation=cast.association,
        valid_from=date(2024, 1, 1),
        given_by=cast.coordinator,
    )


@pytest.fixture
def role(cast):
    return represent(cast)


@pytest.fixture
def page(client, cast):
    def see(user):
        client.force_login(user)
        address = reverse("people:organisation", args=[cast.norr.slug, cast.association.pk])
        return client.get(address).content.decode()

    return see


def test_others_read_what_the_person_is_and_not_who(cast, role, page):
    for other in (cast.reader, cast.contact, cast.manager):
        shown = page(other)
        assert HIDDEN not in shown
        assert role.user.email not in shown
        assert "Brukarrepresentant, Samverkan för psykisk hälsa Norrlunda" in shown


def test_the_person_and_who_gave_the_role_see_the_name_marked_as_hidden_from_others(cast, role, page):
    for knowing in (role.user, cast.coordinator):
        shown = page(knowing)
        assert HIDDEN in shown
        assert "visas inte för andra" in shown


def test_another_coordinator_of_the_county_does_not_see_the_name_nor_its_consent(cast, role, page, client):
    other = User.objects.create_user(email="annan@example.org", name="Annan Prov")
    Role.objects.create(user=other, kind=Role.Kind.COORDINATOR, county=cast.norr, valid_from=date(2024, 1, 1))
    assert HIDDEN not in page(other)
    assert client.get(reverse("people:consent", args=[cast.norr.slug, role.pk])).status_code == 404


def test_with_consent_everybody_in_the_county_reads_the_name_and_without_it_nobody_new_does(cast, role, page):
    give_consent(user=role.user, how="på papper", by=cast.coordinator)
    assert HIDDEN in page(cast.reader)
    assert "visas inte för andra" not in page(cast.coordinator)
    withdraw_consent(user=role.user, by=role.user)
    assert HIDDEN not in page(cast.reader)


def test_consent_taken_back_stays_as_a_dated_row_and_can_be_given_again(cast, role):
    give_consent(user=role.user, how="på papper", by=cast.coordinator)
    assert give_consent(user=role.user, how="en gång till", by=cast.coordinator).how == "på papper"
    assert withdraw_consent(user=role.user, by=cast.coordinator)
    assert not withdraw_consent(user=role.user, by=cast.coordinator)
    give_consent(user=role.user, how="i mejl", by=cast.coordinator)
    rows = Consent.objects.filter(user=role.user).order_by("pk")
    assert [(row.how, row.withdrawn_on is None) for row in rows] == [("på papper", False), ("i mejl", True)]


def test_the_history_of_a_consent_names_nobody(cast, role):
    give_consent(user=role.user, how="på papper", by=role.user)
    withdraw_consent(user=role.user, by=cast.coordinator)
    events = Event.objects.filter(verb__startswith="people.consent")
    assert events.count() == 2
    for event in events:
        assert HIDDEN not in f"{sentence(event)} {event.actor_name} {event.before} {event.after}"
        assert event.actor_id != role.user_id
        assert event.subject_id == cast.association.pk


def test_the_person_chooses_on_a_page_of_their_own(client, cast, role):
    client.force_login(role.user)
    address = reverse("people:own_consent")
    assert "Visa mitt namn" in client.get(address).content.decode()
    client.post(address, {"visa": "ja"})
    assert shown_name(role, cast.reader) == HIDDEN
    assert "Sluta visa mitt namn" in client.get(address).content.decode()
    client.post(address, {"visa": "nej"})
    assert shown_name(role, cast.reader).startswith("Brukarrepresentant")


def test_somebody_who_represents_nobody_can_not_be_made_to_consent(client, cast):
    client.force_login(cast.reader)
    client.post(reverse("people:own_consent"), {"visa": "ja"})
    assert not Consent.objects.exists()


def test_who_gave_the_role_writes_down_what_was_said_and_must_say_how(client, cast, role):
    client.force_login(cast.coordinator)
    address = reverse("people:consent", args=[cast.norr.slug, role.pk])
    assert client.post(address, {"how": ""}).status_code == 422
    assert not Consent.objects.exists()
    client.post(address, {"how": "i mejl den 3 maj"})
    assert shown_name(role, cast.reader) == HIDDEN
    client.post(address, {"dra-tillbaka": "ja"})
    assert shown_name(role, cast.reader) != HIDDEN


def test_the_page_asks_no_more_of_the_database_for_many_representatives(client, cast, role):
    client.force_login(cast.reader)
    address = reverse("people:organisation", args=[cast.norr.slug, cast.association.pk])
    client.get(address)  # the first page of a session notes where it is
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for n in range(12):
        represent(cast, f"Prov {n}", f"prov{n}@example.org")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
