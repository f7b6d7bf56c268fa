"""Tables of a Word file, written as XML at once: python-docx looks up every cell and is slow on long tables."""

from collections.abc import Callable
from typing import Any

from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from .columns import cell_text, column_widths
from .model import KeyFigure, KeyFigures, Language
from .paper import TEXT_WIDTH
from .pieces import Empty, Missing, Row, Source, Table
from .word_parts import child, clean

_SIZE = 12.7
_TWENTIETHS = 15  # of a point in a pixel
TEXT_TWIPS = TEXT_WIDTH * _TWENTIETHS
_NUMBER, _TEXT = "TableNumber", "TableText"

AddNote = Callable[[Paragraph, Source | None], None]


def add_table(document: WordDocument, table: Table, language: Language, add_note: AddNote, text_width: int) -> None:
    """`text_width` in twentieths of a point."""
    columns = column_widths(table, text_width / _TWENTIETHS, _SIZE, language).columns
    widths = [round(width * _TWENTIETHS) for width in columns]
    element = _frame("ReportTable", table.caption, widths, has_total=table.total is not None, has_row_heads=True)
    body = document._body
    styles = [_NUMBER if column.numeric else _TEXT for column in table.columns]

    head = _row(is_head=True)
    for column, width, style in zip(table.columns, widths, styles, strict=True):
        cell, paragraph = _cell(width, style, body)
        paragraph.add_run(clean(column.label))
        head.append(cell)
    element.append(head)
    for row in table.all_rows:
        element.append(_body_row(row, widths, styles, body, language, add_note))
    body._element.insert_element_before(element, "w:sectPr")


def add_key_figures(document: WordDocument, block: KeyFigures, add_note: AddNote, text_width: int) -> None:
    """What is counted stands as the head of a column, the figure and its remark below it."""
    body = document._body
    for figures in _threes(block.figures):
        width = round(text_width / len(figures))
        title = ", ".join(figure.label for figure in figures)
        element = _frame("KeyFigures", title, [width] * len(figures), has_total=False, has_row_heads=False)
        head, values = _row(is_head=True), _row(is_head=False)
        for figure in figures:
            cell, paragraph = _cell(width, _TEXT, body)
            paragraph.add_run(clean(figure.label))
            head.append(cell)
            cell, paragraph = _cell(width, "KeyValue", body)
            paragraph.add_run(clean(figure.value))
            add_note(paragraph, figure.source)
            if figure.note:
                remark = _paragraph(_TEXT, body)
                remark.add_run(clean(figure.note), style="Muted")
                cell.append(remark._p)
            values.append(cell)
        element.append(head)
        element.append(values)
        body._element.insert_element_before(element, "w:sectPr")
        document.add_paragraph(style="After table")


def _threes(figures: tuple[KeyFigure, ...]) -> list[tuple[KeyFigure, ...]]:
    return [figures[at : at + 3] for at in range(0, len(figures), 3)]


def _frame(style: str, title: str, widths: list[int], *, has_total: bool, has_row_heads: bool) -> Any:
    table, properties, grid = child("tbl"), child("tblPr"), child("tblGrid")
    look = child(
        "tblLook",
        val="04A0",
        firstRow=1,
        lastRow=int(has_total),
        firstColumn=int(has_row_heads),
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    for part in (
        child("tblStyle", val=style),
        child("tblW", w=sum(widths), type="dxa"),
        child("tblLayout", type="fixed"),
        look,
        child("tblCaption", val=clean(title)),
    ):
        properties.append(part)
    for width in widths:
        grid.append(child("gridCol", w=width))
    table.append(properties)
    table.append(grid)
    return table


def _row(*, is_head: bool) -> Any:
    row, properties = child("tr"), child("trPr")
    properties.append(child("cantSplit"))
    if is_head:
        properties.append(child("tblHeader"))
    row.append(properties)
    return row


def _body_row(row: Row, widths: list[int], styles: list[str], body: Any, language: Language, add_note: AddNote) -> Any:
    element = _row(is_head=False)
    for content, width, style in zip(row.cells, widths, styles, strict=True):
        cell, paragraph = _cell(width, style, body)
        is_missing = isinstance(content, Missing) and content.kind is not Empty.ZERO
        paragraph.add_run(clean(cell_text(content, language)), style="Muted" if is_missing else None)
        add_note(paragraph, content.source)
        element.append(cell)
    return element


def _cell(width: int, style: str, body: Any) -> tuple[Any, Paragraph]:
    cell, properties = child("tc"), child("tcPr")
    properties.append(child("tcW", w=width, type="dxa"))
    paragraph = _paragraph(style, body)
    cell.append(properties)
    cell.append(paragraph._p)
    return cell, paragraph


def _paragraph(style: str, body: Any) -> Paragraph:
    element, properties = child("p"), child("pPr")
    properties.append(child("pStyle", val=style))
    element.append(properties)
    return Paragraph(element, body)
