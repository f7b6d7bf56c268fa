"""A plan as it stood on an earlier day."""

import inspect
import random
import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from samplan.foundation.core.stale import Stale
from samplan.work.plans import actions, as_of, versions
from samplan.work.plans.actions.drafting import hung_on
from samplan.work.plans.drafting import DONE, in_words
from samplan.work.plans.models import Contribution, Edition, EditStep, Node
from samplan.work.plans.states import NotAllowed

from .making import make_plan

pytestmark = pytest.mark.django_db
FIRST = timezone.make_aware(datetime(2025, 2, 1, 12))
WORDS = ["Stöd", "Tidigt stöd", "Kunskap nu", "Barn och unga", "Nära vård"]


@pytest.fixture
def draft(cast):
    edition = make_plan(cast).edition
    Edition.objects.filter(pk=edition.pk).update(created_at=FIRST)
    edition.refresh_from_db()
    return edition


def deed(chance, edition, by):
    """One thing somebody does to the draft."""
    nodes = list(edition.nodes.select_related("tier", "parent").order_by("position"))
    node, other, tiers = chance.choice(nodes), chance.choice(nodes), list(edition.tiers.all())
    words = chance.choice(WORDS)
    question = chance.choice([*edition.questions.all(), None])
    measure = chance.choice([*edition.measures.all(), None])
    link = chance.choice([*Contribution.objects.filter(source__edition=edition), None])
    stays, new = (actions.Words("", chance.choice(WORDS), "") for _ in range(2))
    return chance.choice(
        [
            lambda: actions.add_node(edition=edition, tier=chance.choice(tiers), parent=chance.choice([None, node]), number="", title=words, text="", by=by),
            lambda: actions.edit_node(node=node, number=node.number, title=words, text=words, parent=chance.choice([node.parent, other]), seen=actions.mark_of_node(node), by=by),
            lambda: actions.move_node(node=node, up=chance.random() < 0.5, by=by),
            lambda: actions.indent_node(node=node, by=by),
            lambda: actions.outdent_node(node=node, by=by),
            lambda: actions.remove_node(node=node, by=by),
            lambda: actions.split_node(node=node, stays=stays, new=new, moved=[h.key for h in hung_on(node)[::2]], seen=actions.mark_of_words(node), by=by),
            lambda: actions.join_nodes(node=node, other=other, words=new, seen=actions.mark_of_words(node), by=by),
            lambda: actions.undo(edition=edition, by=by),
            lambda: actions.undo(edition=edition, by=by),
            lambda: actions.redo(edition=edition, by=by),
            lambda: actions.add_question(edition=edition, node=chance.choice([None, node]), text=words, help="", audience="organisations", is_open=False, by=by),
            lambda: question and actions.edit_question(question=question, text=words, help=words, audience="associations", is_open=True, seen=actions.mark_of_question(question), by=by),
            lambda: question and actions.remove_question(question=question, by=by),
            lambda: actions.add_contribution(source=node, target=other, evidence="", by=by),
            lambda: link and actions.edit_contribution(contribution=link, evidence=words, seen=actions.mark_of_contribution(link), by=by),
            lambda: link and actions.remove_contribution(contribution=link, by=by),
            lambda: actions.add_measure(edition=edition, node=node, text=words, by=by),
            lambda: measure and actions.edit_measure(measure=measure, text=words, seen=actions.mark_of_measure(measure), by=by),
            lambda: measure and actions.remove_measure(measure=measure, by=by),
            lambda: actions.edit_edition(edition=edition, title=words, valid_from=edition.valid_from, valid_to=None, lead=words, owner_name="", seen=actions.mark_of_edition(edition), by=by),
        ]
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_each_moment_is_rebuilt_as_it_was_saved(cast, draft, seed):
    """Goes red when a deed writes no step, when a step forgets a row it changed, and when undoing is told as the deed backwards
    though somebody has moved what stands beside it meanwhile."""
    chance, saved, moment = random.Random(seed), [], FIRST
    people = [cast.coordinator, cast.editor]
    for _turn in range(45):
        fresh = Edition.objects.select_related("plan").get(pk=draft.pk)
        try:
            deed(chance, fresh, chance.choice(people))()
        except (NotAllowed, Stale):
            continue
        moment += timedelta(hours=chance.choice([1, 7, 40]))
        EditStep.objects.filter(edition=draft, at__gt=moment).update(at=moment)
        saved.append((moment, versions.version_of(Edition.objects.get(pk=draft.pk))))
    assert len(saved) > 20
    now = Edition.objects.get(pk=draft.pk)
    for then, version in saved:
        assert versions.version_of(now, as_of.rows_at(now, then)) == version


def test_before_it_was_begun_there_was_nothing(draft):
    assert as_of.rows_at(draft, FIRST - timedelta(days=1)) is None


def test_a_draft_that_numbers_itself_is_numbered_as_it_was(cast, draft):
    Edition.objects.filter(pk=draft.pk).update(numbers_itself=True)
    area = draft.nodes.get(title="Kunskap")
    actions.move_node(node=area, up=False, by=cast.coordinator)
    assert draft.nodes.get(title="Kunskap").number == "2"
    EditStep.objects.filter(edition=draft).update(at=FIRST + timedelta(days=2))
    then = as_of.rows_at(Edition.objects.get(pk=draft.pk), FIRST + timedelta(days=1))
    assert {row["title"]: row["number"] for row in then["node"].values()}["Kunskap"] == "1"


def test_the_end_of_a_day_is_its_last_moment_here():
    assert timezone.localtime(as_of.end_of(date(2025, 3, 1))).isoformat() == "2025-03-01T23:59:59.999999+01:00"


def test_the_rebuilt_parts_are_read_without_asking_the_database(draft, django_assert_num_queries):
    rows = as_of.rows_at(draft, timezone.now())
    edition = Edition.objects.select_related("plan").get(pk=draft.pk)
    as_of.dress(edition, rows)
    with django_assert_num_queries(0):
        assert [n.title for n in edition.nodes.all()][:2] == ["God hälsa i länet", "Jag hittar rätt första gången"]
        assert all(isinstance(n, Node) and n.tier.name for n in edition.nodes.all())
        assert [w.text for n in edition.nodes.all() for w in n.wordings.all()] == ["Hur skulle fler kunna våga fråga?"]


def test_questions_stand_in_their_order_though_others_have_come_before_them(cast, draft):
    """Goes red when a new question's shove of those after it is not taken back."""

    def ask(part, text):
        node = draft.nodes.get(title=part)
        words = {"text": text, "help": "", "audience": "organisations", "is_open": False}
        return actions.add_question(edition=draft, node=node, **words, by=cast.coordinator)

    last = ask("Tillgänglighet", "Är vägen kort?")
    EditStep.objects.filter(edition=draft).update(at=FIRST + timedelta(days=1))
    then = versions.version_of(Edition.objects.get(pk=draft.pk))
    actions.remove_question(question=last, by=cast.coordinator)
    ask("Kunskap", "Vad vet vi?")
    ask("Kunskap", "Vad vet vi inte?")
    now = Edition.objects.get(pk=draft.pk)
    assert versions.version_of(now, as_of.rows_at(now, FIRST + timedelta(days=2))) == then


def test_every_deed_that_is_a_step_has_words_where_it_can_be_undone(cast, draft):
    """Goes red when a step is written that the page of the draft has no words for: the page would fail for everybody."""
    for action in (
        actions.asking,
        actions.measuring,
        actions.contributing,
        actions.editions,
        actions.tree,
        actions.drafting,
    ):
        for verb in re.findall(r'deed\.close\("([a-z_.]+)"', inspect.getsource(action)):
            assert verb in DONE, verb
    question = draft.questions.first()
    actions.remove_question(question=question, by=cast.coordinator)
    assert in_words(actions.undo(edition=draft, by=cast.coordinator)) == f"Frågan ”{question.text}” är borttagen"
    assert draft.questions.filter(text=question.text).exists()
