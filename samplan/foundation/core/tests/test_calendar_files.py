"""Calendar files, read back by a reader of the same standard."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from samplan.foundation.core.calendar_files import CANCEL, PUBLISH, REQUEST, Entry, Person, calendar_file

STOCKHOLM = ZoneInfo("Europe/Stockholm")
KARIN, SARA = Person("Karin Prov", "karin@example.org"), Person("Sara Åberg, strateg", "sara@example.org")
MEETING = Entry(
    uid="mote-7@samplan",
    title="Beredningsgrupp; möte",
    starts=datetime(2026, 3, 27, 8, 0, tzinfo=UTC),
    ends=datetime(2026, 3, 27, 10, 30, tzinfo=UTC),
    note="Dagordning:\n1. Läget",
    place="Rådhuset, Ekby",
    sequence=3,
    busy=True,
    organiser=KARIN,
    invited=[SARA],
)


def read(*entries, **more):
    calendar = icalendar.Calendar.from_ical(calendar_file(entries, **more))
    return calendar, calendar.walk("VEVENT")


def test_a_meeting_stands_in_swedish_time_with_the_zone_in_the_file():
    calendar, [event] = read(MEETING, method=REQUEST)
    assert event.decoded("dtstart") == datetime(2026, 3, 27, 9, 0, tzinfo=STOCKHOLM)
    assert event["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Stockholm"]
    assert str(event["description"]) == "Dagordning:\n1. Läget"
    assert str(event["location"]) == "Rådhuset, Ekby"


def test_those_invited_are_named_and_asked_to_answer():
    calendar, [event] = read(MEETING, method=REQUEST)
    assert str(calendar["method"]) == "REQUEST"
    assert (str(event["organizer"]), event["organizer"].params["CN"]) == ("MAILTO:karin@example.org", "Karin Prov")
    assert (event["attendee"].params["CN"], event["attendee"].params["RSVP"]) == ("Sara Åberg, strateg", "TRUE")


def test_what_is_called_off_keeps_its_uid_and_says_so():
    _, [asked] = read(MEETING, method=REQUEST)
    calendar, [off] = read(Entry(**{**MEETING.__dict__, "sequence": 4}), method=CANCEL)
    assert (off["uid"], int(off["sequence"])) == (asked["uid"], 4)
    assert (str(calendar["method"]), str(off["status"])) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 31)])
def test_a_day_is_whole_also_when_the_clock_is_moved(day):
    calendar, [event] = read(Entry("dag@samplan", "Sista dag", day, day), method=PUBLISH)
    assert event.decoded("dtstart") == day
    assert event.decoded("dtend") - event.decoded("dtstart") == day.resolution
    assert str(event["transp"]) == "TRANSPARENT"
    assert calendar.walk("VTIMEZONE") == []
