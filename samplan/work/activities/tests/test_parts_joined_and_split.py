"""An activity follows the part it is for, when the parts of a draft are split and joined: the plan knows no activities."""

from samplan.work.activities import actions as activities
from samplan.work.plans import actions, drafting
from samplan.work.plans.tests.making import make_plan


def test_an_activity_comes_along_when_its_part_is_joined_and_goes_back_with_the_undo(cast):
    edition, nodes = make_plan(cast)
    first, second, by = nodes["a1"], nodes["a2"], cast.coordinator
    new = activities.NewActivity(title="Kurs för alla", node_ids=[second.pk, first.pk], owner=cast.ekby)
    both = activities.create_activity(county=cast.norr, edition=edition, activity=new, by=by)
    new = activities.NewActivity(title="Öppen mottagning", node_ids=[second.pk], owner=cast.ekby)
    one = activities.create_activity(county=cast.norr, edition=edition, activity=new, by=by)
    assert ("Aktivitet", "Öppen mottagning") in {(c.kind, c.title) for c in drafting.choices(second)}

    seen = f"{actions.mark_of_words(first)}:{actions.mark_of_words(second)}"
    actions.join_nodes(node=first, other=second, words=actions.Words("1", "Båda", ""), seen=seen, by=by)
    assert [list(a.nodes.all()) for a in (both, one)] == [[first], [first]]

    actions.undo(edition=edition, by=by)
    assert {n.pk for n in both.nodes.all()} == {first.pk, second.pk}
    assert [n.pk for n in one.nodes.all()] == [second.pk]
