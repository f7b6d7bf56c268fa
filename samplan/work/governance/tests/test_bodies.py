from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import NotPassedOn
from samplan.foundation.people.actions.registers import RegisterRefused
from samplan.work.governance import actions, offers
from samplan.work.governance.models import Body

pytestmark = pytest.mark.django_db


def body(cast, name="Samråd Norr", **changes):
    values = {
        "kind": "council", "short_name": "", "organisation": None, "is_deciding": False, "parent": None, "purpose": "",
        "valid_from": None,
    }  # fmt: skip
    return actions.add_body(county=cast.norr, name=name, by=cast.coordinator, **{**values, **changes})


def board(cast, organisation, name="Socialnämnden", **changes):
    return body(cast, name, kind="board", organisation=organisation, is_deciding=True, **changes)


def values_of(found, **changes):
    names = ("name", "kind", "short_name", "organisation", "is_deciding", "parent", "purpose", "valid_from")
    return {**{name: getattr(found, name) for name in names}, **changes}


def url(cast, name, *args):
    return reverse(f"governance:{name}", args=[cast.norr.slug, *args])


def test_a_body_is_added_found_by_either_name_and_ended(client, cast):
    client.force_login(cast.coordinator)
    assert "Inga organ än" in client.get(url(cast, "bodies")).content.decode()
    data = {"name": "Nätverket för förvaltningschefer", "kind": "network", "purpose": "Bereder det gemensamma."}
    client.post(url(cast, "body_new"), data)
    made = Body.objects.get()
    client.post(url(cast, "alias_add", made.pk), {"namn-text": "Chefsnätverket"})
    found = client.get(url(cast, "bodies"), {"ord": "chefsnätv"}).content.decode()
    assert "Nätverket för förvaltningschefer" in found
    assert "Inget organ heter" in client.get(url(cast, "bodies"), {"ord": "saknas"}).content.decode()
    yesterday = today() - timedelta(days=1)
    client.post(url(cast, "body_end", made.pk), {"last_day": yesterday.isoformat()})
    page = client.get(url(cast, "bodies")).content.decode()
    assert "Upphörda" in page
    assert "upphörde" in page
    client.post(url(cast, "body_resume", made.pk))
    assert "Upphörda" not in client.get(url(cast, "bodies")).content.decode()
    history = client.get(url(cast, "body_history", made.pk)).content.decode()
    assert "Karin Prov" in history
    assert "bland organen" in history


def test_a_body_that_decides_belongs_to_an_organisation(client, cast):
    """Planted: the check taken out of _check — the database still refuses; both are asked here."""
    with pytest.raises(RegisterRefused):
        body(cast, is_deciding=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.create(county=cast.norr, name="Utan hemvist", kind="board", is_deciding=True)
    client.force_login(cast.coordinator)
    answer = client.post(url(cast, "body_new"), {"name": "Nämnden", "kind": "board", "is_deciding": "on"})
    assert answer.status_code == 422
    assert "Välj organisation" in answer.content.decode()


def test_a_body_is_never_under_itself_or_what_is_under_it(cast):
    """Planted: a check of the nearest parent only lets the third of these through."""
    top = body(cast, "Välfärdsråd")
    middle = body(cast, "Nätverk", parent=top)
    low = body(cast, "Arbetsgrupp", parent=middle)
    for parent in (top, middle, low):
        with pytest.raises(RegisterRefused):
            actions.edit_body(body=top, seen=None, by=cast.coordinator, **values_of(top, parent=parent))


def test_two_with_the_same_name_are_refused_unless_they_belong_to_different_organisations(cast):
    board(cast, cast.ekby)
    board(cast, cast.alby)
    with pytest.raises(RegisterRefused):
        board(cast, cast.ekby, "socialnämnden")


def test_what_has_decided_stays_with_the_organisation_it_bound(cast):
    found = board(cast, cast.ekby)
    matter = actions.open_matter(county=cast.norr, title="Plan", by=cast.coordinator)
    actions.decide(matter=matter, body=found, on=today(), outcome="approved", by=cast.coordinator)
    with pytest.raises(RegisterRefused):
        actions.edit_body(body=found, seen=None, by=cast.coordinator, **values_of(found, organisation=cast.alby))
    with pytest.raises(NotPassedOn):
        actions.pass_body(body=found, to=cast.alby, by=cast.coordinator)
    assert offers.owned_by(cast.ekby) == []


def test_a_body_that_has_not_decided_follows_its_organisation(cast):
    found = board(cast, cast.ekby)
    (owned,) = offers.owned_by(cast.ekby)
    owned.pass_on(to=cast.alby, by=cast.coordinator)
    found.refresh_from_db()
    assert found.organisation == cast.alby


def test_only_coordinators_write_and_another_county_sees_nothing(client, cast):
    found = body(cast)
    client.force_login(cast.contact)
    assert client.get(url(cast, "body", found.pk)).status_code == 200
    assert client.get(url(cast, "body_edit", found.pk)).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(url(cast, "body", found.pk)).status_code == 404
    assert offers.search(cast.norr, "samråd", cast.outsider) == []
    assert [hit.title for hit in offers.search(cast.norr, "samråd", cast.contact)] == ["Samråd Norr"]


def test_the_list_asks_as_little_of_the_database_however_many_there_are(client, cast, django_assert_max_num_queries):
    client.force_login(cast.coordinator)
    board(cast, cast.ekby)
    client.get(url(cast, "bodies"))
    with django_assert_max_num_queries(12) as few:
        client.get(url(cast, "bodies"))
    top = body(cast)
    for number in range(12):
        board(cast, cast.alby, f"Nämnd {number}", parent=top, valid_from=date(2020, 1, 1))
    with django_assert_max_num_queries(len(few)):
        assert "14 organ" in client.get(url(cast, "bodies")).content.decode()
