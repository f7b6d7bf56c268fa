"""Two editions of a plan beside each other, on a page."""

from datetime import date

import pytest
from django.urls import reverse

from samplan.work.plans import actions, difference, over_time, versions
from samplan.work.plans.models import Contribution, FollowUpQuestion, Node

from .making import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    """(earlier, next, the next one's parts by title), before anything is changed."""
    edition, _nodes = make_plan(cast)
    actions.adopt(edition=edition, on=date(2025, 1, 1), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    made = actions.start_edition(
        predecessor=edition,
        title="Plan för bättre hälsa",
        valid_from=date(2029, 1, 1),
        valid_to=date(2032, 12, 31),
        by=cast.coordinator,
    )
    return edition, made.edition, {node.title: node for node in made.edition.nodes.all()}


def change(cast, node, **values):
    actions.edit_node(
        node=node,
        **{"number": node.number, "title": node.title, "text": node.text, "parent": node.parent, **values},
        seen=actions.mark_of_node(node),
        by=cast.coordinator,
    )


def compare(*editions):
    return over_time.compare(*(over_time.Side(edition) for edition in editions))


def line(made, title):
    return next(one for one in made.lines if "".join(m.text for m in one.title).strip() == title)


def test_a_copy_differs_only_in_its_facts(two):
    """Goes red when parts are matched by anything but the key that lasts: then all are removed and added."""
    made = compare(two[0], two[1])
    assert [label for label, _marks in made.facts] == ["Namn", "Gäller från", "Gäller till"]
    assert made.only_changed() == []


def test_each_sort_of_change_is_told_where_it_is(cast, two):
    old, new, nodes = two
    change(cast, nodes["Kunskap för personal"], text="Detta kan nås genom handledning.", number="1.2")
    change(cast, nodes["Tillgänglighet"], parent=nodes["Kunskap"])
    added = actions.add_node(
        edition=new, tier=nodes["Stöd"].tier, parent=nodes["Stöd"].parent, number="3", title="Barn", text="", by=None
    )
    FollowUpQuestion.objects.filter(edition=new, node=None).update(text="Vad gjorde minst nytta i år?")
    Contribution.objects.create(source=added, target=nodes["God hälsa i länet"])
    actions.remove_node(node=nodes["Jag blir trodd"], by=cast.coordinator)
    made = compare(old, new)
    text = line(made, "Kunskap för personal")
    assert [(m.kind, m.words) for m in text.text] == [
        ("same", "Detta kan nås genom"),
        ("del", "kurser"),
        ("ins", "handledning"),
        ("same", "."),
    ]
    assert text.notes == ["Nummer: var 1.1, är 1.2"]
    assert line(made, "Tillgänglighet").notes == ["Flyttad hit från 2 Stöd"]
    assert line(made, "Jag blir trodd").state == "removed"
    assert (line(made, "Barn").state, line(made, "Barn").pieces[0].kind) == ("added", "contribution")
    assert [[m.kind for m in piece.marks] for piece in made.whole] == [["same", "del", "ins", "same"]]
    assert made.summary[:5] == ["1 ny del", "1 borttagen", "1 omskriven", "1 flyttad", "1 med nytt nummer"]


def test_what_is_gone_stands_where_it_stood(cast, two):
    old, new, nodes = two
    actions.remove_node(node=nodes["Jag hittar rätt första gången"], by=cast.coordinator)
    titles = ["".join(m.text for m in one.title) for one in compare(old, new).lines]
    assert titles[:3] == ["God hälsa i länet", "Jag hittar rätt första gången", "Jag blir trodd"]


def test_a_real_edition_and_its_difference_give_the_next(cast, two):
    """As the property test, through the tables. Goes red when a version leaves out what it is read from."""
    old, new, nodes = two
    change(cast, nodes["Tillgänglighet"], parent=nodes["Kunskap"], title="Nära")
    before, after = versions.version_of(old), versions.version_of(new)
    assert difference.apply(difference.between(before, after), before) == after
    assert sum(len(items) for items in after.items.values()) == 1 + 6 + 10 + 3 + 1


def test_the_page_shows_what_changed_and_all_on_request(client, cast, two):
    _old, new, nodes = two
    change(cast, nodes["Kunskap"], title="Kunskap och stöd")
    client.force_login(cast.reader)
    address = reverse("plans:compare", args=[cast.norr.slug, new.pk])
    page = client.get(address).content.decode()
    assert "1 omskriven" in page
    assert "och stöd" in page
    assert "Jag blir trodd" not in page
    assert "Jag blir trodd" in client.get(f"{address}?visa=allt").content.decode()


def test_a_plan_with_one_edition_is_compared_with_what_it_was(client, cast):
    edition, _nodes = make_plan(cast)
    client.force_login(cast.coordinator)
    page = client.get(reverse("plans:compare", args=[cast.norr.slug, edition.pk])).content.decode()
    assert "Inget skiljer dem åt" in page


def test_another_countys_edition_can_not_be_compared_with(client, cast, two):
    """Goes red when the edition asked for is looked up without the door."""
    other = make_plan(cast, county=cast.soder).edition
    client.force_login(cast.coordinator)
    address = reverse("plans:compare", args=[cast.norr.slug, two[1].pk])
    assert client.get(f"{address}?med={other.pk}").status_code == 404
    assert client.get(f"{address}?med=åtta").status_code == 404


def test_the_queries_do_not_grow_with_the_plan(client, cast, two, django_assert_max_num_queries):
    _old, new, nodes = two
    client.force_login(cast.coordinator)
    address = reverse("plans:compare", args=[cast.norr.slug, new.pk])
    client.get(address)
    tier = nodes["Stöd"].tier
    Node.objects.bulk_create(Node(edition=new, tier=tier, position=100 + i, title=f"Ny {i}") for i in range(60))
    with django_assert_max_num_queries(40):
        assert client.get(address).content.decode().count("difference-state is-new") == 60
