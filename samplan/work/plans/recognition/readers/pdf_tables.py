"""Ruled tables of a PDF page: their cells, and how they go on over page breaks."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .blocks import Block, Cell, Row, as_table, spread
from .pdf_words import Segment, Word

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
SOFT_HYPHEN = "\u00ad"
_NEAR = 3.0
_SHORTEST_RULE = 100.0


@dataclass
class Grid:
    """The cells of one ruled table, with the words that stand in them."""

    cells: list[Box]
    page: int
    words: list[list[Word]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        x0s, tops, x1s, bottoms = zip(*self.cells, strict=True)
        return min(x0s), min(tops), max(x1s), max(bottoms)

    @property
    def columns(self) -> list[float]:
        return merged(cell[0] for cell in self.cells)


def merged(places: object) -> list[float]:
    """Places that differ by less than a line's width are one."""
    found: list[float] = []
    for place in sorted(places):  # type: ignore[call-overload]
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def same_columns(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < 2 * _NEAR for a, b in zip(one, other, strict=True))


def take_words(
    cells: list[Box], segments: list[Segment], page: int, before: list[Grid]
) -> tuple[Grid | None, list[Segment]]:
    """The table with its words, and the segments that stand outside it; no table where the rules frame something else."""
    grid = Grid(cells, page, [[] for _ in cells])
    outside: list[Segment] = []
    for segment in segments:
        left_over = []
        for word in segment.words:
            place = _cell_of(word, cells)
            if place is None:
                left_over.append(word)
            else:
                grid.words[place].append(word)
        if len(left_over) == len(segment.words):
            outside.append(segment)
        elif left_over:
            outside.append(replace(segment, words=left_over, x0=left_over[0].x0, x1=left_over[-1].x1))
    written = [cell for cell, words in zip(cells, grid.words, strict=True) if words]
    # The end of a row may stand alone on the next page, with words in one column only.
    goes_on = bool(written) and len(grid.columns) > 1 and any(same_columns(grid.columns, g.columns) for g in before)
    if len(merged(cell[0] for cell in written)) < 2 and not goes_on:
        return None, segments
    return grid, outside


def _cell_of(word: Word, cells: list[Box]) -> int | None:
    x, y = word.middle
    inside = (place for place, (x0, top, x1, bottom) in enumerate(cells) if x0 <= x <= x1 and top <= y <= bottom)
    return next(inside, None)


def horizontally_ruled(rules: list[Box], segments: list[Segment]) -> list[list[Box]]:
    """Tables with lines between the rows only: the columns begin where the first row's texts begin."""
    tables = []
    for rows in _stacks(rules):
        x0, x1 = rows[0][0], rows[0][2]
        tops = [row[1] for row in rows]
        inside = [s for s in segments if tops[0] <= (s.top + s.bottom) / 2 <= tops[-1] and s.x0 < x1 and s.x1 > x0]
        first = [s for s in inside if (s.top + s.bottom) / 2 < tops[1]]
        starts = merged(s.x0 for s in first)
        crossing = any(w.x0 < start - _NEAR and w.x1 > start for s in inside for w in s.words for start in starts)
        rows_with_many = sum(
            len({_column(w.x0, starts) for s in inside for w in s.words if top <= w.middle[1] < bottom}) > 1
            for top, bottom in itertools.pairwise(tops)
        )
        if len(starts) < 2 or crossing or rows_with_many < 0.6 * (len(tops) - 1):
            continue
        edges = [x0, *(start - 1 for start in starts[1:]), x1]
        tables.append(
            [
                (left, top, right, bottom)
                for top, bottom in itertools.pairwise(tops)
                for left, right in itertools.pairwise(edges)
            ]
        )
    return tables


def _column(x0: float, starts: list[float]) -> int:
    return sum(start <= x0 + _NEAR for start in starts)


