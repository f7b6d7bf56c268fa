"""Whether a printed line goes on with the paragraph above it."""

import itertools
import re
from collections import Counter

from .pdf_lines import Printed

_SENTENCE_END = re.compile(r"[.!?:;…]['\"”’)]*$")
_CONTENTS_LINE = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|\t)[\s.]*\d{1,3}$")
_FLUSH = 3.0  # points; justified lines end at the same place, but for a hyphen that hangs out
_LEAST_LINES = 4


def usual_pitch(lines: list[Printed]) -> float:
    """The distance from line to line within a paragraph, in parts of the font size."""
    pitches: Counter[float] = Counter()
    for above, line in itertools.pairwise(lines):
        if (
            above.area == line.area
            and abs(above.size - line.size) < 0.3
            and 0 < line.bottom - above.bottom < 2.2 * line.size
        ):
            pitches[round((line.bottom - above.bottom) / line.size, 1)] += 1
    close = [pitch for pitch, count in pitches.items() if count >= 0.15 * pitches.total()]
    return min(close, default=1.3)


def full_lines(lines: list[Printed]) -> list[bool]:
    """Whether each line is followed by a word that had no room on it."""
    full: list[bool] = []
    for stretch in _stretches(lines):
        full += _full_in(stretch, _right_edge(stretch))
    return full


def _stretches(lines: list[Printed]) -> list[list[Printed]]:
    """Lines set close under each other, alike in size."""
    stretches: list[list[Printed]] = []
    for line in lines:
        above = stretches[-1][-1] if stretches else None
        close = above is not None and above.area == line.area and abs(above.size - line.size) < 0.3
        if close and above is not None and 0 < line.bottom - above.bottom < 1.7 * line.size:
            stretches[-1].append(line)
        else:
            stretches.append([line])
    return stretches


def _right_edge(stretch: list[Printed]) -> float:
    """The column's edge; or, in a narrower box of running text, the box's own."""
    edge, own = stretch[0].right, max(line.x1 for line in stretch)
    if len(stretch) < _LEAST_LINES or edge - own < 2 * stretch[0].size:
        return edge
    full = _full_in(stretch, own)[:-1]
    return own if sum(full) >= 0.8 * len(full) else edge


def _full_in(stretch: list[Printed], edge: float) -> list[bool]:
    flush = sum(abs(edge - line.x1) < _FLUSH for line in stretch)
    justified = len(stretch) >= _LEAST_LINES and flush >= 0.6 * len(stretch)
    full = []
    for line, following in zip(stretch, [*stretch[1:], None], strict=True):
        room = edge - line.x1
        first = following.words[0] if following is not None else None
        needed = first.x1 - first.x0 + 0.25 * line.size if first is not None else 3 * line.size
        if _CONTENTS_LINE.search(line.text):
            full.append(False)
        elif line.text.endswith("\u00ad"):
            full.append(True)
        else:
            full.append(room < (2 * _FLUSH if justified and len(line.words) > 1 else needed + 0.3 * line.size))
    return full


def is_below(above: Printed, line: Printed, pitch: float) -> bool:
    if above.area != line.area:
        return False
    distance = (line.bottom - above.bottom) / max(above.size, line.size)
    return 0 < distance < pitch + 0.25


def continues(above: Printed, line: Printed, first: Printed, full: bool, pitch: float) -> bool:
    """Whether the line goes on with the paragraph that the line above belongs to."""
    begins = line.begins_paragraph
    if begins and _is_chance(above, line, first, full):
        line.marker, line.ordinal, line.indent, begins = None, None, line.x0, False
    if begins or abs(above.size - line.size) > 0.08 * above.size:
        return False
    if line.heading is not None or above.heading is not None:
        return line.heading == above.heading and is_below(above, line, max(pitch, 1.2))
    if above.bold != line.bold and (first.bold or line.bold):
        return False
    if above.area != line.area:
        return full and _goes_on_elsewhere(above, line, first)
    if not is_below(above, line, pitch):
        return False
    if first.marker or first.ordinal:
        hanging = abs(line.x0 - first.indent) < 4
        return hanging or (full and abs(line.x0 - first.x0) < 4)
    # An indented first line begins a new paragraph.
    return full and line.x0 < above.indent + 0.8 * line.size


def _is_chance(above: Printed, line: Printed, first: Printed, full: bool) -> bool:
    """A dash or "15." that the line break happens to put first: in the midst of a sentence, with an ordinary space."""
    if line.heading is not None or (first.begins_paragraph and not (first.marker or first.ordinal)):
        return False
    if len(line.words) < 2 or _SENTENCE_END.search(above.text) or not full:
        return False
    space = line.words[1].x0 - line.words[0].x1
    return space < 0.4 * line.size and abs(line.x0 - first.indent) < 2 and above.area == line.area


def _goes_on_elsewhere(above: Printed, line: Printed, first: Printed) -> bool:
    """Over a page break or into the next column: only in the midst of a sentence, at the same indent."""
    text = above.text
    if _SENTENCE_END.search(text) or not text:
        return False
    indent = first.indent - first.left if first.marker or first.ordinal else above.x0 - above.left
    same_indent = abs((line.x0 - line.left) - indent) < 4
    return same_indent and (line.text[:1].islower() or text.endswith(("-", "\u00ad", ",")))
