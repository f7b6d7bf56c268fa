"""What was adopted stays as it was adopted, also for whoever speaks to the database past the product."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from samplan.foundation.history.verifying import verify
from samplan.work.plans import actions, guards, states
from samplan.work.plans.models import Contribution, Edition, EditionState, Input, InputUse, Measure, Node, Wording

from .making import make_plan


@pytest.fixture
def plan(cast):
    edition, nodes = make_plan(cast)
    Contribution.objects.create(source=nodes["a1"], target=nodes["v1"])
    money = Input.objects.create(edition=edition, kind=Input.Kind.MONEY, title="Stimulansmedel", kronor=7_600_000)
    InputUse.objects.create(input=money, node=nodes["a1"])
    return edition, nodes


def adopt(cast, edition):
    actions.adopt(edition=edition, on=date(2024, 12, 11), reason="§ 12", replaces=True, by=cast.coordinator)


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def refused(sql):
    try:
        run(sql)
    except DatabaseError as refusal:
        return "the edition is adopted" in str(refusal)
    return False


def all_rows():
    with connection.cursor() as cursor:
        found = {}
        for kept in guards.KEPT:
            cursor.execute(f"SELECT * FROM {kept.table} ORDER BY id")
            found[kept.table] = cursor.fetchall()
        return found


def changes(kept):
    """One for each column, with a value of its own sort that is another than the one there; half of them break no other rule."""
    text = {"title", "name", "text", "help", "lead", "number", "evidence", "audience", "standard_type", "state", "kind"}
    for column in kept.columns:
        if column in text and not (kept.table == "plans_edition" and column == "number"):
            value = "'impact'" if column == "standard_type" else "'working'" if column == "state" else "'X'"
        elif column in {"valid_from", "valid_to", "on", "added_on"}:
            value = "'2030-01-01'"
        elif column.startswith("is_"):
            value = f'NOT "{column}"'
        elif column == "key":
            value = "'00000000000000000000000000000001'"
        elif column == "source_lines":
            value = "'[77]'"
        else:
            value = f'COALESCE("{column}", 0) + 1000'
        yield column, f'UPDATE {kept.table} SET "{column}" = {value}'


@pytest.mark.parametrize("kept", guards.KEPT, ids=lambda kept: kept.table)
def test_raw_sql_changes_and_deletes_nothing_of_an_adopted_edition(cast, plan, kept):
    """Fails when a table or a column is left out of the guards: a draft's are changed by the same words."""
    adopt(cast, plan[0])
    before = all_rows()
    one = before[kept.table][-1][0]
    assert refused(f"DELETE FROM {kept.table} WHERE id = {one}")
    assert [column for column, sql in changes(kept) if not refused(f"{sql} WHERE id = {one}")] == []
    assert all_rows() == before


def test_raw_sql_adds_nothing_to_an_adopted_edition(cast, plan):
    edition, nodes = plan
    adopt(cast, edition)
    tier = nodes["a1"].tier_id
    rows = (
        "plans_node (edition_id, tier_id, position, number, title, text, folded, title_key, key, source_lines)"
        f" VALUES ({edition.pk}, {tier}, 99, '', 'Ny', '', '', '', '00000000000000000000000000000002', '[]')",
        f"plans_wording (node_id, text, source_lines) VALUES ({nodes['a1'].pk}, 'Ny', '[]')",
        f"plans_measure (edition_id, position, text, source_lines) VALUES ({edition.pk}, 99, 'Ny', '[]')",
        f"plans_contribution (source_id, target_id, evidence) VALUES ({nodes['a2'].pk}, {nodes['v1'].pk}, '')",
        'plans_editionstate (edition_id, state, "on", at, by_name, reason)'
        f" VALUES ({edition.pk}, 'working', '2030-01-01', '2030-01-01 00:00:00', 'X', '')",
    )
    assert [row for row in rows if not refused(f"INSERT INTO {row}")] == []


def test_a_draft_is_as_free_as_before_and_its_rows_do_not_get_into_an_adopted_edition(cast, plan):
    edition, _ = plan
    adopt(cast, edition)
    draft = actions.start_edition(
        predecessor=edition, title="Nästa", valid_from=None, valid_to=None, by=cast.coordinator
    ).edition
    node = draft.nodes.last()
    assert run(f"UPDATE plans_node SET title = 'Nytt' WHERE id = {node.pk}") == 1
    assert refused(f"UPDATE plans_node SET edition_id = {edition.pk} WHERE id = {node.pk}")
    assert run(f"DELETE FROM plans_followupquestion WHERE edition_id = {draft.pk}") == 3


