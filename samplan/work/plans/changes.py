"""The change log of an edition: what was done to it, day by day and person by person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import as_date
from samplan.foundation.core.tables import CellValue, Sheet
from samplan.foundation.history.lines import Line, hide, line
from samplan.foundation.history.models import Event

from . import queries
from .models import Edition, Node

NODE = Node._meta.label_lower
SYSTEM = 0  # who did it, when nobody did


@dataclass(frozen=True)
class Chosen:
    """What the log is narrowed to."""

    node: int = 0
    person: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass
class Entry:
    line: Line
    node_id: int | None  # which part it was done to, when it still is there


@dataclass
class Turn:
    """What one person did in a row, the same day."""

    person: str
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Day:
    day: date
    turns: list[Turn]


def events(edition: Edition, chosen: Chosen) -> QuerySet[Event]:
    found = queries.events_of_edition(edition)
    if chosen.node:
        found = found.filter(subject_type=NODE, subject_id=chosen.node)
    if chosen.person is not None:
        found = found.filter(actor_id=chosen.person or None)
    if chosen.first:
        found = found.filter(at__date__gte=chosen.first)
    return found.filter(at__date__lte=chosen.last) if chosen.last else found


def people(edition: Edition, viewer: Any) -> list[tuple[int, str]]:
    """Who has done something, by the name the viewer may read."""
    rows = queries.events_of_edition(edition).order_by("actor_id", "-at").values_list("actor_id", "actor_name")
    latest: dict[int | None, str] = {}
    for actor, name in rows:
        latest.setdefault(actor, name)
    shown = hide([Event(actor_id=actor, actor_name=name) for actor, name in latest.items() if actor], viewer)
    found = [(event.actor_id or SYSTEM, event.actor_name) for event in shown if event.actor_name]
    return sorted(found, key=lambda one: one[1]) + ([(SYSTEM, "Samplan")] if None in latest else [])


def by_day(found: Iterable[Event], viewer: Any) -> list[Day]:
    """Events, newest first, as days and turns. The names that may not be read are hidden."""
    shown = hide(found, viewer)
    return [
        Day(day, [Turn(person, [_entry(event) for event in turn]) for person, turn in groupby(rows, _person)])
        for day, rows in groupby(shown, lambda event: as_date(event.at))
    ]


def _person(event: Event) -> str:
    return event.actor_name or "Samplan"


def _entry(event: Event) -> Entry:
    return Entry(line(event), event.subject_id if event.subject_type == NODE else None)


def sheet(found: Iterable[Event], viewer: Any) -> Sheet:
    """One row for each thing that was changed; one for what only happened."""
    columns = (_("Dag"), _("Klockan"), _("Vem"), _("Vad som hände"), _("Uppgift"), _("Från"), _("Till"), _("Varför"))
    rows: list[tuple[CellValue, ...]] = []
    for event in hide(found, viewer):
        told, at = line(event), timezone.localtime(event.at)
        head = (at.date(), f"{at:%H:%M}", _person(event), unescape(strip_tags(told.text)))
        changes = [(change.label, change.old, change.new) for change in told.changes] or [("", "", "")]
        rows += [(*head, *change, told.note) for change in changes]
    return Sheet(_("Ändringar"), columns, rows)
