"""What has happened to an organisation, and who has read what is protected."""

import pytest
from django.urls import reverse

from samplan.foundation.history.actions import note_read, record

pytestmark = pytest.mark.django_db


def page_of(cast):
    return reverse("people:organisation_history", args=[cast.norr.slug, cast.ekby.pk])


def happened(cast, number=1, **facts):
    for _ in range(number):
        facts = {"verb": "people.user_added", "county": "91", **facts}
        record(by=cast.coordinator, subject=cast.ekby, **facts)


def test_the_history_is_a_page_of_its_own_in_parts(client, cast):
    client.force_login(cast.reader)
    happened(cast, 60)
    first = client.get(page_of(cast)).content.decode()
    assert "60 ändringar" in first
    assert first.count("<b>Karin Prov</b> lade till Ekby kommun") == 50
    assert client.get(page_of(cast) + "?sida=2").content.decode().count("<b>Karin Prov</b> lade till") == 10


def test_another_county_may_not_know_of_it(client, cast):
    client.force_login(cast.outsider)
    assert client.get(page_of(cast)).status_code == 404


def test_what_is_the_organisations_own_is_read_there_only(client, cast):
    happened(cast, organisation_id=cast.ekby.pk)
    client.force_login(cast.coordinator)
    assert "<b>Karin Prov</b>" not in client.get(page_of(cast)).content.decode()
    client.force_login(cast.contact)
    assert "<b>Karin Prov</b>" in client.get(page_of(cast)).content.decode()


def queries(client, address, counter):
    client.get(address)  # a first visit may write down where the session is used
    with counter(100) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_more_history_asks_no_more(client, cast, django_assert_max_num_queries):
    client.force_login(cast.reader)
    happened(cast, 2)
    few = queries(client, page_of(cast), django_assert_max_num_queries)
    happened(cast, 45)
    assert queries(client, page_of(cast), django_assert_max_num_queries) == few


READINGS = "/historik/lasningar/"


@pytest.fixture
def administrator(cast):
    cast.stranger.is_administrator = True
    cast.stranger.save(update_fields=["is_administrator"])
    return cast.stranger


def test_the_administrator_sees_who_has_read_what_and_why(client, cast, administrator):
    note_read(cast.coordinator, cast.ekby, "Tog ut ett utdrag", county="91")
    client.force_login(administrator)
    page = client.get(READINGS).content.decode()
    for words in ("Karin Prov", "Ekby kommun", "Tog ut ett utdrag"):
        assert words in page


def test_nobody_else_may_know_of_the_log(client, cast):
    for user in (cast.coordinator, cast.reader, cast.stranger):
        client.force_login(user)
        assert client.get(READINGS).status_code == 404


def test_an_empty_log_says_what_will_stand_there(client, administrator):
    client.force_login(administrator)
    assert "Ingen har läst något skyddat än" in client.get(READINGS).content.decode()


def test_more_readings_ask_no_more(client, cast, administrator, django_assert_max_num_queries):
    client.force_login(administrator)
    note_read(cast.coordinator, cast.ekby, "prov")
    few = queries(client, READINGS, django_assert_max_num_queries)
    for _ in range(45):
        note_read(cast.coordinator, cast.ekby, "prov")
    assert queries(client, READINGS, django_assert_max_num_queries) == few


def test_a_change_of_the_register_is_told_from_what_to_what(client, cast):
    """Found: the facts were kept, and had no names to be shown by. A role's own code is never shown."""
    happened(cast, verb="people.organisation_changed", before={"short_name": "Ekby"}, after={"short_name": "Ekby kn"})
    happened(cast, verb="people.contact_named", after={"user": 4, "name": "Sara Prov", "kind": "contact"})
    client.force_login(cast.reader)
    page = client.get(page_of(cast)).content.decode()
    assert "Kort namn:" in page
    assert "Ekby kn</ins>" in page
    assert "Sort:" not in page
