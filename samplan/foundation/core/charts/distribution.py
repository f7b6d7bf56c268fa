"""Stacked bars of answers: earlier years thinner, above the present one."""

from dataclasses import dataclass

from samplan.foundation.core.fonts import REGULAR, SEMIBOLD, text_width

from .data import Answer, Distribution, DistributionRow
from .svg import Canvas
from .words import Language, answer_word

_GAP = 2
_BETWEEN = 6
_INSET = 8
_FILLS = {
    Answer.YES: ("yes", "on-yes"),
    Answer.PARTLY: ("partly", "on-partly"),
    Answer.NO: ("no", "on-no"),
    Answer.DONT_KNOW: ("paper", "ink"),
    Answer.NOT_APPLICABLE: ("canvas", "ink"),
    Answer.NOT_ANSWERED: ("paper", "muted"),
}


@dataclass(frozen=True)
class _Bar:
    height: float
    size: float
    number_size: float
    is_present: bool


@dataclass(frozen=True)
class _Segment:
    answer: Answer
    count: int
    x: float
    width: float


@dataclass(frozen=True)
class _Under:
    """The space under the bars."""

    y: float
    left: float
    width: float
    size: float


def draw_distribution(canvas: Canvas, chart: Distribution, width: float, language: Language) -> float:
    """Draws the bars and returns the height they took."""
    size = 15 if width >= 600 else 13
    left = max((text_width(row.label, size, SEMIBOLD) for row in chart.rows), default=0) + 12
    longest = max((row.total for row in chart.rows), default=0)
    named: set[Answer] = set()
    y, present = 0.0, []
    for number, row in enumerate(chart.rows):
        bar = _bar(size, is_present=number == len(chart.rows) - 1)
        weight, fill = (SEMIBOLD, "ink") if bar.is_present else (REGULAR, "muted")
        canvas.text(0, y + bar.height / 2 + size * 0.36, row.label, size, fill, weight)
        present = _segments(row, left, width - left, longest)
        fitted = {part.answer for part in present if _draw_segment(canvas, part, y, bar, language)}
        named = fitted if bar.is_present and row.total else named | fitted
        y += bar.height + _BETWEEN
    y = max(y - _BETWEEN, size)
    shown = {answer for row in chart.rows for answer in Answer if row.count(answer)}
    return y + _draw_names(canvas, shown - named, present, _Under(y, left, width, size - 1), language)


def _bar(size: float, is_present: bool) -> _Bar:
    if is_present:
        return _Bar(size * 2.8, size, size + 4, True)
    return _Bar(size * 2.4, size - 1, size - 1, False)


def _segments(row: DistributionRow, left: float, room: float, longest: int) -> list[_Segment]:
    """All bars share one scale, also when fewer were asked one year."""
    segments, x = [], left
    for answer in Answer:
        count = row.count(answer)
        if count:
            length = room * count / longest
            segments.append(_Segment(answer, count, x, max(length - _GAP, 1)))
            x += length
    return segments


def _draw_segment(canvas: Canvas, segment: _Segment, y: float, bar: _Bar, language: Language) -> bool:
    """Draws one part of a bar; False when its name did not fit."""
    _draw_box(canvas, segment.answer, segment.x, y, segment.width, bar.height)
    ink = _FILLS[segment.answer][1]
    return _draw_label(canvas, segment, y, bar, ink, answer_word(segment.answer, language))


def _draw_box(canvas: Canvas, answer: Answer, x: float, y: float, width: float, height: float) -> None:
    if answer is Answer.NOT_ANSWERED:
        canvas.hatched_box(x, y, width, height)
    else:
        outline = "line-strong" if answer in (Answer.DONT_KNOW, Answer.NOT_APPLICABLE) else None
        canvas.box(x, y, width, height, _FILLS[answer][0], outline)


def _draw_label(canvas: Canvas, segment: _Segment, y: float, bar: _Bar, ink: str, name: str) -> bool:
    number = str(segment.count)
    number_width = text_width(number, bar.number_size, SEMIBOLD)
    space = text_width(" ", bar.size) * (1.6 if bar.is_present else 1)
    room = segment.width - 2 * _INSET
    x, baseline = segment.x + _INSET, y + bar.height / 2 + bar.size * 0.36
    if text_width(name, bar.size) + space + number_width <= room:
        canvas.text(x, baseline, name, bar.size, ink)
        _number(canvas, x + text_width(name, bar.size) + space, baseline, number, bar, ink)
        return True
    first, _, last = name.rpartition(" ")
    small = bar.size - 2
    widest = max(text_width(first, small), text_width(last, small) + space + number_width)
    if first and small * 2.6 <= bar.height and widest <= segment.width - 8:
        canvas.text(segment.x + 5, y + bar.height / 2 - small * 0.2, first, small, ink)
        canvas.text(segment.x + 5, y + bar.height / 2 + small * 0.95, last, small, ink)
        at = segment.x + 5 + text_width(last, small) + space
        canvas.text(at, y + bar.height / 2 + small * 0.95, number, bar.size, ink, SEMIBOLD)
        return True
    if number_width <= segment.width - 4:
        middle = segment.x + segment.width / 2
        canvas.text(middle, baseline, number, bar.number_size, ink, SEMIBOLD, anchor="middle")
    return False


def _number(canvas: Canvas, x: float, baseline: float, number: str, bar: _Bar, ink: str) -> None:
    canvas.text(x, baseline, number, bar.number_size, ink, SEMIBOLD)


def _draw_names(
    canvas: Canvas, unnamed: set[Answer], present: list[_Segment], under: _Under, language: Language
) -> float:
    """Names under the bars for the parts too narrow to hold them: a short leader if they fit on one line, else a key."""
    if not unnamed:
        return 0
    leaders = _leaders([part for part in present if part.answer in unnamed], under, language)
    if leaders is None or len(leaders) < len(unnamed):
        return _draw_key(canvas, unnamed, under, language)
    for part, x, label in leaders:
        middle = part.x + part.width / 2
        canvas.line(middle, under.y + 2, middle, under.y + 7, "line-strong")
        canvas.text(x, under.y + 9 + under.size, label, under.size, "muted")
    return 9 + under.size * 1.4


def _leaders(parts: list[_Segment], under: _Under, language: Language) -> list[tuple[_Segment, float, str]] | None:
    """Where each name stands under its part; None if two would collide. From the right, so that none leaves the picture."""
    leaders: list[tuple[_Segment, float, str]] = []
    limit = under.width
    for part in reversed(parts):
        label = f"{answer_word(part.answer, language)} {part.count}"
        length = text_width(label, under.size)
        x = max(0.0, min(part.x + part.width / 2 - length / 2, under.width - length))
        if x + length > limit:
            return None
        leaders.append((part, x, label))
        limit = x - 12
    return leaders


def _draw_key(canvas: Canvas, unnamed: set[Answer], under: _Under, language: Language) -> float:
    x, y = under.left, under.y + 10
    for answer in (answer for answer in Answer if answer in unnamed):
        label = answer_word(answer, language)
        length = 18 + text_width(label, under.size) + 16
        if x + length - 16 > under.width and x > under.left:
            x, y = under.left, y + under.size * 1.6
        _draw_box(canvas, answer, x, y, 12, 12)
        canvas.text(x + 18, y + 6 + under.size * 0.36, label, under.size, "muted")
        x += length
    return y + 14 - under.y
