"""Tables in and out: in is from strangers, and what is wrong is said with its row."""

import csv
import io
import random
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from samplan.foundation.core import tables
from samplan.foundation.core.tables import Sheet, TableRefused, read_table, write_xlsx

COLUMNS = ("Organisation", "Svar", "Text")


def rows_of(data, name="svar.csv"):
    return [row.cells for row in read_table(data, name).rows]


def refused(data, name="svar.csv"):
    with pytest.raises(TableRefused) as caught:
        read_table(data, name)
    return caught.value


def workbook(*rows):
    """Written by another library than the one that reads or writes in the product's own path."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_what_is_written_can_be_read_again():
    rows = [("Ekby", 3, "=1+1"), ("Alby", 0.5, "Åsa såg\növer ån"), ("Forsby", date(2026, 11, 22), None)]
    data = write_xlsx([Sheet("Svar", COLUMNS, rows)])
    table = read_table(data, "svar.xlsx")
    assert table.columns == COLUMNS
    assert [row.cells for row in table.rows] == rows
    assert [row.number for row in table.rows] == [2, 3, 4]


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "@SUM(A1)", "-2", "http://example.org", "00123"])
def test_a_text_is_never_written_as_formula_link_or_number(text):
    data = write_xlsx([Sheet("S", ("A", "B"), [(text, 1)])])
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_the_header_is_frozen_and_columns_have_room():
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx([Sheet("S", COLUMNS, [("x" * 40, 1, "y")])]))).active
    assert sheet.freeze_panes == "B2"
    assert sheet.column_dimensions["A"].width > 40
    assert sheet.auto_filter.ref == "A1:C2"


def test_sheet_names_are_made_legal_and_kept_apart():
    names = ["Svar [2026]/alla: en lång rubrik som inte får plats"] * 3 + ["", "''"]
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([Sheet(name, ("A",), []) for name in names])))
    assert len(set(book.sheetnames)) == 5
    assert all(0 < len(name) <= 31 for name in book.sheetnames)


def test_the_same_sheets_give_the_same_bytes():
    sheets = [Sheet("S", COLUMNS, [("a", 1, "b")])]
    assert write_xlsx(sheets, title="T") == write_xlsx(sheets, title="T")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_of_every_common_make_is_read(delimiter, encoding):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(COLUMNS)
    writer.writerow(("Åmynne", "Ja", f"Först{delimiter} sen\nsist"))
    writer.writerow(("Örvik", "Nej", 'Ett "citat"'))
    data = stream.getvalue().encode(encoding)
    assert rows_of(data) == [
        ("Åmynne", "Ja", f"Först{delimiter} sen\nsist"),
        ("Örvik", "Nej", 'Ett "citat"'),
    ]


def test_commas_in_swedish_decimals_do_not_fool_the_delimiter():
    assert rows_of(b"Namn;Andel\nEkby;3,5\nAlby;4,25\n") == [("Ekby", "3,5"), ("Alby", "4,25")]


def test_row_numbers_are_those_a_spreadsheet_program_shows():
    table = read_table(b'\nNamn;Text\n\nEkby;"en\ntv\xc3\xa5"\nAlby;tre\n', "x.csv")
    assert [row.number for row in table.rows] == [4, 5]


def test_a_formula_gives_its_value_and_never_its_text():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("Namn", "Tal"))
    sheet.write(1, 0, "Ekby")
    sheet.write_formula(1, 1, "=40+2", None, 42)
    book.close()
    assert rows_of(stream.getvalue(), "x.xlsx") == [("Ekby", 42)]


def test_a_formula_without_a_value_is_named_with_its_place():
    error = refused(workbook(("Namn", "Tal"), ("Ekby", 1), ("Alby", "=SUM(B2)")), "x.xlsx")
    assert [e.row for e in error.errors] == [3]
    assert error.errors[0].message.startswith("Rad 3, kolumn B: formeln saknar värde.")


def test_an_excel_error_in_a_cell_is_named_with_its_place():
    error = refused(workbook(("Namn", "Tal"), ("Ekby", "#REF!")), "x.xlsx")
    assert error.errors[0].message == "Rad 2, kolumn B: cellen visar felet #REF!."


def test_rows_longer_than_the_headings_are_named():
    error = refused(b"A;B\n1;2\n1;2;3\n1;2\n1;2;3;4\n")
    assert [e.row for e in error.errors] == [3, 5]
    assert error.errors[0].message == "Rad 3 har 3 värden men det finns bara 2 rubriker."


def test_headings_missing_or_twice_are_named():
    messages = [e.message for e in refused(b"A;;a;B\n1;2;3;4\n").errors]
    assert messages == ["Rad 1: kolumn B saknar rubrik.", "Rad 1: rubriken ”a” finns två gånger."]


def test_short_rows_are_filled_and_empty_ends_left_out():
    assert rows_of(b"A;B;C\n1\n2;3;;;\n") == [("1", None, None), ("2", "3", None)]


def test_an_open_quotation_mark_is_named_with_the_row_where_it_begins():
    assert [e.row for e in refused(b'A;B\n1;2\n"3;4\n5;6\n').errors] == [3]


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    return stream.getvalue()


def lying_bomb():
    """Says in its directory that it is small."""
    data = bytearray(bomb())
    size = (60 * 1024 * 1024).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def archive_with(name, text):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("A",), (1,)))) as old, zipfile.ZipFile(stream, "w") as new:
        for item in old.namelist():
            new.writestr(item, text if item == name else old.read(item))
    return stream.getvalue()


XXE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c t="inlineStr"><is><t>A</t></is></c></row>'
    '<row r="2"><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "tom"),
        (b"\n\n ; \n", "inget innehåll"),
        (b"A;B\n", "bara en rubrikrad"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "äldre Excelformat"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "inte en tabell"),
        (b"%PDF-1.7 \x01\x02", "går inte att läsa"),
        (b"PK\x03\x04 inte en zip", "skadad"),
        (workbook(("A",), (1,))[:-200], "skadad"),
        (bomb(), "orimligt"),
        (lying_bomb(), "skadad"),
        (archive_with("xl/worksheets/sheet1.xml", XXE), "skadad"),
        (archive_with("xl/worksheets/sheet1.xml", "<broken"), "skadad"),
        (b"A;B\n" + b"x" * (tables.MAX_BYTES + 1), "för stor"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_files_are_refused_in_words_that_help(data, says):
    error = refused(data, "fil.xlsx")
    assert says in error.message
    assert "passwd" not in error.message


def test_an_archive_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "inte ett kalkylblad" in refused(stream.getvalue()).message


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 10)
    assert "fler än 10 rader" in refused(b"A;B\n" + b"1;2\n" * 11).message
    assert len(rows_of(b"A;B\n" + b"1;2\n" * 10)) == 10


def test_a_sheet_that_claims_to_be_huge_is_read_by_what_it_holds():
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Namn</t></is></c></row>'
        '<row r="2"><c r="A2"><v>5</v></c></row></sheetData></worksheet>'
    )
    assert rows_of(archive_with("xl/worksheets/sheet1.xml", sheet), "x.xlsx") == [(5,)]


def test_only_so_many_errors_are_listed():
    assert len(refused(b"A\n" + b"1;2\n" * 500 + b"A;\n").errors) <= tables.MAX_ERRORS


def outcome(data):
    """A table with rows as wide as its head, or a refusal in a whole sentence; anything else is an error."""
    try:
        table = read_table(data, "okänd")
    except TableRefused as refusal:
        return "refused" if refusal.message.endswith(".") else f"half a sentence: {refusal.message}"
    widths = {len(row.cells) for row in table.rows}
    return "read" if widths == {len(table.columns)} else f"ragged: {widths}"


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_table_or_refused(data):
    assert outcome(data) in ("read", "refused")


def test_a_damaged_workbook_is_a_table_or_refused():
    whole = write_xlsx([Sheet("S", COLUMNS, [("a", 1, "b")] * 20)])
    chance = random.Random(7)
    outcomes = set()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        outcomes.add(outcome(bytes(data)))
    assert outcomes <= {"read", "refused"}
    assert "refused" in outcomes


def test_moments_are_written_without_their_zone_and_days_come_back_as_days():
    data = write_xlsx([Sheet("S", ("A", "B"), [(datetime(2026, 1, 2, 3, 4), date(2026, 5, 6))])])
    assert rows_of(data, "x.xlsx") == [(datetime(2026, 1, 2, 3, 4), date(2026, 5, 6))]
