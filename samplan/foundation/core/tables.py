"""Tables out of the system and into it: XLSX out, XLSX and CSV in.

What comes in is from strangers: everything is checked before it is believed, and an error names its row.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any, TypeAlias

import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

CellValue: TypeAlias = str | int | float | date | bool | None

MAX_BYTES = 25 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200  # a spreadsheet of plain repeated rows packs about a hundred times
MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_CELL = 32_767
MAX_ERRORS = 50
_WIDEST, _NARROWEST = 60, 9
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXCEL_ERRORS = {"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"}


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[CellValue]]


@dataclass(frozen=True)
class ReadRow:
    """One row, with the number it has in the file."""

    number: int
    cells: tuple[CellValue, ...]


@dataclass(frozen=True)
class ReadTable:
    columns: tuple[str, ...]
    rows: tuple[ReadRow, ...]


@dataclass(frozen=True)
class RowError:
    row: int
    message: str


class TableRefused(Exception):
    """Says what is wrong and what to do; `errors` says it row by row when rows are the trouble."""

    def __init__(self, message: str, errors: Sequence[RowError] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.errors = tuple(errors)


def write_xlsx(sheets: Iterable[Sheet], *, title: str = "", made: datetime | None = None) -> bytes:
    """Texts stay texts: what looks like a formula or a link in an answer is neither."""
    stream = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "nan_inf_to_errors": True, **safe})
    book.set_properties({"title": title, "created": made or datetime(2000, 1, 1)})  # noqa: DTZ001 – a file's own time
    formats = _Formats(book)
    taken: set[str] = set()
    for sheet in sheets:
        _write_sheet(book.add_worksheet(_sheet_name(sheet.name, taken)), sheet, formats)
    book.close()
    return stream.getvalue()


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        top = {"valign": "top", "font_name": "Arial", "font_size": 10}
        self.head = book.add_format({**top, "bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"})
        self.text = book.add_format({**top, "text_wrap": True})
        self.number = book.add_format(top)
        self.date = book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"})
        self.moment = book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm", "align": "left"})


def _write_sheet(worksheet: Any, sheet: Sheet, formats: _Formats) -> None:
    for column, label in enumerate(sheet.columns):
        worksheet.write_string(0, column, label[:MAX_CELL], formats.head)
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(worksheet, number, column, value, formats)
    for column, width in enumerate(_widths(sheet)):
        worksheet.set_column(column, column, width)
    worksheet.freeze_panes(1, 1 if len(sheet.columns) > 1 else 0)
    worksheet.repeat_rows(0)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    if sheet.columns and sheet.rows:
        worksheet.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _write_cell(worksheet: Any, row: int, column: int, value: CellValue, formats: _Formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        worksheet.write_boolean(row, column, value, formats.number)
    elif isinstance(value, int | float):
        worksheet.write_number(row, column, value, formats.number)
    elif isinstance(value, datetime):
        worksheet.write_datetime(row, column, value.replace(tzinfo=None), formats.moment)
    elif isinstance(value, date):
        worksheet.write_datetime(row, column, datetime.combine(value, time()), formats.date)
    else:
        worksheet.write_string(row, column, value[:MAX_CELL], formats.text)


def _widths(sheet: Sheet) -> list[int]:
    widths = []
    for column, label in enumerate(sheet.columns):
        cells = (row[column] for row in islice(sheet.rows, 1000) if column < len(row))
        longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
        widths.append(min(_WIDEST, max(_NARROWEST, longest + 2, min(len(label) + 3, 24))))
    return widths


def _sheet_name(name: str, taken: set[str]) -> str:
    """Excel allows 31 characters, some not at all, and no two names alike."""
    plain = "".join("-" if letter in "[]:*?/\\" else letter for letter in name).strip("' ") or _("Blad")
    free, attempt = plain[:31], 2
    while free.lower() in taken:
        ending = f" {attempt}"
        free, attempt = plain[: 31 - len(ending)] + ending, attempt + 1
    taken.add(free.lower())
    return free


def read_table(data: bytes, name: str) -> ReadTable:
    """The first sheet of an XLSX file, or a CSV file; the first row with anything in it holds the headings.

    What the file holds decides which it is; its name is only what the reader of an error calls it.
    """
    if not data:
        raise TableRefused(_("Filen är tom. Välj en fil med en rubrikrad och minst en rad under den."))
    if len(data) > MAX_BYTES:
        raise TableRefused(_("Filen är för stor. Dela upp den så att varje del är högst 25 MB."))
    if data.startswith(_OLD_EXCEL):
        raise TableRefused(
            _("Filen är i ett äldre Excelformat eller skyddad med lösenord. Spara den som .xlsx utan lösenord.")
        )
    rows = _xlsx_rows(data) if data.startswith(b"PK") else _csv_rows(data)
    return _checked(rows)


def _checked(rows: Iterator[ReadRow], *, may_be_empty: bool = False) -> ReadTable:
    head: tuple[str, ...] | None = None
    body: list[ReadRow] = []
    errors: list[RowError] = []
    for row in rows:
        cells = _without_empty_end(row.cells)
        if not cells:
            continue
        if head is None:
            head = tuple("" if cell is None else str(cell).strip() for cell in cells)
            errors += _heading_errors(head, row.number)
            continue
        errors += _row_errors(cells, len(head), row.number)
        if len(body) >= MAX_ROWS:
            raise TableRefused(_("Filen har fler än %(count)d rader. Dela upp den.") % {"count": MAX_ROWS})
        if len(errors) > MAX_ERRORS:
            break
        body.append(ReadRow(row.number, cells + (None,) * (len(head) - len(cells))))
    if head is None:
        raise TableRefused(_("Filen har inget innehåll. Den behöver en rubrikrad och minst en rad under den."))
    if errors:
        raise TableRefused(_("Filen går inte att läsa in som den är. Inget är sparat."), errors[:MAX_ERRORS])
    if not body and not may_be_empty:
        raise TableRefused(_("Filen har bara en rubrikrad. Fyll i minst en rad under den."))
    return ReadTable(head, tuple(body))


def _without_empty_end(cells: tuple[CellValue, ...]) -> tuple[CellValue, ...]:
    filled = len(cells)
    while filled and (cells[filled - 1] is None or str(cells[filled - 1]).strip() == ""):
        filled -= 1
    return cells[:filled]


def _heading_errors(head: tuple[str, ...], row: int) -> Iterator[RowError]:
    if len(head) > MAX_COLUMNS:
        raise TableRefused(
            _("Filen har fler än %(count)d kolumner. Ta bort dem som inte behövs.") % {"count": MAX_COLUMNS}
        )
    seen: set[str] = set()
    for number, label in enumerate(head, start=1):
        place = {"row": row, "column": get_column_letter(number), "label": label}
        if not label:
            yield RowError(row, _("Rad %(row)d: kolumn %(column)s saknar rubrik.") % place)
        elif label.casefold() in seen:
            yield RowError(row, _("Rad %(row)d: rubriken ”%(label)s” finns två gånger.") % place)
        seen.add(label.casefold())


def _row_errors(cells: tuple[CellValue, ...], width: int, row: int) -> Iterator[RowError]:
    if len(cells) > width:
        counts = {"row": row, "cells": len(cells), "head": width}
        yield RowError(row, _("Rad %(row)d har %(cells)d värden men det finns bara %(head)d rubriker.") % counts)
    for number, cell in enumerate(cells, start=1):
        place = {"row": str(row), "column": get_column_letter(min(number, 18_278)), "error": str(cell).strip()}
        if isinstance(cell, _Uncomputed):
            yield RowError(
                row,
                _("Rad %(row)s, kolumn %(column)s: formeln saknar värde. Öppna filen i Excel, spara och försök igen.")
                % place,
            )
        elif isinstance(cell, str) and cell.strip() in _EXCEL_ERRORS:
            yield RowError(row, _("Rad %(row)s, kolumn %(column)s: cellen visar felet %(error)s.") % place)
        elif isinstance(cell, str) and len(cell) > MAX_CELL:
            yield RowError(row, _("Rad %(row)s, kolumn %(column)s: texten är för lång.") % place)


class _Uncomputed(str):
    """A formula that no program has worked out: there is no value to read."""


def _xlsx_rows(data: bytes) -> Iterator[ReadRow]:
    has_formulas = _check_archive(data)
    try:
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = values.worksheets[0]
        sheet.reset_dimensions()  # the file may claim any size
        rows = sheet.iter_rows(values_only=True)
        formulas = _formula_rows(data) if has_formulas else None
        for number, cells in enumerate(rows, start=1):
            if number > MAX_ROWS * 2 or len(cells) > MAX_COLUMNS * 2:
                raise TableRefused(_("Bladet är för stort. Ta bort tomma rader och kolumner längst ut."))
            written = next(formulas, ()) if formulas else ()
            yield ReadRow(number, tuple(_plain(value, _at(written, at)) for at, value in enumerate(cells)))
    except TableRefused:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes it raise
        raise broken_workbook() from error


def broken_workbook() -> TableRefused:
    return TableRefused(_("Filen är skadad eller inte en Excelfil. Öppna den i Excel och spara den på nytt."))


def _formula_rows(data: bytes) -> Iterator[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    return rows


def _at(cells: tuple[Any, ...], column: int) -> Any:
    return cells[column] if column < len(cells) else None


def _plain(value: Any, written: Any) -> CellValue:
    if value is None:
        return _Uncomputed(written) if isinstance(written, str) and written.startswith("=") else None
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, str | int | float | date):
        return value
    return str(value)


def _check_archive(data: bytes) -> bool:
    """Refuses what would swell or run; tells if there are formulas. Declared sizes hold: zipfile reads no further."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            unpacked = sum(member.file_size for member in members)
            if unpacked > MAX_UNPACKED or unpacked > max(len(data) * MAX_RATIO, 10 * 1024 * 1024):
                raise TableRefused(_("Filen packar upp till orimligt mycket data och läses därför inte."))
            if "xl/workbook.xml" not in names:
                raise TableRefused(_("Filen är inte ett kalkylblad. Spara det som .xlsx eller .csv."))
            sheets = [name for name in names if name.startswith("xl/worksheets/")]
            return any(_holds_formula(archive, name) for name in sheets if name.endswith(".xml"))
    except TableRefused:
        raise
    except Exception as error:  # zipfile and zlib raise whatever a broken file makes them raise
        raise TableRefused(
            _("Filen är skadad eller skyddad. Öppna den i Excel och spara den på nytt utan lösenord.")
        ) from error


