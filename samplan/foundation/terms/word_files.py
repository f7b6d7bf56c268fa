"""A list of words as one table: out, and read in again. What can't be understood is told by row and column."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from samplan.foundation.core import personal_numbers
from samplan.foundation.core.stale import mark_of
from samplan.foundation.core.tables import CellValue, ReadTable, Sheet, TableRefused, read_table
from samplan.foundation.core.text import fold

from .models import Spelling, Term, Vocabulary

# Name: heading in the file, how long a text may be. A file's language is Swedish whatever the reader's.
COLUMNS: dict[str, tuple[str, int]] = {
    "text": ("Ord", 160),
    "definition": ("Betydelse", 4000),
    "source": ("Källa", 300),
    "code": ("Kod", 40),
    "parent": ("Står under", 160),
    "position": ("Plats i listan", 10),
    "age_from": ("Från ålder", 10),
    "age_to": ("Till och med ålder", 10),
    "valid_from": ("Gäller från", 30),
    "valid_to": ("Gäller till", 30),
    "replaced_by": ("Ersätts av", 160),
    Spelling.Kind.OLDER.value: ("Äldre ord", 2000),
    Spelling.Kind.AVOIDED.value: ("Ord att undvika", 2000),
    Spelling.Kind.SYNONYM.value: ("Lika bra ord", 2000),
}
NUMBERS, DAYS = ("position", "age_from", "age_to"), ("valid_from", "valid_to")
SPELLINGS = tuple(Spelling.Kind.values)
_BETWEEN = ";"


@dataclass
class WordRow:
    """Values by column name. A column that the file lacks is not in it: what stands in the list is left."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class WordFile:
    rows: list[WordRow] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def sheet_of(vocabulary: Vocabulary) -> Sheet:
    return Sheet(vocabulary.name, tuple(heading for heading, _n in COLUMNS.values()), rows_of(vocabulary))


def rows_of(vocabulary: Vocabulary) -> list[tuple[CellValue, ...]]:
    terms = vocabulary.terms.select_related("parent", "replaced_by").prefetch_related("spellings")
    return [tuple(_cell(term, name) for name in COLUMNS) for term in terms]


def mark_of_words(vocabulary: Vocabulary) -> str:
    """Of everything a file could change."""
    return mark_of(*(value for row in rows_of(vocabulary) for value in row))


def _cell(term: Term, name: str) -> CellValue:
    if name in SPELLINGS:
        texts = [s.text for s in term.spellings.all() if s.kind == name]
        return f"{_BETWEEN} ".join(texts) or None
    value = getattr(term, name)
    return str(value) if isinstance(value, Term) else value


def read_words(data: bytes, name: str) -> WordFile:
    table = read_table(data, name)
    places = {fold(head): place for place, head in reversed(list(enumerate(table.columns)))}
    known = {column: places[fold(heading)] for column, (heading, _n) in COLUMNS.items() if fold(heading) in places}
    if "text" not in known:
        raise TableRefused(
            _("Rubriken ”%(heading)s” saknas. Skriv den i första raden.") % {"heading": COLUMNS["text"][0]}
        )
    found = WordFile()
    for row in table.rows:
        found.rows.append(_row(row.number, row.cells, known, found.errors))
    found.errors += _twice(found.rows, table)
    return found


def _twice(rows: list[WordRow], table: ReadTable) -> list[str]:
    first: dict[str, int] = {}
    out = []
    for row in rows:
        key = fold(row.values.get("text") or "")
        if key and key in first:
            words = {"row": row.number, "text": row.values["text"], "first": first[key]}
            out.append(_("Rad %(row)d: ”%(text)s” står redan på rad %(first)d.") % words)
        first.setdefault(key, row.number)
    return out


def _row(number: int, cells: tuple[CellValue, ...], known: dict[str, int], errors: list[str]) -> WordRow:
    row = WordRow(number)
    for name, place in known.items():
        heading, longest = COLUMNS[name]
        try:
            row.values[name] = _reader(name)(cells[place], longest)
        except ValueError as wrong:
            place_words = {"row": number, "column": heading, "what": str(wrong)}
            errors.append(_("Rad %(row)d, kolumn %(column)s: %(what)s") % place_words)
    if not row.values.get("text"):
        errors.append(_("Rad %(row)d: ordet saknas.") % {"row": number})
    return row


def _reader(name: str) -> Callable[[CellValue, int], Any]:
    if name in NUMBERS:
        return _number
    if name in DAYS:
        return _day
    return _texts if name in SPELLINGS else _text


def _text(cell: CellValue, longest: int) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    text = "" if cell is None else str(int(cell) if whole else cell).strip()  # type: ignore[arg-type]
    if len(text) > longest:
        raise ValueError(_("Texten är för lång. Skriv högst %(n)d tecken.") % {"n": longest})
    if refusal := personal_numbers.refusal(text):
        raise ValueError(str(refusal))
    return text


def _texts(cell: CellValue, longest: int) -> list[str]:
    return [part.strip() for part in _text(cell, longest).split(_BETWEEN) if part.strip()]


def _number(cell: CellValue, longest: int) -> int | None:
    text = _text(cell, longest)
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or int(text) > 100_000:
        raise ValueError(_("”%(text)s” är inget helt tal.") % {"text": text[:20]})
    return int(text)


def _day(cell: CellValue, longest: int) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell, longest)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(_("”%(text)s” är inget datum. Skriv till exempel 2025-01-31.") % {"text": text[:20]}) from None
