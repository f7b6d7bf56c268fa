"""The rows of a Word table, with merged cells."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from .blocks import MAX_COLUMNS, Cell
from .docx_styles import W, is_on, number, value

_WRAPPERS = (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag")


def read_rows(table: Element, text_of: Callable[[Element], tuple[str, bool]]) -> tuple[list[list[Cell]], list[bool]]:
    """The cells of each row, and which rows are declared as header."""
    rows: list[list[Cell]] = []
    headers: list[bool] = []
    above: dict[int, Cell] = {}  # by column: what a vertically merged cell continues
    for element in _children(table, "tr"):
        properties = element.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        cells, above = _read_cells(element, properties, above, text_of)
        rows.append(cells)
        headers.append(bool(is_on(properties, "tblHeader")))
    return rows, headers


def _read_cells(
    row: Element,
    properties: Element | None,
    above: dict[int, Cell],
    text_of: Callable[[Element], tuple[str, bool]],
) -> tuple[list[Cell], dict[int, Cell]]:
    cells: list[Cell] = []
    column = min(number(value(properties, f"{W}gridBefore")) or 0, MAX_COLUMNS)
    for element in _children(row, "tc"):
        cell_properties = element.find(f"{W}tcPr")
        width = max(1, min(number(value(cell_properties, f"{W}gridSpan")) or 1, MAX_COLUMNS))
        merge = None if cell_properties is None else cell_properties.find(f"{W}vMerge")
        continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        if continues and column in above:
            text, bold = above[column].text, above[column].bold
        else:
            text, bold = text_of(element)
        cells.append(Cell(column=column, text=text, width=width, bold=bold))
        column += width
    return cells, {cell.column: cell for cell in cells}


def _children(parent: Element, name: str) -> Iterator[Element]:
    for element in parent:
        if element.tag == f"{W}{name}":
            yield element
        elif element.tag in _WRAPPERS:
            yield from _children(element, name)
