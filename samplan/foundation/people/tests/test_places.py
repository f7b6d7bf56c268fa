"""Places below a municipality: added, renamed, ended; one name once; other kinds of organisation have none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samplan.foundation.people.actions import places
from samplan.foundation.people.actions.registers import RegisterRefused

pytestmark = pytest.mark.django_db


def address(organisation):
    return f"/norrlunda/organisationer/{organisation.pk}/platser/"


def test_a_coordinator_adds_renames_and_ends_a_place(client, cast):
    client.force_login(cast.coordinator)
    home = f"/norrlunda/organisationer/{cast.ekby.pk}/"
    assert address(cast.ekby) in client.get(home).content.decode()
    assert address(cast.region) not in client.get(f"/norrlunda/organisationer/{cast.region.pk}/").content.decode()
    client.post(address(cast.ekby), {"name": "Norra holmen"})
    assert client.post(address(cast.ekby), {"name": "norra  Holmen"}).status_code == 422
    place = cast.ekby.places.get()
    edit = f"{address(cast.ekby)}{place.pk}/"
    seen = client.get(edit).context["seen"]
    client.post(edit, {"name": "Holmen", "valid_to": "2025-06-30", "seen": seen})
    page = client.get(address(cast.ekby)).content.decode()
    assert "Holmen" in page
    assert "till 30 juni 2025" in page
    assert client.get(address(cast.region)).status_code == 404


def test_two_who_change_one_place_see_each_other(client, cast):
    """The planted bug: without the mark in `edit_place` the second name replaces the first."""
    place = places.add_place(municipality=cast.ekby, name="Holmen", by=cast.coordinator)
    client.force_login(cast.coordinator)
    edit = f"{address(cast.ekby)}{place.pk}/"
    seen = client.get(edit).context["seen"]
    places.edit_place(place=place, name="Södra holmen", valid_to=None, seen=None, by=cast.coordinator)
    client.post(edit, {"name": "Norra holmen", "seen": seen})
    place.refresh_from_db()
    assert place.name == "Södra holmen"
    with pytest.raises(RegisterRefused):
        places.add_place(municipality=cast.region, name="Holmen", by=cast.coordinator)


def test_readers_read_and_more_places_ask_no_more(client, cast):
    client.force_login(cast.reader)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(cast.ekby)).status_code == 200
        return len(queries)

    places.add_place(municipality=cast.ekby, name="Ett", by=cast.coordinator)
    asked()
    before = asked()
    for n in range(6):
        places.add_place(municipality=cast.ekby, name=f"Plats {n}", by=cast.coordinator)
    assert asked() == before
    assert client.post(address(cast.ekby), {"name": "Min plats"}).status_code == 403
