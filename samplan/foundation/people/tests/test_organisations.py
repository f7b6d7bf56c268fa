import re
from datetime import timedelta

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.foundation.people.actions import end_role, give_role
from samplan.foundation.people.models import Alias, Organisation, Role, Unit, User

pytestmark = pytest.mark.django_db


def list_page(cast):
    return reverse("people:organisations", args=[cast.norr.slug])


def page(cast, organisation=None):
    return reverse("people:organisation", args=[cast.norr.slug, (organisation or cast.ekby).pk])


def test_the_list_shows_every_organisation_with_its_people_or_vacant(client, cast):
    client.force_login(cast.reader)
    html = client.get(list_page(cast)).content.decode()
    assert "2 organisationer saknar kontaktperson" in html
    rows = re.findall(r'<tr>\s*<th scope="row">.*?</tr>', html, re.DOTALL)
    ekby = next(row for row in rows if "Ekby" in row)
    assert "Sara Prov" in ekby
    assert "Anders Prov" in ekby
    assert "Vakant" in next(row for row in rows if "Region Norrlunda" in row)
    assert "Region Söderskär" not in html


def test_organisations_stand_by_kind_and_in_swedish_order(client, cast):
    Organisation.objects.create(county=cast.norr, kind="municipality", code="9103", name="Åby kommun", short_name="Åby")
    client.force_login(cast.reader)
    html = client.get(list_page(cast)).content.decode()
    assert html.index("Region Norrlunda") < html.index(">Ekby<") < html.index(">Åby<") < html.index(">Älby<")


def test_somebody_without_a_role_in_the_county_sees_nothing(client, cast):
    for who in (cast.outsider, cast.stranger):
        client.force_login(who)
        for address in (list_page(cast), page(cast)):
            assert client.get(address).status_code == 404


def test_another_countys_organisation_is_not_found(client, cast):
    client.force_login(cast.coordinator)
    assert client.get(page(cast, cast.soder_region)).status_code == 404
    address = reverse("people:role_give", args=[cast.norr.slug, cast.soder_region.pk])
    assert client.post(address, {"kind": "contact", "name": "X", "email": "x@example.org"}).status_code == 404


def test_the_list_asks_no_more_when_it_grows(client, cast, django_assert_num_queries):
    client.force_login(cast.coordinator)
    client.get(list_page(cast))
    with CountQueries() as few:
        client.get(list_page(cast))
    for n in range(10):
        added = Organisation.objects.create(
            county=cast.norr, kind="municipality", code=f"91{n + 20}", name=f"Ort {n} kommun", short_name=f"Ort {n}"
        )
        give_role(
            user_email=f"ny{n}@example.org",
            user_name=f"Ny {n}",
            organisation=added,
            kind="contact",
            by=cast.coordinator,
        )
    with CountQueries() as many:
        client.get(list_page(cast))
    assert len(many) == len(few) <= 12


