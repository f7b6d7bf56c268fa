"""Between joining and headings: «Mål 1» alone on a line, and its title on the next, are one heading."""

from collections import Counter
from collections.abc import Sequence

from . import lexicon
from .pieces import Piece
from .wording import plain

_LONGEST_TITLE = 140


def join_names(pieces: Sequence[Piece]) -> list[Piece]:
    bare = Counter(plain(piece.text) for piece in pieces if _is_bare(piece))
    titled = {plain(found[0]) for piece in pieces if (found := _name(piece.text)) and not _is_bare(piece)}
    joined: list[Piece] = []
    for piece in pieces:
        above = joined[-1] if joined else None
        # Said twice, or with its title elsewhere, the name is a reference to the part.
        alone = above is not None and _is_bare(above) and bare[plain(above.text)] == 1
        if above is not None and alone and plain(above.text) not in titled and _is_title(piece, above):
            above.text = f"{above.text.rstrip(' :.')}: {piece.text}"
            above.lines += piece.lines
            above.gap_after = piece.gap_after
        else:
            joined.append(piece)
    return joined


def _name(text: str) -> list[str]:
    """The level's word and the number that a text begins with."""
    found = lexicon.REFERENCE.match(text)
    return [found[0]] if found else []


def _is_bare(piece: Piece) -> bool:
    if piece.bullet is not None or piece.is_row or piece.number:
        return False
    found = lexicon.REFERENCE.fullmatch(piece.text.rstrip(" :."))
    return found is not None and not any(mark in found["numbers"] for mark in (",", " ", "&", "–"))


def _is_title(piece: Piece, above: Piece) -> bool:
    text = piece.text
    if piece.bullet is not None or piece.is_row or piece.number or len(text) > _LONGEST_TITLE:
        return False
    if text.endswith((":", "?")) or not text[:1].isupper() or text.rstrip(".").count(". "):
        return False
    named = lexicon.label(text) or lexicon.field(text) or lexicon.PREFIX.match(text) or lexicon.REFERENCE.match(text)
    return not named and piece.level in (None, above.level)
