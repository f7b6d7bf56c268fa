"""A user representative who has not agreed to it is named nowhere: every page and file is read as those who may not know."""

import io
import zipfile
from datetime import date

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from samplan.foundation.core import doors
from samplan.foundation.people.actions.consents import give_consent
from samplan.foundation.people.actions.invitations import Invitee, accept_invitation, invite
from samplan.foundation.people.actions.persons import add_position, person_of
from samplan.foundation.people.models import Invitation, Role, User

from .cases import cases_of
from .test_every_address import as_list
from .world import build

SECRETS = (
    "Dolda Prov",
    "brukare@example.org",
    "Bjuden Prov",
    "bjuden@example.org",
    "Väntar Prov",
    "vantar@example.org",
)
GIVEN = SECRETS[:2]


@pytest.fixture
def world(cast, settings):
    settings.DEMO = settings.DEBUG = False
    w = build(cast)
    person = person_of(w.representative.user, cast.norr)
    w.hidden_person = person
    add_position(person=person, organisation=cast.association, unit=None, title="ledamot", valid_from=None, by=w.by)
    for name, email in (("Bjuden Prov", "bjuden@example.org"), ("Väntar Prov", "vantar@example.org")):
        kind = Role.Kind.USER_REPRESENTATIVE
        invite(people=[Invitee(email, name, kind, cast.association)], county=cast.norr, by=w.by)
    accept_invitation(invitation=Invitation.objects.get(email="bjuden@example.org"))
    return w


def somebody(kind, county, name):
    user = User.objects.create_user(email=f"{kind}.annan@example.org", name=name)
    Role.objects.create(user=user, kind=kind, county=county, valid_from=date(2020, 1, 1))
    return user


def addresses(w):
    cases = cases_of(w)
    for address in doors.addresses(configured.ROOMS):
        for case in as_list(cases.get(address.name, [])):
            if not case.settings:
                yield reverse(address.name, kwargs=case.kwargs) + (f"?{case.query}" if case.query else "")
    yield from about_people(w)


def about_people(w):
    county = [w.county.slug]
    for name in ("persons", "invitations", "register_xlsx"):
        yield reverse(f"people:{name}", args=county)
    persons, search, over = (reverse(n, args=county) for n in ("people:persons", "home:search", "home:hand_over"))
    place, user = w.cast.association.pk, w.representative.user_id
    yield from (f"{persons}?ord=dolda", f"{persons}?organisation={place}", f"{persons}?organisation={place}&slutade=on")
    yield from (f"{search}?q=dolda", f"{search}?q=brukare", f"{over}?user={user}", f"{over}?organisation={place}")
    yield reverse("privacy:people") + "?vem=dolda"
    yield from (reverse(n, args=[user]) for n in ("privacy:person", "privacy:correct", "privacy:erase"))
    for name in ("organisation", "organisation_history"):
        yield reverse(f"people:{name}", args=[*county, place])
    yield reverse("people:role_end", args=[*county, place, w.representative.pk])
    yield from (reverse(f"people:{n}", args=[*county, w.hidden_person.pk]) for n in ("person", "person_edit"))


def text_of(response):
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data[:2] != b"PK":
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return "\n".join(held.read(name).decode(errors="replace") for name in held.namelist())


def told(w, viewer, where=addresses):
    client = Client()
    client.force_login(viewer)
    opened, found = 0, set()
    for address in where(w):
        response = client.get(address)
        if response.status_code == 200:
            opened += 1
            text = text_of(response)
            found |= {f"{secret} at {address}" for secret in SECRETS if secret in text}
    return opened, sorted(found)


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", [Role.Kind.COORDINATOR, Role.Kind.READER])
def test_no_page_or_file_names_a_representative_to_those_who_may_not_know(world, kind):
    """Found: the register of people and its file, invitations, letters, hand-over, the end of a role, register extracts."""
    opened, found = told(world, somebody(kind, world.county, "Annan Prov"))
    assert opened > (100 if kind == Role.Kind.COORDINATOR else 40)
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.timeout(300)
def test_who_gave_the_role_and_everybody_after_a_consent_read_the_name(world):
    """That the walk above would find it."""
    _opened, found = told(world, world.by, about_people)
    for name in ("persons", "invitations", "register_xlsx", "person"):
        args = [world.hidden_person.pk] if name == "person" else []
        address = reverse(f"people:{name}", args=[world.county.slug, *args])
        assert any(line.endswith(f" at {address}") for line in found), name
    give_consent(user=world.representative.user, how="på papper", by=world.by)
    other = somebody(Role.Kind.COORDINATOR, world.county, "Annan Prov")
    assert len([line for line in told(world, other, about_people)[1] if line.startswith(GIVEN)]) > 5