def _stacks(rules: list[Box]) -> list[list[Box]]:
    """Three or more lines of the same width below each other."""
    stacks: list[list[Box]] = []
    for rule in sorted(_whole(rules), key=lambda rule: rule[1]):
        stack = next(
            (s for s in stacks if abs(s[0][0] - rule[0]) < _NEAR and abs(s[0][2] - rule[2]) < _NEAR),
            None,
        )
        if stack is None:
            stacks.append([rule])
        elif rule[1] - stack[-1][1] > _NEAR:
            stack.append(rule)
    return [stack for stack in stacks if len(stack) >= 3]


def _whole(rules: list[Box]) -> list[Box]:
    """Rules that are drawn in pieces, one for each cell."""
    whole: list[Box] = []
    for rule in sorted(rules, key=lambda rule: (round(rule[1]), rule[0])):
        last = whole[-1] if whole else None
        if last is not None and abs(last[1] - rule[1]) < 1 and rule[0] - last[2] < _NEAR:
            whole[-1] = (last[0], last[1], max(last[2], rule[2]), last[3])
        else:
            whole.append(rule)
    return [rule for rule in whole if rule[2] - rule[0] > _SHORTEST_RULE]


CellReader = Callable[[list[Word], Box, int], tuple[str, bool]]


@dataclass
class Table:
    """A table under way; it may go on over several pages."""

    grids: list[Grid]

    def goes_on_with(self, grid: Grid) -> bool:
        last = self.grids[-1]
        return same_columns(last.columns, grid.columns) and grid.page == last.page + 1

    def block(self, read_cell: CellReader) -> list[Block]:
        tables: list[tuple[list[Row], bool]] = []
        for grid in self.grids:
            rows, bold_first = _grid_rows(grid, read_cell)
            if not tables:
                tables.append((rows, bold_first))
                continue
            first_rows, _ = tables[-1]
            if rows and first_rows and rows[0].cells == first_rows[0].cells:
                tables[-1] = (first_rows, True)  # a row that is repeated on each page is the header
                rows = rows[1:]
            elif bold_first:
                tables.append((rows, True))
                continue
            tables[-1][0].extend(_joined_over_break(tables[-1][0], rows))
        return [
            as_table([_without_hyphens(row) for row in rows], bold_first=bold, page=rows[0].page)
            for rows, bold in tables
            if rows
        ]


def _joined_over_break(above: list[Row], rows: list[Row]) -> list[Row]:
    """A row that the page break parts is one row: its second half goes on in the midst of a sentence."""
    if not rows or not above:
        return rows
    halves = rows[0].cells
    if not all(half == "" or half[0].islower() for half in halves) or not any(halves):
        return rows
    whole = tuple(_whole_cell(one, half) for one, half in zip(above[-1].cells, halves, strict=True))
    above[-1] = replace(above[-1], cells=whole)
    return rows[1:]


def _whole_cell(half: str, other: str) -> str:
    if half.endswith(SOFT_HYPHEN):
        return half.removesuffix(SOFT_HYPHEN) + other
    return f"{half} {other}".strip()


def _without_hyphens(row: Row) -> Row:
    return replace(row, cells=tuple(cell.removesuffix(SOFT_HYPHEN) for cell in row.cells))


def _grid_rows(grid: Grid, read_cell: CellReader) -> tuple[list[Row], bool]:
    columns, tops = grid.columns, merged(cell[1] for cell in grid.cells)
    rows: list[list[Cell]] = [[] for _ in tops]
    for box, words in zip(grid.cells, grid.words, strict=True):
        x0, top, x1, bottom = box
        column = sum(start <= x0 + _NEAR for start in columns) - 1
        row = sum(start <= top + _NEAR for start in tops) - 1
        width = sum(x0 - _NEAR < start < x1 - _NEAR for start in columns)
        height = sum(top - _NEAR < start < bottom - _NEAR for start in tops)
        text, bold = read_cell(words, box, grid.page) if words else ("", False)
        rows[row].append(Cell(column=column, text=text, width=max(width, 1), height=max(height, 1), bold=bold))
    written = [cell for cell in rows[0] if cell.text] if rows else []
    bold_first = len(written) > 1 and all(cell.bold for cell in written)
    return [replace(row, page=grid.page) for row in spread(rows, [False] * len(rows))], bold_first
