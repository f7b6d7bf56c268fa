"""A person's name is taken out; what happened stays."""

import pytest

from samplan.foundation.history.actions import dated, erase_content, erase_person, note_read, record
from samplan.foundation.history.guards import ERASED
from samplan.foundation.history.models import Event, Reading, Seal

pytestmark = pytest.mark.django_db
NAME = "Åsa Öberg"


class Somebody:
    def __init__(self, pk, name):
        self.pk, self.name = pk, name

    def __str__(self):
        return self.name


asa = Somebody(5, NAME)


def happened(by=None, **facts):
    return record(by=by or Somebody(1, "Karin Prov"), verb="prov.changed", subject=Seal(number=7), **facts)


def erase(**extra):
    return erase_person(user_id=5, name=NAME, by=Somebody(1, "Karin Prov"), reason="Begärd radering", **extra)


def test_the_name_goes_as_doer_and_wherever_it_is_written():
    own = happened(by=asa)
    told = happened(before={"owner": NAME, "people": [f"{NAME}, chef"]}, after={NAME: "x"}, note=f"{NAME}s uppdrag")
    assert erase() == 2
    own.refresh_from_db()
    told.refresh_from_db()
    assert (own.actor_id, own.actor_name) == (None, ERASED)
    assert told.before == {"owner": ERASED, "people": [f"{ERASED}, chef"]}
    assert told.after == {ERASED: "x"}
    assert told.note == "Borttagen persons uppdrag"
    assert told.erased_why == "Begärd radering"
    assert NAME not in "".join(map(str, Event.objects.values_list("actor_name", "before", "after", "note")))


def test_what_does_not_name_the_person_is_left_alone():
    other = happened(by=Somebody(6, NAME), note="Åsa Öbergsson")  # a namesake, and a longer name
    assert erase() == 0
    other.refresh_from_db()
    assert (other.actor_name, other.note, other.erased_at) == (NAME, "Åsa Öbergsson", None)


def test_somebody_without_an_account_is_found_by_name_and_address():
    by_link = happened(by=NAME)
    told = happened(after={"email": "asa@example.org"})
    assert erase_person(user_id=None, name=NAME, by=None, reason="x", also=["asa@example.org"]) == 2
    by_link.refresh_from_db()
    told.refresh_from_db()
    assert (by_link.actor_name, told.after) == (ERASED, {"email": ERASED})


def test_the_log_of_reads_forgets_the_reader_but_not_the_read():
    event = happened()
    note_read(asa, event, "Utdrag begärt")
    assert erase() == 1
    row = Reading.objects.get()
    assert (row.reader_id, row.reader_name, row.why) == (None, ERASED, "Utdrag begärt")


def test_an_emptied_event_keeps_that_it_happened():
    event = happened(before={"a": 1}, note="x")
    assert erase_content(event_ids=[event.pk], by=None, reason="Gallrad") == 1
    event.refresh_from_db()
    assert (event.before, event.after, event.note, event.actor_name, event.subject_name) == (None, None, "", "", "")
    assert event.verb == "prov.changed"


def test_who_erased_and_why_is_itself_in_the_history():
    event = happened(by=asa)
    erase()
    told = Event.objects.get(verb="history.erased")
    assert (told.actor_name, told.note, list(told.after["rows"])) == ("Karin Prov", "Begärd radering", [str(event.pk)])


def test_what_is_loaded_from_earlier_has_its_own_day():
    from datetime import UTC, datetime

    with dated(datetime(2020, 5, 1, tzinfo=UTC)):
        event = happened()
    assert event.at.year == 2020
    assert happened().at.year > 2020
