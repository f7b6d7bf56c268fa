"""A day that was set is moved with a reason, and what it was is never lost. A new scope has a decision."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.work.activities import actions
from samplan.work.activities.actions.moving import rescope
from samplan.work.activities.models import Forecast
from samplan.work.activities.states import NotAllowed, latest
from samplan.work.activities.tests.making import make_activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(cast):
    new = actions.NewActivity(
        "Gemensamt hem", "project", state="preparing", owner=cast.ekby, starts_on=date(2022, 9, 1)
    )
    return make_activities(cast, [new])[-1]["Gemensamt hem"]


def url(cast, name, activity):
    return reverse(f"activities:{name}", args=[cast.norr.slug, activity.pk])


def edit(client, cast, activity, **facts):
    address = url(cast, "edit", activity)
    given = {"title": activity.title, "kind": "project", "seen": client.get(address).context["seen"], **facts}
    return client.post(address, given)


@pytest.mark.row(57)
def test_a_moved_day_stands_beside_the_one_it_was_with_the_reason(client, cast, home):
    client.force_login(cast.contact)
    answer = edit(client, cast, home, starts_on="2023-01-01")
    assert "Skriv varför" in answer.content.decode()
    assert Forecast.objects.count() == 0
    edit(client, cast, home, starts_on="2023-01-01", moved_why="Huset blev inte klart")
    edit(client, cast, home, starts_on="2023-03-01", moved_why="Personal saknas")
    told = client.get(url(cast, "detail", home)).content.decode()
    for words in (
        "Start flyttades från 1 september 2022 till 1 januari 2023",
        "Huset blev inte klart",
        "Start flyttades från 1 januari 2023 till 1 mars 2023",
        "Personal saknas",
    ):
        assert words in told, words
    assert [(row.was, row.now) for row in home.forecasts.all()] == [
        (date(2022, 9, 1), date(2023, 1, 1)),
        (date(2023, 1, 1), date(2023, 3, 1)),
    ]


def test_a_day_set_for_the_first_time_needs_no_reason_and_one_taken_away_does(client, cast, home):
    client.force_login(cast.contact)
    edit(client, cast, home, starts_on="2022-09-01", ends_on="2024-01-01", ordinary_on="2024-01-02")
    assert Forecast.objects.count() == 0
    assert "Skriv varför" in edit(client, cast, home, starts_on="2022-09-01", ends_on="2024-01-01").content.decode()
    edit(client, cast, home, starts_on="2022-09-01", ends_on="2024-01-01", moved_why="Ingen betalar")
    row = Forecast.objects.get()
    assert (row.of, row.was, row.now) == ("ordinary_on", date(2024, 1, 2), None)
    assert "nu är ingen dag satt" in client.get(url(cast, "detail", home)).content.decode()


@pytest.mark.row(262)
def test_a_new_scope_has_its_decision_and_keeps_what_it_was(client, cast, home):
    client.force_login(cast.contact)
    page = url(cast, "rescope", home)
    given = {"now": "Bara stöd i det egna hemmet.", "decided_by": "Styrgruppen", "decision": "§ 41", "on": today()}
    assert client.post(page, {**given, "on": today() + timedelta(days=1)}).status_code == 422
    home.text = "Ett hus med åtta platser."
    home.save()
    client.post(page, given)
    told = client.get(url(cast, "detail", home)).content.decode()
    for words in ("Nytt innehåll", "Styrgruppen, § 41", "Ett hus med åtta platser.", "Bara stöd i det egna hemmet."):
        assert words in told, words
    with pytest.raises(NotAllowed, match="densamma"):
        rescope(
            activity=home, on=today(), now="Bara stöd i det egna hemmet.", decided_by="x", decision="", by=cast.contact
        )


@pytest.mark.row(65)
def test_a_project_in_ordinary_operation_says_what_went_on_and_what_did_not(client, cast, home):
    client.force_login(cast.contact)
    actions.change_state(activity=home, to="ongoing", on=today(), reason="", by=cast.contact)
    given = {
        "to": "ordinary",
        "on": today(),
        "payer": "Region Norrlunda",
        "goes_on": "Samtalen",
        "left_behind": "Appen",
    }
    client.post(url(cast, "state", home), given)
    told = client.get(url(cast, "detail", home)).content.decode()
    for words in (
        "Betalas nu av Region Norrlunda",
        "Lever vidare: Samtalen",
        "Följde inte med: Appen",
        "Ordinarie drift",
    ):
        assert words in told, words
    home.refresh_from_db()
    assert (home.kind, latest(home).goes_on) == ("operation", "Samtalen")
