import io
from datetime import timedelta

import lxml.html
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from samplan.foundation.core.dates import today
from samplan.foundation.core.tests.starting import start_of
from samplan.foundation.history.models import Event
from samplan.foundation.people.actions import give_role
from samplan.foundation.people.models import Organisation
from samplan.work.plans.actions import create_edition, start_edition
from samplan.work.plans.actions.contacts import copy_contact_roles, set_contact_role
from samplan.work.plans.actions.creation import NewNode, NewTier
from samplan.work.plans.models import ContactRole, Node

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast):
    made = create_edition(
        county=cast.norr,
        title="Plan för god hälsa",
        valid_from=None,
        valid_to=None,
        by=cast.coordinator,
        tiers=[NewTier("Insatsområde", "outcome")],
        nodes=[NewNode(str(n), "Insatsområde", None, str(n), f"Område {n}") for n in (1, 2)],
        parties=[(cast.ekby, "party"), (cast.alby, "party")],
    )
    return made.edition


@pytest.fixture
def first(plan):
    return Node.objects.get(edition=plan, number="1")


def table(cast, plan):
    return reverse("plans:contacts", args=[cast.norr.slug, plan.pk])


def form(cast, plan, organisation):
    return reverse("plans:contacts_of", args=[cast.norr.slug, plan.pk, organisation.pk])


def post(client, address, data, start=None):
    """As a browser does: with the version that the form started from."""
    return client.post(address, {**data, "seen": start or start_of(client, address)})


def name(plan, node, organisation, user, by):
    return set_contact_role(edition=plan, node=node, organisation=organisation, user=user, by=by)


@pytest.mark.row(175)
def test_the_table_shows_who_answers_for_each_area_and_what_is_vacant(client, cast, plan, first):
    client.force_login(cast.coordinator)
    post(client, form(cast, plan, cast.ekby), {f"area-{first.pk}": cast.contact.pk})
    client.force_login(cast.reader)
    html = client.get(table(cast, plan)).content.decode()
    assert "3 platser är vakanta" in html
    row = next(r for r in html.split("<tr>") if "Område 1" in r)
    assert "Sara Prov" in row
    assert row.count("Vakant") == 1
    assert next(r for r in html.split("<tr>") if "Område 2" in r).count("Vakant") == 2
    only = client.get(table(cast, plan), {"organisation": cast.alby.pk}).content.decode()
    assert "Sara Prov" not in only


def test_an_organisations_manager_sets_its_own_and_no_others(client, cast, plan, first):
    client.force_login(cast.manager)
    assert client.get(form(cast, plan, cast.alby)).status_code == 403
    assert post(client, form(cast, plan, cast.ekby), {f"area-{first.pk}": cast.manager.pk}).status_code == 302
    assert first.contact_roles.get().user == cast.manager
    client.force_login(cast.contact)
    assert client.post(form(cast, plan, cast.ekby), {f"area-{first.pk}": cast.contact.pk}).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(table(cast, plan)).status_code == 404
    assert client.get(form(cast, plan, cast.ekby)).status_code == 404


def test_only_those_with_a_role_in_the_organisation_can_be_chosen(client, cast, plan, first):
    client.force_login(cast.coordinator)
    answer = post(client, form(cast, plan, cast.ekby), {f"area-{first.pk}": cast.other_contact.pk})
    assert answer.status_code == 422
    assert not ContactRole.objects.exists()


def test_a_change_keeps_who_it_was_before_and_is_told(cast, plan, first):
    old = name(plan, first, cast.ekby, cast.contact, cast.coordinator)
    ContactRole.objects.filter(pk=old.pk).update(valid_from=today() - timedelta(days=100))
    name(plan, first, cast.ekby, cast.manager, cast.coordinator)
    old.refresh_from_db()
    assert old.valid_to == today() - timedelta(days=1)
    assert first.contact_roles.get(valid_to=None).user == cast.manager
    told = Event.objects.filter(verb="plans.contact_set").latest("pk")
    assert told.before == {"contact": "Sara Prov"}
    assert told.after["contact"] == "Anders Prov"


def test_a_colleagues_choice_made_meanwhile_stays(client, cast, plan, first):
    """Planted: the mark not compared in set_contact_roles; then the untouched field put the old one back."""
    second, address = Node.objects.get(edition=plan, number="2"), form(cast, plan, cast.ekby)
    client.force_login(cast.coordinator)
    start = start_of(client, address)  # both were vacant
    name(plan, first, cast.ekby, cast.contact, cast.coordinator)
    mine = {"area-0": "", f"area-{first.pk}": "", f"area-{second.pk}": cast.manager.pk}
    told = post(client, address, mine, start)
    assert told.status_code == 409
    assert "Ni har ändrat olika saker" in told.content.decode()
    assert not second.contact_roles.exists()
    together = {name: value for name, value in carried(told).items() if name != "csrfmiddlewaretoken"}
    assert client.post(address, together).status_code == 302
    assert first.contact_roles.get().user == cast.contact
    assert second.contact_roles.get().user == cast.manager


