import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from samplan.foundation.core.dates import today
from samplan.foundation.core.tests.databases import own_database
from samplan.foundation.history import queries as history
from samplan.work.plans import actions, states
from samplan.work.plans.models import Edition, FollowUpQuestion, Measure, Node, Party
from samplan.work.plans.states import NotAllowed

from .making import make_plan


def adopt(edition, cast, **changes):
    values = {"on": date(2024, 12, 11), "reason": "Politisk styrgrupp § 12", "replaces": True, "by": cast.coordinator}
    return actions.adopt(edition=edition, **{**values, **changes})


def content(edition):
    return [
        list(model.objects.filter(edition=edition).values_list().order_by("pk"))
        for model in (Node, FollowUpQuestion, Measure)
    ] + [list(Edition.objects.filter(pk=edition.pk).values_list())]


def test_adopting_keeps_the_day_the_reason_and_who(cast):
    edition, _ = make_plan(cast)
    adopt(edition, cast)
    row = states.latest(edition)
    assert (row.state, row.on, row.reason, row.by_name) == (
        "adopted",
        date(2024, 12, 11),
        "Politisk styrgrupp § 12",
        "Karin Prov",
    )
    assert history.of(edition).first().verb == "plans.adopted"


def test_every_write_to_an_adopted_edition_is_refused(cast):
    edition, nodes = make_plan(cast)
    adopt(edition, cast)
    before = content(edition)
    node, question = nodes["q1"], edition.questions.first()
    by = cast.coordinator
    attempts = [
        lambda: actions.edit_node(
            node=node, number="", title="Nytt", text="", parent=node.parent, seen=actions.mark_of_node(node), by=by
        ),
        lambda: actions.add_node(edition=edition, tier=node.tier, parent=None, number="", title="Nytt", text="", by=by),
        lambda: actions.move_node(node=nodes["v2"], up=True, by=by),
        lambda: actions.remove_node(node=node, by=by),
        lambda: actions.add_question(
            edition=edition, node=None, text="Ny?", help="", audience="organisations", is_open=False, by=by
        ),
        lambda: actions.edit_question(
            question=question,
            text="Ny?",
            help="",
            audience="organisations",
            is_open=False,
            seen=actions.mark_of_question(question),
            by=by,
        ),
        lambda: actions.remove_question(question=question, by=by),
        lambda: actions.edit_edition(
            edition=edition,
            title="Nytt",
            valid_from=None,
            valid_to=None,
            lead="",
            owner_name="",
            seen=actions.mark_of_edition(edition),
            by=by,
        ),
        lambda: actions.send_on_referral(edition=edition, by=by),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert content(edition) == before


def test_adopting_the_next_edition_ends_the_earlier(cast):
    edition, _ = make_plan(cast)
    adopt(edition, cast)
    following, _ = actions.start_edition(
        predecessor=edition, title="Nästa", valid_from=None, valid_to=None, by=cast.coordinator
    )
    adopt(following, cast, on=date(2026, 1, 2))
    assert states.latest(edition).state == "superseded"
    assert states.latest(edition).reason == "Ersatt av Nästa"


def test_a_plan_can_not_be_adopted_empty_or_in_the_future(cast):
    empty, _ = make_plan(cast, nodes=(), questions=(), measures=())
    with pytest.raises(NotAllowed, match="tom"):
        adopt(empty, cast)
    edition, _ = make_plan(cast)
    with pytest.raises(NotAllowed, match="framåt"):
        adopt(edition, cast, on=today() + timedelta(days=1))


def test_a_draft_goes_on_referral_and_back_with_a_reason(cast):
    edition, _ = make_plan(cast)
    actions.send_on_referral(edition=edition, by=cast.coordinator)
    with pytest.raises(NotAllowed, match="varför"):
        actions.take_back(edition=edition, by=cast.coordinator, reason=" ")
    actions.take_back(edition=edition, by=cast.coordinator, reason="Två delar saknas")
    assert [s.state for s in edition.states.all()] == ["working", "referral", "working"]
    with pytest.raises(NotAllowed):
        actions.supersede(edition=edition, on=today(), reason="Fel", by=cast.coordinator)


def test_parties_come_and_go_without_a_row_being_lost(cast):
    edition, _ = make_plan(cast, parties=[(cast.region, "party"), (cast.ekby, "party")])
    actions.set_parties(plan=edition.plan, parties={cast.region: "co_owner", cast.alby: "party"}, by=cast.coordinator)
    standing = Party.objects.filter(plan=edition.plan, valid_to=None)
    assert {(p.organisation.short_name, p.role) for p in standing} == {
        ("Region Norrlunda", "co_owner"),
        ("Älby", "party"),
    }
    assert Party.objects.filter(plan=edition.plan).count() == 4
    event = history.of(edition.plan).get()
    assert event.before == {"parties": [["Ekby kommun", "party"], ["Region Norrlunda", "party"]]}


RACE = """
import os, sys, threading
import django
django.setup()
from datetime import date
from django.db import connection
from samplan.foundation.people.models import County
from samplan.work.plans import actions, states
from samplan.work.plans.models import Node
from samplan.work.plans.states import NotAllowed

county = County.objects.create(code="91", name="Norrlunda", slug="norrlunda")
wrong = []
for turn in range(8):
    edition, nodes = actions.create_edition(county=county, title="P", valid_from=None, valid_to=None,
        tiers=[actions.NewTier("Mål", "impact")], nodes=[actions.NewNode("a", "Mål", None, "", "Före")], by="Prov")
    node, seen, told, start = nodes["a"], actions.mark_of_node(nodes["a"]), {}, threading.Barrier(2)
    def adopt():
        start.wait()
        actions.adopt(edition=edition, on=date(2024, 1, 1), reason="§ 1", replaces=False, by="A")
        told["frozen"] = Node.objects.get(pk=node.pk).title
        connection.close()
    def edit():
        start.wait()
        try:
            actions.edit_node(node=node, number="", title="Efter", text="", parent=None, seen=seen, by="B")
            told["edit"] = "saved"
        except NotAllowed:
            told["edit"] = "refused"
        connection.close()
    threads = [threading.Thread(target=adopt), threading.Thread(target=edit)]
    [t.start() for t in threads]; [t.join() for t in threads]
    now = Node.objects.get(pk=node.pk).title
    # What was frozen is what stands; an edit either came before the adoption or was refused.
    if (now, told["edit"]) not in (("Efter", "saved"), ("Före", "refused")) or told["frozen"] != now:
        wrong.append((now, told))
print("wrong:", wrong)
sys.exit(bool(wrong))
"""


@pytest.mark.slow
def test_an_edit_at_the_same_moment_comes_before_the_adoption_or_is_refused(tmp_path: Path):
    """In processes of its own, on a real database: SQLite in memory has no second writer."""
    environment = {**os.environ, "SAMPLAN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "samplan.settings"}
    own_database(tmp_path, environment)
    done = subprocess.run(
        [sys.executable, "-c", RACE], env=environment, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db(transaction=True)
def test_the_lock_is_taken_before_the_state_is_read(cast):
    """On PostgreSQL the state must be read under a row lock."""
    from django.test.utils import CaptureQueriesContext

    _edition, nodes = make_plan(cast)
    with CaptureQueriesContext(connection) as queries:
        actions.move_node(node=nodes["v2"], up=True, by=cast.coordinator)
    words = [q["sql"] for q in queries]
    first_read = next(sql for sql in words if "plans_edition" in sql)
    if connection.features.has_select_for_update:
        assert "FOR UPDATE" in first_read
    assert '"plans_edition"."id"' in first_read
    assert "plans_editionstate" not in first_read
