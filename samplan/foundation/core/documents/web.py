"""A document as a part of a web page: safe HTML from templates, with document.css and charts.css."""

from collections import Counter
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from samplan.foundation.core.charts.drawing import draw

from .model import AnnexHeading, BulletList, Contents, Document, Figure, Heading, KeyFigures, Lead, Paragraph
from .outline import Outline, Placed, figure_table, lay_out
from .pieces import Cell, Empty, Missing, Runs, Source, Table, is_safe_link
from .words import empty_word, long_date, word

_WIDE, _NARROW = 620, 320
_TEMPLATES = "core/documents"
_WORDS = ("close", "contents", "diary_number", "see_source", "source", "view_table")


def render_web(document: Document, *, with_head: bool = True, heading_level: int = 2, key: str = "doc") -> SafeString:
    """`heading_level` is the level of a chapter's heading on the page; `key` makes ids the document's own."""
    page = _Page(lay_out(document), heading_level, key)
    parts = [page.part(place) for place in page.outline.placed]
    language = document.language
    context = {
        "document": document,
        "date": long_date(document.date, language),
        "with_head": with_head,
        "parts": parts,
        "notes": [page.note(source, number) for source, number in page.outline.notes.items()],
        "words": {key: word(key, language) for key in _WORDS} | {"sources": word(_notes_title(page), language)},
    }
    return mark_safe(render_to_string(f"{_TEMPLATES}/document.html", context))  # noqa: S308


def _notes_title(page: "_Page") -> str:
    meanings = {source.is_meaning for source in page.outline.notes}
    return "sources" if meanings <= {False} else "meanings" if meanings == {True} else "notes"


class _Page:
    """Turns blocks into what their templates need; opens each source's popover where it is first named."""

    def __init__(self, outline: Outline, heading_level: int, key: str) -> None:
        self.outline = outline
        self.document = outline.document
        self.language = outline.document.language
        self.heading_level = heading_level
        self.key = key
        self._opened: set[Source] = set()
        self._named: Counter[Source] = Counter()
        self._figure = 0

    def part(self, place: Placed) -> dict[str, Any]:
        block = place.block
        kind = type(block).__name__
        part: dict[str, Any] = {"template": f"{_TEMPLATES}/_{_FILES[kind]}.html", "block": block, "notes": place.notes}
        part |= self._content(place)
        part["popovers"] = [self.note(source, self.outline.notes[source]) for source in self._newly_named()]
        return part

    def note(self, source: Source, number: int) -> dict[str, Any]:
        is_safe = source.url is not None and is_safe_link(source.url)
        return {
            "id": self._note_id(source),
            "number": number,
            "source": source,
            "url": source.url if is_safe else None,
            "label": word("meaning" if source.is_meaning else "where_from", self.language),
        }

    def _content(self, place: Placed) -> dict[str, Any]:
        block = place.block
        if isinstance(block, Heading):
            return {"tag": f"h{min(self.heading_level + block.level - 1, 6)}", "anchor": place.anchor}
        if isinstance(block, AnnexHeading):
            return {"tag": f"h{self.heading_level}", "anchor": place.anchor}
        if isinstance(block, Paragraph | Lead):
            return {"html": self._runs(block.runs)}
        if isinstance(block, BulletList):
            return {"bullets": [self._runs(item) for item in block.items]}
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Figure):
            return self._drawn(block)
        if isinstance(block, Contents):
            return {"tag": f"h{self.heading_level}", "entries": self.outline.contents(block)}
        if isinstance(block, KeyFigures):
            return {"figures": [(figure, self._named_text(figure.value, figure.source)) for figure in block.figures]}
        return {}

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "table": table,
            "rows": [self._row(table, row.cells) for row in table.rows],
            "total": self._row(table, table.total.cells) if table.total else None,
            "source_line": self._source_line(table.source),
            "is_wide": len(table.columns) > 2,
        }

    def _row(self, table: Table, cells: tuple[Cell, ...]) -> list[tuple[SafeString, bool]]:
        return [(self._cell(cell), column.numeric) for cell, column in zip(cells, table.columns, strict=True)]

    def _cell(self, cell: Cell) -> SafeString:
        if not isinstance(cell, Missing):
            return self._run(cell.text, False, cell.link, cell.source)
        words = empty_word(cell.kind, self.language)
        html = self._named_text(words, cell.source)
        if cell.kind is Empty.ZERO:
            return html
        return format_html('<span class="doc-missing doc-missing-{}">{}</span>', cell.kind.replace("_", "-"), html)

    def _drawn(self, figure: Figure) -> dict[str, Any]:
        self._figure += 1
        pictures = [
            draw(
                figure.chart,
                width=width,
                language=self.language,
                key=f"{self.key}-figure-{self._figure}-{name}",
                description=figure.alt,
            )
            for name, width in (("wide", _WIDE), ("narrow", _NARROW))
        ]
        return {
            "wide": mark_safe(pictures[0]),  # noqa: S308 – drawn here, every text in it escaped
            "narrow": mark_safe(pictures[1]),  # noqa: S308
            "data": self._table(figure_table(figure, self.document)),
            "source_line": self._source_line(figure.source),
        }

    def _source_line(self, source: Source | None) -> SafeString | None:
        if source is None:
            return None
        text = f"{word('source', self.language)}: {source.as_note}"
        if source.url and is_safe_link(source.url):
            return format_html('{} <a href="{}">{}</a>', text, source.url, word("see_source", self.language))
        return format_html("{}", text)

    def _runs(self, runs: Runs) -> SafeString:
        """In Python and not in a template, since white space between the runs matters."""
        return format_html_join("", "{}", ((self._run(run.text, run.bold, run.link, run.source),) for run in runs))

    def _run(self, text: str, bold: bool, link: str | None, source: Source | None) -> SafeString:
        html = self._named_text(text, source)
        if bold:
            html = format_html("<strong>{}</strong>", html)
        if link and source is None and is_safe_link(link):
            html = format_html('<a href="{}">{}</a>', link, html)
        return html

    def _named_text(self, text: str, source: Source | None) -> SafeString:
        """A text whose source opens when it is pressed; on paper the number of the note stands after it."""
        if source is None:
            return format_html("{}", text)
        self._named[source] += 1
        return format_html(
            '<button type="button" class="doc-source" popovertarget="{}">{}</button><sup class="doc-note">{}</sup>',
            self._note_id(source),
            text,
            self.outline.notes[source],
        )

    def _newly_named(self) -> list[Source]:
        fresh = [source for source in self._named if source not in self._opened]
        self._opened.update(fresh)
        return fresh

    def _note_id(self, source: Source) -> str:
        return f"{self.key}-source-{self.outline.notes[source]}"


_FILES = {
    "AnnexHeading": "annex_heading",
    "BulletList": "bullet_list",
    "Contents": "contents",
    "Figure": "figure",
    "Heading": "heading",
    "KeyFigures": "key_figures",
    "Lead": "lead",
    "PageBreak": "page_break",
    "Paragraph": "paragraph",
    "Quote": "quote",
    "Table": "table",
}
