"""Events as lines to read: the sentence, the reason, and what was changed from and to. Asks the database nothing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day
from samplan.foundation.core.merging.words import Mark, marks

from . import sentences
from .models import Event

SHORT = 60  # characters: what is shorter is told in the line itself
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str

    @property
    def is_short(self) -> bool:
        return max(len(self.old), len(self.new)) <= SHORT and "\n" not in self.old + self.new

    @property
    def marks(self) -> list[Mark]:
        return marks(self.old, self.new)


@dataclass(frozen=True)
class Line:
    at: datetime
    text: str
    note: str
    changes: list[Change]
    erased: str  # when and why content was taken away
    is_empty: bool  # all of it was

    @property
    def short(self) -> list[Change]:
        """Told at once; a thing that came or went whole is told by its sentence, the facts lie under it."""
        return self.changes if self._is_edit and all(c.is_short for c in self.changes) else []

    @property
    def long(self) -> list[Change]:
        return [] if self.short else self.changes

    @property
    def _is_edit(self) -> bool:
        return len(self.changes) <= 2


def told(events: Iterable[Event]) -> list[Line]:
    return [line(event) for event in events]


def line(event: Event) -> Line:
    erased = ""
    if event.erased_at:
        erased = _("%(day)s: %(why)s") % {"day": long_day(event.erased_at), "why": event.erased_why}
    in_sentence = "%(note)s" in sentences.pattern_of(event)
    return Line(
        at=event.at,
        text=sentences.sentence(event),
        note="" if in_sentence else event.note,
        changes=_changes(event),
        erased=erased,
        is_empty=bool(erased and not event.actor_name),
    )


def _changes(event: Event) -> list[Change]:
    before, after = _facts(event.before), _facts(event.after)
    labels, pattern = sentences.fields(event), sentences.pattern_of(event)
    shown = [k for k in labels if (k in before or k in after) and f"%({k})s" not in pattern]
    found = [Change(str(labels[k]), _words(event, k, before.get(k)), _words(event, k, after.get(k))) for k in shown]
    return [change for change in found if change.old != change.new]


def _facts(kept: Any) -> Mapping[str, Any]:
    return kept if isinstance(kept, dict) else {}


def _words(event: Event, key: str, value: Any) -> str:
    names = sentences.values(event).get(key)
    if value is None or value == "":
        return ""
    if callable(names):
        return names(value)
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, list):
        return "\n".join(_one(names, item) for item in value)
    return _one(names, value)


def _one(names: Mapping[Any, Any] | None, value: Any) -> str:
    if isinstance(value, list | tuple):
        return " · ".join(text for item in value if (text := _one(names, item)))
    if names and isinstance(value, str) and value in names:
        return str(names[value])
    if isinstance(value, str) and _DAY.fullmatch(value):
        return long_day(date.fromisoformat(value))
    return str(value)
