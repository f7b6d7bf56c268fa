"""The difference between two versions, without a database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samplan.work.plans import difference
from samplan.work.plans.difference import CONTRIBUTION, EDITION, MEASURE, NODE, QUESTION, TIER, Item

WORDS = st.sampled_from(["", "Stöd", "Stöd nu", "Tidigt stöd till barn", "Kunskap"])
KEYS = st.permutations([f"n{i}" for i in range(7)])


@st.composite
def versions(draw):
    names = draw(st.lists(st.sampled_from(["Mål", "Område", "Delområde", "Fråga"]), unique=True, min_size=1))
    tiers = [
        Item(name, "", {"standard_type": draw(st.sampled_from(["impact", "outcome"])), "is_target_vision": False})
        for name in names
    ]
    keys = draw(KEYS)[: draw(st.integers(0, 7))]
    nodes = [
        Item(
            key,
            draw(st.sampled_from(["", *keys[:place]])),
            {"tier": draw(st.sampled_from(names)), "number": draw(st.sampled_from(["", "1", "2.1"]))}
            | {"title": draw(WORDS), "text": draw(WORDS), "wordings": draw(st.lists(WORDS, max_size=2))},
        )
        for place, key in enumerate(keys)
    ]
    rows = {
        kind: [
            Item(f"{kind}{i}", draw(st.sampled_from(["", *keys])), {"text": draw(WORDS)})
            for i in draw(st.permutations(range(4)))[: draw(st.integers(0, 4))]
        ]
        for kind in (QUESTION, MEASURE)
    }
    pairs = (
        draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), unique=True, max_size=4)) if keys else []
    )
    links = [Item(f"{a}>{b}", a, {"target": b, "evidence": draw(WORDS)}) for a, b in pairs if a != b]
    facts = [Item(EDITION, "", {"title": draw(WORDS), "lead": draw(WORDS), "valid_from": "", "valid_to": ""})]
    return difference.version({EDITION: facts, TIER: tiers, NODE: nodes, **rows, CONTRIBUTION: links})


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])  # slow to draw beside other work, not to run
@given(versions(), versions())
def test_the_old_and_the_difference_give_the_new(old, new):
    """Goes red when what is moved is not said to be, when several new ones in a row lose their order, and when a level that
    is called something else takes its parts with it only on one side."""
    assert difference.apply(difference.between(old, new), old) == new


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(versions())
def test_nothing_differs_from_itself(one):
    """Goes red when parts that keep their order are told as moved."""
    assert not difference.between(one, one)


def tree(*rows):
    return difference.version(
        {
            TIER: [Item("Mål", "", {"standard_type": "impact"})],
            NODE: [Item(key, parent, {"tier": "Mål", "title": key}) for key, parent in rows],
        }
    )


def test_as_few_as_possible_are_told_as_moved():
    old = tree(("a", ""), ("b", ""), ("c", ""), ("d", ""))
    new = tree(("d", ""), ("a", ""), ("b", ""), ("c", ""))
    assert [move.key for move in difference.between(old, new).of(NODE).moved] == ["d"]


def test_what_is_under_a_moved_part_comes_along_untold():
    old = tree(("a", ""), ("b", ""), ("b1", "b"))
    new = tree(("a", ""), ("b", "a"), ("b1", "b"))
    found = difference.between(old, new).of(NODE)
    assert [(m.key, m.from_parent, m.parent) for m in found.moved] == [("b", "", "a")]
    assert (found.added, found.removed, found.changed) == ((), (), {})


@pytest.mark.parametrize(("type_", "renamed"), [("impact", {"Mål": "Målsättning"}), ("output", {})])
def test_a_level_with_a_new_name_is_the_same_level_only_when_of_the_same_type(type_, renamed):
    old = tree(("a", ""))
    new = difference.version(
        {
            TIER: [Item("Målsättning", "", {"standard_type": type_})],
            NODE: [Item("a", "", {"tier": "Målsättning", "title": "a"})],
        }
    )
    found = difference.between(old, new)
    assert found.renamed == renamed
    assert bool(found.of(NODE).changed) is not bool(renamed)
