"""Whom activities are for, how and where; perspectives; ages that are served and not."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from samplan.foundation.people.actions.places import add_place
from samplan.foundation.terms import actions as terms
from samplan.work.activities import actions, ages, sorting
from samplan.work.activities.actions.sorting import assess
from samplan.work.activities.models import Activity, ActivityTerm, Assessment
from samplan.work.plans.actions.sorting import set_vocabularies

from .making import make_activities
from .test_activity_list import titles

ADDRESS = "/norrlunda/aktiviteter/"
GROUPS = {"Små barn": (0, 6), "Tonåringar": (13, 17), "Äldre": (65, None), "Anhöriga": (None, None)}


def set_terms(activity, chosen):
    activity.activity_terms.all().delete()
    ActivityTerm.objects.bulk_create(ActivityTerm(activity=activity, term=term) for term in chosen)


@pytest.fixture
def world(cast):
    by = cast.coordinator
    edition, nodes, made = make_activities(cast)
    lists = {
        kind: terms.add_vocabulary(county=cast.norr, kind=kind, name=kind, by=by)
        for kind in ("perspectives", "target_groups", "methods")
    }
    groups = {
        text: terms.add_term(vocabulary=lists["target_groups"], text=text, age_from=a, age_to=b, by=by)
        for text, (a, b) in GROUPS.items()
    }
    method = terms.add_term(vocabulary=lists["methods"], text="Samtal i grupp", by=by)
    perspectives = [terms.add_term(vocabulary=lists["perspectives"], text=t, by=by) for t in ("Jämställdhet", "Barn")]
    set_vocabularies(edition=edition, vocabularies=[lists["perspectives"]], seen=None, by=by)
    place = add_place(municipality=cast.ekby, name="Norra holmen", by=by)
    return {"edition": edition, "nodes": nodes, "made": made, "groups": groups, "method": method,
            "perspectives": perspectives, "place": place, "lists": lists}  # fmt: skip


def page(client, address):
    return client.get(address).content.decode()


@pytest.mark.row(224)
def test_target_groups_methods_and_places_are_chosen_shown_and_narrow_the_list(client, cast, world):
    client.force_login(cast.coordinator)
    one = world["made"]["En väg in"]
    edit = f"{ADDRESS}{one.pk}/andra/"
    form = client.get(edit).context["form"]
    posted = {"title": one.title, "kind": one.kind, "actors": "Ekby kommun", "nodes": [n.pk for n in one.nodes.all()]}
    group, method, place = world["groups"]["Tonåringar"], world["method"], world["place"]
    posted |= {"groups": [group.pk], "methods": [method.pk], "places": [place.pk]}
    assert "focus" not in form.fields
    type(method).objects.filter(pk=method.pk).update(source="Kunskapsöversikt 2024")
    assert client.post(edit, {**posted, "seen": client.get(edit).context["seen"]}).status_code == 302
    shown = page(client, f"{ADDRESS}{one.pk}/")
    for words in ("Tonåringar", "13–17 år", "Samtal i grupp", "Underlag: Kunskapsöversikt 2024", "Norra holmen"):
        assert words in shown
    for name, value in (("malgrupp", group), ("metod", method), ("plats", place)):
        assert titles(client.get(ADDRESS, {name: value.pk})) == ["En väg in"]
        assert titles(client.get(ADDRESS, {name: value.pk + 999})) == []
    new = {"title": "Ny kurs", "kind": "project", "state": "idea", "groups": [group.pk], "places": [place.pk]}
    assert client.post(f"{ADDRESS}ny/", new).status_code == 302
    assert titles(client.get(ADDRESS, {"malgrupp": group.pk})) == ["En väg in", "Ny kurs"]


def test_what_is_read_from_a_file_leaves_what_it_does_not_hold(cast, world):
    one = world["made"]["En väg in"]
    set_terms(one, [world["method"]])
    one.places.add(world["place"])
    texts = {name: getattr(one, name) for name in ("title", "kind", "meaning", "text", "place", "starts_on", "ends_on")}
    seen = actions.mark_of_activity(one)
    actions.edit_activity(activity=one, node_ids=[], actors=[], seen=seen, by=cast.coordinator, **texts)
    assert [sorting.terms_of(one), list(one.places.all())] == [[world["method"]], [world["place"]]]


def test_a_word_removed_meanwhile_is_refused_and_one_in_use_stays(cast, world):
    one = world["made"]["En väg in"]
    set_terms(one, [world["method"]])
    with pytest.raises(terms.TermRefused):
        terms.remove_term(term=world["method"], by=cast.coordinator)


@pytest.mark.row(177, 178)
def test_perspectives_are_assessed_and_what_nobody_meets_or_has_looked_at_is_shown(client, cast, world):
    client.force_login(cast.coordinator)
    one, other = world["made"]["En väg in"], world["made"]["Kurs för personal"]
    first, second = world["perspectives"]
    matrix = f"/norrlunda/planen/{world['edition'].pk}/perspektiv/"
    assert "inte bedömt" in page(client, matrix)
    address = f"{ADDRESS}{one.pk}/perspektiv/"
    posted = {f"outcome_{first.pk}": "meets", f"note_{first.pk}": "Egen grupp för killar."}
    posted["seen"] = client.get(address).context["seen"]
    assert client.post(address, posted).status_code == 302
    assess(activity=other, chosen={second: ("not", "")}, seen=None, by=cast.coordinator)
    shown = page(client, matrix)
    assert "Ingen aktivitet arbetar med" in shown
    assert f"?perspektiv={first.pk}" in shown
    met = {row.term.text: (row.whole.addressed, row.whole.unseen) for row in sorting.matrix(world["edition"]).rows}
    assert met == {"Barn": (0, 2), "Jämställdhet": (1, 2)}
    assert [title for _pk, title in sorting.matrix(world["edition"]).unseen] == ["Stöd till anhöriga"]
    assert titles(client.get(ADDRESS, {"perspektiv": first.pk})) == ["En väg in"]
    assert "Egen grupp för killar." in page(client, f"{ADDRESS}{one.pk}/")
    assert client.post(address, {f"note_{second.pk}": "Bara ord"}).status_code in (200, 422)
    assert Assessment.objects.count() == 2


def test_two_who_assess_see_each_other(client, cast, world):
    """The planted bug: without the mark in `assess` the second answer replaces the first."""
    client.force_login(cast.coordinator)
    one, (first, _second) = world["made"]["En väg in"], world["perspectives"]
    address = f"{ADDRESS}{one.pk}/perspektiv/"
    seen = client.get(address).context["seen"]
    assess(activity=one, chosen={first: ("meets", "")}, seen=None, by=cast.coordinator)
    client.post(address, {f"outcome_{first.pk}": "not", "seen": seen})
    assert Assessment.objects.get().outcome == "meets"


@pytest.mark.row(116, 224)
def test_ages_nobody_serves_stand_out_and_what_has_no_group_is_counted_apart(client, cast, world):
    client.force_login(cast.reader)
    address = f"/norrlunda/planen/{world['edition'].pk}/aldrar/"
    assert "Ingen aktivitet har en målgrupp med ålder" in page(client, address)
    one, other, third = (world["made"][t] for t in ("En väg in", "Kurs för personal", "Stöd till anhöriga"))
    set_terms(one, [world["groups"]["Små barn"], world["groups"]["Tonåringar"]])
    set_terms(other, [world["groups"]["Anhöriga"]])
    shown = page(client, address)
    assert "Ingen aktivitet vänder sig till 7–12 år." in shown
    assert "Ingen aktivitet vänder sig till 18 år och äldre." in shown
    assert "1 av 3 aktivitet saknar målgrupp" in shown
    assert "1 har en målgrupp utan åldrar" in shown
    set_terms(third, [world["groups"]["Äldre"]])
    assert "Ingen aktivitet vänder sig till 18–64 år." in page(client, address)


@pytest.mark.row(80)
def test_ages_that_almost_agree_in_one_part_of_the_plan_are_told(client, cast, world):
    near = terms.add_term(
        vocabulary=world["lists"]["target_groups"], text="Unga", age_from=13, age_to=18, by=cast.coordinator
    )
    set_terms(world["made"]["En väg in"], [world["groups"]["Tonåringar"]])
    set_terms(world["made"]["Kurs för personal"], [near])
    client.force_login(cast.reader)
    shown = page(client, f"/norrlunda/planen/{world['edition'].pk}/aldrar/")
    assert "Åldrar som nästan stämmer" in shown
    assert "13–18 år" in shown


span = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda s: (min(s), max(s)))


@given(spans=st.dictionaries(st.integers(1, 5), st.lists(span, min_size=1, max_size=3), max_size=4))
def test_every_year_is_in_one_stretch_with_just_those_who_serve_it(spans):
    """The planted bug: begin no stretch at `last + 1` and the year after a span seems served."""
    found = ages.stretches(spans)
    by_year = {year: serving for first, last, serving in found for year in range(first, last + 1)}
    assert sorted(by_year) == list(range(ages.LAST + 1))
    for year, serving in by_year.items():
        assert serving == {pk for pk, each in spans.items() if any(a <= year <= b for a, b in each)}
    assert all(one[2] != other[2] for one, other in pairwise(found))


def test_more_activities_and_words_ask_no_more(client, cast, world):
    client.force_login(cast.reader)
    edition, nodes = world["edition"], world["nodes"]

    def asked():
        counts = []
        for address in (ADDRESS, *(f"/norrlunda/planen/{edition.pk}/{name}/" for name in ("perspektiv", "aldrar"))):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        return counts

    everything = [*world["groups"].values(), world["method"]]
    set_terms(world["made"]["En väg in"], everything)
    asked()
    before = asked()
    new = [actions.NewActivity(f"Nr {n}", "project", [nodes["q1"].pk, nodes["s21"].pk]) for n in range(6)]
    for one in actions.create_activities(edition=edition, activities=new, by=cast.coordinator):
        set_terms(one, everything)
        assess(activity=one, chosen={world["perspectives"][0]: ("meets", "")}, seen=None, by=cast.coordinator)
    assert asked() == before
    assert Activity.objects.count() == 10


@pytest.mark.row(5, 97)
def test_an_activity_says_what_type_it_is_and_which_purposes_of_the_agreement_it_serves(client, cast, world):
    by, one = cast.coordinator, world["made"]["En väg in"]
    lists = {k: terms.add_vocabulary(county=cast.norr, kind=k, name=f"Lista {k}", by=by) for k in ("types", "purposes")}
    attitude = terms.add_term(vocabulary=lists["types"], text="Attitydförändring", by=by)
    purposes = [terms.add_term(vocabulary=lists["purposes"], text=t, by=by) for t in ("Stödja planer", "Bästa kunskap")]
    client.force_login(by)
    edit = f"{ADDRESS}{one.pk}/andra/"
    posted = {"title": one.title, "kind": one.kind, "seen": client.get(edit).context["seen"], "types": [attitude.pk]}
    assert client.post(edit, {**posted, "purposes": [p.pk for p in purposes]}).status_code == 302
    shown = page(client, f"{ADDRESS}{one.pk}/")
    for words in ("Attitydförändring", "Stödja planer", "Bästa kunskap", "Lista purposes"):
        assert words in shown, words
