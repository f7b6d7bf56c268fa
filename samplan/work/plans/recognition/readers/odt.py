"""ODT documents: zip and XML, read straight from the format's own elements."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ..source import Document
from .archive import Archive
from .blocks import Block, Span, as_table, bold_row, cell_text, lines_of, spread, tidy, write
from .errors import refused
from .numbering import Counters
from .odt_runs import RunReader
from .odt_styles import DRAW, OFFICE, OUTLINE, TABLE, TEXT, Styles, number
from .odt_tables import read_rows

_LEFT_OUT = {
    f"{TEXT}{name}"
    for name in (
        *("tracked-changes", "table-of-content", "alphabetical-index", "illustration-index", "table-index"),
        *("object-index", "user-index", "sequence-decls", "variable-decls", "user-field-decls"),
    )
}
_MAX_DEPTH = 9


def read(data: bytes, name: str) -> Document:
    archive = Archive(data)
    try:
        blocks = list(_Reader(archive).blocks())
    except RecursionError as error:
        raise refused("bomb") from error
    lines = write(blocks)
    if not lines:
        raise refused("no_text")
    return Document(name=name, kind="odt", lines=lines)


@dataclass(frozen=True)
class _Place:
    """Where in the lists an element stands."""

    depth: int = 0
    style: str | None = None
    first: bool = False  # the paragraph that carries the item's bullet or number


_OUTSIDE = _Place()


class _Reader:
    def __init__(self, archive: Archive) -> None:
        content = archive.xml("content.xml")
        body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
        if content is None or body is None:
            raise refused("broken")
        common = archive.xml("styles.xml")
        self._body = body
        self._styles = Styles([root for root in (common, content) if root is not None])
        self._runs = RunReader(self._styles)
        self._counters = Counters()

    def blocks(self) -> Iterator[Block]:
        yield from self._read(self._body, _OUTSIDE)
        for place, note in enumerate(self._runs.notes, 1):
            if text := cell_text(self._read(note, _OUTSIDE)):
                yield Block(text=f"Fotnot {place}: {' '.join(text.split())}")

    def _read(self, parent: Element, place: _Place) -> Iterator[Block]:
        for element in parent:
            if element.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(element, place)
                place = _Place(place.depth, place.style)
            elif element.tag == f"{TEXT}list":
                yield from self._list(element, place)
            elif element.tag == f"{TABLE}table":
                yield from self._table(element)
            elif element.tag not in _LEFT_OUT and element.tag.startswith((TEXT, DRAW)):
                yield from self._read(element, place)

    def _list(self, element: Element, outer: _Place) -> Iterator[Block]:
        style = element.get(f"{TEXT}style-name") or outer.style
        depth = min(outer.depth + 1, _MAX_DEPTH)
        if depth == 1:
            self._begin_list(element, style)
        for item in element:
            if item.tag == f"{TEXT}list-item":
                if (start := item.get(f"{TEXT}start-value")) is not None:
                    self._counters.set_start(style or "", depth - 1, number(start))
                yield from self._read(item, _Place(depth, style, first=True))
            elif item.tag == f"{TEXT}list-header":
                yield from self._read(item, _Place(depth, style))

    def _begin_list(self, element: Element, style: str | None) -> None:
        """A list counts from its start, unless it says that it continues an earlier one."""
        continued = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        holds_heading = element.find(f".//{TEXT}h") is not None
        if not continued and not holds_heading:
            self._counters.reset(style or "")

    def _paragraph(self, element: Element, place: _Place) -> Iterator[Block]:
        style = element.get(f"{TEXT}style-name")
        spans, boxes = self._runs.read(element, style)
        text = tidy("".join(span.text for span in spans))
        if text and not self._styles.is_contents(style):
            yield from self._written(element, style, spans, place)
        for box in boxes:
            yield from self._read(box, _OUTSIDE)

    def _written(self, element: Element, style: str | None, spans: list[Span], place: _Place) -> Iterator[Block]:
        text = tidy("".join(span.text for span in spans))
        is_heading = element.tag == f"{TEXT}h"
        heading = number(element.get(f"{TEXT}outline-level")) if is_heading else self._styles.heading(style)
        if heading is not None:
            yield Block(text=text, heading=heading, ordinal=self._heading_number(element, heading, place))
            return
        if place.first and place.depth:
            ordinal, is_item = self._count(place.style, place.depth - 1)
            if is_item:
                bold = all(span.bold for span in spans if span.text.strip())
                yield Block(text=text, bullet=place.depth, ordinal=ordinal, bold=bold)
                return
        for number_of_line, (line, bold_line) in enumerate(lines_of(spans)):
            yield Block(text=line, bold=bold_line, tight=number_of_line > 0)

    def _heading_number(self, element: Element, heading: int, place: _Place) -> str | None:
        if element.get(f"{TEXT}is-list-header") == "true":
            return None
        if place.first and (numbered := self._count(place.style, place.depth - 1)[0]):
            return numbered
        if element.tag != f"{TEXT}h":
            return None
        if element.get(f"{TEXT}restart-numbering") == "true":
            start = number(element.get(f"{TEXT}start-value"))
            self._counters.set_start(OUTLINE, heading - 1, start)
        return self._count(OUTLINE, heading - 1)[0]

    def _count(self, list_style: str | None, level: int) -> tuple[str | None, bool]:
        levels = self._styles.levels(list_style)
        if level not in levels:
            # A list without a known style is still a list; an outline without one is not numbered.
            return None, list_style != OUTLINE
        written = self._counters.next(list_style or "", level, levels)
        return written, written is not None or levels[level].style != "none"

    def _table(self, element: Element) -> Iterator[Block]:
        nested: list[Block] = []

        def text_of(cell: Element) -> tuple[str, bool]:
            blocks = list(self._read(cell, _OUTSIDE))
            nested.extend(block for block in blocks if block.rows)
            written = [block for block in blocks if not block.rows]
            bold = bool(written) and all(block.bold or block.heading is not None for block in written)
            return cell_text(written), bold

        cells = list(element.iter(f"{TABLE}table-cell"))
        if len(cells) == 1:
            yield from self._read(cells[0], _OUTSIDE)  # a frame around text, not a table
            return
        rows, headers = read_rows(element, text_of)
        table = as_table(spread(rows, headers), bold_first=bool(rows) and bold_row(rows[0]))
        if table.rows:
            yield table
        yield from nested
