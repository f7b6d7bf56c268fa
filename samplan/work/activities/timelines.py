"""Many activities as bars over the years: what has been is filled, what is planned is dashed. One scale for all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from samplan.foundation.core.dates import named, today
from samplan.foundation.people.models import County

from .models import ActivityState
from .queries import Line
from .states import OVER, RUNNING
from .timeline import LOOK, State

MOST_YEARS = 6  # before and after this one; what lies further off is drawn to the edge
A_MARK = timedelta(days=21)
FEW_YEARS = 7  # of more, every second is written

Past = Sequence[tuple[str, date]]  # states, each with the day from when it holds


@dataclass(frozen=True)
class Bar:
    """Place and width as the drawing writes them: per cent of its width."""

    x: str
    width: str
    look: str


@dataclass(frozen=True)
class Scale:
    first: date
    last: date  # not included
    now: date = field(default_factory=today)

    def at(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return 100 * min(1.0, max(0.0, share))

    def bar(self, start: date, end: date, look: str) -> Bar | None:
        x, until = self.at(start), self.at(end)
        return Bar(_share(x), _share(max(until - x, 0.4)), look) if until > x else None

    @property
    def years(self) -> list[tuple[str, str]]:
        """(place, what is written there)."""
        found = range(self.first.year, self.last.year)
        step = 1 if len(found) <= FEW_YEARS else 2
        return [(_share(self.at(date(y, 1, 1))), "" if (y - self.first.year) % step else str(y)) for y in found]

    @cached_property
    def today(self) -> str:
        return _share(self.at(self.now))


@dataclass
class Drawn:
    """One activity: its bars, the day it is meant to go over into ordinary operation, and its period in words."""

    bars: list[Bar] = field(default_factory=list)
    ordinary: str = ""
    words: str = ""


@dataclass
class Timelines:
    scale: Scale
    drawn: dict[int, Drawn]  # by activity


def states_of(county: County) -> dict[int, list[tuple[str, date]]]:
    """One query."""
    found: dict[int, list[tuple[str, date]]] = {}
    rows = ActivityState.objects.filter(activity__county=county).order_by("on", "id")
    for activity_id, state, on in rows.values_list("activity_id", "state", "on"):
        found.setdefault(activity_id, []).append((state, on))
    return found


def draw(lines: Sequence[Line], states: dict[int, list[tuple[str, date]]]) -> Timelines:
    scale = scale_of(lines, states)
    return Timelines(scale, {line.pk: _drawn(line, states.get(line.pk, []), scale) for line in lines})


def scale_of(lines: Sequence[Line], states: dict[int, list[tuple[str, date]]]) -> Scale:
    """Whole years, and the present one always."""
    year = today().year
    days = [day for line in lines for day in (line.starts_on, line.ends_on, line.ordinary_on) if day]
    days += [on for line in lines for _state, on in states.get(line.pk, [])]
    years = [min(max(day.year, year - MOST_YEARS), year + MOST_YEARS) for day in days]
    return Scale(date(min([year, *years]), 1, 1), date(max([year, *years]) + 1, 1, 1))


def _drawn(line: Line, past: Past, scale: Scale) -> Drawn:
    now = scale.now
    found = [scale.bar(start, until, look) for start, until, look in [*_been(line, past, now), *_planned(line, now)]]
    mark = line.ordinary_on if line.ordinary_on and line.state != State.ORDINARY and line.ordinary_on >= now else None
    return Drawn([bar for bar in found if bar], _share(scale.at(mark)) if mark else "", _words(line))


def _been(line: Line, past: Past, now: date) -> list[tuple[date, date, str]]:
    """(from, until, look): what went on before the first state that is known is drawn too; what is over is not."""
    out = []
    if line.starts_on and past and line.starts_on < min(past[0][1], now):
        out.append((line.starts_on, past[0][1], "rest"))
    for place, (state, on) in enumerate(past):
        until = past[place + 1][1] if place + 1 < len(past) else now
        if state not in OVER:
            out.append((on, min(until, now), LOOK.get(State(state), "rest")))
    if past and not out:  # all that is known is when it ended
        out.append((past[-1][1] - A_MARK, past[-1][1], "rest"))
    return out


def _planned(line: Line, now: date) -> list[tuple[date, date, str]]:
    end = line.ends_on or line.ordinary_on
    if line.state not in (*RUNNING, State.IDEA) or end is None or end <= now:
        return []
    return [(max(now, line.starts_on or now), end, "ahead")]


def _words(line: Line) -> str:
    """«mars 2023–dec 2027 · ordinarie drift från jan 2028»."""
    period = ""
    if line.starts_on and line.ends_on:
        period = f"{_month(line.starts_on)}–{_month(line.ends_on)}"
    elif line.starts_on:
        period = _("från %(month)s") % {"month": _month(line.starts_on)}
    elif line.ends_on:
        period = _("till %(month)s") % {"month": _month(line.ends_on)}
    if line.ordinary_on and line.state != State.ORDINARY:
        ordinary = _("ordinarie drift från %(month)s") % {"month": _month(line.ordinary_on)}
        period = f"{period} · {ordinary}" if period else ordinary
    return period


def _month(day: date) -> str:
    return named(day, "M Y")


def _share(value: float) -> str:
    """With a point, whatever the language: for the drawing."""
    return f"{value:.1f}%"