class CountQueries:
    def __enter__(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.captured = CaptureQueriesContext(connection)
        return self.captured.__enter__()

    def __exit__(self, *args):
        return self.captured.__exit__(*args)


def test_one_organisations_page_shows_units_spellings_roles_and_history(client, cast):
    Unit.objects.create(organisation=cast.ekby, kind="board", name="Omsorgsnämnden")
    Alias.objects.create(organisation=cast.ekby, text="Ekby stad")
    give_role(
        user_email="ny@example.org", user_name="Ny Prov", organisation=cast.ekby, kind="editor", by=cast.coordinator
    )
    client.force_login(cast.reader)
    html = client.get(page(cast)).content.decode()
    for word in ("Omsorgsnämnden", "Ekby stad", "Sara Prov", "Anders Prov", "Ny Prov"):
        assert word in html
    assert "<b>Karin Prov</b> utsåg Ny Prov till redaktör för Ekby kommun" in html
    assert "Ge uppdraget" not in html


def test_a_coordinator_names_a_contact_person(client, cast):
    client.force_login(cast.coordinator)
    assert "Ge uppdraget" in client.get(page(cast, cast.region)).content.decode()
    response = client.post(
        reverse("people:role_give", args=[cast.norr.slug, cast.region.pk]),
        {"kind": "contact", "name": "Åsa Prov", "email": "Asa@Example.org"},
    )
    assert response.status_code == 302
    role = Role.objects.get(user__email="asa@example.org")
    assert (role.organisation, role.kind, role.valid_from, role.given_by) == (
        cast.region,
        "contact",
        today(),
        cast.coordinator,
    )
    assert not role.user.has_usable_password()
    event = Event.objects.latest("id")
    assert (event.verb, event.county_code, event.after["name"]) == ("people.contact_named", "91", "Åsa Prov")
    assert "Åsa Prov är nu kontaktperson för Region Norrlunda" in client.get(response.url).content.decode()


def test_naming_the_same_person_twice_changes_nothing(cast):
    before = Role.objects.count(), User.objects.count(), Event.objects.count()
    give_role(
        user_email="SARA@example.org ", user_name="Annat", organisation=cast.ekby, kind="contact", by=cast.coordinator
    )
    assert (Role.objects.count(), User.objects.count(), Event.objects.count()) == before


def test_a_name_that_is_missing_is_told_and_what_was_written_stays(client, cast):
    client.force_login(cast.coordinator)
    response = client.post(
        reverse("people:role_give", args=[cast.norr.slug, cast.ekby.pk]),
        {"kind": "manager", "name": "", "email": "inte-en-adress"},
    )
    assert response.status_code == 422
    html = response.content.decode()
    assert "Två saker behöver rättas" in html
    assert 'value="inte-en-adress"' in html


def test_only_coordinators_name_and_end(client, cast):
    role = Role.objects.get(user=cast.contact)
    for who in (cast.contact, cast.manager, cast.reader):
        client.force_login(who)
        give = reverse("people:role_give", args=[cast.norr.slug, cast.ekby.pk])
        assert client.post(give, {"kind": "contact", "name": "X", "email": "x@example.org"}).status_code == 403
        end = reverse("people:role_end", args=[cast.norr.slug, cast.ekby.pk, role.pk])
        assert client.post(end).status_code == 403
    assert not User.objects.filter(email="x@example.org").exists()
    role.refresh_from_db()
    assert role.valid_to is None


def test_ending_a_role_is_asked_first_and_takes_hold_at_once(client, cast):
    role = Role.objects.get(user=cast.contact)
    client.force_login(cast.coordinator)
    address = reverse("people:role_end", args=[cast.norr.slug, cast.ekby.pk, role.pk])
    assert "Ska Sara Prov sluta?" in client.get(address).content.decode()
    role.refresh_from_db()
    assert role.valid_to is None
    client.post(address)
    role.refresh_from_db()
    assert role.valid_to == today() - timedelta(days=1)
    html = client.get(page(cast)).content.decode()
    assert "avslutade uppdraget som kontaktperson för Sara Prov i Ekby kommun" in html
    assert Event.objects.latest("id").before["name"] == "Sara Prov"
    client.force_login(cast.contact)
    assert client.get(page(cast)).status_code == 404


def test_a_role_given_today_by_mistake_is_taken_back(cast):
    role = give_role(
        user_email="fel@example.org", user_name="Fel Prov", organisation=cast.ekby, kind="manager", by=cast.coordinator
    )
    end_role(role=role, by=cast.coordinator)
    assert not Role.objects.filter(user__email="fel@example.org").exists()
    assert [e.verb for e in Event.objects.order_by("id")][-2:] == ["people.manager_named", "people.manager_ended"]


def test_a_role_of_another_organisation_cannot_be_ended_through_this_one(client, cast):
    role = Role.objects.get(user=cast.other_contact)
    client.force_login(cast.coordinator)
    assert client.post(reverse("people:role_end", args=[cast.norr.slug, cast.ekby.pk, role.pk])).status_code == 404
