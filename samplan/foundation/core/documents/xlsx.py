"""A document as a workbook: its tables and the figures behind its charts as sheets, its quotes as a list."""

from datetime import datetime, time

from samplan.foundation.core.tables import CellValue, Sheet, write_xlsx

from .columns import cell_text
from .model import AnnexHeading, Document, Heading, Quote
from .outline import Outline, lay_out
from .pieces import Cell, Missing, Table
from .words import long_date, word


def render_xlsx(document: Document) -> bytes:
    outline = lay_out(document)
    numbered = [(place.label, place.block) for place in outline.placed if isinstance(place.block, Table)]
    charts = [table for table in outline.figure_tables]
    sheets = [_overview(outline, [table for _, table in numbered] + charts)]
    sheets += [_sheet(label, table, document) for label, table in numbered]
    sheets += [_sheet(table.caption.partition(".")[0], table, document) for table in charts]
    if quotes := _quotes(outline):
        sheets.append(quotes)
    made = datetime.combine(document.date, time(12))
    return write_xlsx(sheets, title=document.title, made=made)


def _overview(outline: Outline, tables: list[Table]) -> Sheet:
    document = outline.document
    language = document.language
    rows: list[tuple[CellValue, ...]] = [
        (document.title,),
        (document.subtitle,),
        (document.lead,),
        (document.sender,),
        (f"{word('diary_number', language)} {document.diary_number}" if document.diary_number else "",),
        (long_date(document.date, language),),
        (document.marking,),
        *((_full_caption(outline, table),) for table in tables),
    ]
    return Sheet(word("contents", language), (document.kicker or document.title,), [row for row in rows if row[0]])


def _full_caption(outline: Outline, table: Table) -> str:
    label = next((place.label for place in outline.placed if place.block is table), "")
    return f"{label}. {table.caption}" if label else table.caption


def _sheet(name: str, table: Table, document: Document) -> Sheet:
    language = document.language
    rows: list[tuple[CellValue, ...]] = [tuple(_value(cell, document) for cell in row.cells) for row in table.all_rows]
    below = [table.caption, table.note]
    below += [f"{word('source', language)}: {table.source.as_note}"] if table.source else []
    sources = [cell.source for row in table.all_rows for cell in row.cells if cell.source]
    below += [f"{word('source', language)}: {source.as_note}" for source in dict.fromkeys(sources)]
    rows += [(), *((line,) for line in below if line)]
    return Sheet(name, tuple(column.label for column in table.columns), rows)


def _value(cell: Cell, document: Document) -> CellValue:
    if isinstance(cell, Missing) or cell.number is None:
        return cell_text(cell, document.language)
    return cell.number


def _quotes(outline: Outline) -> Sheet | None:
    """Everybody's own words, under the heading they stand under."""
    language = outline.document.language
    section, rows = "", []
    for place in outline.placed:
        block = place.block
        if isinstance(block, Heading | AnnexHeading):
            number = block.label if isinstance(block, AnnexHeading) else block.number
            section = f"{number} {block.text}".strip()
        elif isinstance(block, Quote):
            rows.append((section, block.who, block.text, block.note))
    labels = tuple(word(key, language) for key in ("section", "who", "text", "note"))
    return Sheet(word("texts", language), labels, rows) if rows else None
