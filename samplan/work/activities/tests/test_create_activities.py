import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samplan.foundation.history import queries as history
from samplan.work.activities import actions, states
from samplan.work.plans import actions as plans


@pytest.fixture
def made(cast):
    return plans.create_edition(
        county=cast.norr,
        title="Plan",
        valid_from=None,
        valid_to=None,
        tiers=[plans.NewTier("Område", "outcome")],
        nodes=[plans.NewNode("a", "Område", None, "1", "Ett"), plans.NewNode("b", "Område", None, "2", "Två")],
        by=cast.coordinator,
    )


def test_one_activity_under_several_nodes_is_one_row_with_its_actors(cast, made):
    edition, nodes = made
    new = actions.NewActivity(
        "En väg in",
        "proposed",
        [nodes["a"].pk, nodes["b"].pk, nodes["a"].pk],
        [("Ekby kommun", cast.ekby), ("berörda", None), ("Ekby kommun", None)],
        [4, 90],
    )

    (activity,) = actions.create_activities(edition=edition, activities=[new], by=cast.coordinator)

    assert list(activity.nodes.order_by("position")) == [nodes["a"], nodes["b"]]
    assert [(a.text, a.organisation) for a in activity.actors.all()] == [
        ("Ekby kommun", cast.ekby),
        ("berörda", None),
    ]
    assert (activity.county, activity.source_lines, activity.folded) == (cast.norr, [4, 90], "en väg in")
    assert states.latest(activity).state == "idea"
    assert history.of(edition).first().verb == "activities.created_many"


def test_the_number_of_queries_does_not_grow_with_the_activities(cast, made):
    edition, nodes = made

    def count(number):
        new = [
            actions.NewActivity(f"Nr {n}", node_ids=[nodes["a"].pk], actors=[("Ekby", cast.ekby)])
            for n in range(number)
        ]
        with CaptureQueriesContext(connection) as queries:
            actions.create_activities(edition=edition, activities=new, by=cast.coordinator)
        return len(queries)

    assert count(2) == count(40)  # SQLite splits a statement at 999 values; below that, all is one


def test_one_made_by_hand_has_its_own_history(cast, made):
    activity = actions.create_activity(
        county=cast.norr,
        edition=made.edition,
        activity=actions.NewActivity("Ny", "project", state="ongoing", owner=cast.ekby),
        by=cast.coordinator,
    )

    assert history.of(activity).get().verb == "activities.created"
    assert activity.owner == cast.ekby
    assert states.latest(activity).state == "ongoing"
