"""The answers of a round day by day: steps, this year teal up to today, last year grey."""

from samplan.foundation.core.fonts import REGULAR, SEMIBOLD, text_width

from .data import RoundCurve
from .svg import Canvas
from .tables import day_word
from .words import Language, word

_PLOT = 180


def draw_curve(canvas: Canvas, chart: RoundCurve, width: float, language: Language) -> float:
    size = 14 if width >= 600 else 13
    series = [(chart.earlier_label, chart.earlier), (chart.label, chart.received)]
    ends = [f"{label} {values[-1]}" for label, values in series if values]
    right = max((text_width(end, size, SEMIBOLD) for end in ends), default=0) + 14
    left = text_width(str(chart.expected), size) + 10
    days = max((chart.end - chart.start).days, len(chart.received) - 1, len(chart.earlier) - 1, 1)
    top = size * 1.8
    frame = _Frame(left, width - right, top, top + _PLOT, days, max(chart.expected, 1))
    _draw_grid(canvas, chart, frame, size, language)
    if chart.earlier:
        _draw_series(canvas, frame, chart.earlier, "line-strong", 2)
        at_end = frame.y(chart.earlier[-1]) + size * 0.36
        canvas.text(frame.right + 9, at_end, f"{chart.earlier_label} {chart.earlier[-1]}", size, "muted")
    if chart.received:
        _draw_series(canvas, frame, chart.received, "teal", 2.5)
        _draw_present(canvas, chart, frame, size)
    return frame.bottom + size * 2


class _Frame:
    def __init__(self, left: float, right: float, top: float, bottom: float, days: int, most: int) -> None:
        self.left, self.right, self.top, self.bottom = left, right, top, bottom
        self._days, self._most = days, most

    def x(self, day: float) -> float:
        return self.left + (self.right - self.left) * day / self._days

    def y(self, count: float) -> float:
        return self.bottom - (self.bottom - self.top) * count / self._most


def _draw_grid(canvas: Canvas, chart: RoundCurve, frame: _Frame, size: float, language: Language) -> None:
    for count in sorted({0, round(chart.expected / 3), round(chart.expected * 2 / 3), chart.expected}):
        y = frame.y(count)
        canvas.line(frame.left, y, frame.right, y, "line-strong" if count == 0 else "line-soft")
        canvas.text(frame.left - 8, y + size * 0.36, str(count), size - 1, "muted", anchor="end")
    everyone = word("expected", language).format(count=chart.expected)
    canvas.text(frame.left, frame.top - 6, everyone, size - 1, "muted")
    last = (chart.end - chart.start).days
    for day, anchor in ((0, "start"), (last, "end")):
        canvas.text(
            frame.x(day),
            frame.bottom + size * 1.5,
            day_word(chart, day, language),
            size - 1,
            "muted",
            400,
            anchor,
        )
    today = len(chart.received) - 1
    if 0.2 < today / max(last, 1) < 0.8:
        label = f"{day_word(chart, today, language)}, {word('today', language)}"
        canvas.line(frame.x(today), frame.bottom, frame.x(today), frame.bottom + 5, "line-strong")
        canvas.text(frame.x(today), frame.bottom + size * 1.5, label, size - 1, "ink", REGULAR, "middle")


def _draw_series(canvas: Canvas, frame: _Frame, values: tuple[int, ...], stroke: str, width: float) -> None:
    steps = [f"M{frame.x(0):.1f} {frame.y(values[0]):.1f}"]
    for day, count in enumerate(values[1:], start=1):
        if count != values[day - 1] or day == len(values) - 1:
            steps.append(f"H{frame.x(day):.1f}V{frame.y(count):.1f}")
    canvas.path("".join(steps), stroke, width)


def _draw_present(canvas: Canvas, chart: RoundCurve, frame: _Frame, size: float) -> None:
    """Dot and name where this year stands, on the side of the line that last year's does not cross."""
    day, count = len(chart.received) - 1, chart.received[-1]
    x, y = frame.x(day), frame.y(count)
    canvas.dot(x, y, 4, "teal")
    label = f"{chart.label} {count}"
    earlier = chart.earlier[min(day, len(chart.earlier) - 1)] if chart.earlier else 0
    if earlier > count:
        at, baseline, anchor = x + 9, y + size * 1.3, None
        if at + text_width(label, size, SEMIBOLD) > frame.right:
            at, baseline, anchor = x + 9, y + size * 0.36, None
    else:
        at, baseline, anchor = x + 2, y - 11, "end"
        if at - text_width(label, size, SEMIBOLD) < frame.left:
            at, anchor = frame.left + 2, None
    canvas.text(at, baseline, label, size, "teal", SEMIBOLD, anchor)
