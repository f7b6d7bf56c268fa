"""The register page of an organisation: what it is called and was called, its parts, what took over, and its end."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.foundation.people.actions import registers
from samplan.foundation.people.models import Alias, FormerName, MemberRegion, Organisation, Succession, Unit
from samplan.foundation.people.register import load_register

pytestmark = pytest.mark.django_db


def url(name, cast, *args):
    return reverse(f"people:{name}", args=[cast.norr.slug, *args])


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast.coordinator)
    return client


def seen_in(html):
    return re.search(r'name="seen" value="([^"]*)"', html).group(1)


def edit(client, address, **changed):
    """What a browser sends: the form as it was shown, with some fields changed."""
    html = client.get(address).content.decode()
    data = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', html))
    for name, body in re.findall(r'<select[^>]*name="(\w+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        data[name] = chosen.group(1) if chosen else ""
    return client.post(address, {**data, "seen": seen_in(html), **changed})


def unit(cast, name, parent=None, kind="department"):
    return registers.add_unit(
        organisation=cast.ekby, kind=kind, name=name, parent=parent, valid_from=None, by=cast.coordinator
    )


def test_a_coordinator_adds_an_association(coordinator, cast):
    data = {"kind": "association", "name": "Hopp för alla", "short_name": "", "valid_from": "2020-02-01"}
    response = coordinator.post(url("organisation_new", cast), data)
    made = Organisation.objects.get(name="Hopp för alla")
    assert response.url == url("organisation", cast, made.pk)
    assert (made.county, made.short_name, made.valid_from) == (cast.norr, "Hopp för alla", date(2020, 2, 1))
    again = coordinator.post(url("organisation_new", cast), {**data, "name": "hopp för alla"})
    assert again.status_code == 422
    assert "Det finns redan en organisation som heter så" in again.content.decode()


def test_a_county_adds_no_municipality(coordinator, cast):
    data = {"kind": "municipality", "name": "Ny kommun", "short_name": "Ny"}
    assert coordinator.post(url("organisation_new", cast), data).status_code == 422
    assert not Organisation.objects.filter(name="Ny kommun").exists()


def test_a_change_of_name_keeps_the_old_one_with_its_last_day(coordinator, cast):
    address = url("organisation_edit", cast, cast.association.pk)
    response = edit(coordinator, address, name="Psykisk hälsa Norrlunda", renamed_on="2025-03-01")
    assert response.status_code == 302
    organisation = Organisation.objects.get(pk=cast.association.pk)
    former = FormerName.objects.get(organisation=organisation)
    assert (former.name, former.valid_to) == ("Samverkan för psykisk hälsa Norrlunda", date(2025, 2, 28))
    assert organisation.name_on(date(2025, 2, 28)) == "Samverkan för psykisk hälsa Norrlunda"
    assert organisation.name_on(date(2025, 3, 1)) == "Psykisk hälsa Norrlunda"
    html = coordinator.get(url("organisation", cast, organisation.pk)).content.decode()
    assert "till och med 28 februari 2025" in html
    assert "<b>Karin Prov</b> ändrade namnet till Psykisk hälsa Norrlunda" in html


def test_two_changes_of_name_tell_what_it_was_called_each_day(cast):
    organisation = cast.association
    for name, on in (("Andra namnet", date(2020, 1, 1)), ("Tredje namnet", date(2023, 1, 1))):
        organisation = registers.edit_organisation(
            organisation=organisation, seen=None, kind=organisation.kind, name=name, short_name="SPHN",
            renamed_on=on, valid_from=None, by=cast.coordinator,
        )  # fmt: skip
    called = [organisation.name_on(date(year, 6, 1)) for year in (2019, 2021, 2024)]
    assert called == ["Samverkan för psykisk hälsa Norrlunda", "Andra namnet", "Tredje namnet"]


def test_a_misspelling_is_put_right_without_becoming_a_former_name(coordinator, cast):
    edit(coordinator, url("organisation_edit", cast, cast.association.pk), name="Rätt stavat")
    cast.association.refresh_from_db()
    assert cast.association.name == "Rätt stavat"
    assert not FormerName.objects.exists()
    assert Event.objects.latest("id").before["name"] == "Samverkan för psykisk hälsa Norrlunda"


def test_the_national_registers_facts_are_not_changed_by_a_county(coordinator, cast):
    data = {"name": "Storekby", "kind": "company", "short_name": "Ekby stad"}
    assert coordinator.post(url("organisation_edit", cast, cast.ekby.pk), data).status_code == 404
    assert coordinator.get(url("organisation_end", cast, cast.ekby.pk)).status_code == 404
    with pytest.raises(registers.RegisterRefused):
        registers.edit_organisation(
            organisation=cast.ekby, seen=None, renamed_on=None, valid_from=None, by=cast.coordinator, **data
        )
    cast.ekby.refresh_from_db()
    assert (cast.ekby.name, cast.ekby.short_name) == ("Ekby kommun", "Ekby")


def test_a_stale_form_overwrites_nothing_and_shows_both(coordinator, cast):
    address = url("organisation_edit", cast, cast.association.pk)
    first = coordinator.get(address).content.decode()
    edit(coordinator, address, short_name="Deras")
    data = {"kind": "user_organisation", "name": cast.association.name, "short_name": "Mitt", "seen": seen_in(first)}
    response = coordinator.post(address, data)
    assert response.status_code == 409
    html = response.content.decode()
    assert "Deras" in html
    assert "Mitt" in html
    cast.association.refresh_from_db()
    assert cast.association.short_name == "Deras"


def test_what_has_ended_is_read_but_not_chosen(coordinator, cast):
    successor = registers.add_organisation(
        county=cast.norr, kind="association", name="Efterträdaren", short_name="", valid_from=None, by=cast.coordinator
    )
    last = today() - timedelta(days=1)
    data = {"last_day": last.isoformat(), "successors": [successor.pk]}
    coordinator.post(url("organisation_end", cast, cast.association.pk), data)
    assert cast.association not in cast.norr.organisations.current()
    assert cast.association in cast.norr.organisations.current(last)
    page = coordinator.get(url("organisation", cast, cast.association.pk)).content.decode()
    assert "upphörde" in page
    assert "Efterträdaren" in page
    assert "Ge ett uppdrag" not in page
    taken_over = coordinator.get(url("organisation", cast, successor.pk)).content.decode()
    assert "Tog över efter" in taken_over
    assert cast.association.name in taken_over
    listed = coordinator.get(url("organisations", cast)).content.decode()
    assert "togs över av Efterträdaren" in listed
    end_of_another = coordinator.get(url("organisation_end", cast, successor.pk)).content.decode()
    assert cast.association.name not in end_of_another


def test_an_end_put_in_by_mistake_is_taken_back(coordinator, cast):
    registers.end_organisation(
        organisation=cast.association, last_day=today(), successors=[cast.ekby], by=cast.coordinator
    )
    coordinator.post(url("organisation_resume", cast, cast.association.pk))
    cast.association.refresh_from_db()
    assert cast.association.valid_to is None
    assert not Succession.objects.exists()


def test_parts_stand_as_a_tree_and_are_moved_and_renamed(coordinator, cast):
    care = unit(cast, "Vård och omsorg")
    board = unit(cast, "Omsorgsnämnden", kind="board")
    support = unit(cast, "Stöd", parent=care)
    address = url("unit_edit", cast, cast.ekby.pk, care.pk)
    edit(coordinator, address, name="Omsorg", renamed_on="2024-01-01", parent=str(board.pk))
    care.refresh_from_db()
    assert (care.name, care.parent) == ("Omsorg", board)
    html = coordinator.get(url("organisation", cast, cast.ekby.pk)).content.decode()
    assert [int(d) for d in re.findall(r"unit-depth-(\d)", html)] == [0, 1, 2]
    assert "hette Vård och omsorg till 31 dec 2023" in html
    loop = edit(coordinator, url("unit_edit", cast, cast.ekby.pk, board.pk), parent=str(support.pk))
    assert loop.status_code == 422
    assert "under sig själv" in loop.content.decode()


def test_a_part_that_ends_takes_its_parts_with_it_and_can_come_back(coordinator, cast):
    care = unit(cast, "Omsorg")
    support = unit(cast, "Stöd", parent=care)
    last = today() - timedelta(days=2)
    coordinator.post(url("unit_end", cast, cast.ekby.pk, care.pk), {"last_day": last.isoformat()})
    support.refresh_from_db()
    assert support.valid_to == last
    html = coordinator.get(url("organisation", cast, cast.ekby.pk)).content.decode()
    assert "Upphörda delar" in html
    coordinator.post(url("unit_resume", cast, cast.ekby.pk, care.pk))
    assert Unit.objects.get(pk=care.pk).valid_to is None


def test_a_spelling_is_added_once_and_removed(coordinator, cast):
    for status in (302, 422):
        answer = coordinator.post(url("alias_add", cast, cast.ekby.pk), {"alias-text": "Ekby stad"})
        assert answer.status_code == status
    alias = Alias.objects.get(text="Ekby stad")
    coordinator.post(url("alias_remove", cast, cast.ekby.pk, alias.pk))
    assert not Alias.objects.exists()
    html = coordinator.get(url("organisation", cast, cast.ekby.pk)).content.decode()
    assert "tog bort skrivsättet ”Ekby stad”" in html


def test_a_region_is_a_member_of_a_level_above_the_county(coordinator, cast):
    group = Organisation.objects.create(kind="health_region", name="Provregionen", short_name="Provregionen")
    data = {"med-group": group.pk, "med-valid_from": "2019-01-01"}
    coordinator.post(url("membership_add", cast, cast.region.pk), data)
    html = coordinator.get(url("organisation", cast, cast.region.pk)).content.decode()
    assert "sedan 1 januari 2019" in html
    assert coordinator.post(url("membership_add", cast, cast.region.pk), data).status_code == 422
    membership = MemberRegion.objects.get()
    end = url("membership_end", cast, cast.region.pk, membership.pk)
    coordinator.post(end, {"last_day": (today() - timedelta(days=1)).isoformat()})
    assert "sedan 1 januari 2019" not in coordinator.get(url("organisation", cast, cast.region.pk)).content.decode()


def test_only_coordinators_of_the_county_change_the_register(client, cast):
    addresses = [
        url("organisation_new", cast),
        url("organisation_edit", cast, cast.association.pk),
        url("organisation_end", cast, cast.association.pk),
        url("organisation_resume", cast, cast.association.pk),
        url("unit_new", cast, cast.ekby.pk),
        url("alias_add", cast, cast.ekby.pk),
        url("membership_add", cast, cast.ekby.pk),
    ]
    for who, status in ((cast.contact, 403), (cast.reader, 403), (cast.outsider, 404)):
        client.force_login(who)
        assert [client.post(address).status_code for address in addresses] == [status] * len(addresses)


def test_the_page_asks_no_more_when_the_register_grows(coordinator, cast):
    address = url("organisation", cast, cast.ekby.pk)

    def grow(start):
        above = None
        for n in range(start, start + 3):
            above = unit(cast, f"Del {n}", parent=above)
            FormerName.objects.create(organisation=cast.ekby, unit=above, name=f"F{n}", valid_to=date(2020, 1, 1))
            Alias.objects.create(organisation=cast.ekby, unit=above, text=f"E{n}")
            other = Organisation.objects.create(county=cast.norr, kind="association", name=f"A{n}", short_name=f"A{n}")
            Succession.objects.create(predecessor=other, successor=cast.ekby, on=date(2020, 1, 1))
            MemberRegion.objects.create(group=cast.ekby, member=other)

    grow(0)
    coordinator.get(address)
    with CaptureQueriesContext(connection) as few:
        coordinator.get(address)
    grow(10)
    with CaptureQueriesContext(connection) as many:
        coordinator.get(address)
    assert len(many) == len(few) <= 24, [q["sql"][:90] for q in many]


def test_a_municipality_that_the_national_register_renames_keeps_its_old_name(db):
    load_register()
    known = Organisation.objects.filter(kind="municipality").first()
    Organisation.objects.filter(pk=known.pk).update(name="Namnet före")
    load_register()
    organisation = Organisation.objects.get(pk=known.pk)
    assert organisation.name == known.name
    assert organisation.name_on(today() - timedelta(days=1)) == "Namnet före"
    assert organisation.name_on(today()) == known.name
