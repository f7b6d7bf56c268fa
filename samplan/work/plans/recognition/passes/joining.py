"""Pass 3: lines become pieces. Broken words, wrapped lines and what a page break tore apart are joined."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ..source import Document, Line
from .lexicon import field, label
from .pieces import MARKER, ORDINAL, Piece, piece_of
from .wording import ends_open

_COVER_FACT = re.compile(r"(?:Gäller|Giltig|Antag(?:en|et)|Beslutad|Fastställd|Reviderad|Diarienummer|Dnr|Version)\b")
_WRAPPED = 140  # a text whose lines are longer than this was not broken by hand


def join_lines(document: Document, skipped: set[int]) -> list[Piece]:
    pieces: list[Piece] = []
    width = _width(document.lines) if document.kind in ("txt", "md") else None
    gap, torn = True, False
    for line in document.lines:
        if not line.text.strip() or line.number in skipped:
            gap = True
            torn = torn or line.number in skipped
            continue
        if pieces and _continues(pieces[-1], line, gap=gap, torn=torn, width=width):
            _append(pieces[-1], line, gap=gap)
        else:
            pieces.append(piece_of(line, gap=gap))
        gap = torn = False
    return _mend(_with_gaps(pieces))


def _width(lines: Sequence[Line]) -> int | None:
    """How wide the lines are, where a program or a person has broken them."""
    lengths = sorted(len(line.text) for line in lines if line.text.strip() and line.cells is None)
    if not lengths or lengths[-1] > 2 * _WRAPPED:
        return None
    wide = lengths[int(len(lengths) * 0.95)]
    return wide if 35 < wide <= _WRAPPED else None


def _continues(piece: Piece, line: Line, *, gap: bool, torn: bool, width: int | None) -> bool:
    if piece.level is not None or piece.is_row or line.heading is not None or line.cells is not None:
        return False
    text = line.text.strip()
    if line.bullet is not None:
        # «- och eftervård» after «för-» would be a bullet; a dash inside a sentence is not worth the risk.
        return False
    if piece.bold != line.bold or (line.bold and gap):
        return False
    if line.bold:
        return True
    lower = text[:1].islower() or text[:1] in ")("
    if gap:
        return _joins_over_gap(piece, text, torn=torn)
    if _begins_anew(text):
        return lower and not field(text) and not re.match(r"[a-zåäö]\)\s", text)
    if re.search(r"\w-$", piece.text) and text[:1].islower():
        return True
    if ends_open(piece.text) or lower:
        return True
    if line.text[:1] in " \t" and piece.bullet is not None:
        return True
    return width is not None and _is_full(piece, width)


def _joins_over_gap(piece: Piece, text: str, *, torn: bool) -> bool:
    """Over a blank line only what is clearly broken off goes on."""
    if _begins_anew(text) or piece.text.endswith((".", ":", "?", "!")):
        return piece.text.count("(") > piece.text.count(")") and text[:1].islower()
    if text[:1].islower() or text[:1] == ")":
        return torn or piece.bullet is not None or ends_open(piece.text) or len(piece.text) > 60
    return False


def _begins_anew(text: str) -> bool:
    text = re.sub(r"\*+|__", "", text)
    if _COVER_FACT.match(text):
        return True
    return bool(ORDINAL.match(text) or MARKER.match(text) or field(text) or label(text))


def _is_full(piece: Piece, width: int) -> bool:
    """The line above is as long as lines get, so the text flowed over."""
    last = piece.last_width or 0
    ended = piece.text.endswith((".", "?", "!")) and last < 0.8 * width
    return last > 0.72 * width and not ended and not piece.text.endswith(":")


def _append(piece: Piece, line: Line, *, gap: bool) -> None:
    text = line.text.strip().strip("*").strip() if line.bold else line.text.strip()
    hyphen = re.search(r"\w-$", piece.text)
    if hyphen and text[:1].islower() and not re.match(r"(?:och|eller|samt|respektive)\b", text):
        piece.text = piece.text[:-1] + text
    else:
        piece.text = f"{piece.text} {text}"
    piece.lines.append(line.number)
    piece.last_width = len(line.text)
    if gap:
        piece.joins.append("Meningen fortsätter efter en tom rad eller sidbrytning.")


def _with_gaps(pieces: list[Piece]) -> list[Piece]:
    for one, other in pairwise(pieces):
        one.gap_after = other.gap_before
    return pieces


def _mend(pieces: list[Piece]) -> list[Piece]:
    """A list item broken off before a page break goes on in the paragraph after it, if the list goes on after that."""
    mended: list[Piece] = []
    for place, piece in enumerate(pieces):
        last = mended[-1] if mended else None
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        loose = (
            piece.bullet is None and piece.level is None and not piece.is_row and not piece.number and not piece.bold
        )
        if (
            last is not None
            and last.bullet is not None
            and loose
            and following is not None
            and following.bullet is not None
            and ends_open(last.text)
            and not _begins_anew(piece.text)
        ):
            last.text = f"{last.text} {piece.text}"
            last.lines += piece.lines
            last.gap_after = piece.gap_after
            last.joins.append("Listan är bruten av en tom rad; stycket läses som fortsättning.")
        else:
            mended.append(piece)
    return mended
