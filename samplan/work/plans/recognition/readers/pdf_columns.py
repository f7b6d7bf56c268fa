"""The reading order of a page: columns are found by the gutters that no line of text crosses."""

import itertools
import re
from dataclasses import dataclass
from statistics import median

from .pdf_words import Segment

_MARKER = re.compile(r"\W{1,2}|[o§ü]|\d{1,3}|\(?(\d{1,3}|[a-zA-Z])[.)]|(\d+\.)+\d*")
_LEAST_LINES = 4  # fewer may be chance gaps in stretched lines
_MOST_COLUMNS = 4
_MOST_SEGMENTS = 1_000  # a page with more is a map or a drawing
_LEAST_HEIGHT = 30.0  # points
_LEAST_GUTTER = 8.0  # points
_LEAST_SHARE = 0.15  # of the text's width, for each column


@dataclass
class Area:
    """A stretch of text read from top to bottom, with the edges its lines are set within."""

    segments: list[Segment]
    left: float
    right: float
    column: bool


@dataclass
class _Split:
    above: list[Segment]
    left: list[Segment]
    right: list[Segment]
    below: list[Segment]

    @property
    def weight(self) -> int:
        return len(self.left) + len(self.right)


def reading_order(segments: list[Segment]) -> list[Area]:
    """The areas of a page in the order they are read."""
    if not segments:
        return []
    split = _best_split(segments, _MOST_COLUMNS) if len(segments) <= _MOST_SEGMENTS else None
    if split is None:
        return [_area(segments, column=False)]
    left, right = reading_order(split.left), reading_order(split.right)
    _set_columns(left, right)
    return [*reading_order(split.above), *left, *right, *reading_order(split.below)]


def _area(segments: list[Segment], *, column: bool) -> Area:
    left, right = min(segment.x0 for segment in segments), max(segment.x1 for segment in segments)
    return Area(segments, left, right, column)


def _set_columns(left: list[Area], right: list[Area]) -> None:
    """Columns side by side are equally wide, though one of them may have short lines only."""
    if len(left) == len(right) == 1:
        width = max(area.right - area.left for area in (left[0], right[0]))
        left[0].right = min(left[0].left + width, right[0].left - _LEAST_GUTTER)
        right[0].right = right[0].left + width
    for area in (*left, *right):
        area.column = True


def _best_split(segments: list[Segment], columns: int) -> _Split | None:
    best: _Split | None = None
    for place in _gutter_places(segments):
        crossing = sorted(
            ((segment.top, segment.bottom) for segment in segments if segment.x0 < place < segment.x1),
        )
        for top, bottom in _free_bands(crossing):
            split = _split(segments, place, (top, bottom), columns)
            if split is not None and (best is None or split.weight > best.weight):
                best = split
    return best


def _gutter_places(segments: list[Segment]) -> list[float]:
    """Where a column may begin: just left of places where several segments begin."""
    starts = sorted(segment.x0 for segment in segments)
    places: list[float] = []
    for index, start in enumerate(starts):
        following = starts[index : index + 2]
        if len(following) == 2 and following[-1] - start < 3 and (not places or start - places[-1] > 6):
            places.append(start - 0.5)
    return places[1:] if places and places[0] <= starts[0] else places


def _free_bands(crossing: list[tuple[float, float]]) -> list[tuple[float, float]]:
    bands, top = [], float("-inf")
    for begins, ends in crossing:
        if begins - top > _LEAST_HEIGHT:
            bands.append((top, begins))
        top = max(top, ends)
    bands.append((top, float("inf")))
    return bands


def _split(segments: list[Segment], place: float, band: tuple[float, float], columns: int) -> _Split | None:
    top, bottom = band
    inside = [segment for segment in segments if top - 1 <= _middle(segment) <= bottom + 1]
    left = [segment for segment in inside if segment.x1 <= place]
    right = [segment for segment in inside if segment.x0 >= place]
    if not left or not right:
        return None
    left, right, late = _trimmed(left, right)
    if not _are_columns(left, right, columns):
        return None
    taken = {id(segment) for segment in (*left, *right)}
    begins = min(segment.top for segment in (*left, *right))
    rest = [segment for segment in segments if id(segment) not in taken]
    late_ids = {id(segment) for segment in late}
    above = [segment for segment in rest if id(segment) not in late_ids and _middle(segment) < begins]
    above_ids = {id(segment) for segment in above}
    below = [segment for segment in rest if id(segment) not in above_ids]
    return _Split(above, left, right, below)


def _middle(segment: Segment) -> float:
    return (segment.top + segment.bottom) / 2


def _trimmed(left: list[Segment], right: list[Segment]) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """Leaves to what comes after the columns a heading that stands below both, at the left."""
    ends = max(segment.bottom for segment in right)
    size = median(segment.size for segment in (*left, *right))
    ordered = sorted(left, key=lambda segment: segment.top)
    for above, segment in itertools.pairwise(ordered):
        heading = segment.size > 1.08 * size or all(word.bold for word in segment.words)
        if segment.top >= ends - 1 and heading and segment.top - above.bottom > 0.6 * size:
            late = [other for other in left if other.top >= segment.top]
            return [other for other in left if other.top < segment.top], right, late
    return left, right, []


def _are_columns(left: list[Segment], right: list[Segment], columns: int) -> bool:
    if min(len(left), len(right)) < _LEAST_LINES:
        return False
    text_ends = max((s.x1 for s in left if not _MARKER.fullmatch(s.text)), default=0.0)
    if any(segment.x0 > text_ends for segment in left):
        return False  # bullets, whose text is at the right
    gutter = min(segment.x0 for segment in right) - max(segment.x1 for segment in left)
    widths = [max(s.x1 for s in side) - min(s.x0 for s in side) for side in (left, right)]
    if gutter < _LEAST_GUTTER or min(widths) < _LEAST_SHARE * (sum(widths) + gutter):
        return False
    overlap = min(max(s.bottom for s in left), max(s.bottom for s in right)) - max(
        min(s.top for s in left), min(s.top for s in right)
    )
    heights = [max(s.bottom for s in side) - min(s.top for s in side) for side in (left, right)]
    return overlap > 0.4 * min(heights) and all(
        _is_running_text(side) or (columns > 2 and _best_split(side, columns - 1) is not None) for side in (left, right)
    )


def _is_running_text(side: list[Segment]) -> bool:
    """Lines that fill their column, or a list of its own: not labels, markers or page numbers."""
    markers = [segment for segment in side if _MARKER.fullmatch(segment.text)]
    rest = [segment for segment in side if not _MARKER.fullmatch(segment.text)]
    if len(rest) < _LEAST_LINES or len(markers) > len(rest):
        return False
    starts, ends = min(segment.x0 for segment in rest), max(segment.x1 for segment in rest)
    full = sum(segment.x1 - starts > 0.7 * (ends - starts) for segment in rest)
    begins_list = sum(_MARKER.fullmatch(segment.words[0].text) is not None for segment in side)
    return full >= 0.4 * len(rest) or begins_list >= 0.4 * len(rest)
