"""Inter for print: the files, how wide its letters are, and which characters it has."""

import json
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600
_UNKNOWN_WIDTH = 640
REPLACEMENT = "\ufffd"


@cache
def for_typst() -> typst.Fonts:
    """Read once: a report has many charts."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FOLDER)])


@cache
def _measures() -> dict[str, Any]:
    measures: dict[str, Any] = json.loads((FOLDER / "measures.json").read_text(encoding="utf-8"))
    return measures


def text_width(text: str, size: float, weight: int = REGULAR) -> float:
    widths = _measures()["widths"][str(weight)]
    return sum(widths.get(letter, _UNKNOWN_WIDTH) for letter in text) * size / 1000


def printable(text: str) -> str:
    """The text with what the font cannot show replaced: an emoji in an answer must not stop the printing of a report."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if _is_covered(letter) else REPLACEMENT for letter in text if not _is_joiner(letter))


def _is_joiner(letter: str) -> bool:
    """Invisible parts of an emoji, and control characters, which XML refuses."""
    code = ord(letter)
    return (
        code in (0x200B, 0x200C, 0x200D, 0xFEFF)
        or 0xFE00 <= code <= 0xFE0F
        or 0x1F3FB <= code <= 0x1F3FF
        or (code < 32 and letter not in "\t\n\r")
        or 0x7F <= code < 0xA0
    )


def _is_covered(letter: str) -> bool:
    if letter in "\t\n\r\u00ad":
        return True
    ranges = _measures()["covered"]
    place = bisect_right(ranges, [ord(letter), 0x110000]) - 1
    return place >= 0 and ranges[place][0] <= ord(letter) <= ranges[place][1]
