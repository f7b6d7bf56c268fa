"""Calendar files (RFC 5545) out of plain data: whole days or hours in Swedish time, invitations, changes and cancellations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as CalendarEvent

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Person:
    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """`uid` is the same each time the same thing is sent or fetched, so that a calendar moves it; `sequence` grows with each change."""

    uid: str
    title: str
    starts: date | datetime  # a day: the whole of it
    ends: date | datetime  # a day: the last one
    note: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    busy: bool = False  # takes up its time; a last day does not
    organiser: Person | None = None
    invited: Sequence[Person] = ()


def calendar_file(entries: Sequence[Entry], *, name: str = "", method: str = PUBLISH) -> bytes:
    """`method`: PUBLISH tells, REQUEST invites (or changes what was invited to), CANCEL calls it off."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samplan//SV")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, method))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry: Entry, method: str) -> CalendarEvent:
    event = CalendarEvent()
    event.add("uid", entry.uid)
    event.add("dtstamp", timezone.now())
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    _add_times(event, entry)
    for field, value in (("description", entry.note), ("location", entry.place), ("url", entry.url)):
        if value:
            event.add(field, value)
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    if method == CANCEL:
        event.add("status", "CANCELLED")
    if entry.organiser:
        event["organizer"] = _address(entry.organiser)
    for person in entry.invited:
        address = _address(person)
        address.params["RSVP"] = vText("TRUE" if method == REQUEST else "FALSE")
        event.add("attendee", address, encode=False)
    return event


def _add_times(event: CalendarEvent, entry: Entry) -> None:
    if isinstance(entry.starts, datetime) and isinstance(entry.ends, datetime):
        event.add("dtstart", _here(entry.starts))
        event.add("dtend", _here(entry.ends))
    else:
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.ends + timedelta(days=1))  # the day after the last, says the RFC


def _here(moment: datetime) -> datetime:
    """In the installation's own time, summer and winter: a meeting at nine stays at nine."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else timezone.make_aware(moment)


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(f"MAILTO:{person.email}")
    address.params["CN"] = vText(person.name)
    return address
