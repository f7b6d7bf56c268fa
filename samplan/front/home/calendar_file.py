"""The year's events as a calendar file (RFC 5545): whole days, CRLF, lines of at most 75 bytes."""

from collections import Counter
from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone

from samplan.foundation.core.offers import Event

LINE_BYTES = 75


def as_calendar(name: str, events: list[Event], base_url: str) -> str:
    stamp = timezone.now().strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samplan//SV", f"X-WR-CALNAME:{_escaped(name)}"]
    seen: Counter[str] = Counter()
    for event in events:
        identity = _identity(event)
        seen[identity] += 1
        lines += _event(event, f"{identity}-{seen[identity]}", stamp, base_url)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(event: Event, identity: str, stamp: str, base_url: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{identity}@samplan",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{_day(event.starts)}",
        f"DTEND;VALUE=DATE:{_day(event.ends + timedelta(days=1))}",  # the day after the last, says the RFC
        f"SUMMARY:{_escaped(event.title)}",
        "TRANSP:TRANSPARENT",
    ]
    if event.note:
        lines.append(f"DESCRIPTION:{_escaped(event.note)}")
    if event.url:
        lines.append(f"URL:{base_url.rstrip('/')}{event.url}")
    return [*lines, "END:VEVENT"]


def _identity(event: Event) -> str:
    """The same event has the same UID the next time it is fetched, so that a calendar moves it instead of adding it again."""
    return sha256(f"{event.kind}|{event.url}|{event.title}".encode()).hexdigest()[:32]


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Long lines go on after a line break and a space; never in the middle of a letter."""
    parts, rest = [], line
    while len(rest.encode()) > LINE_BYTES:
        cut = LINE_BYTES
        while len(rest[:cut].encode()) > LINE_BYTES:
            cut -= 1
        parts.append(rest[:cut])
        rest = " " + rest[cut:]
    return "\r\n".join([*parts, rest])
