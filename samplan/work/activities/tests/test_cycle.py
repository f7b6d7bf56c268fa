"""The cycle is marked on an edition, an area and an activity, and the plan shows the areas that never left the map."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.work.activities import actions, cycle
from samplan.work.activities.actions.cycle import mark
from samplan.work.activities.models import CycleMark
from samplan.work.activities.states import NotAllowed
from samplan.work.activities.tests.making import make_activities

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast):
    return make_activities(cast)


def url(cast, name, *args):
    return reverse(f"activities:{name}", args=[cast.norr.slug, *args])


def step(cast, subject, phase, days=0):
    return mark(
        subject=subject, phase=phase, evidence=f"{phase} visat", on=today() - timedelta(days=days), by=cast.coordinator
    )


@pytest.mark.row(180)
def test_an_activity_shows_its_phase_what_shows_it_and_what_each_phase_asks_for(client, cast, plan):
    _e, _n, made = plan
    activity = made["Kurs för personal"]
    client.force_login(cast.contact)
    page = url(cast, "cycle_of_activity", activity.pk)
    told = client.get(page).content.decode()
    assert "Hur ni ska veta vad den leder till: saknas" in told
    assert client.get(page).context["form"]["phase"].value() == "map"
    given = {"phase": "design", "evidence": "Kursen är planerad med skolan.", "on": today()}
    answer = client.post(url(cast, "mark_activity", activity.pk), {**given, "evidence": ""})
    assert answer.status_code == 422
    client.post(url(cast, "mark_activity", activity.pk), given)
    told = client.get(page).content.decode()
    assert "Nu: utforma" in told
    assert "Kursen är planerad med skolan." in told
    assert client.get(page).context["form"]["phase"].value() == "carry_out"
    assert "Utforma" in client.get(url(cast, "detail", activity.pk)).content.decode()
    client.post(url(cast, "cycle_take_back_activity", activity.pk, CycleMark.objects.get().pk))
    assert CycleMark.objects.count() == 0


@pytest.mark.row(181)
def test_the_plan_tells_which_areas_never_left_the_map(client, cast, plan):
    edition, _nodes, made = plan
    areas = [area.node for area in cycle.overview(edition).areas]
    first, *others = areas
    assert others
    step(cast, first, "map", 20)
    step(cast, edition, "design")
    step(cast, made["Kurs för personal"], "carry_out")
    client.force_login(cast.coordinator)
    page = url(cast, "cycle_of_edition", edition.pk)
    assert f"{len(areas)} av {len(areas)} har inte kommit längre" in client.get(page).content.decode()
    client.post(url(cast, "mark_node", first.pk), {"phase": "analyse", "evidence": "Valt i workshop", "on": today()})
    told = client.get(page).content.decode()
    assert f"{len(areas) - 1} av {len(areas)} har inte kommit längre" in told
    assert "1 genomföra och testa" in told
    node_page = client.get(reverse("plans:node", args=[cast.norr.slug, first.pk])).content.decode()
    assert "Valt i workshop" in node_page
    client.force_login(cast.contact)
    assert client.post(url(cast, "mark_node", first.pk), {}).status_code == 403


def test_steps_are_written_in_order_and_the_cycle_begins_anew(cast, plan):
    edition, *_rest = plan
    step(cast, edition, "learn", 5)
    assert cycle.course_of(edition).next == "map"
    with pytest.raises(NotAllowed, match="före det steg"):
        step(cast, edition, "map", 6)
    step(cast, edition, "map")
    assert cycle.course_of(edition).bar[0][1] == "current"


def test_the_plans_page_asks_no_more_for_more_marks(client, cast, plan):
    edition, nodes, made = plan
    client.force_login(cast.coordinator)
    page, counts = url(cast, "cycle_of_edition", edition.pk), []
    for _turn in range(2):
        for node in nodes.values():
            step(cast, node, "map")
        for activity in made.values():
            step(cast, activity, "map")
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
        new = [actions.NewActivity(f"Ny {n}", node_ids=[nodes["q1"].pk]) for n in range(5)]
        made = {a.title: a for a in actions.create_activities(edition=edition, activities=new, by=cast.coordinator)}
    assert counts[0] == counts[1]
