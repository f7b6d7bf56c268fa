"""The rows of an ODT table, with spanned, covered and repeated cells."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from .blocks import MAX_COLUMNS, Cell
from .odt_styles import TABLE, number

_GROUPS = {f"{TABLE}{name}" for name in ("table-rows", "table-row-group", "table-header-rows")}
_MAX_REPEATED_ROWS = 50


def read_rows(table: Element, text_of: Callable[[Element], tuple[str, bool]]) -> tuple[list[list[Cell]], list[bool]]:
    rows: list[list[Cell]] = []
    headers: list[bool] = []
    for element, header in _rows(table, header=False):
        cells = _read_cells(element, text_of)
        # Repeated empty rows are padding; repeated written ones are real, within reason.
        repeated = number(element.get(f"{TABLE}number-rows-repeated"), limit=_MAX_REPEATED_ROWS)
        for _ in range(repeated if any(cell.text for cell in cells) else 1):
            rows.append(cells)
            headers.append(header)
    return rows, headers


def _rows(parent: Element, *, header: bool) -> Iterator[tuple[Element, bool]]:
    for element in parent:
        if element.tag == f"{TABLE}table-row":
            yield element, header
        elif element.tag in _GROUPS:
            yield from _rows(element, header=header or element.tag == f"{TABLE}table-header-rows")


def _read_cells(row: Element, text_of: Callable[[Element], tuple[str, bool]]) -> list[Cell]:
    cells: list[Cell] = []
    column = 0
    for element in row:
        repeated = number(element.get(f"{TABLE}number-columns-repeated"), limit=MAX_COLUMNS)
        if element.tag == f"{TABLE}table-cell" and column < MAX_COLUMNS:
            width = number(element.get(f"{TABLE}number-columns-spanned"), limit=MAX_COLUMNS)
            height = number(element.get(f"{TABLE}number-rows-spanned"))
            text, bold = text_of(element)
            for place in range(repeated):
                cells.append(Cell(column=column + place, text=text, width=width, height=height, bold=bold))
        column += repeated  # covered cells take their own places
    return cells
