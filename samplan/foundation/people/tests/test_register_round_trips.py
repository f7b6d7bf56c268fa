"""Out = in, for any text a register can hold. Planted bugs that make the first test fail: `neutral` that gives the text as it is;
`neutral` that forgets texts which begin with an apostrophe themselves."""

import csv
import io
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samplan.foundation.core.tables import Sheet, write_xlsx
from samplan.foundation.core.text import fold
from samplan.foundation.core.workbooks import read_tables, write_csv, write_csv_zip
from samplan.foundation.people.models import Alias, County, Organisation, Person, Position, Unit
from samplan.foundation.people.register_files import compare, read_file, sheets_of

LETTERS = "abåäöÅÄÖ =+-@;,\"'|_x0041#<&é–"
TEXT = st.text(st.sampled_from(LETTERS), min_size=1, max_size=30).map(str.strip).filter(lambda t: fold(t).strip(" '"))
WRITERS = [write_xlsx, write_csv_zip]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6))
@example([("'=1+1", "''@x")])
@example([("=HYPERLINK(1)", '"a";b')])
def test_any_text_comes_back_and_no_cell_of_a_csv_file_begins_as_a_formula(rows):
    sheet = Sheet("Prov", ("A", "B"), rows)
    cells = list(csv.reader(io.StringIO(write_csv(sheet).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert not [c for row in cells for c in row if c.startswith(("=", "+", "-", "@"))]
    for write in WRITERS:
        back = read_tables(write([sheet]), "prov")["Prov"]
        assert [row.cells for row in back.rows] == rows


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(
    names=st.lists(TEXT, min_size=1, max_size=4, unique_by=fold),
    units=st.lists(TEXT, max_size=4, unique=True),
    persons=st.lists(TEXT, max_size=3, unique_by=fold),
    days=st.lists(st.none() | st.dates(min_value=date(1900, 1, 1)), min_size=3, max_size=3),
)
def test_any_register_read_back_changes_nothing(names, units, persons, days):
    county = empty_county()
    for name in names:
        Organisation.objects.create(
            county=county, kind="association", name=name, short_name=name, valid_from=days[0], valid_to=None
        )
    first = county.organisations.first()
    above = None
    for name in units:
        above = Unit.objects.create(organisation=first, kind="group", name=name, parent=above, valid_to=days[1])
        Alias.objects.create(organisation=first, unit=above, text=name)
    for name in persons:
        person = Person.objects.create(county=county, name=name, phone=name)
        Position.objects.create(person=person, organisation=first, unit=above, title=name, valid_from=days[2])
    before = [sheet.rows for sheet in sheets_of(county)]
    for write in WRITERS:
        found = compare(county, read_file(write(sheets_of(county)), "register"))
        assert found.errors == []
        assert found.changes == []
        assert sum(same for *_rest, same in found.counts()) == sum(map(len, before))


def empty_county():
    for model in (Position, Person, Alias):
        model.objects.all().delete()
    Unit.objects.update(parent=None)
    Unit.objects.all().delete()
    Organisation.objects.all().delete()
    return County.objects.get_or_create(code="91", name="Norrlunda", slug="norrlunda")[0]
