"""Change for each organisation: hollow dot last year, filled dot this year, a line between."""

from samplan.foundation.core.fonts import REGULAR, SEMIBOLD, text_width

from .data import SCALE, Answer, ChangeRow, Changes
from .svg import Canvas
from .words import Language, answer_word

_ROW = 30
_RADIUS = 5.5
_COLOURS = {1: "teal", -1: "amber", 0: "muted"}


def draw_changes(canvas: Canvas, chart: Changes, width: float, language: Language) -> float:
    size = 15 if width >= 600 else 13
    room_for_name = min(max((text_width(row.name, size, SEMIBOLD) for row in chart.rows), default=0) + 24, width * 0.5)
    first, last = room_for_name + 14, width - text_width(answer_word(Answer.YES, language), size) - 14
    places = {answer: first + (last - first) * step / 2 for step, answer in enumerate(SCALE)}
    y = _draw_head(canvas, chart, places, size, language)
    bottom = y + _ROW * len(chart.rows)
    for place in places.values():
        canvas.line(place, y, place, bottom, "line-soft")
    for row in chart.rows:
        middle = y + _ROW / 2
        weight = SEMIBOLD if row.direction else REGULAR
        canvas.text(0, middle + size * 0.36, _cut(row.name, room_for_name - 8, size, weight), size, "ink", weight)
        _draw_dots(canvas, row, places, middle, size, language)
        y += _ROW
    return y


def _draw_head(canvas: Canvas, chart: Changes, places: dict[Answer, float], size: float, language: Language) -> float:
    small = size - 1
    canvas.dot(_RADIUS + 1, small / 2 + 2, _RADIUS - 1, "paper", "muted")
    canvas.text(18, small + 1, chart.before_label, small, "muted")
    second = 18 + text_width(chart.before_label, small) + 18
    canvas.dot(second, small / 2 + 2, _RADIUS, "muted")
    canvas.text(second + 12, small + 1, chart.after_label, small, "muted")
    top = small * 2.4
    for answer, place in places.items():
        canvas.text(place, top + small, answer_word(answer, language), small, "muted", anchor="middle")
    return top + small + 8


def _draw_dots(
    canvas: Canvas, row: ChangeRow, places: dict[Answer, float], y: float, size: float, language: Language
) -> None:
    colour = _COLOURS[row.direction]
    before = places.get(row.before) if row.before else None
    after = places.get(row.after) if row.after else None
    _draw_words(canvas, row, places, y, size, language)
    if before is not None and after is not None and before != after:
        canvas.line(before, y, after, y, colour, 2)
    if before is not None and before != after:
        canvas.dot(before, y, _RADIUS - 1, "paper", colour)
    if after is not None:
        canvas.dot(after, y, _RADIUS, colour)


def _draw_words(
    canvas: Canvas, row: ChangeRow, places: dict[Answer, float], y: float, size: float, language: Language
) -> None:
    """Answers that are no point on the scale are said in words, beside the dot of the other year."""
    words = [answer_word(answer, language) for answer in (row.before, row.after) if answer not in SCALE]
    if not words:
        return
    text = ", ".join(words) if len(words) == 2 and words[0] != words[1] else words[0]
    dots = [places[answer] for answer in (row.before, row.after) if answer in places]
    x = dots[0] if dots else places[Answer.NO]
    offset = _RADIUS + 8
    to_the_right = x + offset + text_width(text, size - 1) <= places[Answer.YES] or x == places[Answer.NO]
    x, anchor = (x + offset, None) if to_the_right else (x - offset, "end")
    canvas.text(x, y + size * 0.36, text, size - 1, "muted", anchor=anchor)


def _cut(name: str, room: float, size: float, weight: int) -> str:
    if text_width(name, size, weight) <= room:
        return name
    while name and text_width(name + "…", size, weight) > room:
        name = name[:-1]
    return name.rstrip() + "…"
