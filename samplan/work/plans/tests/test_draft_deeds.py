"""Random deeds by several people keep a draft's tree sound, and taking all back gives the first outline exactly.

Planted: `place_node` without the check of circles, `write` that skips a run, `_move` that forgets a child's place, an undo
that leaves the text: each is found.
"""

import os

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from samplan.foundation.core.stale import Stale
from samplan.work.plans import actions, drafting
from samplan.work.plans.models import Contribution, FollowUpQuestion, Lineage, Measure, Wording
from samplan.work.plans.states import NotAllowed

from .making import make_plan
from .test_draft_tree import everything, outline

DEEDS = ["add", "write", "up", "down", "in", "out", "place", "remove", "split", "join", "undo", "redo"]
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=14)


def whole(edition):
    """Every row of the draft, but for what is made from the rest."""
    rows = [everything(edition)]
    for model, way in ((FollowUpQuestion, "edition"), (Measure, "edition"), (Wording, "node__edition")):
        rows.append(list(model.objects.filter(**{way: edition}).order_by("pk").values_list("pk", "node_id", "text")))
    links = Contribution.objects.filter(source__edition=edition).order_by("pk")
    rows.append(list(links.values_list("pk", "source_id", "target_id", "evidence")))
    rows.append(list(Lineage.objects.filter(edition=edition).order_by("pk").values_list("from_key", "to_key", "kind")))
    return rows


def do(edition, deed, one, other, by):
    """One deed to the parts that the numbers point at; what is not allowed is refused and changes nothing."""
    nodes = list(edition.nodes.select_related("tier", "parent").order_by("position"))
    if deed in ("undo", "redo"):
        return (actions.undo if deed == "undo" else actions.redo)(edition=edition, by=by)
    if not nodes:
        return None
    node, second = nodes[one % len(nodes)], nodes[other % len(nodes)]
    seen = actions.mark_of_words(node)
    if deed == "add":
        tier = second.tier
        return actions.add_node(
            edition=edition, tier=tier, parent=node, number="", title=f"Ny {other}", text="En. Två.", by=by
        )
    if deed == "write":
        words = {"number": node.number, "title": f"{node.title} {other}", "text": f"Text {other}."}
        return actions.write_node(node=node, seen=seen, by=by, **words)
    if deed in ("up", "down"):
        return actions.move_node(node=node, up=deed == "up", by=by)
    if deed == "place":
        return actions.place_node(node=node, parent=second, after=None, by=by)
    if deed == "split":
        hung = [choice.key for choice in drafting.choices(node)][:: 1 + other % 2]
        stays, new = actions.Words(node.number, node.title, ""), actions.Words("", f"Ur {other}", node.text)
        return actions.split_node(node=node, stays=stays, new=new, moved=hung, seen=seen, by=by)
    if deed == "join":
        words = actions.Words(node.number, node.title, f"{node.text} {second.text}")
        both = f"{seen}:{actions.mark_of_words(second)}"
        return actions.join_nodes(node=node, other=second, words=words, seen=both, by=by)
    return {"in": actions.indent_node, "out": actions.outdent_node, "remove": actions.remove_node}[deed](
        node=node, by=by
    )


@settings(
    max_examples=300 if os.environ.get("SAMPLAN_PROVE") else 12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(
    steps=[("add", 0, 0), ("split", 0, 0), ("add", 0, 0)], numbered=False
)  # children that keep their order elsewhere
@given(steps=STEPS, numbered=st.booleans())
def test_whatever_is_done_the_tree_is_sound_and_all_can_be_taken_back(cast, steps, numbered):
    with transaction.atomic():
        by = cast.coordinator
        edition, nodes = make_plan(cast)
        Contribution.objects.create(source=nodes["s11"], target=nodes["v1"], evidence="Rapport")
        Contribution.objects.create(source=nodes["s21"], target=nodes["v1"])
        actions.set_numbering(edition=edition, itself=numbered, by=None)
        edition.refresh_from_db()
        first = whole(edition)
        for deed, one, other in steps:
            before = whole(edition)
            try:
                with transaction.atomic():
                    do(edition, deed, one, other, by)
            except (NotAllowed, Stale):
                assert whole(edition) == before, deed
            outline(edition)
        last, done = whole(edition), 0
        while actions.undo(edition=edition, by=by):
            done += 1
            outline(edition)
        assert whole(edition) == first
        for _ in range(done):
            assert actions.redo(edition=edition, by=by)
        assert whole(edition) == last
        transaction.set_rollback(True)
