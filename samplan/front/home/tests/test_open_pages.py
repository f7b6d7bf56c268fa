"""What everybody finds at /oppet/: the published plans and reports of every county, and nothing else."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samplan.foundation.core.offers import collect
from samplan.work.plans import actions
from samplan.work.plans.tests.making import make_plan

WHO = "Politisk styrgrupp § 12"


def publish(cast, **changes):
    edition, _ = make_plan(cast, **changes)
    actions.adopt(edition=edition, on=date(2024, 12, 11), reason=WHO, replaces=False, by=cast.coordinator)
    actions.publish_edition(edition=edition, decided_by=WHO, by=cast.coordinator)
    return edition


def page(address="/oppet/"):
    response = Client().get(address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, no-cache"
    return response.content.decode()


def test_before_anything_is_published_the_pages_say_so(cast):
    make_plan(cast)
    assert "Inget län har publicerat något här än" in page()
    assert "Länet har inte publicerat" in page("/oppet/norrlunda/")
    assert Client().get("/oppet/finns-inte/").status_code == 404


def test_each_county_with_something_published_is_listed_with_it(cast):
    edition = publish(cast)
    publish(cast, county=cast.soder, title="Söderskärs plan")
    make_plan(cast, title="Hemligt utkast")
    start = page()
    assert start.index("Norrlunda") < start.index("Plan för god hälsa") < start.index("Söderskärs plan")
    assert "Hemligt utkast" not in start
    own = page("/oppet/norrlunda/")
    assert "Plan för god hälsa" in own
    assert "Söderskärs plan" not in own
    actions.withdraw_edition(edition=edition, by=cast.coordinator)
    assert "Plan för god hälsa" not in page()
    assert [one.title for one in collect("published", None)] == ["Söderskärs plan"]


def test_the_number_of_queries_does_not_grow_with_what_is_published(cast):
    def asked():
        page()
        with CaptureQueriesContext(connection) as queries:
            page()
        return len(queries)

    publish(cast)
    few = asked()
    for number in range(6):
        publish(cast, title=f"Plan {number}", county=(cast.norr, cast.soder)[number % 2])
    assert asked() == few <= 4


def test_who_comes_to_sign_in_finds_what_is_open_to_all(client, db):
    assert 'href="/oppet/"' in client.get("/konto/logga-in/").content.decode()
