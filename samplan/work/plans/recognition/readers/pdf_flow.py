"""The pages of a PDF put one after the other: reading order, headings by size, tables in their place."""

from collections import Counter
from collections.abc import Iterator
from itertools import count, groupby

from .blocks import Block, cell_text
from .pdf_columns import Area, reading_order
from .pdf_headings import body_size, set_headings
from .pdf_lines import Printed, find_marker, rows_of
from .pdf_noise import PageText
from .pdf_paragraphs import Paragraphs, known_words
from .pdf_tables import SOFT_HYPHEN, Box, Grid, Table
from .pdf_words import Segment, Word

_NOTE_SIZE = 0.9  # of the body, at most
_SURE_EDGE = 0.02  # the share of lines that may stick out over the page's margin


def blocks_of(pages: list[PageText], grids: list[list[Grid]]) -> Iterator[Block]:
    """The document's blocks; footnotes come last, as in the other formats."""
    areas = count(1)
    flow: list[Printed | Grid] = []
    for page, page_grids in zip(pages, grids, strict=True):
        flow += _page_flow(page, page_grids, areas)
    lines = [item for item in flow if isinstance(item, Printed)]
    body = body_size(lines, [word for page in grids for grid in page for words in grid.words for word in words])
    notes = {id(line) for line in _footnotes(lines, body)}
    lines = [line for line in lines if id(line) not in notes]
    _set_margins(lines, pages)
    for line in lines:
        find_marker(line)
    set_headings(lines, body)
    paragraphs = Paragraphs(known_words(lines))
    note_lines = [item for item in flow if isinstance(item, Printed) and id(item) in notes]
    for is_table, items in groupby((i for i in flow if id(i) not in notes), key=lambda i: isinstance(i, Grid)):
        if is_table:
            yield from _tables([item for item in items if isinstance(item, Grid)], areas)
        else:
            yield from paragraphs.blocks([item for item in items if isinstance(item, Printed)])
    yield from _note_blocks(note_lines, paragraphs)


def _page_flow(page: PageText, grids: list[Grid], areas: Iterator[int]) -> list[Printed | Grid]:
    """The lines and tables of one page, as they are read."""
    stand_ins = [_stand_in(grid) for grid in grids]
    grid_of = {id(stand_in): grid for stand_in, grid in zip(stand_ins, grids, strict=True)}
    flow: list[Printed | Grid] = []
    for area in reading_order([*page.segments, *stand_ins]):
        tables = sorted((s for s in area.segments if id(s) in grid_of), key=lambda s: s.top)
        text = [s for s in area.segments if id(s) not in grid_of]
        for table in tables:
            above = [s for s in text if (s.top + s.bottom) / 2 < table.top]
            text = [s for s in text if (s.top + s.bottom) / 2 >= table.top]
            flow += _printed(above, area, page.number, next(areas))
            flow.append(grid_of[id(table)])
        flow += _printed(text, area, page.number, next(areas))
    return flow


def _stand_in(grid: Grid) -> Segment:
    """What holds the table's place among the lines."""
    x0, top, x1, bottom = grid.box
    return Segment([Word("", x0, x1, top, bottom, 10.0, bold=False, symbol=False)], x0, x1, top, bottom)


def _printed(segments: list[Segment], area: Area, page: int, number: int) -> list[Printed]:
    return [Printed(words, area.left, area.right, page, number, area.column) for words in rows_of(segments)]


def _set_margins(lines: list[Printed], pages: list[PageText]) -> None:
    """Outside columns, all pages of one width share the margins of the running text."""
    widths = {page.number: round(page.width) for page in pages}
    for width in set(widths.values()):
        alike = [line for line in lines if widths[line.page] == width and not line.column]
        if alike:
            place = int(len(alike) * _SURE_EDGE)
            left = sorted(line.x0 for line in alike)[place]
            right = sorted((line.x1 for line in alike), reverse=True)[place]
            for line in alike:
                line.left, line.right = left, max(line.right, right)


def _footnotes(lines: list[Printed], body: float) -> Iterator[Printed]:
    """Small print at the end of an area, from the first line that begins with a raised number."""
    for _, group in groupby(lines, key=lambda line: line.area):
        area = list(group)
        small = len(area)
        while small and area[small - 1].size < _NOTE_SIZE * body:
            small -= 1
        begins = next((place for place in range(small, len(area)) if area[place].footnote), len(area))
        yield from area[begins:]


def _note_blocks(lines: list[Printed], paragraphs: Paragraphs) -> Iterator[Block]:
    notes: list[list[Printed]] = []
    for line in lines:
        if line.footnote or not notes:
            notes.append([line])
        else:
            notes[-1].append(line)
    for note in notes:
        yield Block(text=f"Fotnot {note[0].footnote or ''}: {paragraphs.joined(note)}", page=note[0].page)


def _tables(grids: list[Grid], areas: Iterator[int]) -> Iterator[Block]:
    tables: list[Table] = []
    for grid in grids:
        if tables and tables[-1].goes_on_with(grid):
            tables[-1].grids.append(grid)
        else:
            tables.append(Table([grid]))
    known: Counter[str] = Counter()

    def read_cell(words: list[Word], box: Box, page: int) -> tuple[str, bool]:
        lines = _cell_lines(words, box, page, next(areas))
        # A word parted by the end of the page shows that the row goes on.
        parted = SOFT_HYPHEN if lines[-1].text.endswith(SOFT_HYPHEN) else ""
        return cell_text(Paragraphs(known).blocks(lines)) + parted, all(word.bold for word in words)

    for table in tables:
        yield from table.block(read_cell)


def _cell_lines(words: list[Word], box: Box, page: int, area: int) -> list[Printed]:
    left = min(word.x0 for word in words)
    padding = min(max(left - box[0], 2.0), 12.0)
    segments = [Segment([word], word.x0, word.x1, word.top, word.bottom) for word in words]
    lines = [Printed(row, left, box[2] - padding, page, area) for row in rows_of(segments)]
    for line in lines:
        find_marker(line)
    return lines