def carried(response):
    return dict(lxml.html.fromstring(response.content.decode()).get_element_by_id("merge").form_values())


def test_two_choices_for_the_same_place_are_shown_side_by_side(client, cast, plan, first):
    address = form(cast, plan, cast.ekby)
    client.force_login(cast.coordinator)
    start = start_of(client, address)
    name(plan, first, cast.ekby, cast.contact, cast.coordinator)
    told = post(client, address, {f"area-{first.pk}": cast.manager.pk}, start)
    assert told.status_code == 409
    page = told.content.decode()
    assert "Ni har valt olika" in page
    assert "Sara Prov" in page
    assert "Anders Prov" in page
    assert first.contact_roles.get().user == cast.contact
    assert client.post(address, carried(told)).status_code == 302
    assert first.contact_roles.get(valid_to=None).user == cast.manager


def test_a_place_held_by_somebody_who_left_is_not_touched_by_an_untouched_field(client, cast, plan, first):
    name(plan, first, cast.ekby, cast.contact, cast.coordinator)
    type(cast.contact).objects.filter(pk=cast.contact.pk).update(is_active=False)
    client.force_login(cast.coordinator)
    post(client, form(cast, plan, cast.ekby), {f"area-{first.pk}": ""})
    assert first.contact_roles.filter(valid_to=None).count() == 1


@pytest.mark.parametrize("whole_plan", [True, False])
def test_the_database_holds_one_current_per_area_and_organisation(cast, plan, first, whole_plan):
    node = None if whole_plan else first
    name(plan, node, cast.ekby, cast.contact, cast.coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactRole.objects.create(
            edition=plan, node=node, organisation=cast.ekby, user=cast.manager, valid_from=today()
        )


def test_the_next_edition_starts_with_the_same_people(cast, plan, first):
    name(plan, first, cast.ekby, cast.contact, cast.coordinator)
    name(plan, None, cast.alby, cast.other_contact, cast.coordinator)
    made = start_edition(predecessor=plan, title="Nästa", valid_from=None, valid_to=None, by=cast.coordinator).edition
    carried = {(r.node.number if r.node else "", r.user) for r in made.contact_roles.select_related("node", "user")}
    assert carried == {("1", cast.contact), ("", cast.other_contact)}
    assert plan.contact_roles.filter(valid_to=None).count() == 2


def test_copying_fills_what_is_empty_and_leaves_the_rest(client, cast, plan, first):
    made = start_edition(predecessor=plan, title="Nästa", valid_from=None, valid_to=None, by=cast.coordinator).edition
    name(plan, first, cast.ekby, cast.contact, cast.coordinator)
    second = Node.objects.get(edition=plan, number="2")
    name(plan, second, cast.ekby, cast.manager, cast.coordinator)
    client.force_login(cast.coordinator)
    assert "Hämta kontaktpersonerna därifrån" in client.get(table(cast, made)).content.decode()
    name(made, made.nodes.get(number="1"), cast.ekby, cast.manager, cast.coordinator)
    assert copy_contact_roles(predecessor=plan, edition=made, by=cast.coordinator) == 1
    assert {r.node.number: r.user for r in made.contact_roles.all()} == {"1": cast.manager, "2": cast.manager}


def test_the_table_is_a_spreadsheet_too(client, cast, plan, first):
    name(plan, first, cast.ekby, cast.contact, cast.coordinator)
    client.force_login(cast.reader)
    data = client.get(table(cast, plan) + "?format=xlsx").content
    rows = list(load_workbook(io.BytesIO(data)).active.values)
    assert rows[0][:3] == ("Område", "Organisation", "Kontaktperson")
    assert ("1 Område 1", "Ekby kommun", "Sara Prov") in [row[:3] for row in rows]
    assert ("1 Område 1", "Älby kommun", "Vakant") in [row[:3] for row in rows]


def test_the_table_asks_no_more_when_it_grows(client, cast, plan, first):
    client.force_login(cast.coordinator)

    def asked():
        with CaptureQueriesContext(connection) as made:
            assert client.get(table(cast, plan)).status_code == 200
        return len(made)

    name(plan, first, cast.ekby, cast.contact, cast.coordinator)
    asked()
    few = asked()
    for n in range(12):
        organisation = Organisation.objects.create(
            county=cast.norr, kind="association", name=f"Förening {n}", short_name=f"F{n}"
        )
        role = give_role(
            user_email=f"p{n}@example.org",
            user_name=f"Prov {n}",
            organisation=organisation,
            kind="contact",
            by=cast.coordinator,
        )
        for node in plan.nodes.all():
            name(plan, node, organisation, role.user, cast.coordinator)
    assert asked() == few


def test_an_ended_user_leaves_the_place_vacant(client, cast, plan, first):
    name(plan, first, cast.ekby, cast.contact, cast.coordinator)
    cast.contact.is_active = False
    cast.contact.save()
    client.force_login(cast.reader)
    html = client.get(table(cast, plan)).content.decode()
    assert "Sara Prov" not in html
    assert "Ingen kontaktperson är utsedd än" in html
