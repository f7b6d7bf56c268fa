"""How wide each column of a table must be, so that paper in both makes gives it the same room."""

from dataclasses import dataclass

from samplan.foundation.core.fonts import MEDIUM, text_width

from .model import Language
from .pieces import Cell, Missing, Table
from .words import empty_word

_PADDING = 38.0  # between columns, and more before a text that follows a number


def cell_text(cell: Cell, language: Language) -> str:
    return empty_word(cell.kind, language) if isinstance(cell, Missing) else cell.text


@dataclass(frozen=True)
class Widths:
    columns: list[float]
    is_tight: bool  # even the longest words have no room: they must be hyphenated


def column_widths(table: Table, room: float, size: float, language: Language) -> Widths:
    """Widths that fill the room: the longest word first, then what the text wishes; the first column takes the rest."""
    texts = [
        [column.label, *(cell_text(row.cells[number], language) for row in table.all_rows)]
        for number, column in enumerate(table.columns)
    ]
    least = [max(_longest_word(text, size) for text in column) + _PADDING for column in texts]
    wished = [max(text_width(text, size, MEDIUM) for text in column) + _PADDING for column in texts]
    if sum(least) >= room:
        return Widths([width * room / sum(least) for width in least], is_tight=True)
    if sum(wished) >= room:
        share = (room - sum(least)) / (sum(wished) - sum(least))
        widths = [low + (high - low) * share for low, high in zip(least, wished, strict=True)]
        return Widths(widths, is_tight=False)
    return Widths([wished[0] + room - sum(wished), *wished[1:]], is_tight=False)


def _longest_word(text: str, size: float) -> float:
    return max((text_width(word, size, MEDIUM) for word in text.split()), default=0)
