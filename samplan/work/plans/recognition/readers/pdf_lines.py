"""Printed lines of a PDF page, with what their first word says: a bullet, a number, a footnote."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from .pdf_words import Segment, Word

_BULLETS = "•●○◦▪▫■□‣⁃∙·–—-*►➢➤→✓✔❖◆◇⦁⚫⬤¤"
_SYMBOL_BULLETS = "o§üØvqnlà¨"  # what Wingdings and Courier bullets are called when read as letters
_ORDINAL = re.compile(r"\(?(?:\d{1,3}[.)]|[a-zA-Z]\)|[ivx]{1,4}[.)])")
_LONG_ORDINAL = re.compile(r"(?:\d{1,2}\.){1,4}\d{1,2}\.?")  # "1.2": begins a paragraph, and may be a heading's
_HEADING_ORDINAL = re.compile(r"(?:\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){0,4}\.?)")
_TAB_GAP = 2.5  # in parts of the font size


@dataclass
class Printed:
    """A line as printed, within the edges of its column or cell."""

    words: list[Word]
    left: float
    right: float
    page: int
    area: int  # lines of one area follow each other on the paper
    column: bool = False
    heading: int | None = None
    marker: str | None = None
    ordinal: str | None = None
    footnote: str | None = field(init=False)  # the raised number it begins with
    indent: float = field(init=False)  # where the text begins, after any marker
    size: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)

    def __post_init__(self) -> None:
        self.footnote = self.words[0].text if self.words[0].raised else None
        self.words = [word for word in self.words if not word.raised] or self.words
        letters = [word for word in self.words if not word.symbol] or self.words
        sizes: Counter[float] = Counter()
        for word in letters:
            sizes[round(word.size, 1)] += len(word.text)
        self.size = sizes.most_common(1)[0][0]
        self.top, self.bottom = min(word.top for word in letters), max(word.bottom for word in letters)
        self.indent = self.words[0].x0

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.text_words)

    @property
    def begins_paragraph(self) -> bool:
        return bool(self.marker or self.ordinal or _LONG_ORDINAL.fullmatch(self.words[0].text))

    @property
    def text_words(self) -> list[Word]:
        return self.words[1:] if self.marker or self.ordinal else self.words

    @property
    def text(self) -> str:
        return words_text(self.text_words)


def words_text(words: list[Word]) -> str:
    """The words with a space between them, or a tab where the paper has a wide gap."""
    gaps = [word.x0 - before.x1 for before, word in pairwise(words)]
    # A justified line may be stretched, but then all its spaces are.
    stretched = 1.3 * min(gaps) if len(gaps) > 1 else 0.0
    text = words[0].text if words else ""
    for gap, word in zip(gaps, words[1:], strict=True):
        space = "" if word.glued else " "
        text += ("\t" if gap > max(_TAB_GAP * word.size, stretched) else space) + word.text
    return text


def rows_of(segments: list[Segment]) -> list[list[Word]]:
    """The words of each line, top to bottom."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda segment: (segment.top + segment.bottom) / 2):
        row = next((row for row in rows[-2:] if _same_line(row[0], segment)), None)
        if row is None:
            rows.append([segment])
        else:
            row.append(segment)
    return [[word for segment in sorted(row, key=lambda segment: segment.x0) for word in segment.words] for row in rows]


def _same_line(one: Segment, other: Segment) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def find_marker(line: Printed) -> None:
    """Sets apart a bullet or number at the start of the line."""
    first = line.words[0]
    if len(line.words) < 2:
        return
    gap = line.words[1].x0 - first.x1
    private = all("\ue000" <= char <= "\uf8ff" for char in first.text)
    if (
        first.text in _BULLETS
        or private
        or (first.symbol and first.text in _SYMBOL_BULLETS and not line.words[1].symbol)
    ):
        line.marker = first.text
    elif _ORDINAL.fullmatch(first.text) and gap > 0:
        line.ordinal = first.text
    else:
        return
    line.indent = line.words[1].x0


def find_heading_number(line: Printed) -> None:
    """A heading may be numbered without a full stop."""
    first = line.words[0]
    if line.marker is None and line.ordinal is None and len(line.words) > 1 and _HEADING_ORDINAL.fullmatch(first.text):
        line.ordinal = first.text
        line.indent = line.words[1].x0
