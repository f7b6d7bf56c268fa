"""The year as a wheel, January at twelve o'clock and clockwise. Only geometry here; the template draws it."""

from calendar import isleap
from dataclasses import dataclass, field
from datetime import date
from math import cos, radians, sin

from django.utils.translation import gettext as _

from samplan.foundation.core.dates import named, today
from samplan.foundation.core.offers import Event

MONTH_INNER, MONTH_OUTER = 196, 222
DEADLINE = 191
BANDS = {"round": (160, 186), "money": (128, 154)}
MEETING = 108
CENTRE = 84
LETTER = 0.55  # mean width of a letter, in parts of the type's size
LABEL_SIZE = 12.5
DIAMOND = 6.5


@dataclass(frozen=True)
class Arc:
    path: str
    label: str
    label_path: str
    css: str
    title: str
    on_teal: bool = False


@dataclass(frozen=True)
class Mark:
    x: str  # text, so that no language's decimal comma gets into the drawing
    y: str
    path: str
    css: str
    title: str


@dataclass
class Wheel:
    year: int
    description: str
    months: list[Arc] = field(default_factory=list)
    weeks: str = ""
    passed: str = ""
    arcs: list[Arc] = field(default_factory=list)
    deadlines: list[Mark] = field(default_factory=list)
    meetings: list[Mark] = field(default_factory=list)
    today_line: str = ""
    pin_line: str = ""
    pin: tuple[str, str] | None = None
    day: str = ""
    week: str = ""

    @property
    def signs(self) -> dict[str, bool]:
        """Which signs the wheel uses: only those are explained beside it."""
        rounds = [arc.css for arc in self.arcs if "wheel-round" in arc.css]
        return {
            "running": any("is-now" in css for css in rounds),
            "rounds": any("is-now" not in css for css in rounds),
            "money": any("wheel-money" in arc.css for arc in self.arcs),
            "meetings": bool(self.meetings),
            "deadlines": bool(self.deadlines),
        }


def draw(events: list[Event], year: int) -> Wheel:
    events = sorted(events, key=lambda e: (e.starts, e.ends))
    wheel = Wheel(year, _description(events, year))
    wheel.months = [_month(year, month) for month in range(1, 13)]
    wheel.weeks = "".join(_ray(360 * week / 52, 192, 196) for week in range(52))
    for kind, (inner, outer) in BANDS.items():
        wheel.arcs += _band([e for e in events if e.kind == kind], year, inner, outer)
    wheel.deadlines = [_deadline(e, year) for e in events if e.kind == "deadline"]
    wheel.meetings = [_meeting(e, year) for e in events if e.kind == "meeting"]
    now = today()
    if year <= now.year:
        wheel.passed = _sector(0, _angle(now, year) if year == now.year else 359.99, CENTRE, MONTH_INNER)
    if year == now.year:
        _show_today(wheel, now)
    return wheel


def _show_today(wheel: Wheel, now: date) -> None:
    angle = _angle(now, wheel.year)
    wheel.today_line = _ray(angle, CENTRE, MONTH_INNER)
    wheel.pin_line = _ray(angle, MONTH_OUTER, 231)
    x, y = _point(231, angle)
    wheel.pin = str(x), str(y)
    wheel.day = named(now, "j M")
    wheel.week = _("vecka %(week)s, %(year)s") % {"week": now.isocalendar().week, "year": now.year}


def _description(events: list[Event], year: int) -> str:
    counted = _("Året %(year)s som ett hjul med %(count)s händelser.") % {"year": year, "count": len(events)}
    return counted + " " + _("Samma händelser står i listan.")


def _angle(day: date, year: int, end: bool = False) -> float:
    """Degrees from twelve o'clock: the day's start, or with `end` its end. Days outside the year stop at its border."""
    if day.year < year:
        return 0.0
    if day.year > year:
        return 360.0
    return 360 * (day.timetuple().tm_yday - (0 if end else 1)) / (366 if isleap(year) else 365)


