"""The characters of a PDF page become segments: words that stand side by side without a wide gap."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

_BOLD = re.compile(r"bold|black|heavy|semibold|demi\b|-bd\b|,bd\b", re.IGNORECASE)
_SYMBOLS = re.compile(r"symbol|wingding|dingbat|courier|opens", re.IGNORECASE)
_WORD_GAP = 0.18  # in parts of the font size
_SEGMENT_GAP = 0.9  # wider than the spaces of justified text, narrower than a gutter
_SOFT_HYPHEN = "\u00ad"
_BAND = 16  # points; segments are looked for in bands of this height


@dataclass(slots=True)
class Char:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str
    artifact: bool = False  # the file says: not part of the text, such as a page header

    @property
    def bold(self) -> bool:
        return _is_bold(self.font)

    @property
    def symbol_font(self) -> bool:
        return _is_symbol(self.font)


@cache
def _is_bold(font: str) -> bool:
    return _BOLD.search(font) is not None


@cache
def _is_symbol(font: str) -> bool:
    return _SYMBOLS.search(font.split("+")[-1]) is not None


@dataclass(slots=True)
class Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    symbol: bool
    raised: bool = False  # a footnote mark
    glued: bool = False  # no space before it

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(slots=True)
class Segment:
    words: list[Word]
    x0: float
    x1: float
    top: float
    bottom: float
    artifact: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def size(self) -> float:
        return max(self.words, key=lambda word: len(word.text) if not word.symbol else 0).size


class _Run:
    """Characters that follow each other on one baseline."""

    __slots__ = ("bottom", "chars", "size", "top", "x0", "x1")

    def __init__(self, char: Char) -> None:
        self.chars = [char]
        self.x0, self.x1, self.top, self.bottom, self.size = char.x0, char.x1, char.top, char.bottom, char.size

    def takes(self, x0: float, top: float, bottom: float, size: float) -> bool:
        overlap = min(self.bottom, bottom) - max(self.top, top)
        low, high = sorted((self.size, size))
        gap = x0 - self.x1
        return overlap > 0.55 * low and -0.6 * high < gap < _SEGMENT_GAP * low

    def add(self, chars: Iterable[Char]) -> None:
        for char in chars:
            self.chars.append(char)
            self.x1 = max(self.x1, char.x1)
            if char.size > self.size:  # the line is as high as its largest letters
                self.top, self.bottom, self.size = char.top, char.bottom, char.size


def segments_of(chars: Iterable[Char]) -> list[Segment]:
    runs: list[_Run] = []
    for char in chars:
        if runs and runs[-1].takes(char.x0, char.top, char.bottom, char.size):
            runs[-1].add((char,))
        elif not char.text.isspace():
            runs.append(_Run(char))
    segments = [_segment(run.chars) for run in _joined(runs)]
    return [segment for segment in segments if segment is not None]


def _joined(runs: list[_Run]) -> list[_Run]:
    """Runs that the file draws apart though they stand side by side."""
    joined: list[_Run] = []
    by_band: dict[int, list[_Run]] = defaultdict(list)
    for run in sorted(runs, key=lambda run: run.x0):
        middle = (run.top + run.bottom) / 2
        near = (place for band in _bands(middle - 4, middle + 4) for place in by_band[band])
        host = next((place for place in near if place.takes(run.x0, run.top, run.bottom, run.size)), None)
        if host is None:
            joined.append(run)
            for band in _bands(run.top, run.bottom):
                by_band[band].append(run)
        else:
            host.add(run.chars)
    return joined


def _bands(top: float, bottom: float) -> range:
    return range(int(top // _BAND), int(bottom // _BAND) + 1)


def _segment(chars: list[Char]) -> Segment | None:
    size = max(char.size for char in chars)
    words: list[Word] = []
    current: list[Char] = []
    glued = False
    for char in _with_drawn_hyphens(sorted(chars, key=lambda char: char.x0)):
        if current and _is_shadow(current[-1], char):
            continue
        apart = current and char.x0 - current[-1].x1 > _WORD_GAP * char.size
        changed = current and _changes(current[-1], char)
        if current and (apart or changed or char.text.isspace()):
            words.append(_word(current, size, glued))
            current, glued = [], not apart and not char.text.isspace()
        if not char.text.isspace():
            current.append(char)
    if current:
        words.append(_word(current, size, glued))
    if not words:
        return None
    return Segment(
        words=words,
        x0=words[0].x0,
        x1=max(word.x1 for word in words),
        top=min(word.top for word in words),
        bottom=max(word.bottom for word in words),
        artifact=all(char.artifact for char in chars),
    )


def _with_drawn_hyphens(chars: list[Char]) -> list[Char]:
    """A soft hyphen drawn inside a line is a hyphen to the reader: where both share a glyph, a PDF names either."""
    last = max((place for place, char in enumerate(chars) if not char.text.isspace()), default=0)
    return [
        replace(char, text="-")
        if char.text == _SOFT_HYPHEN and place != last and char.x1 - char.x0 > 0.1 * char.size
        else char
        for place, char in enumerate(chars)
    ]


def _is_shadow(previous: Char, char: Char) -> bool:
    """Drawn twice with a slight shift, to look bold."""
    return char.text == previous.text and abs(char.x0 - previous.x0) < 0.12 * char.size


def _changes(previous: Char, char: Char) -> bool:
    """A footnote mark begins or ends, or letters follow a symbol."""
    return char.symbol_font != previous.symbol_font or _above(previous, char) or _above(char, previous)


def _above(line: Char, mark: Char) -> bool:
    return mark.size < 0.8 * line.size and mark.bottom < line.bottom - 0.15 * line.size


def _word(chars: list[Char], line_size: float, glued: bool) -> Word:
    size = max(char.size for char in chars)
    text = "".join(char.text for char in chars)
    return Word(
        text=text,
        x0=chars[0].x0,
        x1=max(char.x1 for char in chars),
        top=min(char.top for char in chars),
        bottom=max(char.bottom for char in chars),
        size=size,
        bold=sum(char.bold for char in chars) * 2 > len(chars),
        symbol=chars[0].symbol_font,
        raised=size < 0.8 * line_size and text.strip("*,").isdecimal(),
        glued=glued,
    )


def turned(char: Any, height: float) -> Char:
    """A character of text written upwards or downwards, in coordinates where it stands upright."""
    upwards = char.matrix[1] > 0
    x0, x1 = (char.y0, char.y1) if upwards else (height - char.y1, height - char.y0)
    top, bottom = (char.x0, char.x1) if upwards else (-char.x1, -char.x0)
    return Char(char.get_text(), x0, x1, top, bottom, bottom - top, char.fontname)
