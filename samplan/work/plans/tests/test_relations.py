"""Ties between plans in both directions, plans under plans, and no circles."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.offers import collect
from samplan.foundation.core.tests.starting import start_of
from samplan.work.plans import queries, relating
from samplan.work.plans.actions import relations as writing
from samplan.work.plans.models import Plan, Relation

from .making import TIERS, make_plan

NONE = dict.fromkeys(("title", "publisher", "url", "note"), "") | {"valid_from": None, "valid_to": None}


def url(name, edition, *args):
    return reverse(f"plans:{name}", args=["norrlunda", edition.pk, *args])


@pytest.fixture
def plans(cast):
    return [
        make_plan(cast, title=title, nodes=(), questions=(), measures=())[0]
        for title in ("Länets plan", "Suicidplan", "Barnplan")
    ]


def tie(cast, start, end, kind="carries_out"):
    values = {**NONE, "kind": kind, "to_kind": "plan", "to_plan": end.plan}
    return writing.add_relation(plan=start.plan, by=cast.coordinator, **values)


@pytest.mark.parametrize("kind", ["carries_out", "replaces"])
def test_a_circle_is_refused_however_long(cast, plans, kind):
    """Fails when only two plans that point at each other are found."""
    one, two, three = plans
    tie(cast, one, two, kind)
    tie(cast, two, three, kind)
    with pytest.raises(writing.RelationRefused, match="cirkel"):
        tie(cast, three, one, kind)
    with pytest.raises(writing.RelationRefused, match="cirkel"):
        tie(cast, two, one, kind)
    tie(cast, three, one, "touches")  # to hang together has no direction
    assert Relation.objects.count() == 3


def test_a_tie_that_is_turned_into_a_circle_is_refused_too(cast, plans):
    one, two, _three = plans
    tie(cast, one, two)
    back = tie(cast, two, one, "follows")
    values = {**NONE, "kind": "carries_out", "to_kind": "plan", "to_plan": one.plan}
    with pytest.raises(writing.RelationRefused):
        writing.edit_relation(relation=back, seen=writing.mark_of_relation(back), by=cast.coordinator, **values)


def test_a_plan_of_another_county_is_not_tied_to(cast, plans):
    other = Plan.objects.create(county=cast.soder, title="Söderplanen")
    values = {**NONE, "kind": "follows", "to_kind": "plan", "to_plan": other}
    with pytest.raises(writing.RelationRefused):
        writing.add_relation(plan=plans[0].plan, by=cast.coordinator, **values)


@pytest.mark.django_db(transaction=True)
def test_two_who_close_a_circle_at_once_are_not_both_let_through(cast, plans):
    one, two, _three = plans
    refused = []

    def add(start, end):
        try:
            tie(cast, start, end)
        except writing.RelationRefused:
            refused.append(start)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        add(one, two)
        add(two, one)
    else:
        threads = [threading.Thread(target=add, args=pair) for pair in ((one, two), (two, one))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert (len(refused), Relation.objects.count()) == (1, 1)


@pytest.mark.row(188, partly="the register of strategies is the plans' own ties; one of its own comes later")
def test_ties_are_shown_from_both_ends_in_a_list_and_a_picture(client, cast, plans):
    one, two, _three = plans
    client.force_login(cast.coordinator)
    form = {
        "kind": "carries_out",
        "to_kind": "strategy",
        "title": "Den nationella strategin",
        "publisher": "Regeringen",
    }
    client.post(url("add_relation", one), form)
    client.post(
        url("add_relation", one), {"kind": "follows", "to_kind": "plan", "to_plan": two.plan.pk, "note": "Mål 3"}
    )
    page = client.get(url("relations", one)).content.decode()
    for words in ("Genomför", "Den nationella strategin", "Regeringen", "Utgår från", "Mål 3", url("edition", two)):
        assert words in page
    assert page.count('class="tie-box') == 3
    back = client.get(url("relations", two)).content.decode()
    assert "Utgångspunkt för" in back
    assert url("edition", one) in back
    assert "Ändra" not in back.split("Hit leder")[1].split("</section>")[0]  # changed where it was written


def test_a_tie_needs_something_to_be_tied_to_and_says_so(client, cast, plans):
    client.force_login(cast.coordinator)
    answer = client.post(url("add_relation", plans[0]), {"kind": "follows", "to_kind": "law", "title": " "})
    assert "Välj en plan i länet eller skriv vad det är." in answer.content.decode()
    assert not Relation.objects.exists()


def test_a_circle_is_told_on_the_form(client, cast, plans):
    one, two, _three = plans
    tie(cast, one, two)
    client.force_login(cast.coordinator)
    answer = client.post(url("add_relation", two), {"kind": "carries_out", "to_kind": "plan", "to_plan": one.plan.pk})
    assert "Det blir en cirkel" in answer.content.decode()


def test_two_who_change_the_same_tie_do_not_overwrite_each_other(client, cast, plans):
    values = {**NONE, "kind": "follows", "to_kind": "law", "to_plan": None, "title": "Lagen"}
    one = writing.add_relation(plan=plans[0].plan, by=cast.coordinator, **values)
    client.force_login(cast.coordinator)
    page = url("edit_relation", plans[0], one.pk)
    form = {"kind": "follows", "to_kind": "law", "title": "Lagen", "seen": start_of(client, page)}
    client.post(page, {**form, "note": "Kapitel 2"})
    assert client.post(page, {**form, "note": "Kapitel 5"}).status_code == 409
    one.refresh_from_db()
    assert one.note == "Kapitel 2"
    client.post(url("remove_relation", plans[0], one.pk))
    assert not Relation.objects.exists()


@pytest.mark.row(76)
def test_plans_for_areas_and_local_plans_stand_under_the_county_s(client, cast, plans):
    client.force_login(cast.coordinator)
    form = {"title": "Plan för barn och unga", "area": "Barn och unga", "levels": "usual"}
    client.post(url("sub_plan", plans[0]), form)
    client.force_login(cast.editor)  # of the region
    answer = client.get(url("local_plan", plans[0])).content.decode()
    assert "Region Norrlunda" in answer
    assert "Ekby kommun" not in answer
    client.post(
        url("local_plan", plans[0]), {"title": "Regionens egen", "organisation": cast.region.pk, "levels": "usual"}
    )
    local = Plan.objects.get(title="Regionens egen")
    assert (local.parent, local.organisation) == (plans[0].plan, cast.region)
    page = client.get(reverse("plans:list", args=["norrlunda"])).content.decode()
    places = [page.index(title) for title in ("Länets plan", "Plan för barn och unga", "Regionens egen", "Suicidplan")]
    assert places == sorted(places)
    assert page.count('class="plan-under"') == 2
    shown = client.get(url("relations", plans[0])).content.decode()
    assert "Barn och unga" in shown
    assert "Lokal plan" in shown
    draft = local.editions.get()
    assert client.get(url("add_node", draft)).status_code == 200  # its own editor writes in it
    assert client.get(url("add_node", plans[0])).status_code == 403


def test_a_local_plan_is_begun_for_nobody_else(client, cast, plans):
    client.force_login(cast.editor)
    client.post(url("local_plan", plans[0]), {"title": "Ekbys", "organisation": cast.ekby.pk, "levels": "usual"})
    assert not Plan.objects.filter(title="Ekbys").exists()
    client.force_login(cast.reader)
    assert client.get(url("local_plan", plans[0])).status_code == 403


def test_who_took_over_an_organisation_takes_over_its_local_plan(cast, plans):
    made = writing.create_plan_under(
        parent=plans[0].plan,
        title="Ekbys plan",
        organisation=cast.ekby,
        valid_from=date(2025, 1, 1),
        valid_to=None,
        tiers=TIERS,
        by=cast.coordinator,
    )
    (owned,) = [each for each in collect("owned_by", cast.ekby) if each.title == "Ekbys plan"]
    owned.pass_on(to=cast.alby, by=cast.coordinator)
    assert Plan.objects.get(pk=made.plan_id).organisation == cast.alby


def test_the_list_nests_whatever_the_depth_and_loses_none(cast, plans):
    deep = plans[2].plan
    deep.parent = plans[1].plan
    deep.save()
    middle = plans[1].plan
    middle.parent = plans[0].plan
    middle.save()
    rows = relating.nested(queries.plans_in(cast.norr))
    assert [(row.plan.title, row.depth) for row in rows] == [("Länets plan", 0), ("Suicidplan", 1), ("Barnplan", 2)]


def test_the_questions_to_the_database_do_not_grow_with_the_ties(client, cast, plans):
    client.force_login(cast.reader)

    def asked():
        client.get(url("relations", plans[0]))
        with CaptureQueriesContext(connection) as captured:
            client.get(url("relations", plans[0]))
        return len(captured)

    values = {**NONE, "kind": "follows", "to_kind": "law", "to_plan": None}
    writing.add_relation(plan=plans[0].plan, by=cast.coordinator, **{**values, "title": "Lag 0"})
    few = asked()
    for number in range(1, 8):
        writing.add_relation(plan=plans[0].plan, by=cast.coordinator, **{**values, "title": f"Lag {number}"})
    tie(cast, plans[0], plans[1])
    tie(cast, plans[2], plans[0], "touches")
    assert asked() == few
