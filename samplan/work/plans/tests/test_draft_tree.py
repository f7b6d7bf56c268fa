"""Deeds in a draft's outline: where parts go, at which level, and back again."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history
from samplan.work.plans import actions
from samplan.work.plans.models import Node
from samplan.work.plans.states import NotAllowed

from .making import make_plan


def outline(edition):
    """[(title, level's name, depth)] in reading order; and the tree is sound."""
    nodes = list(edition.nodes.select_related("tier").order_by("position"))
    assert [n.position for n in nodes] == list(range(1, len(nodes) + 1))
    depth, out = {None: -1}, []
    for node in nodes:
        depth[node.pk] = depth[node.parent_id] + 1  # a part that stands before its parent fails here
        out.append((node.title, node.tier.name, depth[node.pk]))
    return out


def everything(edition):
    columns = ("pk", "tier_id", "parent_id", "position", "number", "title", "text", "key", "folded", "title_key")
    return list(edition.nodes.order_by("pk").values_list(*columns))


def place(edition, title):
    return next(row for row in outline(edition) if row[0] == title)


def test_in_and_out_take_the_level_that_stands_there(cast):
    edition, nodes = make_plan(cast)
    by = cast.coordinator
    actions.remove_node(node=nodes["q2"], by=by)
    with pytest.raises(NotAllowed, match="ingen del på samma nivå står före"):
        actions.indent_node(node=nodes["s21"], by=by)
    actions.indent_node(node=nodes["a2"], by=by)
    assert place(edition, "Stöd") == ("Stöd", "Delområde", 3)
    assert place(edition, "Tillgänglighet") == ("Tillgänglighet", "Utmaningsfråga", 4)
    actions.outdent_node(node=nodes["a2"], by=by)
    assert place(edition, "Stöd") == ("Stöd", "Insatsområde", 2)
    with pytest.raises(NotAllowed, match="redan överst"):
        actions.outdent_node(node=nodes["goal"], by=by)


def test_what_has_no_level_to_go_to_stays(cast):
    edition, nodes = make_plan(cast)
    before = everything(edition)
    with pytest.raises(NotAllowed, match="ingen nivå under ”Utmaningsfråga”"):
        actions.indent_node(node=nodes["a2"], by=cast.coordinator)
    with pytest.raises(NotAllowed, match="målbild byter inte nivå"):
        actions.indent_node(node=nodes["v2"], by=cast.coordinator)
    assert everything(edition) == before


def test_a_part_is_put_where_it_is_dropped_but_never_under_itself_or_in_another_plan(cast):
    edition, nodes = make_plan(cast)
    by = cast.coordinator
    actions.place_node(node=nodes["s21"], parent=nodes["a1"], after=None, by=by)
    assert [row[0] for row in outline(edition)][5:8] == [
        "Tillgänglighet",
        "Hur kan vägen in bli kortare?",
        "Kunskap för personal",
    ]
    with pytest.raises(NotAllowed, match="under sig själv"):
        actions.place_node(node=nodes["a1"], parent=nodes["s11"], after=None, by=by)
    _other, strangers = make_plan(cast, title="En annan plan")
    with pytest.raises(NotAllowed, match="annan utgåva"):
        actions.place_node(node=nodes["a1"], parent=strangers["dir"], after=None, by=by)


def test_undo_and_redo_go_back_and_forth_and_are_told_in_the_history(cast):
    edition, nodes = make_plan(cast)
    by, first = cast.coordinator, everything(edition)
    actions.move_node(node=nodes["a2"], up=True, by=by)
    seen = actions.mark_of_words(nodes["a1"])
    actions.write_node(node=nodes["a1"], number="1", title="Kunnande", text="Nytt.", seen=seen, by=by)
    actions.remove_node(node=nodes["q1"], by=by)
    last = everything(edition)
    assert [actions.undo(edition=edition, by=by).what for _ in range(3)] == [
        "plans.node_removed",
        "plans.node_changed",
        "plans.node_moved_up",
    ]
    assert everything(edition) == first
    assert nodes["q1"].wordings.get().text == "Hur skulle fler kunna våga fråga?"
    assert actions.undo(edition=edition, by=by) is None
    assert history.of(nodes["a1"]).filter(verb="plans.step_undone").get().after == {"title": "Kunskap", "text": ""}
    for _ in range(3):
        assert actions.redo(edition=edition, by=by)
    assert everything(edition) == last
    assert actions.redo(edition=edition, by=by) is None


def test_undo_is_refused_when_somebody_has_changed_the_same_since(cast):
    edition, nodes = make_plan(cast)
    mine, theirs = cast.coordinator, cast.editor
    seen = actions.mark_of_words(nodes["a1"])
    done = actions.write_node(node=nodes["a1"], number="1", title="Kunnande", text="", seen=seen, by=mine)
    actions.move_node(node=nodes["a2"], up=True, by=theirs)  # beside it: not in the way
    seen = actions.mark_of_words(done)
    actions.write_node(node=done, number="1", title="Vetande", text="", seen=seen, by=theirs)
    with pytest.raises(NotAllowed, match="Elin Prov har ändrat ”1 Vetande” sedan dess"):
        actions.undo(edition=edition, by=mine)
    assert Node.objects.get(pk=done.pk).title == "Vetande"
    actions.undo(edition=edition, by=theirs)
    assert actions.undo(edition=edition, by=mine).title == "1 Kunnande"
    assert Node.objects.get(pk=done.pk).title == "Kunskap"


def test_an_added_part_that_others_have_built_on_is_not_undone(cast):
    edition, nodes = make_plan(cast)
    made = actions.add_node(
        edition=edition, tier=nodes["a1"].tier, parent=nodes["dir"], number="", title="Ny", text="", by=cast.coordinator
    )
    tier = nodes["s11"].tier
    actions.add_node(edition=edition, tier=tier, parent=made, number="", title="Under", text="", by=cast.editor)
    with pytest.raises(NotAllowed, match="har 1 del under den"):
        actions.undo(edition=edition, by=cast.coordinator)
    assert Node.objects.filter(pk=made.pk).exists()


def test_words_are_saved_on_what_was_read_wherever_the_part_has_gone(cast):
    edition, nodes = make_plan(cast)
    seen = actions.mark_of_words(nodes["s21"])
    actions.place_node(node=nodes["s21"], parent=nodes["a1"], after=None, by=cast.editor)
    actions.write_node(node=nodes["s21"], number="2.1", title="Vägen in", text="", seen=seen, by=cast.coordinator)
    assert place(edition, "Vägen in")[2] == 3
    with pytest.raises(Stale):
        actions.write_node(node=nodes["s21"], number="", title="Annat", text="", seen=seen, by=cast.coordinator)


def test_an_adopted_edition_refuses_every_deed(cast):
    edition, nodes = make_plan(cast)
    actions.move_node(node=nodes["a2"], up=True, by=cast.coordinator)
    actions.adopt(edition=edition, on=date(2026, 1, 1), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    before = everything(edition)
    for deed in (actions.indent_node, actions.outdent_node, actions.remove_node):
        with pytest.raises(NotAllowed, match="antagen"):
            deed(node=nodes["q1"], by=cast.coordinator)
    with pytest.raises(NotAllowed, match="antagen"):
        actions.undo(edition=edition, by=cast.coordinator)
    assert everything(edition) == before


def test_a_deed_asks_and_writes_as_much_in_a_large_plan(cast):
    """Fails if positions, levels or steps are read or written one by one."""
    edition, nodes = make_plan(cast)
    by, tier = cast.coordinator, nodes["s11"].tier

    def deeds():
        made = actions.add_node(
            edition=edition, tier=tier, parent=nodes["a1"], number="", title="Ny", text="", by=by, after=nodes["s11"]
        )
        actions.write_node(node=made, number="", title="Nyare", text="", seen=actions.mark_of_words(made), by=by)
        actions.move_node(node=nodes["a2"], up=True, by=by)
        actions.place_node(node=made, parent=nodes["a2"], after=None, by=by)
        actions.remove_node(node=made, by=by)
        actions.move_node(node=nodes["a2"], up=False, by=by)

    with CaptureQueriesContext(connection) as few:
        deeds()
    many = [
        Node(edition=edition, tier=tier, parent=nodes["a2"], position=100 + n, title=f"Del {n}") for n in range(300)
    ]
    Node.objects.bulk_create(many)
    with CaptureQueriesContext(connection) as more:
        deeds()
    assert len(more) <= len(few) + 1
    outline(edition)
