"""Events as lines to read: the sentence, the reason, and what was changed from and to. Asks the database once: whose names are hidden."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from samplan.foundation.core import offers
from samplan.foundation.core.dates import long_day
from samplan.foundation.core.merging.words import Mark, marks

from . import sentences
from .models import Event

FEW = 3
SHORT = 60  # characters: what is shorter is told in the line itself
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str
    is_list: bool = False

    @property
    def is_short(self) -> bool:
        return max(len(self.old), len(self.new)) <= SHORT and "\n" not in self.old + self.new

    @property
    def marks(self) -> list[Mark]:
        """Word by word; a list row by row; what was written where nothing stood, without marks."""
        if not self.old:
            return [Mark("same", self.new)]
        return _row_marks(self.old, self.new) if self.is_list else marks(self.old, self.new)


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
        """Told at once; more than a few, or long ones, lie under the line."""
        return self.changes if len(self.changes) <= FEW and all(c.is_short for c in self.changes) else []

    @property
    def long(self) -> list[Change]:
        return [] if self.short else self.changes

    @property
    def is_new(self) -> bool:
        """Nothing stood there before: it is read, not compared."""
        return not any(change.old for change in self.changes)


def told(events: Iterable[Event], viewer: Any = None) -> list[Line]:
    return [line(event) for event in hide(events, viewer)]


def hide(events: Iterable[Event], viewer: Any) -> list[Event]:
    """The events with words instead of a name the viewer may not read. What is kept is not touched: never save these."""
    shown = list(events)
    if doers := {event.actor_id for event in shown if event.actor_id is not None}:
        words = dict(offers.collect("hidden_names", doers, viewer))
        for event in shown:
            event.actor_name = words.get(event.actor_id, event.actor_name)
    return shown


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
    found = []
    for key in shown:
        pair = before.get(key), after.get(key)
        old, new = (_words(event, key, value) for value in pair)
        is_told = not old and new in (event.subject_name, event.note)
        if old != new and not is_told:
            found.append(Change(str(labels[key]), old, new, any(isinstance(value, list) for value in pair)))
    return found


def _row_marks(old: str, new: str) -> list[Mark]:
    found: list[Mark] = []
    before, after = old.split("\n"), new.split("\n")
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Mark("same", f"{row}\n") for row in before[i1:i2]]
            continue
        found += [Mark("del", f"{row}\n") for row in before[i1:i2] if row]
        found += [Mark("ins", f"{row}\n") for row in after[j1:j2] if row]
    return found


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
