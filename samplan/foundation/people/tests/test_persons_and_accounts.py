"""One human being, one row: the register of people and the accounts say the same name."""

from importlib import import_module

import pytest
from django.apps import apps

from samplan.foundation.people.actions import give_role
from samplan.foundation.people.actions.persons import (
    PersonRefused,
    add_person,
    add_position,
    edit_person,
    name_user,
    person_of,
)
from samplan.foundation.people.models import Person, Role, User

pytestmark = pytest.mark.django_db


def named(cast, organisation, email="ny@example.org", name="Ny Prov"):
    return give_role(
        user_email=email, user_name=name, organisation=organisation, kind="contact", by=cast.coordinator
    ).user


def test_whoever_gets_a_role_stands_in_the_register_once(cast):
    user = named(cast, cast.ekby)
    named(cast, cast.alby)
    person = Person.objects.get(user=user)
    assert (person.name, person.email, person.county) == ("Ny Prov", "ny@example.org", cast.norr)


def test_a_person_without_account_is_the_same_person_when_the_account_comes(cast):
    known = add_person(county=cast.norr, name="Nyman Prov", email="Ny@example.org", phone="070", by=cast.coordinator)
    add_position(
        person=known, organisation=cast.ekby, unit=None, title="socialsekreterare", valid_from=None, by=cast.coordinator
    )
    user = named(cast, cast.ekby)
    assert person_of(user).pk == known.pk
    known.refresh_from_db()
    assert (known.user, known.name, known.phone) == (user, "Ny Prov", "070")
    assert known.positions.get().title == "socialsekreterare"


def test_a_second_countys_row_of_the_same_address_is_folded_in(cast):
    user = named(cast, cast.ekby)
    other = add_person(county=cast.soder, name="Ny", email="ny@example.org", phone="08", by=cast.outsider)
    add_position(
        person=other, organisation=cast.soder_region, unit=None, title="utredare", valid_from=None, by=cast.outsider
    )
    named(cast, cast.soder_region)
    person = Person.objects.get(email="ny@example.org")
    assert (person.user, person.county, person.phone) == (user, cast.norr, "08")
    assert person.positions.get().organisation == cast.soder_region


def test_a_name_changed_in_one_place_changes_both(cast):
    user = named(cast, cast.ekby)
    person = person_of(user)
    edit_person(person=person, seen=None, name="Ny Åberg", email=person.email, phone="", by=cast.coordinator)
    user.refresh_from_db()
    assert (user.name, user.name_key) == ("Ny Åberg", "ny0zzaberg")
    name_user(user=user, name="Ny Östberg", by=user)
    person.refresh_from_db()
    assert (person.name, user.name) == ("Ny Östberg", "Ny Östberg")


def test_a_coordinator_cannot_move_somebody_elses_sign_in_to_another_address(cast):
    """Whoever has the address can choose a new password, and read drafts that no coordinator may read."""
    person = person_of(cast.contact)
    with pytest.raises(PersonRefused):
        edit_person(
            person=person, seen=None, name=person.name, email="karin@example.org", phone="", by=cast.coordinator
        )
    cast.contact.refresh_from_db()
    assert cast.contact.email == "sara@example.org"


def test_two_without_address_and_with_the_same_name_are_told_apart(cast):
    add_person(county=cast.norr, name="Åsa Prov", email="", phone="", by=cast.coordinator)
    with pytest.raises(PersonRefused):
        add_person(county=cast.norr, name="åsa  prov", email="", phone="", by=cast.coordinator)
    add_person(county=cast.soder, name="Åsa Prov", email="", phone="", by=cast.outsider)
    assert Person.objects.filter(name="Åsa Prov").count() == 2


def test_those_who_had_accounts_before_come_into_the_register(cast):
    there = Person.objects.create(county=cast.norr, name="S Prov", email="sara@example.org")
    migration = import_module("samplan.foundation.people.migrations.0003_persons_of_users")
    migration.make_persons(apps, None)
    migration.make_persons(apps, None)
    assert Person.objects.count() == User.objects.count()
    there.refresh_from_db()
    assert (there.user, there.name) == (cast.contact, "Sara Prov")
    assert Person.objects.get(user=cast.coordinator).county == cast.norr
    assert Person.objects.get(user=cast.stranger).county is None
    assert Role.objects.get(user=cast.contact).organisation.county == there.county
