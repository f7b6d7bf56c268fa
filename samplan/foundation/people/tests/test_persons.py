"""The register of people: found, filtered, changed, ended; and what one may not see there."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.people import offers
from samplan.foundation.people.actions import give_role
from samplan.foundation.people.actions.persons import add_person, add_position, person_of
from samplan.foundation.people.models import FormerName, Person, Position

pytestmark = pytest.mark.django_db


def url(name, cast, *args):
    return reverse(f"people:{name}", args=[cast.norr.slug, *args])


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast.coordinator)
    return client


def working(cast, name, organisation, email="", title="socionom", county=None):
    person = add_person(county=county or cast.norr, name=name, email=email, phone="", by=cast.coordinator)
    add_position(person=person, organisation=organisation, unit=None, title=title, valid_from=None, by=cast.coordinator)
    return person


def names_in(html):
    return re.findall(r'<th scope="row"><a[^>]*>(.*?)</a>', html)


def test_people_are_found_by_name_in_swedish_and_by_organisation(coordinator, cast):
    for name, place in (("Östen Prov", cast.ekby), ("Åke Prov", cast.alby), ("Ann Prov", cast.alby)):
        working(cast, name, place)
    page = url("persons", cast)
    assert names_in(coordinator.get(page).content.decode()) == ["Ann Prov", "Åke Prov", "Östen Prov"]
    assert names_in(coordinator.get(page, {"ord": "ÖSTEN"}).content.decode()) == ["Östen Prov"]
    chosen = coordinator.get(page, {"organisation": cast.alby.pk}).content.decode()
    assert names_in(chosen) == ["Ann Prov", "Åke Prov"]
    assert "Ingen person passar" in coordinator.get(page, {"ord": "zebra"}).content.decode()
    assert coordinator.get(page, {"organisation": "x" * 50, "sida": "-3"}).status_code == 200


def test_whoever_holds_a_role_stands_there_with_it(coordinator, cast):
    person_of(cast.contact)
    html = coordinator.get(url("persons", cast), {"organisation": cast.ekby.pk}).content.decode()
    assert names_in(html) == ["Sara Prov"]
    assert "Kontaktperson, Ekby" in html
    assert "folkhälsostrateg" in html


def test_a_person_is_added_given_work_and_leaves(coordinator, cast):
    made = coordinator.post(url("person_new", cast), {"name": "Ny Prov", "email": "Ny@example.org", "phone": "070-1"})
    person = Person.objects.get(email="ny@example.org")
    assert made.url == url("person", cast, person.pk)
    work = {"organisation": cast.ekby.pk, "unit": "", "title": "kurator", "valid_from": "2024-01-01", "valid_to": ""}
    coordinator.post(url("position_new", cast, person.pk), work)
    assert "kurator, Ekby" in coordinator.get(url("persons", cast)).content.decode()
    last = today() - timedelta(days=1)
    coordinator.post(url("person_left", cast, person.pk), {"last_day": last.isoformat()})
    assert Position.objects.get().valid_to == last
    assert names_in(coordinator.get(url("persons", cast)).content.decode()) == []
    assert names_in(coordinator.get(url("persons", cast), {"slutade": "on"}).content.decode()) == ["Ny Prov"]
    assert "skrev in att Ny Prov slutade" in coordinator.get(url("person", cast, person.pk)).content.decode()
    coordinator.post(url("person_back", cast, person.pk))
    assert Position.objects.get().valid_to is None
    assert names_in(coordinator.get(url("persons", cast)).content.decode()) == ["Ny Prov"]


def test_a_position_is_changed_and_a_wrong_one_removed(coordinator, cast):
    person = working(cast, "Ny Prov", cast.ekby)
    position = person.positions.get()
    address = url("position_edit", cast, person.pk, position.pk)
    seen = re.search(r'name="seen" value="([^"]*)"', coordinator.get(address).content.decode()).group(1)
    data = {"organisation": cast.alby.pk, "unit": "", "title": "chef", "valid_from": "2024-05-01", "seen": seen}
    backwards = coordinator.post(address, {**data, "valid_to": "2023-01-01"})
    assert "Sista dagen kan inte komma före den första" in backwards.content.decode()
    coordinator.post(address, {**data, "valid_to": ""})
    position.refresh_from_db()
    assert (position.organisation, position.title, position.valid_from) == (cast.alby, "chef", date(2024, 5, 1))
    assert coordinator.post(address, {**data, "title": "annat"}).status_code == 409
    coordinator.post(url("position_remove", cast, person.pk, position.pk))
    assert not person.positions.exists()


def test_other_counties_people_are_not_there(client, cast):
    other = working(cast, "Sven Prov", cast.soder_region, county=cast.soder)
    client.force_login(cast.coordinator)
    assert client.get(url("person", cast, other.pk)).status_code == 404
    assert names_in(client.get(url("persons", cast)).content.decode()) == []
    here = add_position(
        person=other, organisation=cast.ekby, unit=None, title="konsult", valid_from=None, by=cast.outsider
    )
    assert client.get(url("person", cast, other.pk)).status_code == 200
    assert client.post(url("person_edit", cast, other.pk), {"name": "Annan"}).status_code == 403
    assert client.post(url("position_remove", cast, other.pk, here.pk)).status_code == 403
    client.force_login(cast.reader)
    assert client.post(url("person_edit", cast, other.pk), {"name": "Annan"}).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(url("persons", cast)).status_code == 404


def test_search_finds_former_names(cast):
    FormerName.objects.create(organisation=cast.ekby, name="Gamla Ekbo", valid_to=date(1998, 12, 31))
    hits = offers.search(cast.norr, "gamla ekbo", cast.reader)
    assert [hit.title for hit in hits] == ["Ekby kommun"]


def test_the_list_asks_no_more_when_it_grows(coordinator, cast):
    def grow(numbers):
        for n in numbers:
            working(cast, f"Person {n}", cast.ekby, email=f"p{n}@example.org")
            user = give_role(
                user_email=f"p{n}@example.org", user_name=f"Person {n}", organisation=cast.alby, kind="contact",
                by=cast.coordinator,
            ).user  # fmt: skip
            assert user.person.positions.count() == 1

    grow(range(3))
    coordinator.get(url("persons", cast))
    with CaptureQueriesContext(connection) as few:
        coordinator.get(url("persons", cast))
    grow(range(3, 12))
    with CaptureQueriesContext(connection) as many:
        coordinator.get(url("persons", cast))
    assert len(many) == len(few) <= 14, [q["sql"][:90] for q in many]
