"""Triggers that make the history append-only, whoever speaks to the database and in whatever way.

A row is written once. After that it may be sealed once, and what it says of a person may be erased: emptied, or the name
put out, with the day and the reason beside. A row in the log of reads may be deleted when an event says so (READ_OUT): the
event goes no further than its subject's id, never reaches what is younger than LEAST_DAYS, and can't itself be taken away. `put_up` is run by a migration; a later migration that rebuilds one of the
tables (SQLite does that for most changes) must call it again: `samplan verify` says when a guard is missing.
"""

from typing import Any

ERASED = "Borttagen person"  # stands where a name stood; the guards know it, so it is the same in every language
READ_OUT = "history.readings_deleted"  # the event that lets rows of the log of reads go, up to its subject's id
LEAST_DAYS = 90  # the log of reads is kept at least so long, whatever is decided
TABLES = ("history_event", "history_seal", "history_reading")

_KEPT = (
    *("id", "at", "verb", "subject_type", "subject_id", "county_code", "organisation_id"),
    *("sealed_in", "hash"),
)
_CONTENT = ("actor_name", "subject_name", "before", "after", "note")
_MAY_CHANGE = {
    "history_event": "({sealed}) OR ({erased})",
    "history_reading": "{reading}",
    "history_seal": "1 = 0",
}


def put_up(connection: Any) -> None:
    take_down(connection)  # a table that was rebuilt has lost its own, the others stand
    for statement in _statements(connection.vendor):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def take_down(connection: Any) -> None:
    """For emptying a test database; nothing in the product calls it."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in _names(connection.vendor, table):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: Any) -> list[str]:
    """Guards that should stand and do not."""
    if connection.vendor == "postgresql":
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(question)
        standing = {row[0] for row in cursor.fetchall()}
    return [name for table in TABLES for name in _names(connection.vendor, table) if name not in standing]


def _names(vendor: str, table: str) -> list[str]:
    last = "emptied" if vendor == "postgresql" else "replaced"
    return [f"{table}_{what}" for what in ("changed", "deleted", last)]


def _statements(vendor: str) -> list[str]:
    return [one for table in TABLES for one in (_postgres(table) if vendor == "postgresql" else _sqlite(table))]


def _allowed(table: str, same: str) -> str:
    """What an UPDATE may do, as SQL over OLD and NEW."""

    def kept(*columns: str) -> str:
        return " AND ".join(f'NEW."{c}" {same} OLD."{c}"' for c in columns)

    def put_out(column: str, marked: bool = True) -> str:
        new = f'NEW."{column}"'
        free = [f'{new} {same} OLD."{column}"', f"{new} IS NULL"]
        if marked:
            free += [f"CAST({new} AS TEXT) = ''", f"CAST({new} AS TEXT) LIKE '%{ERASED}%'"]
        return "(" + " OR ".join(free) + ")"

    everything = (
        *(c for c in _KEPT if c not in ("sealed_in", "hash")),
        *_CONTENT,
        "actor_id",
        "erased_at",
        "erased_why",
    )
    sealed = (
        f"OLD.sealed_in IS NULL AND NEW.sealed_in IS NOT NULL AND length(NEW.hash) = 64 AND length(NEW.salt) = 32"
        f" AND (OLD.salt = '' OR OLD.salt = NEW.salt) AND {kept(*everything)}"
    )
    erased = (
        f"NEW.erased_at IS NOT NULL AND NOT (NEW.erased_at {same} OLD.erased_at) AND NEW.erased_why <> ''"
        f" AND length(NEW.salt) = 32 AND NEW.salt <> OLD.salt AND {kept(*_KEPT)}"
        f" AND {put_out('actor_id', marked=False)} AND " + " AND ".join(put_out(c) for c in _CONTENT)
    )
    reading = (
        kept("id", "at", "subject_type", "subject_id", "county_code", "why")
        + f" AND {put_out('reader_id', marked=False)} AND {put_out('reader_name')} AND {put_out('subject_name')}"
    )
    return _MAY_CHANGE[table].format(sealed=sealed, erased=erased, reading=reading)


def _sqlite(table: str) -> list[str]:
    changed, deleted, replaced = _names("sqlite", table)
    key = "number" if table == "history_seal" else "id"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    twice = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - names of our own
    return [
        f"CREATE TRIGGER {changed} BEFORE UPDATE ON {table} WHEN NOT ({_allowed(table, 'IS')}) {refuse}",
        f"CREATE TRIGGER {deleted} BEFORE DELETE ON {table} {_unless_let_go(table)} {refuse}",
        # INSERT OR REPLACE deletes the old row without asking the trigger above.
        f"CREATE TRIGGER {replaced} BEFORE INSERT ON {table} WHEN {twice} {refuse}",
    ]


def _unless_let_go(table: str) -> str:
    if table != "history_reading":
        return ""
    return f"WHEN NOT {_let_go(f'julianday(OLD.at) < julianday(e.at) - {LEAST_DAYS}')}"


def _let_go(is_old: str) -> str:
    """Whether the deleted row of the log of reads is covered by an event, as SQL over OLD."""
    return (
        "EXISTS (SELECT 1 FROM history_event e WHERE e.subject_type = 'history.reading' AND e.subject_id >= OLD.id"  # noqa: S608
        f" AND e.verb = '{READ_OUT}' AND {is_old})"
    )


def _postgres(table: str) -> list[str]:
    changed, deleted, emptied = _names("postgresql", table)
    refuse = f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'"
    allowed = _allowed(table, "IS NOT DISTINCT FROM")
    let_go = _let_go(f"OLD.at < e.at - interval '{LEAST_DAYS} days'") if table == "history_reading" else "FALSE"
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        f"CREATE TRIGGER {changed} BEFORE UPDATE ON {table} FOR EACH ROW WHEN (NOT ({allowed}))"
        f" EXECUTE FUNCTION {table}_refuse()",
        # A trigger's WHEN may not look in other tables there: the function does.
        f"CREATE OR REPLACE FUNCTION {table}_let_go() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF NOT {let_go} THEN {refuse}; END IF; RETURN OLD; END $$",
        f"CREATE TRIGGER {deleted} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_let_go()",
        f"CREATE TRIGGER {emptied} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]
