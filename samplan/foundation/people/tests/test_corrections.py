"""What stands wrong about an organisation's past is put right or taken away, with the reason, and can be added again."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.foundation.people.actions import corrections, memberships, registers
from samplan.foundation.people.models import FormerName, MemberRegion, Organisation, Succession, Unit

pytestmark = pytest.mark.django_db


def url(name, cast, *args):
    return reverse(f"people:{name}", args=[cast.norr.slug, *args])


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast.coordinator)
    return client


@pytest.fixture
def former(cast):
    day = date(2020, 1, 1)
    return corrections.add_former_name(organisation=cast.ekby, name="Ekbo", valid_to=day, by=cast.coordinator)


@pytest.fixture
def succession(cast):
    day = date(2020, 1, 1)
    return corrections.add_succession(organisation=cast.ekby, successor=cast.alby, on=day, by=cast.coordinator)


def shown(client, cast):
    return client.get(url("organisation", cast, cast.ekby.pk)).content.decode()


def seen_at(client, address):
    return re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode()).group(1)


def test_a_wrong_former_name_is_taken_away_with_the_reason_and_added_again(coordinator, cast, former):
    assert url("former_name_remove", cast, cast.ekby.pk, former.pk) in shown(coordinator, cast)
    remove = url("former_name_remove", cast, cast.ekby.pk, former.pk)
    assert coordinator.post(remove, {"reason": " "}).status_code == 422
    assert FormerName.objects.exists()
    coordinator.post(remove, {"reason": "hette aldrig så"})
    assert not FormerName.objects.exists()
    page = shown(coordinator, cast)
    assert "tog bort det tidigare namnet ”Ekbo” för Ekby kommun" in page
    assert "hette aldrig så" in page
    again = {"name": "Ekbo", "valid_to": "2019-12-31"}
    coordinator.post(url("former_name_new", cast, cast.ekby.pk), again)
    assert FormerName.objects.get().valid_to == date(2019, 12, 31)
    assert coordinator.post(url("former_name_new", cast, cast.ekby.pk), again).status_code == 422


def test_a_former_name_is_corrected_and_two_who_do_it_are_told(coordinator, cast, former):
    address = url("former_name_edit", cast, cast.ekby.pk, former.pk)
    data = {"name": "Ekboda", "valid_to": "2018-12-31", "reason": "felstavat", "seen": seen_at(coordinator, address)}
    ahead = {**data, "valid_to": (today() + timedelta(days=1)).isoformat()}
    assert coordinator.post(address, ahead).status_code == 422
    assert coordinator.post(address, data).status_code == 302
    former.refresh_from_db()
    assert (former.name, former.valid_to) == ("Ekboda", date(2018, 12, 31))
    event = Event.objects.latest("id")
    assert (event.verb, event.note, event.before["name"]) == ("people.former_name_changed", "felstavat", "Ekbo")
    assert coordinator.post(address, {**data, "name": "Annat"}).status_code == 409
    assert FormerName.objects.get().name == "Ekboda"


def test_a_wrong_succession_is_corrected_removed_and_added_again(coordinator, cast, succession):
    address = url("succession_edit", cast, cast.ekby.pk, succession.pk)
    data = {"successor": cast.association.pk, "on": "2021-01-01", "reason": "fel organisation"}
    assert coordinator.post(address, {**data, "seen": seen_at(coordinator, address)}).status_code == 302
    succession.refresh_from_db()
    assert (succession.successor, succession.on) == (cast.association, date(2021, 1, 1))
    assert coordinator.post(address, {**data, "on": "2022-01-01", "seen": "gammalt"}).status_code == 409
    coordinator.post(url("succession_remove", cast, cast.association.pk, succession.pk), {"reason": "stämmer inte"})
    assert not Succession.objects.exists()
    assert "stämmer inte" in shown(coordinator, cast)
    coordinator.post(url("succession_new", cast, cast.ekby.pk), {"successor": cast.alby.pk, "on": "2021-01-01"})
    assert Succession.objects.get().successor == cast.alby
    once_more = {"successor": cast.alby.pk, "on": "2022-01-01"}
    assert coordinator.post(url("succession_new", cast, cast.ekby.pk), once_more).status_code == 422


def test_of_a_succession_between_parts_only_the_day_is_corrected(coordinator, cast):
    parts = [Unit.objects.create(organisation=o, kind="board", name="Nämnden") for o in (cast.ekby, cast.alby)]
    held = Succession.objects.create(
        predecessor=cast.ekby, predecessor_unit=parts[0], successor=cast.alby, successor_unit=parts[1],
        on=date(2020, 1, 1),
    )  # fmt: skip
    address = url("succession_edit", cast, cast.ekby.pk, held.pk)
    data = {"successor": cast.association.pk, "on": "2020-02-01", "reason": "fel dag"}
    coordinator.post(address, {**data, "seen": seen_at(coordinator, address)})
    held.refresh_from_db()
    assert (held.successor, held.successor_unit, held.on) == (cast.alby, parts[1], date(2020, 2, 1))


def test_a_wrong_membership_is_taken_away_by_the_members_county(coordinator, cast):
    group = Organisation.objects.create(kind="health_region", name="Provregionen", short_name="Provregionen")
    held = memberships.add_membership(group=group, member=cast.region, valid_from=None, by=cast.coordinator)
    coordinator.post(url("membership_remove", cast, cast.region.pk, held.pk), {"reason": "fel"})
    assert not MemberRegion.objects.exists()


def test_what_another_county_wrote_is_not_changed_from_here(coordinator, client, cast):
    """A succession into this county is shown here, and belongs to the county of the one that was taken over."""
    theirs = Succession.objects.create(predecessor=cast.soder_region, successor=cast.ekby, on=date(2020, 1, 1))
    for name in ("succession_edit", "succession_remove"):
        assert coordinator.get(url(name, cast, cast.ekby.pk, theirs.pk)).status_code == 404
        assert url(name, cast, cast.ekby.pk, theirs.pk) not in shown(coordinator, cast)


def test_only_coordinators_correct(client, cast, former, succession):
    client.force_login(cast.contact)
    for name, pk in (("former_name", former.pk), ("succession", succession.pk)):
        for deed in ("edit", "remove"):
            address = url(f"{name}_{deed}", cast, cast.ekby.pk, pk)
            assert client.post(address, {"reason": "x"}).status_code == 403
            assert address not in shown(client, cast)
    assert (FormerName.objects.count(), Succession.objects.count()) == (1, 1)


def test_a_change_of_name_put_right_tells_what_it_was_called_each_day(cast):
    organisation = registers.edit_organisation(
        organisation=cast.association, seen=None, kind="association", name="Nytt namn", short_name="",
        renamed_on=date(2023, 1, 1), valid_from=None, by=cast.coordinator,
    )  # fmt: skip
    corrections.correct_former_name(
        former=FormerName.objects.get(), seen=None, name="Gamla namnet", valid_to=date(2021, 12, 31), reason="fel dag",
        by=cast.coordinator,
    )  # fmt: skip
    assert organisation.name_on(date(2021, 12, 31)) == "Gamla namnet"
    assert organisation.name_on(date(2022, 1, 1)) == "Nytt namn"
