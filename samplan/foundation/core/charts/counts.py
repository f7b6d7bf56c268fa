"""Horizontal bars of counts: the name above, the number after the bar."""

from samplan.foundation.core.fonts import REGULAR, text_width

from .data import Counts
from .svg import Canvas
from .words import Language

_BAR = 8


def draw_counts(canvas: Canvas, chart: Counts, width: float, language: Language) -> float:
    size = 15 if width >= 600 else 14
    longest = max((count.count for count in chart.counts), default=0) or 1
    room = width - text_width("0000", size) - 12
    y = 0.0
    for count in chart.counts:
        y += 4
        for line in _lines(count.label, width, size):
            y += size * 1.35
            canvas.text(0, y - size * 0.25, line, size)
        length = room * count.count / longest
        if count.count:
            canvas.box(0, y + 5, length, _BAR, "teal-mid")
        canvas.text(
            length + (8 if count.count else 0),
            y + 5 + _BAR / 2 + size * 0.36,
            str(count.count),
            size,
            "muted",
        )
        y += 26
        canvas.line(0, y - 0.5, width, y - 0.5, "line-soft")
    return max(y, size)


def _lines(text: str, width: float, size: float) -> list[str]:
    """The text in as many lines as it needs."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, REGULAR) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
