"""Triggers that keep the text of an adopted edition as it was adopted, whoever speaks to the database and in whatever way.

An edition that has been adopted once, also one that something newer has replaced, keeps its facts, levels, parts, other
wordings, links between parts, questions and measures; a correction is a new edition. What may still change: what is made of
the text for searching and sorting, which file it was read from, and the name of who changed its state (erased, corrected).

`put_up` is run by a migration. SQLite rebuilds a table for most changes and drops its triggers: a later migration that
changes one of these tables is written `operations = guards.standing_aside(…)`. A test and `samplan verify` say when one is missing.
"""

from dataclasses import dataclass
from typing import Any

from django.db import migrations
from django.utils.translation import gettext as _

STATES = "plans_editionstate"


@dataclass(frozen=True)
class Kept:
    """A table, the columns that may not change, and how a row of it leads to its edition."""

    table: str
    columns: tuple[str, ...]
    editions: tuple[str, ...] = ("{row}.edition_id",)
    but: str = ""  # rows that are not the adopted text, and may change


_OF_NODE = "(SELECT n.edition_id FROM plans_node AS n WHERE n.id = {{row}}.{column})"
KEPT = (
    Kept("plans_edition", ("id", "plan_id", "number", "title", "valid_from", "valid_to", "lead"), ("{row}.id",)),
    Kept("plans_tier", ("id", "edition_id", "position", "name", "standard_type", "is_target_vision")),
    Kept(
        "plans_node",
        ("id", "edition_id", "tier_id", "parent_id", "position", "number", "title", "text", "key", "source_lines"),
    ),
    Kept("plans_wording", ("id", "node_id", "text", "source_lines"), (_OF_NODE.format(column="node_id"),)),
    Kept(
        "plans_contribution",
        ("id", "source_id", "target_id", "evidence"),
        (_OF_NODE.format(column="source_id"), _OF_NODE.format(column="target_id")),
    ),
    Kept(
        "plans_followupquestion",
        ("id", "edition_id", "node_id", "position", "text", "help", "audience", "is_open", "key", "source_lines"),
    ),
    # One added after the edition was adopted says so, and may be taken away again.
    Kept(
        "plans_measure",
        ("id", "edition_id", "node_id", "position", "text", "source_lines", "added_on", "key"),
        but="{row}.added_on IS NOT NULL",
    ),
    Kept("plans_input", ("id", "edition_id", "kind", "title", "kronor", "percent", "position")),
    Kept("plans_inputuse", ("id", "input_id", "node_id"), (_OF_NODE.format(column="node_id"),)),
    Kept(STATES, ("id", "edition_id", "state", "on")),
)


def put_up(connection: Any) -> None:
    take_down(connection)
    with connection.cursor() as cursor:
        for kept in _there(connection, cursor):
            for statement in _postgres(kept) if connection.vendor == "postgresql" else _sqlite(kept):
                cursor.execute(statement)


def take_down(connection: Any) -> None:
    """For a migration that changes the tables, and for emptying a test database."""
    with connection.cursor() as cursor:
        for kept in _there(connection, cursor):
            for name in _names(connection.vendor, kept):
                on = f" ON {kept.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _there(connection: Any, cursor: Any) -> list[Kept]:
    """Tables that have all their columns by now: an early migration meets neither what later ones make nor what they add."""
    tables = set(connection.introspection.table_names(cursor))
    found = []
    for kept in KEPT:
        if kept.table in tables:
            columns = {c.name for c in connection.introspection.get_table_description(cursor, kept.table)}
            if columns.issuperset(kept.columns):
                found.append(kept)
    return found


def missing(connection: Any) -> list[str]:
    """Guards that should stand and do not."""
    if connection.vendor == "postgresql":
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(question)
        standing = {row[0] for row in cursor.fetchall()}
    return [name for kept in KEPT for name in _names(connection.vendor, kept) if name not in standing]


def missing_guards(connection: Any) -> list[str]:
    words = _("Spärren %(name)s saknas i databasen. Det går att ändra i antagna planer.")
    return [words % {"name": name} for name in missing(connection)]


def up(apps: Any, schema_editor: Any) -> None:
    put_up(schema_editor.connection)


