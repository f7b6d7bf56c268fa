"""A stale save, field by field: what goes together by itself, and what a person has to read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.forms import BooleanField, BoundField, DateField, TextInput
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day

from .starting import Forms, Start, Value, Values, fields_of, is_text, plain, taken
from .words import Mark, SideBySide, marks, merge

Kind = Literal["untouched", "same", "mine", "theirs", "merged", "clash"]


@dataclass(frozen=True)
class Saver:
    """Who saved meanwhile, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Settled:
    """One field of a form that was saved by somebody else while it was open."""

    field: BoundField
    kind: Kind
    base: Value | None
    mine: Value
    theirs: Value
    result: Value
    saver: Saver | None = None

    @property
    def name(self) -> str:
        return self.field.html_name

    @property
    def is_both(self) -> bool:
        """Both have changed it: a person has to read."""
        return self.kind in ("merged", "clash")

    @property
    def is_text(self) -> bool:
        return is_text(self.field)

    @property
    def can_take_both(self) -> bool:
        return self.is_text or isinstance(self.mine, list)

    @property
    def in_both(self) -> Value:
        """What «Ta med båda» puts in the field."""
        return _on_its_line(self.field, taken("both", self.base, self.mine, self.theirs))

    @property
    def result_marks(self) -> list[Mark]:
        """What became of the field that only one of them has changed."""
        return marks("" if self.base is None else in_words(self.field, self.base), in_words(self.field, self.result))

    @property
    def my_marks(self) -> list[Mark]:
        return self._marks(self.mine, self.theirs)

    @property
    def their_marks(self) -> list[Mark]:
        return self._marks(self.theirs, self.mine)

    def _marks(self, now: Value, other: Value) -> list[Mark]:
        """What was done to the text they both started from; when that is not known, what the other lacks."""
        words = in_words(self.field, now)
        if not self.is_text and not isinstance(now, list):
            return [Mark("same", words)] if words else []
        base = None if self.base is None else in_words(self.field, self.base)
        return SideBySide(base, words, in_words(self.field, other)).my_marks


def settle(
    forms: Forms, origin: Start, now: Values, *, savers: Mapping[str, Saver] | None = None, is_taking: bool = False
) -> list[Settled]:
    """Each field of a bound form against what stands there `now`. `is_taking`: a conflict page shown again, with a button pressed."""
    found = []
    for one in fields_of(forms):
        name, sent = one.html_name, plain(one, one.data)
        base = (origin.base or {}).get(name)
        mine = sent
        if is_taking and name in origin.told:
            base, mine = origin.told[name]
        kind, result = _settled(one, base, mine, now.get(name, sent))
        if is_taking and name in origin.told:
            result = _on_its_line(one, sent)
        saver = (savers or {}).get(name)
        found.append(Settled(one, kind, base, mine, now.get(name, sent), result, saver))
    return found


def _on_its_line(one: BoundField, value: Value) -> Value:
    """A field of one line takes no breaks: a browser would run the words together."""
    is_line = isinstance(one.field.widget, TextInput)
    return " ".join(value.split()) if is_line and isinstance(value, str) else value


def _settled(one: BoundField, base: Value | None, mine: Value, theirs: Value) -> tuple[Kind, Value]:
    if _same(mine, theirs):
        return ("untouched" if base is None or _same(base, mine) else "same"), mine
    if base is not None and _same(theirs, base):
        return "mine", mine
    if base is not None and _same(mine, base):
        return "theirs", theirs
    if isinstance(base, list):
        return "merged", [v for v in theirs if v in mine or v not in base] + [
            v for v in mine if v not in theirs and v not in base
        ]
    if is_text(one) and base is not None:
        merged = merge(str(base), str(mine), str(theirs))
        return ("merged" if merged.is_clean else "clash"), merged.text
    return "clash", mine


def _same(one: Value, other: Value) -> bool:
    return sorted(one) == sorted(other) if isinstance(one, list) else one == other


def in_words(one: BoundField, value: Value) -> str:
    """A field's value as a person reads it."""
    if isinstance(one.field, BooleanField):
        return _("Ja") if value else _("Nej")
    choices = getattr(one.field, "choices", None)
    if choices is not None:
        labels = {str(key): str(label) for key, label in choices}
        chosen = value if isinstance(value, list) else [value]
        return "\n".join(labels.get(each, each).strip() for each in chosen if each)
    if isinstance(one.field, DateField) and value:
        return _day(str(value))
    return str(value)


def _day(value: str) -> str:
    try:
        return long_day(date.fromisoformat(value))
    except ValueError:
        return value


def savers_of(events: Iterable[Any], names: Iterable[str]) -> dict[str, Saver]:
    """Who last changed each field, from what is told of the object, newest first; else who last did anything."""
    found: dict[str, Saver] = {}
    latest: Saver | None = None
    wanted = set(names)
    for event in events:
        saver = Saver(event.actor_name, event.at)
        latest = latest or saver
        for name in (event.after or {}).keys() & wanted:
            found.setdefault(name, saver)
    return {name: found.get(name, latest) for name in wanted} if latest else {}
