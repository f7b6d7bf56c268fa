"""The year's events as a calendar file: whole days."""

from collections import Counter
from hashlib import sha256

from samplan.foundation.core.calendar_files import Entry, calendar_file
from samplan.foundation.core.offers import Event


def as_calendar(name: str, events: list[Event], base_url: str) -> str:
    entries: list[Entry] = []
    seen: Counter[str] = Counter()
    for event in events:
        identity = _identity(event)
        seen[identity] += 1
        url = f"{base_url.rstrip('/')}{event.url}" if event.url else ""
        uid = f"{identity}-{seen[identity]}@samplan"
        entries.append(Entry(uid, event.title, event.starts, event.ends, note=event.note, url=url))
    return calendar_file(entries, name=name).decode()


def _identity(event: Event) -> str:
    """The same event has the same UID the next time it is fetched, so that a calendar moves it instead of adding it again."""
    return sha256(f"{event.kind}|{event.url}|{event.title}".encode()).hexdigest()[:32]
