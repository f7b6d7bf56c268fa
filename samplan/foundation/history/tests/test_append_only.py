"""The database itself refuses to change what is written, whoever asks and how. Planted bug: any of the triggers left out."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from samplan.foundation.history import guards
from samplan.foundation.history.actions import delete_readings, note_read, record
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


LONG_AGO = timezone.now() - timedelta(days=800)


def readings(event, *days_ago):
    rows = [note_read("Karin Prov", event, "prov") for _ in days_ago]
    made = []
    for row, days in zip(rows, days_ago, strict=True):  # as they were written then
        made.append(Reading(pk=row.pk + 1000, at=timezone.now() - timedelta(days=days)))
        made[-1].reader_name, made[-1].subject_type, made[-1].subject_id = "Karin Prov", "prov.prov", 1
    Reading.objects.bulk_create(made)
    return [row.pk for row in made]


def test_reads_whose_time_is_out_are_let_go_and_nothing_else(event):
    """Planted: the id, the age or the verb left out of the guard."""
    old, older_than_that, young = readings(event, 800, 900, 30)
    assert delete_readings(reading_ids=[old], by=None, reason="Tiden är ute") == 1
    told = Event.objects.get(verb=guards.READ_OUT)
    assert (told.after["count"], told.note) == (1, "Tiden är ute")
    assert "Karin" not in f"{told.subject_name}{told.after}"
    assert not Reading.objects.filter(pk=old).exists()
    for pk in (older_than_that, young):  # not covered: written later, or too young
        assert refused("DELETE FROM history_reading WHERE id = %s", pk)
    assert refused("DELETE FROM history_event")


def test_the_log_of_reads_is_never_shortened_to_less_than_a_quarter(event):
    """Whatever somebody has decided: who has read something can't hide it by deleting the log the day after."""
    (young,) = readings(event, 89)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        delete_readings(reading_ids=[young], by="Karin Prov", reason="Tiden är ute")
    assert not Event.objects.filter(verb=guards.READ_OUT).exists()


def test_an_event_of_another_kind_lets_nothing_go(event):
    (old,) = readings(event, 800)
    record(by="Karin Prov", verb="prov.readings_deleted", subject=Reading(pk=old, at=LONG_AGO))
    assert refused("DELETE FROM history_reading WHERE id = %s", old)


def test_deleting_nothing_says_nothing(event):
    assert delete_readings(reading_ids=[], by=None, reason="x") == 0
    assert not Event.objects.filter(verb=guards.READ_OUT).exists()


def test_a_missing_guard_is_noticed():
    assert guards.missing(connection) == []
    with transaction.atomic():
        guards.take_down(connection)
        assert len(guards.missing(connection)) == 9
        transaction.set_rollback(True)
