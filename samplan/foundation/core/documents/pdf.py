"""A document as tagged PDF (PDF/UA-1). The texts go to the layout as data, never as markup."""

import json
from pathlib import Path
from typing import Any

import typst

from samplan.foundation.core import fonts

from .columns import cell_text, column_widths
from .model import (
    AnnexHeading,
    AnyBlock,
    BulletList,
    Contents,
    Document,
    Figure,
    Heading,
    KeyFigures,
    Lead,
    Paragraph,
    Quote,
)
from .outline import Outline, Placed, lay_out
from .paper import TEXT_WIDTH, paper_pictures
from .pieces import Cell, Empty, Missing, Runs, Source, Table, is_outside_link
from .words import long_date, word

_LAYOUT = Path(__file__).with_name("report.typ")
_TABLE_SIZE = 13.0
_NOON = 12 * 3600


def render_pdf(document: Document) -> bytes:
    """The same document always gives the same bytes."""
    data = _Layout(lay_out(document)).data()
    pdf = typst.compile(
        str(_LAYOUT),
        format="pdf",
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
        font_paths=fonts.for_typst(),
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=_midday(document),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one file")
    return pdf


def _midday(document: Document) -> int:
    return (document.date.toordinal() - 719163) * 86400 + _NOON  # 719163 is 1 January 1970


def _printable(thing: Any) -> Any:
    if isinstance(thing, str):
        return fonts.printable(thing)
    if isinstance(thing, dict):
        return {key: _printable(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [_printable(item) for item in thing]
    return thing


class _Layout:
    """Turns blocks into the plain data that report.typ sets."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.document = outline.document
        self.language = outline.document.language
        self.anchors = {entry.anchor for entry in outline.entries}
        self._noted: set[int] = set()

    def data(self) -> dict[str, Any]:
        document, language = self.document, self.language
        diary_number = f"{word('diary_number', language)} {document.diary_number}" if document.diary_number else ""
        return {
            "title": document.title,
            "subtitle": document.subtitle,
            "kicker": document.kicker,
            "lead": document.lead,
            "sender": document.sender,
            "diary_number": diary_number,
            "date": long_date(document.date, language),
            "day": [document.date.year, document.date.month, document.date.day],
            "foot": document.foot or document.title,
            "marking": document.marking,
            "language": language,
            "contents_title": word("contents", language),
            "blocks": [self._placed(place) for place in self.outline.placed],
            "figure_tables_title": word("annex_figures", language),
            "figure_tables": [self._table(table) for table in self.outline.figure_tables],
        }

    def _placed(self, place: Placed) -> dict[str, Any]:
        block = place.block
        kind = type(block).__name__
        return {"kind": kind, "margin": list(place.notes), "anchor": place.anchor, **self._content(block)}

    def _content(self, block: AnyBlock) -> dict[str, Any]:
        if isinstance(block, Heading):
            return {"level": block.level, "number": block.number, "text": block.text}
        if isinstance(block, AnnexHeading):
            return {"level": 1, "number": block.label, "text": block.text}
        if isinstance(block, Paragraph | Lead):
            return {"runs": self._runs(block.runs)}
        if isinstance(block, BulletList):
            return {"items": [self._runs(item) for item in block.items]}
        if isinstance(block, Quote):
            return {"lines": block.lines, "who": block.who, "note": block.note, "is_short": block.is_short}
        if isinstance(block, Contents):
            return {"depth": block.depth}
        if isinstance(block, KeyFigures):
            return self._key_figures(block)
        if isinstance(block, Table):
            return self._table(block)
        return self._figure(block) if isinstance(block, Figure) else {}

    def _key_figures(self, block: KeyFigures) -> dict[str, Any]:
        figures = [
            {"value": figure.value, "label": figure.label, "note": figure.note, "source": self._note(figure.source)}
            for figure in block.figures
        ]
        return {"figures": figures}

    def _table(self, table: Table) -> dict[str, Any]:
        widths = column_widths(table, TEXT_WIDTH, _TABLE_SIZE, self.language)
        return {
            "caption": table.caption,
            "columns": [{"label": column.label, "numeric": column.numeric} for column in table.columns],
            "widths": widths.columns,
            "is_tight": widths.is_tight,
            "rows": [[self._cell(cell) for cell in row.cells] for row in table.rows],
            "total": [self._cell(cell) for cell in table.total.cells] if table.total else None,
            "note": table.note,
            "source": self._source_line(table.source),
        }

    def _cell(self, cell: Cell) -> dict[str, Any]:
        is_missing = isinstance(cell, Missing) and cell.kind is not Empty.ZERO
        text = cell_text(cell, self.language)
        return {"text": text, "is_missing": is_missing, "source": self._note(cell.source)}

    def _figure(self, figure: Figure) -> dict[str, Any]:
        pictures = [
            {"svg": fonts.printable(picture.svg), "alt": picture.alt}
            for picture in paper_pictures(figure, self.language)
        ]
        return {"caption": figure.caption, "pictures": pictures, "source": self._source_line(figure.source)}

    def _source_line(self, source: Source | None) -> str:
        return f"{word('source', self.language)}: {source.as_note}" if source else ""

    def _runs(self, runs: Runs) -> list[dict[str, Any]]:
        return [
            {"text": run.text, "bold": run.bold, "link": self._link(run.link), "source": self._note(run.source)}
            for run in runs
        ]

    def _link(self, link: str | None) -> dict[str, str] | None:
        if link and is_outside_link(link):
            return {"url": link}
        if link and link.startswith("#") and link[1:] in self.anchors:
            return {"anchor": link[1:]}
        return None

    def _note(self, source: Source | None) -> dict[str, Any] | None:
        """The note's text where it is first named, afterwards its number only."""
        if source is None:
            return None
        number = self.outline.notes[source]
        is_first = number not in self._noted
        self._noted.add(number)
        return {"number": number, "text": source.as_note if is_first else None}
