"""Several tables in one file: a workbook with sheets, or a zip of CSV files. What is written is read back without a difference.

A spreadsheet program runs a CSV cell that begins with =, +, - or @ as a formula. Out, such a text gets an apostrophe before it;
in, the apostrophe is taken away again.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from .tables import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_RATIO,
    MAX_ROWS,
    MAX_UNPACKED,
    ReadRow,
    ReadTable,
    RowError,
    Sheet,
    TableRefused,
    _at,
    _check_archive,
    _checked,
    _csv_rows,
    _plain,
    broken_workbook,
    read_table,
)

MAX_TABLES = 50
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(text: str) -> str:
    return f"'{text}" if text.startswith((*_RUNS, "'")) else text


def restored(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith((*_RUNS, "'")) else text


def write_csv(sheet: Sheet) -> bytes:
    """As Swedish Excel opens it: semicolons, and a mark that says it is UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([_csv_cell(value) for value in row])
    return stream.getvalue().encode("utf-8-sig")


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else neutral(str(value))


def write_csv_zip(sheets: Iterable[Sheet]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            # A time of its own: the same tables give the same file.
            archive.writestr(zipfile.ZipInfo(f"{sheet.name}.csv", (2000, 1, 1, 0, 0, 0)), write_csv(sheet))
    return stream.getvalue()


def read_tables(data: bytes, name: str) -> dict[str, ReadTable]:
    """By sheet; a single CSV file is one table without a name. Sheets without content are left out."""
    if len(data) > MAX_BYTES or not data.startswith(b"PK"):
        return {"": _restored(read_table(data, name))}
    if _holds_csv(data):
        return _csv_tables(data)
    return _sheets(data)


def _holds_csv(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:  # what is broken is told by the reader of workbooks
        return False
    return "xl/workbook.xml" not in names and any(n.lower().endswith(".csv") for n in names)


def _csv_tables(data: bytes) -> dict[str, ReadTable]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if m.filename.lower().endswith(".csv") and not m.is_dir()]
            unpacked = sum(m.file_size for m in members)
            if len(members) > MAX_TABLES or unpacked > min(MAX_UNPACKED, max(len(data) * MAX_RATIO, 10 * 1024 * 1024)):
                raise TableRefused(_("Filen packar upp till orimligt mycket data och läses därför inte."))
            contents = {m.filename.rsplit("/", 1)[-1][:-4]: archive.read(m) for m in members}
    except TableRefused:
        raise
    except Exception as error:  # zipfile and zlib raise whatever a broken file makes them raise
        raise TableRefused(_("Zip-filen är skadad eller skyddad. Packa den på nytt utan lösenord.")) from error
    tables = {}
    for name, content in contents.items():
        if content.strip(b"\xef\xbb\xbf\r\n "):
            tables[name] = _restored(_named(name, _csv_rows(content)))
    return tables


def _named(name: str, rows: Iterator[ReadRow]) -> ReadTable:
    """What is wrong is told with the sheet it stands in."""
    try:
        return _checked(rows, may_be_empty=True)
    except TableRefused as refusal:
        errors = [
            RowError(e.row, _("Blad %(sheet)s: %(error)s") % {"sheet": name, "error": e.message})
            for e in refusal.errors
        ]
        raise TableRefused(
            _("Blad %(sheet)s: %(error)s") % {"sheet": name, "error": refusal.message}, errors
        ) from refusal


def _restored(table: ReadTable) -> ReadTable:
    rows = (ReadRow(r.number, tuple(restored(c) if isinstance(c, str) else c for c in r.cells)) for r in table.rows)
    return ReadTable(table.columns, tuple(rows))


def _sheets(data: bytes) -> dict[str, ReadTable]:
    has_formulas = _check_archive(data)
    try:
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        written = load_workbook(io.BytesIO(data), read_only=True, keep_links=False) if has_formulas else None
        if len(values.worksheets) > MAX_TABLES:
            raise TableRefused(_("Filen har för många blad."))
        rows = {
            sheet.title: list(_sheet_rows(sheet, written.worksheets[n] if written else None))
            for n, sheet in enumerate(values.worksheets)
        }
    except TableRefused:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes it raise
        raise broken_workbook() from error
    filled = {title: found for title, found in rows.items() if any(any(c is not None for c in r.cells) for r in found)}
    return {title: _named(title, iter(found)) for title, found in filled.items()}


def _sheet_rows(sheet: object, written: object) -> Iterator[ReadRow]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # the file may claim any size
    formulas: Iterator[tuple[object, ...]] | None = None
    if written is not None:
        written.reset_dimensions()  # type: ignore[attr-defined]
        formulas = written.iter_rows(values_only=True)  # type: ignore[attr-defined]
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):  # type: ignore[attr-defined]
        if number > MAX_ROWS * 2 or len(cells) > MAX_COLUMNS * 2:
            raise TableRefused(_("Bladet är för stort. Ta bort tomma rader och kolumner längst ut."))
        beside = next(formulas, ()) if formulas else ()
        yield ReadRow(number, tuple(_plain(value, _at(beside, at)) for at, value in enumerate(cells)))