def _holds_formula(archive: zipfile.ZipFile, name: str) -> bool:
    tail = b""
    with archive.open(name) as stream:
        while block := stream.read(1 << 20):
            if b"<f>" in tail + block or b"<f " in tail + block:
                return True
            tail = block[-2:]
    return False


def _csv_rows(data: bytes) -> Iterator[ReadRow]:
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield ReadRow(begins, tuple(cells))
            begins += 1  # as a spreadsheet program counts: a cell of two lines is still one row
    except csv.Error as error:
        message = _("Rad %(row)d: ett citattecken är inte avslutat.") % {"row": begins}
        raise TableRefused(
            _("Filen går inte att läsa in som den är. Inget är sparat."), [RowError(begins, message)]
        ) from error


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        if b"\x00" in data:
            raise TableRefused(_("Filen är inte en tabell. Spara den som .xlsx eller .csv."))
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(letter) < 32 and letter not in "\t\n\r\x0b\x0c" for letter in text):
            break
        return text
    raise TableRefused(_("Tecknen i filen går inte att läsa. Spara den som ”CSV UTF-8” eller .xlsx."))


def _delimiter(text: str) -> str:
    """The sign that splits the first rows into the same number of cells, most cells first."""
    begin = "\n".join(text.splitlines()[:20])
    best, best_score = ";", (0, 0)
    for sign in ";\t,|":
        try:
            widths = [len(cells) for cells in csv.reader(io.StringIO(begin, newline=""), delimiter=sign) if cells]
        except csv.Error:
            continue
        if widths and widths[0] > 1:
            alike = sum(width == widths[0] for width in widths) * 100 // len(widths)
            if (alike, widths[0]) > best_score:
                best, best_score = sign, (alike, widths[0])
    return best
