"""What is written of activities at the county's days: form, to-do, what lacks, putting right, what hindered and helped."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.work.activities import actions, offers, points
from samplan.work.activities.actions.points import add_points
from samplan.work.activities.models import ReportingPoint, Update, Volume
from samplan.work.activities.tests.making import make_activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    new = [actions.NewActivity(f"Kurs {n}", state="ongoing", owner=cast.ekby) for n in (1, 2, 3)]
    return make_activities(cast, [*new, actions.NewActivity("Älbys", state="ongoing", owner=cast.alby)])[-1]


@pytest.fixture
def point(cast):
    (row,) = add_points(county=cast.norr, points=[("Höst", today() + timedelta(days=10))], by=cast.coordinator)
    return row


def url(cast, name, *args):
    return reverse(f"activities:{name}", args=[cast.norr.slug, *args])


def write(cast, activity, **said):
    return actions.add_update(activity=activity, on=said.pop("on", today()), by=cast.contact, **said)


@pytest.mark.row(247)
def test_all_parts_are_written_at_a_point_and_those_that_lack_are_seen(client, cast, made, point):
    one = made["Kurs 1"]
    client.force_login(cast.contact)
    page = url(cast, "report", one.pk)
    assert client.get(page).context["form"]["point"].value() == point.pk
    assert "Höst: skriv senast" in client.get(url(cast, "detail", one.pk)).content.decode()
    given = {
        "on": today(),
        "point": point.pk,
        "result": "Tolv gick",
        "obstacles": "Semestrar",
        "success_factors": "Fast tid",
    }
    lines = {"antal-TOTAL_FORMS": "1", "antal-INITIAL_FORMS": "0", "antal-0-what": "Deltagare", "antal-0-number": "12"}
    client.post(page, {**given, **lines, "tid-starts_on": "2026-01-01", "tid-ends_on": "2026-06-30"})
    told = client.get(url(cast, "detail", one.pk)).content.decode()
    for words in ("Höst", "Tolv gick", "Hindrar", "Semestrar", "Hjälper", "Fast tid", "Saknas", "Deltagare", ">12<"):
        assert words in told, words
    assert "skriv senast" not in told
    row = Volume.objects.get()
    assert (row.low, row.starts_on, row.ends_on) == (12, date(2026, 1, 1), date(2026, 6, 30))
    wrong = client.post(page, {**given, **lines, "antal-0-number": "några"})
    assert "till exempel 214" in wrong.content.decode()
    assert Update.objects.count() == 1


def test_each_owner_is_told_how_many_lack_until_they_are_written(client, cast, made, point):
    (told,) = [t for t in offers.todo(cast.contact, cast.norr) if "några rader" in t.text]
    assert told.text.startswith("3 aktiviteter väntar")
    assert told.due == point.on
    client.force_login(cast.contact)
    answer = client.post(told.url, {"on": today(), "point": point.pk, "result": "Bra", "go": "next"})
    assert answer.url == url(cast, "report", made["Kurs 2"].pk)
    write(cast, made["Kurs 2"], point=point, result="Bra")
    write(cast, made["Kurs 3"], result="Utan tillfälle")
    (told,) = [t for t in offers.todo(cast.contact, cast.norr) if "några rader" in t.text]
    assert told.text.startswith("En aktivitet väntar")
    point.on = today() + timedelta(days=15)
    point.save()
    assert [t for t in offers.todo(cast.contact, cast.norr) if "några rader" in t.text] == []


def test_the_countys_page_tells_who_has_written_and_who_has_not(client, cast, made, point):
    write(cast, made["Kurs 1"], point=point, result="Bra")
    client.force_login(cast.coordinator)
    told = client.get(url(cast, "point", point.pk)).content.decode()
    assert "1 av 4 är skrivna" in told
    assert told.count("Saknas") == 3
    made["Kurs 2"].starts_on = point.on + timedelta(days=1)
    made["Kurs 2"].save()
    assert "1 av 3 är skrivna" in client.get(url(cast, "point", point.pk)).content.decode()
    assert [e.title for e in offers.events(cast.norr, point.on.year)] == ["Skriv om aktiviteterna: Höst"]


def test_the_usual_days_are_added_in_one_press_and_once(client, cast):
    client.force_login(cast.coordinator)
    page = url(cast, "points")
    assert "Inga tillfällen än" in client.get(page).content.decode()
    year = client.get(page).context["year"]
    for _turn in range(2):
        client.post(url(cast, "usual_points"), {"ar": year})
    assert [p.name for p in ReportingPoint.objects.all()] == [f"Maj {year}", f"Oktober {year}", f"Helår {year}"]
    first = ReportingPoint.objects.first()
    change = url(cast, "change_point", first.pk)
    seen = client.get(change).context["seen"]
    client.post(change, {"name": "Vår", "on": f"{year}-06-30", "seen": seen})
    stale = client.post(change, {"name": "Sommar", "on": f"{year}-06-30", "seen": seen})
    assert stale.status_code == 409
    first.refresh_from_db()
    assert first.name == "Vår"
    client.post(url(cast, "remove_point", first.pk))
    assert ReportingPoint.objects.count() == 2


def test_a_day_that_is_written_for_is_not_removed(client, cast, made, point):
    write(cast, made["Kurs 1"], point=point, result="Bra")
    client.force_login(cast.coordinator)
    answer = client.post(url(cast, "remove_point", point.pk), follow=True)
    assert "kan det inte tas bort" in answer.content.decode()


def test_what_was_wrong_is_put_right_and_the_history_keeps_it(client, cast, made):
    row = write(cast, made["Kurs 1"], result="Tolv gick", obstacles="Regn")
    client.force_login(cast.contact)
    page = url(cast, "change_report", made["Kurs 1"].pk, row.pk)
    seen = client.get(page).context["seen"]
    client.post(page, {"on": today(), "result": "Tjugo gick", "obstacles": "Regn", "seen": seen})
    row.refresh_from_db()
    assert row.result == "Tjugo gick"
    event = Event.objects.get(verb="activities.report_changed")
    assert (event.before["result"], event.after["result"]) == ("Tolv gick", "Tjugo gick")
    assert client.post(page, {"on": today(), "result": "Trettio", "seen": seen}).status_code == 409
    client.post(url(cast, "remove_report", made["Kurs 1"].pk, row.pk))
    assert Update.objects.count() == 0
    assert Event.objects.get(verb="activities.report_removed").before["result"] == "Tjugo gick"


@pytest.mark.row(160)
def test_what_hindered_and_helped_is_gathered_and_searched(client, cast, made):
    write(cast, made["Kurs 1"], obstacles="Journalsystemen är olika")
    write(cast, made["Kurs 2"], success_factors="En namngiven person", on=today() - timedelta(days=800))
    write(cast, made["Kurs 3"], result="Inget av det")
    client.force_login(cast.reader)
    page = url(cast, "obstacles")
    told = client.get(page).content.decode()
    assert "Journalsystemen" in told
    assert "namngiven" in told
    assert "Inget av det" not in told
    found = client.get(page, {"ord": "JOURNAL"}).content.decode()
    assert "Journalsystemen" in found
    assert "namngiven" not in found
    assert "Inget passar" in client.get(page, {"ord": "xyz"}).content.decode()
    assert client.get(page, {"excel": "ja"}).content[:2] == b"PK"


def test_the_pages_ask_no_more_for_more(client, cast, made, point):
    client.force_login(cast.coordinator)
    counts, edition = {}, made["Kurs 1"].edition
    for _turn in range(2):
        for activity in made.values():
            write(cast, activity, point=point, result="Bra", obstacles="Regn")
        for page in (url(cast, "points"), url(cast, "point", point.pk), url(cast, "obstacles")):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.setdefault(page, []).append(len(queries))
        new = [actions.NewActivity(f"Ny {n}", state="ongoing", owner=cast.alby) for n in range(5)]
        made = {a.title: a for a in actions.create_activities(edition=edition, activities=new, by=cast.coordinator)}
    assert all(first == second for first, second in counts.values()), counts
    assert points.asked_now(cast.norr) == point
