"""Word documents: headings, lists with their computed numbers, tables in their place, tracked changes accepted."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..source import Document
from .archive import Archive, parse_xml
from .blocks import Block, Span, as_table, bold_row, cell_text, lines_of, spread, tidy, write
from .docx_runs import RunReader
from .docx_styles import BODY_TEXT_LEVEL, Numbering, Styles, W, list_place, number, value
from .docx_tables import read_rows
from .errors import refused

# "Strict Open XML" is the same format with other names.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)
_WRAPPERS = ("ins", "moveTo", "customXml", "sdtContent", "smartTag")


def read(data: bytes, name: str) -> Document:
    archive = Archive(data)
    try:
        blocks = list(_Reader(archive).blocks())
    except RecursionError as error:
        raise refused("bomb") from error
    lines = write(blocks)
    if not lines:
        raise refused("no_text")
    return Document(name=name, kind="docx", lines=lines)


def _part(archive: Archive, name: str) -> Element | None:
    if name not in archive.names:
        return None
    data = archive.read(name)
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return parse_xml(data)


class _Reader:
    def __init__(self, archive: Archive) -> None:
        document = _part(archive, "word/document.xml")
        if document is None or (body := document.find(f"{W}body")) is None:
            raise refused("broken")
        self._body = body
        self._styles = Styles(_part(archive, "word/styles.xml"))
        self._numbering = Numbering(_part(archive, "word/numbering.xml"))
        self._notes = {kind: _part(archive, f"word/{kind}s.xml") for kind in ("footnote", "endnote")}
        self._runs = RunReader(body, self._styles)
        self._kept_from_deleted_mark: list[Span] = []

    def blocks(self) -> Iterator[Block]:
        yield from self._read(self._body)
        if self._kept_from_deleted_mark:
            yield Block(text=tidy("".join(span.text for span in self._kept_from_deleted_mark)))
        yield from self._note_blocks()

    def _read(self, parent: Element) -> Iterator[Block]:
        for element in parent:
            name = element.tag.removeprefix(W)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "sdt":
                gallery = value(element, f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
                content = element.find(f"{W}sdtContent")
                if gallery != "Table of Contents" and content is not None:
                    yield from self._read(content)
            elif name in _WRAPPERS:
                yield from self._read(element)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        style = value(properties, f"{W}pStyle") or self._styles.default
        spans, boxes = self._runs.read(element, style)
        if _mark_is_deleted(properties):
            self._kept_from_deleted_mark += spans
            spans = []
        elif self._kept_from_deleted_mark:
            spans, self._kept_from_deleted_mark = [*self._kept_from_deleted_mark, *spans], []
        if not self._styles.is_contents(style):
            yield from self._written(properties, style, spans)
        for box in boxes:
            yield from self._read(box)

    def _written(self, properties: Element | None, style: str | None, spans: list[Span]) -> Iterator[Block]:
        text = tidy("".join(span.text for span in spans))
        if not text:
            return
        heading = self._heading(properties, style)
        ordinal, depth = self._list_place(properties, style, heading)
        bold = all(span.bold for span in spans if span.text.strip())
        if heading is not None:
            yield Block(text=text, heading=heading, ordinal=ordinal)
        elif depth is not None:
            yield Block(text=text, bullet=depth, ordinal=ordinal, bold=bold)
        else:
            for place, (line, bold_line) in enumerate(lines_of(spans)):
                yield Block(text=line, bold=bold_line, tight=place > 0)

    def _heading(self, properties: Element | None, style: str | None) -> int | None:
        own = number(value(properties, f"{W}outlineLvl"))
        if own is not None:
            return own + 1 if own < BODY_TEXT_LEVEL else None
        return self._styles.heading(style)

    def _list_place(
        self, properties: Element | None, style: str | None, heading: int | None
    ) -> tuple[str | None, int | None]:
        """The computed number, and the depth where the paragraph is a list item."""
        own, (given, giver) = list_place(properties), self._styles.place(style)
        num_id = own.numbering if own.numbering is not None else given.numbering
        if num_id is None or num_id == "0":
            return None, None
        level = own.level if own.level is not None else given.level
        if level is None or (own.level is None and own.numbering is None):
            linked = self._numbering.style_level(num_id, giver)
            level = linked if linked is not None else level or 0
        ordinal, is_item = self._numbering.count(num_id, level)
        if not is_item or heading is not None:
            return ordinal, None
        named = self._styles.list_depth(style) if level == 0 else None
        return ordinal, named or level + 1

    def _table(self, element: Element) -> Iterator[Block]:
        nested: list[Block] = []

        def text_of(cell: Element) -> tuple[str, bool]:
            blocks = list(self._read(cell))
            nested.extend(block for block in blocks if block.rows)
            written = [block for block in blocks if not block.rows]
            bold = bool(written) and all(block.bold or block.heading is not None for block in written)
            return cell_text(written), bold

        if (only := _only_cell(element)) is not None:
            yield from self._read(only)  # a frame around text, not a table
            return
        rows, headers = read_rows(element, text_of)
        styled = self._styles.bold_first_row(value(element, f"{W}tblPr/{W}tblStyle"))
        bold_first = bool(rows) and (bold_row(rows[0]) or (styled and _marks_first_row(element)))
        table = as_table(spread(rows, headers), bold_first=bold_first)
        if table.rows:
            yield table
        yield from nested

    def _note_blocks(self) -> Iterator[Block]:
        for place, (kind, note_id) in enumerate(self._runs.notes, 1):
            part = self._notes[kind]
            note = None if part is None else part.find(f"{W}{kind}[@{W}id='{note_id}']")
            if note is not None and (text := cell_text(self._read(note))):
                yield Block(text=f"Fotnot {place}: {' '.join(text.split())}")


def _mark_is_deleted(properties: Element | None) -> bool:
    mark = None if properties is None else properties.find(f"{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


def _only_cell(table: Element) -> Element | None:
    rows = table.findall(f"{W}tr")
    if len(rows) != 1:
        return None
    cells = rows[0].findall(f"{W}tc")
    return cells[0] if len(cells) == 1 and rows[0].find(f"{W}sdt") is None else None


def _marks_first_row(table: Element) -> bool:
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return False
    first = look.get(f"{W}firstRow")
    if first is not None:
        return first in ("1", "true", "on")
    flags = look.get(f"{W}val", "0")
    return bool(int(flags, 16) & 0x20) if all(char in "0123456789abcdefABCDEF" for char in flags) else False
