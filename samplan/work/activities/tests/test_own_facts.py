"""What an activity says of itself: how one reaches it, how one will know what came of it, and ages of its own."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history
from samplan.foundation.terms import actions as terms
from samplan.work.activities import actions
from samplan.work.activities.models import Activity, ActivityTerm
from samplan.work.activities.tests.making import make_activities

pytestmark = pytest.mark.django_db
OWN = {
    "contact": "Växeln i Ekby",
    "follow_up_method": "En enkät varje halvår.",
    "age_from": "16",
    "age_to": "24",
}


@pytest.fixture
def world(cast):
    edition, _nodes, made = make_activities(cast)
    groups = terms.add_vocabulary(county=cast.norr, kind="target_groups", name="Målgrupper", by=cast.coordinator)
    young = terms.add_term(vocabulary=groups, text="Unga", age_from=13, age_to=25, by=cast.coordinator)
    one = made["Kurs för personal"]
    ActivityTerm.objects.create(activity=one, term=young)
    return edition, one, young


def url(name, *args):
    return reverse(f"activities:{name}", args=["norrlunda", *args])


def text(answer):
    return answer.content.decode()


def save(client, one, young, **facts):
    page = client.get(url("edit", one.pk))
    posted = {"title": one.title, "kind": one.kind, "groups": [young.pk], "seen": page.context["seen"]}
    posted["nodes"] = [node.pk for node in one.nodes.all()]
    return client.post(url("edit", one.pk), {**posted, **facts})


@pytest.mark.row(80)
def test_an_activitys_own_ages_go_before_its_target_groups_and_both_are_shown(client, cast, world):
    edition, one, young = world
    ages = reverse("activities:ages", args=["norrlunda", edition.pk])
    client.force_login(cast.coordinator)
    assert "vänder sig till 26 år och äldre" in text(client.get(ages))
    assert save(client, one, young, **OWN).status_code == 302
    shown = text(client.get(url("detail", one.pk)))
    for words in ("16–24 år", "13–25 år", "En annan ålder än målgruppens", "Växeln i Ekby", "En enkät varje halvår."):
        assert words in shown
    covered = text(client.get(ages))
    assert "vänder sig till 0–15 år" in covered
    assert "vänder sig till 25 år och äldre" in covered
    save(client, one, young, age_from="13", age_to="25")
    shown = text(client.get(url("detail", one.pk)))
    assert "En annan ålder" not in shown
    assert Activity.objects.get(pk=one.pk).contact == ""
    assert history.of(one).first().before["contact"] == "Växeln i Ekby"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"age_to": "24"}, "Skriv från vilken ålder"),
        ({"age_from": "24", "age_to": "16"}, "lägre än den undre"),
        ({"age_from": "121"}, "120"),
    ],
)
def test_ages_that_are_none_are_told_and_the_database_keeps_them_out(client, cast, world, facts, words):
    _edition, one, young = world
    client.force_login(cast.coordinator)
    answer = save(client, one, young, **facts)
    assert words in text(answer)
    assert Activity.objects.get(pk=one.pk).age_from is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=one.pk).update(**{name: int(value) for name, value in facts.items()})


def test_a_new_activity_has_them_and_a_newborn_is_somebody(client, cast, world):
    _edition, one, young = world
    client.force_login(cast.coordinator)
    client.post(url("new"), {"title": "Ny", "kind": "project", "state": "idea", **OWN, "age_from": "0", "age_to": "5"})
    made = Activity.objects.get(title="Ny")
    assert (made.contact, made.follow_up_method, made.age_from, made.age_to) == (*list(OWN.values())[:2], 0, 5)
    save(client, one, young, age_from="0")
    assert history.of(one).first().after["age_from"] == "0"
    assert "0 år och äldre" in text(client.get(url("detail", one.pk)))


def test_who_saves_what_another_has_changed_is_told(cast, world):
    """Planted: a mark without the contact lets the second save over the first."""
    one = world[1]
    seen = actions.mark_of_activity(one)
    Activity.objects.filter(pk=one.pk).update(contact="Någon annan")
    with pytest.raises(Stale):
        actions.edit_activity(activity=one, node_ids=[], actors=[], seen=seen, by=cast.coordinator, contact="Min")