def _point(radius: float, angle: float) -> tuple[float, float]:
    return round(radius * sin(radians(angle)), 1), round(-radius * cos(radians(angle)), 1)


def _ray(angle: float, inner: float, outer: float) -> str:
    (x1, y1), (x2, y2) = _point(inner, angle), _point(outer, angle)
    return f"M{x1} {y1}L{x2} {y2}"


def _arc(radius: float, start: float, stop: float) -> str:
    """The curve from start to stop, counter-clockwise when stop is the smaller."""
    x, y = _point(radius, stop)
    return f"A{radius} {radius} 0 {int(abs(stop - start) > 180)} {int(stop > start)} {x} {y}"


def _sector(start: float, stop: float, inner: float, outer: float) -> str:
    (x1, y1), (x2, y2) = _point(outer, start), _point(inner, stop)
    return f"M{x1} {y1}{_arc(outer, start, stop)}L{x2} {y2}{_arc(inner, stop, start)}Z"


def _label_path(start: float, stop: float, radius: float) -> str:
    """The line a label stands on; in the lower half it runs the other way, so that it reads upright."""
    middle = (start + stop) / 2 % 360
    upside_down = 90 < middle < 270
    baseline = radius + (LABEL_SIZE * 0.36 if upside_down else -LABEL_SIZE * 0.36)
    first, last = (stop, start) if upside_down else (start, stop)
    x, y = _point(baseline, first)
    return f"M{x} {y}{_arc(baseline, first, last)}"


def _month(year: int, month: int) -> Arc:
    first = date(year, month, 1)
    start, stop = _angle(first, year), _angle(date(year + month // 12, month % 12 + 1, 1), year)
    now = today()
    here = (now.year, now.month) == (year, month)
    label = named(first, "M")[:3]
    path = _sector(start, stop, MONTH_INNER, MONTH_OUTER)
    return Arc(path, label, _label_path(start, stop, (MONTH_INNER + MONTH_OUTER) / 2), "is-now" if here else "", label)


def _band(events: list[Event], year: int, inner: float, outer: float) -> list[Arc]:
    """Arcs of one ring; those that overlap share its width in lanes."""
    lanes: list[list[Event]] = []
    for event in events:
        lane = next((lane for lane in lanes if lane[-1].ends < event.starts), None)
        if lane is None:
            lanes.append([event])
        else:
            lane.append(event)
    height = (outer - inner) / max(len(lanes), 1)
    return [
        _event_arc(event, year, outer - height * (i + 1), outer - height * i, labelled=len(lanes) == 1)
        for i, lane in enumerate(lanes)
        for event in lane
    ]


def _event_arc(event: Event, year: int, inner: float, outer: float, labelled: bool) -> Arc:
    start, stop = _angle(event.starts, year), _angle(event.ends, year, end=True)
    middle = (inner + outer) / 2
    room = radians(stop - start) * middle - 4
    words = event.title.removesuffix(f" {year}")  # the wheel says the year already
    fits = labelled and len(words) * LETTER * LABEL_SIZE <= room
    now = event.starts <= today() <= event.ends
    css = f"wheel-{event.kind}" + (" is-now" if now else "")
    return Arc(
        path=_sector(start, max(stop, start + 1.2), inner, outer),
        label=words if fits else "",
        label_path=_label_path(start, stop, middle) if fits else "",
        css=css,
        title=event.title,
        on_teal=now and event.kind == "round",
    )


def _deadline(event: Event, year: int) -> Mark:
    x, y = _point(DEADLINE, _angle(event.ends, year))
    path = f"M{x} {y - DIAMOND:.1f}L{x + DIAMOND:.1f} {y}L{x} {y + DIAMOND:.1f}L{x - DIAMOND:.1f} {y}Z"
    return Mark(str(x), str(y), path, "is-passed" if event.ends < today() else "", event.title)


def _meeting(event: Event, year: int) -> Mark:
    x, y = _point(MEETING, _angle(event.starts, year))
    return Mark(str(x), str(y), "", "is-held" if event.ends < today() else "", event.title)
