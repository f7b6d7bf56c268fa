"""A piece is one thing as people read it: a heading, a paragraph, a list item or a table row, over one or more lines."""

import re
from dataclasses import dataclass, field

from ..source import Line

MARKER = re.compile(r"^\s*(?:[-–—*•●▪◦‣○■□·➢►✓\uf0b7\uf0a7]|o(?=\s{2,}|\t))\s+(?=\S)")
_DECLARED_MARKER = re.compile(r"^(?:[-–—*+•●▪◦‣○■□·➢►✓\uf0b7\uf0a7]|o)\s+(?=\S)")
ORDINAL = re.compile(
    r"^(?:\(|§\s*)?(?P<number>[A-HÅÄÖ]\d{1,2}(?:(?=[.:)]\s)|(?:\.\d{1,2}){1,3})|\d{1,2}(?:\.\d{1,2}){1,4}|\d{1,2}|[A-HÅÄÖ](?=[.)])|[a-h](?=\))|[IVX]{1,4}(?=\.))(?P<end>[.):]{0,2})\s+(?=\S)"
)


@dataclass
class Piece:
    text: str  # without markers
    lines: list[int]
    bullet: int | None = None
    number: str = ""  # "1.2" where the text or the format numbers it
    level: int | None = None  # of a declared heading
    bold: bool = False
    cells: tuple[str, ...] | None = None
    table: int | None = None
    header_row: bool = False
    gap_before: bool = True  # a blank line, or a page break, stands between it and the piece before
    gap_after: bool = True
    last_width: int | None = None  # how wide its last line is
    joins: list[str] = field(default_factory=list)  # why lines far apart were joined, in Swedish

    @property
    def is_row(self) -> bool:
        return self.cells is not None

    @property
    def whole(self) -> str:
        return f"{self.number} {self.text}" if self.number else self.text


def piece_of(line: Line, *, gap: bool) -> Piece:
    text = line.text.strip()
    if line.cells is not None:
        return Piece(
            text, [line.number], cells=line.cells, table=line.table, header_row=line.header_row, gap_before=gap
        )
    if line.heading is not None:
        text = re.sub(r"^#+\s*|\s*#+$", "", text)
    elif line.bullet is not None:
        text = _DECLARED_MARKER.sub("", text)
    # An asterisk alone at either end is emphasis, too.
    text = re.sub(r"^(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1(:?)$", r"\2\3", text).strip()
    text = re.sub(r"(?<![*\w])\*([^*]+)\*(?![*\w])", r"\1", text.replace("**", "")).strip()
    number = ""
    if found := ORDINAL.match(text):
        number, text = found["number"], text[found.end() :]
    elif line.ordinal and (declared := re.match(r"[\w.]+", line.ordinal)):
        number = declared[0].rstrip(".")
    if not re.fullmatch(r"[A-HÅÄÖ]?[\d.]*|[a-h]|[IVX]+", number):
        number = ""
    return Piece(
        text, [line.number], line.bullet, number, line.heading, line.bold, gap_before=gap, last_width=len(line.text)
    )