def down(apps: Any, schema_editor: Any) -> None:
    take_down(schema_editor.connection)


def standing_aside(*operations: Any) -> list[Any]:
    """A migration's operations, with the guards down while they run and up after, whichever way it runs."""
    return [migrations.RunPython(down, up), *operations, migrations.RunPython(up, down)]


def _names(vendor: str, kept: Kept) -> list[str]:
    done = ("frozen", "emptied") if vendor == "postgresql" else ("added", "changed", "deleted")
    return [f"{kept.table}_{what}" for what in done]


def _frozen(kept: Kept, row: str) -> str:
    """The row belongs to an edition that has been adopted."""
    decided = f"SELECT 1 FROM {STATES} AS s WHERE s.state IN ('adopted', 'superseded') AND s.edition_id = "  # noqa: S608 - names of our own
    frozen = "(" + " OR ".join(f"EXISTS ({decided}{edition.format(row=row)})" for edition in kept.editions) + ")"
    return f"({frozen} AND NOT ({kept.but.format(row=row)}))" if kept.but else frozen


def _added(kept: Kept) -> str:
    refused = _frozen(kept, "NEW")
    return f"{refused} AND NEW.state <> 'superseded'" if kept.table == STATES else refused


def _changed(kept: Kept, same: str) -> str:
    unchanged = " AND ".join(f'NEW."{column}" {same} OLD."{column}"' for column in kept.columns)
    return f"({_frozen(kept, 'OLD')} OR {_frozen(kept, 'NEW')}) AND NOT ({unchanged})"


def _sqlite(kept: Kept) -> list[str]:
    added, changed, deleted = _names("sqlite", kept)
    table, refuse = kept.table, f"BEGIN SELECT RAISE(ABORT, '{kept.table}: the edition is adopted'); END"
    # INSERT OR REPLACE deletes the row it meets without asking the trigger for that.
    meets = "o.id = NEW.id"
    if table == "plans_edition":
        meets += " OR (o.plan_id = NEW.plan_id AND o.number = NEW.number)"
    replaced = f"EXISTS (SELECT 1 FROM {table} AS o WHERE ({meets}) AND {_frozen(kept, 'o')})"  # noqa: S608 - names of our own
    return [
        f"CREATE TRIGGER {added} BEFORE INSERT ON {table} WHEN ({_added(kept)}) OR {replaced} {refuse}",
        f"CREATE TRIGGER {changed} BEFORE UPDATE ON {table} WHEN {_changed(kept, 'IS')} {refuse}",
        f"CREATE TRIGGER {deleted} BEFORE DELETE ON {table} WHEN {_frozen(kept, 'OLD')} {refuse}",
    ]


def _postgres(kept: Kept) -> list[str]:
    frozen, emptied = _names("postgresql", kept)
    refuse = f"RAISE EXCEPTION '{kept.table}: the edition is adopted' USING ERRCODE = 'integrity_constraint_violation'"
    rows = f"""
        IF TG_OP = 'INSERT' THEN IF {_added(kept)} THEN {refuse}; END IF; RETURN NEW; END IF;
        IF TG_OP = 'UPDATE' THEN IF {_changed(kept, "IS NOT DISTINCT FROM")} THEN {refuse}; END IF; RETURN NEW; END IF;
        IF {_frozen(kept, "OLD")} THEN {refuse}; END IF; RETURN OLD;"""
    table = (
        f"IF EXISTS (SELECT 1 FROM {kept.table} AS o WHERE {_frozen(kept, 'o')}) THEN {refuse}; END IF; RETURN NULL;"  # noqa: S608 - names of our own
    )
    return [
        f"CREATE OR REPLACE FUNCTION {frozen}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {rows} END $$",
        f"CREATE OR REPLACE FUNCTION {emptied}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {table} END $$",
        f"CREATE TRIGGER {frozen} BEFORE INSERT OR UPDATE OR DELETE ON {kept.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {frozen}()",
        f"CREATE TRIGGER {emptied} BEFORE TRUNCATE ON {kept.table} FOR EACH STATEMENT EXECUTE FUNCTION {emptied}()",
    ]
