from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from samplan.foundation.history import queries as history
from samplan.work.plans import actions, states
from samplan.work.plans.models import Contribution, FollowUpQuestion, Node


def make(cast, areas=2, **extra):
    nodes = [actions.NewNode("goal", "Mål", None, "", "Alla mår bra")]
    for area in range(1, areas + 1):
        # Given after everything they follow, to show that reading order comes from the tree.
        nodes.append(actions.NewNode(f"a{area}", "Område", "goal", str(area), f"Område {area}"))
    for area in range(1, areas + 1):
        nodes.append(
            actions.NewNode(
                f"s{area}", "Delområde", f"a{area}", f"{area}.1", f"Del {area}", "Text", [("Annat ord", [9])], [area]
            )
        )
    return actions.create_edition(
        county=cast.norr,
        title="Plan för god hälsa",
        valid_from=date(2025, 1, 1),
        valid_to=date(2028, 12, 31),
        tiers=[
            actions.NewTier("Mål", "impact"),
            actions.NewTier("Område", "outcome"),
            actions.NewTier("Delområde", "output"),
        ],
        nodes=nodes,
        questions=[
            actions.NewQuestion("s1", "Finns en väg in?", [12]),
            actions.NewQuestion(None, "Vad gjorde störst nytta?", is_open=True),
        ],
        measures=[actions.NewMeasure("goal", "Självskattad hälsa", [3])],
        by=cast.coordinator,
        **extra,
    )


def test_it_saves_the_whole_tree_in_reading_order(cast):
    edition, nodes = make(cast)

    assert [n.title for n in edition.nodes.order_by("position")] == [
        "Alla mår bra",
        "Område 1",
        "Del 1",
        "Område 2",
        "Del 2",
    ]
    assert nodes["s2"].parent == nodes["a2"]
    assert nodes["s1"].wordings.get().source_lines == [9]
    assert nodes["s1"].folded == "1.1 del 1 text"
    assert edition.questions.get(node=None).is_open
    assert edition.measures.get().node == nodes["goal"]


def test_it_is_a_working_draft_with_a_history(cast):
    edition, _ = make(cast, source_name="plan.docx")

    assert states.latest(edition).state == "working"
    event = history.of(edition).get()
    assert event.verb == "plans.edition_created"
    assert event.actor_name == "Karin Prov"
    assert event.after == {"nodes": 5, "questions": 2, "measures": 1}
    assert event.note == "plan.docx"


def test_the_number_of_queries_does_not_grow_with_the_tree(cast):
    from django.db import connection

    def count(areas):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            make(cast, areas)
        return len(queries)

    assert count(2) == count(40)


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ([("a", None), ("a", None)], "same ref"),
        ([("a", "b")], "unknown parent"),
        ([("a", "b"), ("b", "a")], "own ancestors"),
    ],
)
def test_a_tree_that_is_none_is_refused_and_nothing_saved(cast, nodes, words):
    with pytest.raises(ValueError, match=words):
        actions.create_edition(
            county=cast.norr,
            title="Trasig",
            valid_from=None,
            valid_to=None,
            tiers=[actions.NewTier("Mål", "impact")],
            nodes=[actions.NewNode(ref, "Mål", parent, "", ref) for ref, parent in nodes],
            by=cast.coordinator,
        )
    assert not cast.norr.plans.exists()


def test_the_next_edition_keeps_keys_and_leaves_the_earlier_as_it_was(cast):
    edition, nodes = make(cast)
    Contribution.objects.create(source=nodes["s1"], target=nodes["a2"], evidence="Studie")
    before = list(Node.objects.filter(edition=edition).values_list())

    following, by_old_id = actions.start_edition(
        predecessor=edition,
        title="Plan 2029–2032",
        valid_from=date(2029, 1, 1),
        valid_to=date(2032, 12, 31),
        by=cast.coordinator,
    )

    assert (following.plan, following.number) == (edition.plan, 2)
    assert list(Node.objects.filter(edition=edition).values_list()) == before
    assert [n.key for n in following.nodes.all()] == [n.key for n in edition.nodes.all()]
    copy = by_old_id[str(nodes["s1"].pk)]
    assert (copy.parent.title, copy.tier.edition, copy.folded) == ("Område 1", following, "1.1 del 1 text")
    assert copy.wordings.get().text == "Annat ord"
    assert copy.contributes_to.get().target == by_old_id[str(nodes["a2"].pk)]
    keys = FollowUpQuestion.objects.filter(edition=following).values_list("key", "text", "node__title")
    assert set(keys) == set(FollowUpQuestion.objects.filter(edition=edition).values_list("key", "text", "node__title"))
    assert following.measures.count() == 1
    assert states.latest(following).state == "working"
