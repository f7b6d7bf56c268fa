"""What the readers of Word, ODT and PDF have in common: blocks, and the text version written from them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..source import Line

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c"))
_CHARACTERS = str.maketrans(_LIGATURES) | _INVISIBLE
_TYPED_MARKER = re.compile(r"^[-–—*•●▪◦‣○■□·➢►✓]\s+(?=\S)")


TITLE = 0  # the level of the document's title, where the format sets it apart from headings


@dataclass(frozen=True)
class Row:
    cells: tuple[str, ...]  # merged cells repeated; paragraphs inside a cell parted by "\n"
    header: bool = False
    page: int | None = None


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a list item, or (with rows) a table."""

    text: str = ""
    heading: int | None = None  # TITLE, or 1 and up
    bullet: int | None = None
    ordinal: str | None = None
    bold: bool = False
    rows: tuple[Row, ...] = ()
    page: int | None = None
    tight: bool = False  # follows the block above without a blank line: a line break in one paragraph


@dataclass(frozen=True)
class Span:
    """A piece of a paragraph; a line break in it is "\\n"."""

    text: str
    bold: bool


def tidy(text: str) -> str:
    """One line, as people read it: no ligatures, soft hyphens, hard spaces or doubled spaces; tabs stay."""
    text = unicodedata.normalize("NFC", text).translate(_CHARACTERS)
    text = re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", text)
    text = re.sub(r"[^\S\t]+", " ", text)
    return re.sub(r" *\t[\t ]*", "\t", text).strip()


def write(blocks: Iterable[Block]) -> tuple[Line, ...]:
    writer = _Writer()
    for block in _below_title(list(blocks)):
        writer.add(block)
    return tuple(writer.lines)


def _below_title(blocks: list[Block]) -> Iterator[Block]:
    """A title above all headings is level 1, and the headings come under it, as they do in Markdown and on paper."""
    levels = [block.heading for block in blocks if block.heading is not None]
    shift = 1 if levels and levels[0] == TITLE else 0
    for block in blocks:
        if block.heading is None:
            yield block
        else:
            yield replace(block, heading=1 if block.heading == TITLE else block.heading + shift)


def cell_text(blocks: Iterable[Block]) -> str:
    """The text of a table cell: one line for each paragraph, list items with their marker."""
    plain = (replace(block, heading=None) for block in blocks if block.text and not block.rows)
    written = (_marked(_with_typed_marker(block)) for block in plain)
    return "\n".join(text for text in written if text)


class _Writer:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._tables = 0
        self._previous: Block | None = None

    def add(self, block: Block) -> None:
        if block.rows:
            self._part_from(block)
            self._tables += 1
            for row in block.rows:
                self._add_row(row)
        elif tidy(block.text):
            block = _with_typed_marker(block)
            self._part_from(block)
            self._append(
                _marked(block),
                heading=block.heading,
                bullet=block.bullet,
                ordinal=block.ordinal,
                bold=block.bold and block.heading is None,
                page=block.page,
            )

    def _part_from(self, block: Block) -> None:
        previous, self._previous = self._previous, block
        both_in_list = previous is not None and previous.bullet is not None and block.bullet is not None
        if previous is not None and not both_in_list and not block.tight:
            self._append("", page=block.page)

    def _add_row(self, row: Row) -> None:
        # The text version has one line for each row; the cells keep their paragraphs apart.
        shown = (" ".join(cell.split()).replace("|", "/") for cell in row.cells)
        self._append(
            "| " + " | ".join(shown) + " |",
            cells=row.cells,
            table=self._tables,
            header_row=row.header,
            page=row.page,
        )

    def _append(self, text: str, **marks: object) -> None:
        self.lines.append(Line(number=len(self.lines) + 1, text=text, **marks))  # type: ignore[arg-type]


def _with_typed_marker(block: Block) -> Block:
    """A bullet typed by hand ("• text") is a bullet all the same."""
    if block.heading is not None or block.bullet is not None or not (found := _TYPED_MARKER.match(block.text)):
        return block
    return replace(block, text=block.text[found.end() :], bullet=1)


def _marked(block: Block) -> str:
    text = tidy(block.text)
    numbered = f"{block.ordinal} {text}" if block.ordinal else text
    if block.heading is not None:
        return f"{'#' * min(block.heading, 6)} {numbered}"
    if block.bullet is not None:
        marked = numbered if block.ordinal else f"- {text}"
        return "  " * (block.bullet - 1) + marked
    return numbered


def as_table(rows: list[Row], *, bold_first: bool, page: int | None = None) -> Block:
    """A table; without declared header rows, a first row that is bold throughout is one."""
    if rows and bold_first and len(rows) > 1 and not any(row.header for row in rows):
        rows = [Row(rows[0].cells, header=True, page=rows[0].page), *rows[1:]]
    return Block(rows=tuple(rows), page=page)


@dataclass(frozen=True)
class Cell:
    """A cell of a table while it is read: where it begins, how wide and tall it is."""

    column: int
    text: str
    width: int = 1
    height: int = 1
    bold: bool = False


MAX_COLUMNS = 200


def spread(rows: list[list[Cell]], headers: list[bool]) -> list[Row]:
    """Repeats merged cells over the columns and rows they cover.

    Word and ODT count a column for every cell edge that some row has; a column that begins no cell is no column.
    """
    starts = sorted({cell.column for row in rows for cell in row if cell.column < MAX_COLUMNS})
    filled: list[dict[int, str]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        for cell in row:
            covered = [start for start in starts if cell.column <= start < cell.column + cell.width]
            for below in filled[number : number + cell.height]:
                below.update(dict.fromkeys(covered, cell.text))
    return [
        Row(tuple(texts.get(start, "") for start in starts), header=header)
        for texts, header in zip(filled, headers, strict=True)
        if any(texts.values())
    ]


def bold_row(cells: list[Cell]) -> bool:
    written = [cell for cell in cells if cell.text]
    return len(written) > 1 and all(cell.bold for cell in written)


def lines_of(spans: list[Span]) -> Iterator[tuple[str, bool]]:
    """The lines of a paragraph parted by line breaks, each with whether it is bold throughout."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        first, *rest = span.text.split("\n")
        lines[-1].append(Span(first, span.bold))
        lines.extend([Span(text, span.bold)] for text in rest)
    for line in lines:
        text = tidy("".join(span.text for span in line))
        if text:
            yield text, all(span.bold for span in line if span.text.strip())