def test_a_measure_added_after_the_adoption_says_so_and_can_be_taken_away(cast, plan):
    edition, _ = plan
    adopt(cast, edition)
    with transaction.atomic(), pytest.raises(DatabaseError):
        Measure.objects.create(edition=edition, position=9, text="Skolk")
    later = Measure.objects.create(edition=edition, position=9, text="Skolk", added_on=date(2026, 3, 1))
    planned = edition.measures.exclude(pk=later.pk).get()
    assert refused(f"UPDATE plans_measure SET added_on = '2026-03-01' WHERE id = {planned.pk}")
    assert refused(f"UPDATE plans_measure SET added_on = NULL WHERE id = {later.pk}")
    assert run(f"DELETE FROM plans_measure WHERE id = {later.pk}") == 1


def test_what_something_newer_has_replaced_is_as_frozen(cast, plan):
    edition, nodes = plan
    adopt(cast, edition)
    actions.supersede(edition=edition, on=date(2026, 1, 1), reason="Ny plan", by=cast.coordinator)
    assert states.latest(edition).state == "superseded"
    assert refused(f"UPDATE plans_node SET title = 'X' WHERE id = {nodes['a1'].pk}")


def test_who_changed_the_state_can_be_erased_and_search_words_made_again(cast, plan):
    edition, nodes = plan
    adopt(cast, edition)
    EditionState.objects.filter(edition=edition).update(by_name="Borttagen person", by_id=None)
    assert Node.objects.filter(pk=nodes["a1"].pk).update(folded="x", title_key="x") == 1
    assert Edition.objects.filter(pk=edition.pk).update(source_file_id=None) == 1


@pytest.mark.skipif(connection.vendor == "postgresql", reason="a way in that only SQLite has")
def test_insert_or_replace_is_no_way_around(cast, plan):
    edition, nodes = plan
    adopt(cast, edition)
    other, others = make_plan(cast, title="Annan")
    node, edition_id = nodes["a1"].pk, other.pk + 100
    copy = "id, edition_id, tier_id, parent_id, position, number, title, text, folded, title_key, key, source_lines"
    moved = copy.replace("id, edition_id", f"{node}, {other.pk}", 1)
    source = others["a1"].pk
    assert refused(f"INSERT OR REPLACE INTO plans_node ({copy}) SELECT {moved} FROM plans_node WHERE id = {source}")
    columns = "plan_id, number, title, lead, source_name, created_at"
    assert refused(
        f"INSERT OR REPLACE INTO plans_edition (id, {columns}) SELECT {edition_id}, {columns}"
        f" FROM plans_edition WHERE id = {edition.pk}"
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.django_db(transaction=True)
def test_a_table_with_an_adopted_edition_can_not_be_emptied(cast, plan):
    adopt(cast, plan[0])
    assert refused("TRUNCATE plans_wording")


def test_after_every_migration_all_guards_stand(db):
    """Fails when a migration changes one of the tables without `guards.standing_aside`."""
    assert guards.missing(connection) == []


def test_verify_tells_when_a_guard_is_missing(db):
    on = " ON plans_node" if connection.vendor == "postgresql" else ""
    name = guards._names(connection.vendor, next(kept for kept in guards.KEPT if kept.table == "plans_node"))[0]
    assert not [one for one in verify().problems if name in one.text]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    assert [one for one in verify().problems if name in one.text]
    guards.put_up(connection)  # twice, with the others still standing
    assert guards.missing(connection) == []


def rebuild(state, operations):
    """Runs the operations of a made-up later migration, as `migrate` does; gives the state after."""
    with connection.schema_editor(atomic=connection.features.can_rollback_ddl) as editor:
        migration = type("Migration", (migrations.Migration,), {"operations": operations})("later", "plans")
        return migration.apply(state, editor)


@pytest.mark.django_db(transaction=True)
def test_a_later_migration_of_a_guarded_table_leaves_the_guards_standing(cast):
    """On SQLite the same change without `standing_aside` is refused, or leaves the table without its guards."""
    wider = migrations.AlterField("measure", "text", models.CharField(max_length=5000))
    back = migrations.AlterField("measure", "text", models.TextField())
    state = ProjectState.from_apps(Wording._meta.apps)
    try:
        state = rebuild(state, guards.standing_aside(wider))
        assert guards.missing(connection) == []
        if connection.vendor == "sqlite":
            state = rebuild(state, [back])
            assert "plans_measure_changed" in guards.missing(connection)
    finally:
        rebuild(state, guards.standing_aside(wider, back))
    assert guards.missing(connection) == []
