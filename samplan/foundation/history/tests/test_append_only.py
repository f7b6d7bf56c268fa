"""The database itself refuses to change what is written, whoever asks and how. Planted bug: any of the triggers left out."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from samplan.foundation.history import guards
from samplan.foundation.history.actions import note_read, record
from samplan.foundation.history.models import Event, Reading, Seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    # The subject is any row with an id: a seal stands in for things of rooms above.
    return record(
        by="Karin Prov", verb="prov.changed", subject=Seal(number=7), before={"a": 1}, after={"a": 2}, note="ok"
    )


def refused(sql, *values):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return True


@pytest.mark.parametrize("column", ["actor_name", "verb", "subject_name", "subject_type", "note", "county_code"])
def test_words_of_an_event_can_not_be_changed(event, column):
    assert refused(f"UPDATE history_event SET {column} = %s", "x")


@pytest.mark.parametrize("column", ["actor_id", "subject_id", "organisation_id", "id"])
def test_numbers_of_an_event_can_not_be_changed(event, column):
    assert refused(f"UPDATE history_event SET {column} = %s", 12345)


@pytest.mark.parametrize("column", ["before", "after"])
def test_facts_of_an_event_can_not_be_changed(event, column):
    assert refused(f"""UPDATE history_event SET "{column}" = '{{"a": 3}}'""")


def test_the_time_of_an_event_can_not_be_changed(event):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(at=timezone.now())


def test_nothing_is_deleted(event):
    note_read("Karin Prov", event, "prov")
    Seal.objects.create(number=1, at=timezone.now(), first_id=1, last_id=1, count=1, hash="a" * 64)
    for table in guards.TABLES:
        assert refused(f"DELETE FROM {table}"), table


def test_a_row_is_not_replaced_by_one_with_its_number(event):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    columns = "id, at, actor_name, verb, subject_type, subject_id, subject_name, county_code, note"
    columns += ", salt, hash, erased_why"
    assert refused(f"INSERT OR REPLACE INTO history_event ({columns}) SELECT {columns} FROM history_event")


def test_a_table_is_not_emptied_at_once(event):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    assert refused("TRUNCATE history_event")


def test_a_seal_is_never_changed():
    Seal.objects.create(number=1, at=timezone.now(), first_id=1, last_id=1, count=1, hash="a" * 64)
    assert refused("UPDATE history_seal SET hash = %s", "b" * 64)


def test_a_row_is_sealed_once(event):
    sealing = "UPDATE history_event SET sealed_in = %s, hash = %s, salt = %s"
    with connection.cursor() as cursor:
        cursor.execute(sealing, [1, "a" * 64, "b" * 32])
    assert refused(sealing, 2, "a" * 64, "b" * 32)
    assert refused("UPDATE history_event SET hash = %s", "c" * 64)
    assert refused("UPDATE history_event SET sealed_in = NULL")


def test_a_row_is_not_changed_in_the_act_of_sealing(event):
    assert refused("UPDATE history_event SET sealed_in = 1, hash = %s, salt = %s, note = 'x'", "a" * 64, "b" * 32)


ERASING = "UPDATE history_event SET erased_at = %s, erased_why = %s, salt = %s"


def test_erasing_needs_the_day_the_reason_and_a_new_salt(event):
    day, salt = timezone.now(), "b" * 32
    assert refused("UPDATE history_event SET note = '', erased_why = 'x', salt = %s", salt)
    assert refused(f"{ERASING}, note = ''", day, "", salt)
    assert refused(f"{ERASING}, note = ''", day, "x", "")


def test_erasing_only_takes_away(event):
    assert refused(f"{ERASING}, note = 'something else'", timezone.now(), "x", "b" * 32)
    assert refused(f"{ERASING}, verb = ''", timezone.now(), "x", "b" * 32)
    with connection.cursor() as cursor:
        cursor.execute(f"{ERASING}, note = '', actor_name = 'Borttagen person'", [timezone.now(), "x", "b" * 32])
    assert Event.objects.get().note == ""


def test_a_reading_is_kept_as_it_was(event):
    note_read("Karin Prov", event, "prov")
    assert refused("UPDATE history_reading SET why = 'x'")
    assert refused("UPDATE history_reading SET reader_name = 'Någon annan'")
    Reading.objects.update(reader_name=guards.ERASED)
    assert Reading.objects.get().reader_name == guards.ERASED


def test_a_missing_guard_is_noticed():
    assert guards.missing(connection) == []
    with transaction.atomic():
        guards.take_down(connection)
        assert len(guards.missing(connection)) == 9
        transaction.set_rollback(True)
