"""A file's tables as rows with the right kind of values. What can't be understood is told by sheet, row and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from samplan.foundation.core import personal_numbers
from samplan.foundation.core.tables import CellValue, ReadTable, TableRefused
from samplan.foundation.core.text import fold
from samplan.foundation.core.workbooks import read_tables

from .columns import TABLES, Column, Table

NUMBERS_MAY_STAND = ("phone", "code", "email")


@dataclass(frozen=True)
class FileError:
    sheet: str
    row: int
    column: str
    what: str

    @property
    def message(self) -> str:
        words = {"sheet": self.sheet, "row": self.row, "column": self.column, "what": self.what}
        if not self.column:
            return _("%(sheet)s, rad %(row)d: %(what)s") % words
        return _("%(sheet)s, rad %(row)d, kolumn %(column)s: %(what)s") % words


@dataclass(frozen=True)
class FileRow:
    """Values by column name. A column that the file lacks is not in it: what stands in the register is left."""

    number: int
    values: Mapping[str, Any]

    def get(self, name: str) -> Any:
        return self.values.get(name) or ""


@dataclass
class RegisterFile:
    rows: dict[str, list[FileRow]] = field(default_factory=dict)  # by table key
    errors: list[FileError] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # sheets that are none of ours


def read_file(data: bytes, name: str) -> RegisterFile:
    """TableRefused when there is nothing of ours in it, or when a table of ours lacks a heading."""
    found = RegisterFile()
    missing: list[str] = []
    for title, table in read_tables(data, name).items():
        ours = _table(title, table)
        if ours is None:
            found.unknown.append(title or name)
            continue
        places = _places(ours, table)
        lacking = [c.heading for c in ours.columns if c.required and c.name not in places]
        if lacking:
            missing.append(_lacking(ours, lacking))
        elif ours.key in found.rows:
            found.unknown.append(title)
        else:
            found.rows[ours.key] = [_row(ours, places, r.number, r.cells, found.errors) for r in table.rows]
    if missing:
        raise TableRefused(" ".join(missing))
    if not found.rows:
        raise TableRefused(_nothing_ours())
    return found


def _lacking(table: Table, headings: list[str]) -> str:
    words = {"sheet": table.title, "missing": ", ".join(f"”{h}”" for h in headings)}
    return _("Bladet %(sheet)s saknar rubriken %(missing)s. Skriv den i första raden.") % words


def _nothing_ours() -> str:
    first = TABLES[0]
    words = {"sheet": first.title, "headings": ", ".join(c.heading for c in first.columns)}
    return (
        _(
            "Vi känner inte igen någon tabell i filen. Hämta registret som fil och fyll i den. Bladet %(sheet)s har rubrikerna %(headings)s."
        )
        % words
    )


def _table(title: str, table: ReadTable) -> Table | None:
    """By the sheet's name, else by its headings: the one of ours whose required headings are there, most headings first."""
    for ours in TABLES:
        if fold(title) == fold(ours.title):
            return ours
    fitting = []
    for ours in TABLES:
        places = _places(ours, table)
        if all(c.name in places for c in ours.columns if c.required):
            fitting.append((sum(c.required for c in ours.columns), len(places), ours.key, ours))
    return max(fitting)[3] if fitting else None


def _places(ours: Table, table: ReadTable) -> dict[str, int]:
    heads = {fold(head): place for place, head in reversed(list(enumerate(table.columns)))}
    return {c.name: heads[fold(c.heading)] for c in ours.columns if fold(c.heading) in heads}


def _row(
    table: Table, places: dict[str, int], number: int, cells: tuple[CellValue, ...], errors: list[FileError]
) -> FileRow:
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name not in places:
            continue
        cell = cells[places[column.name]]
        try:
            values[column.name] = _value(column, cell)
        except ValidationError as wrong:
            errors.append(FileError(table.title, number, column.heading, wrong.message))
            values[column.name] = None
    errors += _period_errors(table, number, values)
    return FileRow(number, values)


def _value(column: Column, cell: CellValue) -> Any:
    if column.is_day:
        day = _day(cell)
        if day is None and column.required:
            raise ValidationError(_("Dagen saknas. Skriv till exempel 2025-01-31."))
        return day
    text = _text(cell)
    if not text:
        if column.required:
            raise ValidationError(_("Cellen är tom. Fyll i den eller ta bort raden."))
        return ""
    if len(text) > column.longest:
        raise ValidationError(_("Texten är för lång. Skriv högst %(n)d tecken.") % {"n": column.longest})
    if column.choices:
        return _choice(column, text)
    if column.name == "email":
        return _address(text)
    if column.name not in NUMBERS_MAY_STAND and (refusal := personal_numbers.refusal(text)):
        raise ValidationError(refusal)
    return text


def _text(cell: CellValue) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _day(cell: CellValue) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10] if text[10:].strip(" T0:") == "" else text)
    except ValueError:
        words = _("”%(text)s” är inget datum. Skriv till exempel 2025-01-31.") % {"text": text[:40]}
        raise ValidationError(words) from None


def _choice(column: Column, text: str) -> str:
    for value, word in column.choices.items():
        if fold(text) in (fold(word), value):
            return value
    words = {"text": text[:40], "all": ", ".join(column.choices.values())}
    raise ValidationError(_("Vi känner inte till ”%(text)s”. Skriv något av: %(all)s.") % words)


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        words = _("”%(text)s” är ingen e-postadress. Skriv till exempel namn@kommun.se.") % {"text": text[:60]}
        raise ValidationError(words) from None
    return text.lower()


def _period_errors(table: Table, number: int, values: dict[str, Any]) -> Iterator[FileError]:
    first, last = values.get("valid_from"), values.get("valid_to")
    if first and last and last < first:
        heading = table.column("valid_to").heading
        yield FileError(table.title, number, heading, _("Sista dagen kommer före den första. Rätta en av dem."))
