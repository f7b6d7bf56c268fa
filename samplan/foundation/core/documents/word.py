"""A document as a Word file: real headings, contents field, footnotes, tables with header rows, pictures with text."""

import io
import zipfile
from datetime import datetime, time

import docx
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph as WordParagraph

from samplan.foundation.core.charts.raster import svg_to_png

from .model import (
    AnnexHeading,
    BulletList,
    Contents,
    Document,
    Figure,
    Heading,
    KeyFigures,
    Lead,
    PageBreak,
    Paragraph,
    Quote,
)
from .outline import Outline, Placed, lay_out
from .paper import paper_pictures
from .pieces import Runs, Source, Table, is_outside_link
from .word_frame import dress, point
from .word_parts import Footnotes, add_field, bookmark, child, clean, outside_link, place_link
from .word_tables import TEXT_TWIPS, add_key_figures, add_table
from .word_template import WordTemplate
from .words import long_date, word


def render_word(document: Document, template: WordTemplate | None = None) -> bytes:
    """The same document always gives the same bytes. With a template: in its styles, on its page, with its head and foot."""
    printer = _Printer(lay_out(document), template)
    printer.print()
    stream = io.BytesIO()
    printer.word.save(stream)
    return _with_fixed_times(stream.getvalue(), document)


def _with_fixed_times(data: bytes, document: Document) -> bytes:
    out = io.BytesIO()
    moment = max(datetime.combine(document.date, time(12)), datetime(1980, 1, 1)).timetuple()[:6]  # noqa: DTZ001
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, moment), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Printer:
    """Adds block after block to the Word file."""

    def __init__(self, outline: Outline, template: WordTemplate | None) -> None:
        self.outline, self.template = outline, template
        self.text_width = template.text_width if template else TEXT_TWIPS
        self.document = outline.document
        self.language = outline.document.language
        self.word: WordDocument = docx.Document()
        self.footnotes = Footnotes()
        self._bookmarks = {entry.anchor: f"_Toc{number:08d}" for number, entry in enumerate(outline.entries, start=1)}
        self._noted: set[Source] = set()
        self._breaks_before_next = False

    def print(self) -> None:
        dress(self.word, self.document, self.template)
        self._head()
        for place in self.outline.placed:
            self._block(place)
        if self.outline.figure_tables:
            heading = self._add("Heading 1", word("annex_figures", self.language))
            heading.paragraph_format.page_break_before = True
            for table in self.outline.figure_tables:
                self._table(table)
        self.footnotes.attach(self.word)

    def _head(self) -> None:
        document = self.document
        lines: tuple[tuple[str, str], ...] = (
            ("Kicker", document.kicker),
            ("Title", document.title),
            ("Subtitle", document.subtitle),
            ("Lead", document.lead),
            ("Facts", long_date(document.date, self.language)),
        )
        if self.template:  # the head and foot that say it else are the template's
            number = f"{word('diary_number', self.language)} {document.diary_number}" if document.diary_number else ""
            lines += (("Facts", document.sender), ("Facts", number), ("Facts", document.marking))
        for style, text in lines:
            if text:
                self._add(style, text)

    def _block(self, place: Placed) -> None:
        block = place.block
        if isinstance(block, PageBreak):
            self._breaks_before_next = True
            return
        if isinstance(block, Heading | AnnexHeading):
            self._heading(place, block)
            return
        if self._breaks_before_next and place.notes:
            self._add("After table")  # a note in the margin cannot itself begin a page
        for note in place.notes:
            self._add("Marginal", note)
        if isinstance(block, Paragraph):
            self._runs(self._add("Normal"), block.runs)
        elif isinstance(block, Lead):
            self._runs(self._add("Lead"), block.runs)
        elif isinstance(block, BulletList):
            for item in block.items:
                self._runs(self._add("List Bullet"), item)
        elif isinstance(block, Contents):
            self._contents(block)
        else:
            self._composed(block)

    def _composed(self, block: Quote | KeyFigures | Table | Figure) -> None:
        if isinstance(block, Quote):
            self._quote(block)
        elif isinstance(block, KeyFigures):
            add_key_figures(self.word, block, self.note, self.text_width)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._figure(block)

    def _add(self, style: str, text: str = "") -> WordParagraph:
        paragraph = self.word.add_paragraph(clean(text), style=style)
        if self._breaks_before_next:
            paragraph.paragraph_format.page_break_before = True
            self._breaks_before_next = False
        return paragraph

    def _heading(self, place: Placed, block: Heading | AnnexHeading) -> None:
        is_annex = isinstance(block, AnnexHeading)
        number, level = (block.label, 1) if isinstance(block, AnnexHeading) else (block.number, block.level)
        self._breaks_before_next |= is_annex
        paragraph = self._add(f"Heading {level}")
        if number:
            paragraph.add_run(clean(number), style="Section number")
            paragraph.add_run("\u2002")
        paragraph.add_run(clean(block.text))
        bookmark(paragraph, self._bookmarks[place.anchor])
        for note in place.notes:
            self._add("Marginal", note)

    def _contents(self, block: Contents) -> None:
        """A field that Word can renew. Its lines stand here from the start; page numbers come when it is renewed."""
        self._add("TOC Heading", word("contents", self.language))
        entries = self.outline.contents(block)
        paragraphs = [self._add(f"toc {entry.level}") for entry in entries]
        if not entries:
            return
        for paragraph, entry in zip(paragraphs, entries, strict=True):
            text = f"{entry.number}\t{entry.text}" if entry.number else f"\t{entry.text}"
            place_link(paragraph, self._bookmarks[entry.anchor], text)
        first = WordParagraph(child("p"), paragraphs[0]._parent)
        add_field(first, f'TOC \\o "1-{block.depth}" \\h \\z \\u', "")
        runs = list(first._p)
        for run in reversed(runs[:3]):
            paragraphs[0]._p.insert(1, run)  # after the paragraph's properties
        paragraphs[-1]._p.append(runs[-1])

    def _runs(self, paragraph: WordParagraph, runs: Runs) -> None:
        for part in runs:
            text = clean(part.text)
            if part.link and is_outside_link(part.link):
                outside_link(paragraph, part.link, text, part.bold)
            elif part.link and part.link.removeprefix("#") in self._bookmarks:
                place_link(paragraph, self._bookmarks[part.link.removeprefix("#")], text, "Hyperlink")
            else:
                paragraph.add_run(text).bold = True if part.bold else None
            self.note(paragraph, part.source)

    def note(self, paragraph: WordParagraph, source: Source | None) -> None:
        if source is None:
            return
        number, is_first = self.outline.notes[source], source not in self._noted
        if is_first:
            self._noted.add(source)
            self.footnotes.add(number, clean(source.as_note))
        self.footnotes.reference(paragraph, number, is_first)

    def _quote(self, block: Quote) -> None:
        for line in block.lines:
            paragraph = self._add("Quote short" if block.is_short else "Quote", line)
            paragraph.paragraph_format.keep_with_next = True
        who = self._add("Quote who")
        who.add_run(clean(block.who)).bold = True
        if block.note:
            who.add_run(f"\u2002{clean(block.note)}")

    def _table(self, table: Table) -> None:
        self._add("Caption", table.caption)
        add_table(self.word, table, self.language, self.note, self.text_width)
        self._small(table.note, self._source_line(table.source))

    def _figure(self, figure: Figure) -> None:
        self._add("Caption", figure.caption)
        for picture in paper_pictures(figure, self.language):
            png = svg_to_png(picture.svg)
            shape = self._add("Chart").add_run().add_picture(io.BytesIO(png))
            # Two dots for each pixel; a strip is narrower than the column and keeps its size.
            dots = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
            scale = min(1.0, self.text_width / TEXT_TWIPS)
            shape.width, shape.height = (point(count / 2 * 0.75 * scale) for count in dots)
            shape._inline.docPr.set("descr", clean(picture.alt))
            shape._inline.docPr.set("title", clean(figure.caption))
        self._small(self._source_line(figure.source))

    def _small(self, *lines: str) -> None:
        for line in lines:
            if line:
                self._add("Small", line)
        self._add("After table")

    def _source_line(self, source: Source | None) -> str:
        return f"{word('source', self.language)}: {source.as_note}" if source else ""
