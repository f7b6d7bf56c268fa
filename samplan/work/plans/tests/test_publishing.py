"""Adopted and published are two things: everybody reads what is published, and nobody else's page shows it before."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.history.models import Event
from samplan.foundation.people.models import Person
from samplan.work.plans import actions
from samplan.work.plans.models import ContactRole, Publication
from samplan.work.plans.states import NotAllowed

from .making import NODES, make_plan

WHO = "Politisk styrgrupp § 12"


def adopted(cast, edition=None, **plan):
    edition = edition or make_plan(cast, parties=[(cast.ekby, "party")], **plan).edition
    actions.adopt(edition=edition, on=date(2024, 12, 11), reason=WHO, replaces=True, by=cast.coordinator)
    return edition


def published(cast, edition=None, **plan):
    edition = adopted(cast, edition, **plan)
    actions.publish_edition(edition=edition, decided_by=WHO, by=cast.coordinator)
    return edition


def address(edition, county="norrlunda"):
    return reverse("plans:published", args=[county, edition.pk])


def confirming(edition):
    return reverse("plans:publish", args=["norrlunda", edition.pk])


def page_of(edition, client=None):
    response = (client or Client()).get(address(edition))
    assert response.status_code == 200
    return response.content.decode()


def test_an_edition_is_open_from_the_day_it_is_published_and_only_until_it_is_withdrawn(cast):
    edition = adopted(cast)
    assert Client().get(address(edition)).status_code == 404
    actions.publish_edition(edition=edition, decided_by=WHO, by=cast.coordinator)
    assert "God hälsa i länet" in page_of(edition)
    assert actions.withdraw_edition(edition=edition, by=cast.coordinator)
    assert Client().get(address(edition)).status_code == 404
    assert not actions.withdraw_edition(edition=edition, by=cast.coordinator)


def test_a_draft_can_not_be_published_by_any_way(cast, client):
    edition, _ = make_plan(cast)
    with pytest.raises(NotAllowed, match="inte antagen"):
        actions.publish_edition(edition=edition, decided_by=WHO, by=cast.coordinator)
    client.force_login(cast.coordinator)
    assert "inte antagen" in client.get(confirming(edition)).content.decode()
    client.post(confirming(edition), {"decided_by": WHO})
    assert not Publication.objects.exists()


def test_published_twice_it_stands_once_and_again_it_has_a_row_and_a_line_of_its_own(cast):
    edition = published(cast)
    first = Publication.objects.get()
    assert actions.publish_edition(edition=edition, decided_by="Annat", by=cast.coordinator) == first
    actions.withdraw_edition(edition=edition, by=cast.coordinator)
    actions.publish_edition(edition=edition, decided_by=WHO, by=cast.coordinator)
    assert Publication.objects.count() == 2
    assert Publication.objects.get(pk=first.pk).withdrawn_at is not None
    verbs = Event.objects.filter(verb__in=["plans.published", "plans.withdrawn"]).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["plans.published", "plans.withdrawn", "plans.published"]


def test_the_coordinator_reads_what_becomes_open_and_does_it_with_one_button(cast, client):
    edition = adopted(cast)
    client.force_login(cast.coordinator)
    assert confirming(edition) in client.get(reverse("plans:edition", args=["norrlunda", edition.pk])).content.decode()
    page = client.get(confirming(edition)).content.decode()
    for words in ("10 delar", "3 uppföljningsfrågor", "11 december 2024", WHO, "Ekby kommun", "Kontaktpersoner"):
        assert words in page
    client.post(confirming(edition), {"decided_by": WHO})
    assert WHO in page_of(edition)
    own = client.get(reverse("plans:edition", args=["norrlunda", edition.pk])).content.decode()
    assert address(edition) in own
    client.post(confirming(edition), {"dra-tillbaka": "ja"})
    assert Client().get(address(edition)).status_code == 404


def test_the_one_who_decided_is_a_body_and_never_a_person(cast, client):
    Person.objects.create(county=cast.norr, name="Berit Prov")
    edition = adopted(cast)
    client.force_login(cast.coordinator)
    page = client.post(confirming(edition), {"decided_by": "Ordförande berit prov"}).content.decode()
    assert "namn på en person: Berit Prov" in page
    assert not Publication.objects.exists()


def test_a_name_in_the_plan_s_own_text_is_told_before_it_is_open(cast, client):
    Person.objects.create(county=cast.norr, name="Berit Prov")
    edition = adopted(cast, lead="Fråga Berit Prov.")
    client.force_login(cast.coordinator)
    assert "blir synliga för alla: Berit Prov" in client.get(confirming(edition)).content.decode()


def test_the_open_page_holds_the_whole_plan_and_nobody_s_name(cast):
    edition = published(cast)
    ContactRole.objects.create(
        edition=edition, organisation=cast.ekby, user=cast.contact, valid_from=date(2025, 1, 1), given_by=cast.manager
    )
    page = page_of(edition)
    for node in NODES:
        assert node.title in page
    for words in ("Utgåva 1", "11 december 2024", WHO, "Samverkansrådet", "Ekby kommun", "Vad gjorde störst nytta"):
        assert words in page
    for user in (cast.coordinator, cast.contact, cast.manager):
        assert user.name not in page
    links = [link for link in re.findall(r'href="(/[^"#?]+)', page) if not link.startswith("/static/")]
    assert [link for link in links if not link.startswith("/oppet/")] == []


def test_an_edition_that_was_replaced_stays_at_its_address_and_leads_to_the_newer(cast):
    first = published(cast)
    second = actions.start_edition(
        predecessor=first, title="Nästa plan", valid_from=None, valid_to=None, by=cast.coordinator
    ).edition
    assert "nyare utgåva" not in page_of(first)
    adopted(cast, second)
    page = page_of(first)
    assert "gäller inte längre" in page
    assert "Nästa plan" not in page  # adopted, but not published yet
    actions.publish_edition(edition=second, decided_by=WHO, by=cast.coordinator)
    page = page_of(first)
    assert "Det finns en nyare utgåva" in page
    assert address(second) in page
    assert "nyare utgåva" not in page_of(second)


def test_another_county_s_address_does_not_show_ours(cast):
    assert Client().get(address(published(cast), "soderskar")).status_code == 404


def test_what_is_open_is_the_same_for_everybody_and_asked_for_again_each_time(cast, client):
    edition = published(cast)
    open_response = Client().get(address(edition))
    assert open_response.headers["Cache-Control"] == "public, no-cache"
    assert not open_response.cookies
    client.force_login(cast.coordinator)
    assert client.get(address(edition)).content == open_response.content
    tag = open_response.headers["ETag"]
    assert Client().get(address(edition), headers={"If-None-Match": tag}).status_code == 304
    actions.withdraw_edition(edition=edition, by=cast.coordinator)
    assert Client().get(address(edition), headers={"If-None-Match": tag}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_plan(cast):
    def asked(edition):
        page_of(edition)
        with CaptureQueriesContext(connection) as queries:
            page_of(edition)
        return len(queries)

    small = published(cast)
    large, _ = make_plan(
        cast,
        title="Stor",
        nodes=[*NODES, *(actions.NewNode(f"m{n}", "Insatsområde", "dir", f"{n}", f"Mer {n}") for n in range(3, 40))],
        parties=[(cast.ekby, "party"), (cast.alby, "party"), (cast.region, "co_owner")],
    )
    assert asked(published(cast, large)) == asked(small) <= 13
