"""A process: ordered steps with an owner on each side, linked to parts of the plan and routines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.offers import collect
from samplan.foundation.core.tests.starting import start_of
from samplan.work.plans.actions import processes as writing
from samplan.work.plans.models import Process, ProcessStep

from .making import make_plan


def url(name, edition, *args):
    return reverse(f"plans:{name}", args=["norrlunda", edition.pk, *args])


@pytest.fixture
def plan(cast):
    return make_plan(cast)


@pytest.fixture
def process(cast, plan):
    process = writing.add_process(plan=plan[0].plan, title="Barn till vuxen", text="Vid 18 år.", by=cast.coordinator)
    for title, giver, receiver in (
        ("Planera", cast.region, None),
        ("Mötas", cast.region, cast.ekby),
        ("Följa upp", cast.ekby, cast.ekby),
    ):
        writing.add_step(
            process=process,
            title=title,
            text="",
            giver=giver,
            giver_unit="BUP",
            receiver=receiver,
            receiver_unit="",
            routine="",
            routine_url="",
            parts=[],
            by=cast.coordinator,
        )
    return process


def titles(process):
    return [step.title for step in process.steps.all()]


@pytest.mark.row(165, partly="the map of the process; the scaled question is asked in the round")
def test_a_process_is_drawn_in_order_with_who_gives_and_who_takes(client, cast, plan):
    edition, nodes = plan
    client.force_login(cast.coordinator)
    assert url("processes", edition) in client.get(url("edition", edition)).content.decode()
    client.post(url("add_process", edition), {"title": "Från barn till vuxen", "text": "Vid 18 år."})
    process = Process.objects.get()
    step = {
        "title": "Skriv remiss",
        "giver": cast.region.pk,
        "giver_unit": "BUP",
        "receiver": cast.ekby.pk,
        "routine": "Övergångsrutinen",
        "routine_url": "https://example.org/rutin",
        "parts": [nodes["s21"].pk],
    }
    client.post(url("add_step", edition, process.pk), step)
    following = client.get(url("add_step", edition, process.pk)).content.decode()
    assert f'value="{cast.ekby.pk}" selected' in following  # who took over last is likely to hand over next
    client.force_login(cast.reader)
    page = client.get(url("processes", edition)).content.decode()
    for words in (
        "Från barn till vuxen",
        "Skriv remiss",
        "BUP",
        "Ekby kommun",
        "https://example.org/rutin",
        "Tillgänglighet",
    ):
        assert words in page
    assert "lämnar över till" in page
    assert "Flytta upp" not in page
    assert client.post(url("add_step", edition, process.pk), step).status_code == 403


def test_steps_change_place_and_go(client, cast, plan, process):
    client.force_login(cast.coordinator)
    first, second, _third = process.steps.all()
    client.post(url("move_step", plan[0], second.pk), {"hall": "upp"})
    assert titles(process) == ["Mötas", "Planera", "Följa upp"]
    client.post(url("move_step", plan[0], second.pk), {"hall": "upp"})  # stands first already
    assert titles(process) == ["Mötas", "Planera", "Följa upp"]
    client.post(url("move_step", plan[0], first.pk), {"hall": "ned"})
    assert titles(process) == ["Mötas", "Följa upp", "Planera"]
    client.post(url("remove_step", plan[0], second.pk))
    assert [step.position for step in process.steps.all()] == [1, 2]
    client.post(url("remove_process", plan[0], process.pk))
    assert not Process.objects.exists()


def test_two_who_change_the_same_step_do_not_overwrite_each_other(client, cast, plan, process):
    client.force_login(cast.coordinator)
    step = process.steps.first()
    page = url("edit_step", plan[0], step.pk)
    form = {"title": "Planera", "giver": cast.region.pk, "giver_unit": "BUP", "seen": start_of(client, page)}
    client.post(page, {**form, "text": "Med familjen."})
    assert client.post(page, {**form, "text": "Utan familjen."}).status_code == 409
    step.refresh_from_db()
    assert step.text == "Med familjen."
    page = url("edit_process", plan[0], process.pk)
    form = {"title": "Barn till vuxen", "seen": start_of(client, page)}
    client.post(page, {**form, "text": "Vid 17 år."})
    assert client.post(page, {**form, "text": "Vid 20 år."}).status_code == 409


def test_a_process_of_another_plan_is_not_found_under_this_one(client, cast, plan, process):
    other, _nodes = make_plan(cast, title="Annan plan")
    client.force_login(cast.coordinator)
    assert client.get(url("edit_process", other, process.pk)).status_code == 404
    assert client.post(url("remove_step", other, process.steps.first().pk)).status_code == 404


def test_who_took_over_an_organisation_stands_in_its_steps(cast, process):
    owned = [each for each in collect("owned_by", cast.ekby) if each.title.startswith("Barn till vuxen")]
    assert len(owned) == 3  # takes over in one, both in the other
    for each in owned:
        each.pass_on(to=cast.alby, by=cast.coordinator)
    assert not ProcessStep.objects.filter(giver=cast.ekby).exists()
    assert ProcessStep.objects.filter(receiver=cast.alby).count() == 2


def test_the_questions_to_the_database_do_not_grow_with_the_steps(client, cast, plan, process):
    client.force_login(cast.reader)

    def asked():
        client.get(url("processes", plan[0]))
        with CaptureQueriesContext(connection) as captured:
            client.get(url("processes", plan[0]))
        return len(captured)

    few = asked()
    for number in range(6):
        step = ProcessStep.objects.create(
            process=process, position=9 + number, title=f"Steg {number}", giver=cast.alby, receiver=cast.region
        )
        step.parts.create(node_key=plan[1]["s21"].key)
    assert asked() == few
