"""The registers out to a file and in again."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from samplan.foundation.core.tables import Sheet, TableRefused, write_xlsx
from samplan.foundation.core.workbooks import write_csv, write_csv_zip
from samplan.foundation.people.actions.persons import add_person, add_position, person_of
from samplan.foundation.people.actions.register_import import FileHasErrors, import_register
from samplan.foundation.people.models import (
    Alias,
    FormerName,
    MemberRegion,
    Organisation,
    Person,
    Position,
    Succession,
    Unit,
)
from samplan.foundation.people.register_files import compare, read_file, sheets_of

pytestmark = pytest.mark.django_db


def url(name, cast, *args):
    return reverse(f"people:{name}", args=[cast.norr.slug, *args])


def fill(cast):
    """Something in every table."""
    old = Organisation.objects.create(
        county=cast.norr, kind="association", name="Gamla föreningen", short_name="GF", valid_to=date(2024, 12, 31)
    )
    board = Unit.objects.create(organisation=cast.ekby, kind="board", name="Omsorgsnämnden")
    unit = Unit.objects.create(organisation=cast.ekby, kind="department", name="Omsorgen", parent=board)
    Alias.objects.create(organisation=cast.ekby, unit=unit, text="ON")
    FormerName.objects.create(organisation=cast.ekby, unit=unit, name="Äldreomsorgen", valid_to=date(2019, 12, 31))
    Succession.objects.create(predecessor=old, successor=cast.association, on=date(2025, 1, 1))
    group = Organisation.objects.create(kind="health_region", name="Provregionen", short_name="Provregionen")
    MemberRegion.objects.create(group=group, member=cast.region, valid_from=date(2019, 1, 1))
    person = add_person(county=cast.norr, name="Ny Prov", email="", phone="+46 70", by=cast.coordinator)
    add_position(
        person=person, organisation=cast.ekby, unit=unit, title="chef", valid_from=date(2020, 1, 1), by=cast.coordinator
    )
    person_of(cast.contact)


def book(**sheets):
    """Sheets given as lines of cells, the headings first."""
    return write_xlsx([Sheet(name.replace("_", " "), lines[0], lines[1:]) for name, lines in sheets.items()])


def tried(cast, data):
    return compare(cast.norr, read_file(data, "register.xlsx"))


def applied(cast, data):
    return import_register(
        county=cast.norr, file=read_file(data, "register.xlsx"), seen=None, name="register.xlsx", by=cast.coordinator
    )


@pytest.mark.parametrize("write", [write_xlsx, write_csv_zip])
def test_what_comes_out_and_in_again_changes_nothing(cast, write):
    fill(cast)
    data = write(sheets_of(cast.norr))
    found = tried(cast, data)
    assert found.errors == []
    assert found.changes == []
    # Worked out by hand from fill() and the cast: 5 organisations, 2 parts, one of each other, two persons.
    assert [same for *_rest, same in found.counts()] == [5, 2, 1, 1, 1, 1, 2, 1]


@pytest.mark.parametrize("write", [write_xlsx, write_csv_zip])
def test_a_register_comes_back_whole_in_an_empty_county(cast, write):
    fill(cast)
    before = [[row[1:] for row in sheet.rows] for sheet in sheets_of(cast.norr)]
    data = write(sheets_of(cast.norr))
    Person.objects.all().delete()
    Alias.objects.all().delete()
    Unit.objects.update(parent=None)
    Unit.objects.all().delete()
    Organisation.objects.filter(kind="association").delete()
    MemberRegion.objects.all().delete()
    applied(cast, data)
    assert [[row[1:] for row in sheet.rows] for sheet in sheets_of(cast.norr)] == before
    assert tried(cast, data).changes == []


ORGANISATIONS = ("Namn", "Kort namn", "Sort", "Gäller från", "Gäller till")


def test_new_and_changed_rows_are_told_apart_and_applied(cast):
    unchanged = ("Samverkan för psykisk hälsa Norrlunda", "SPHN", "Brukarorganisation", None, "2026-01-31")
    rows = [ORGANISATIONS, ("Hopp", "", "Förening", "2020-01-01", ""), unchanged]
    found = applied(cast, book(Organisationer=rows))
    assert found.counts() == [("Organisationer", 1, 1, 0)]
    changed = next(c for c in found.changes if not c.is_new)
    assert changed.differing == [("Gäller till", "", "2026-01-31")]
    made = Organisation.objects.get(name="Hopp")
    assert (made.kind, made.short_name, made.valid_from) == ("association", "Hopp", date(2020, 1, 1))
    cast.association.refresh_from_db()
    assert cast.association.valid_to == date(2026, 1, 31)


def test_a_new_name_is_known_by_the_former_one(cast):
    found = applied(
        cast,
        book(
            Organisationer=[ORGANISATIONS[:3], ("Nya namnet", "SPHN", "Brukarorganisation")],
            Tidigare_namn=[
                ("Organisation", "Tidigare namn", "Till och med"),
                ("Nya namnet", "Samverkan för psykisk hälsa Norrlunda", date(2025, 6, 30)),
            ],
        ),
    )
    assert [c.is_new for c in found.changes] == [False, True]
    cast.association.refresh_from_db()
    assert cast.association.name == "Nya namnet"
    assert cast.association.name_on(date(2025, 6, 30)) == "Samverkan för psykisk hälsa Norrlunda"


def test_everything_wrong_is_told_with_sheet_row_and_column_and_nothing_is_saved(cast):
    data = book(
        Organisationer=[
            ("Namn", "Sort", "Kod", "Gäller från", "Gäller till"),
            ("Hopp", "Förening", "", "2025-13-01", ""),
            ("Ljus", "Klubb", "", "", ""),
            ("Ny kommun", "Kommun", "9999", "", ""),
            ("Bra", "Förening", "", "2025-02-01", "2025-01-01"),
            ("", "Förening", "", "", ""),
            ("Två", "Förening", "", "", ""),
            ("två", "Förening", "", "", ""),
        ],
        Delar=[
            ("Organisation", "Delens namn", "Sort", "Ligger under"),
            ("Okänd", "Del", "Nämnd", ""),
            ("Ekby kommun", "Ett", "Nämnd", "Två"),
            ("Ekby kommun", "Två", "Nämnd", "Ett"),
        ],
        Personer=[("Namn", "E-post"), ("Ny Prov", "inte-en-adress"), ("Född 811218-9876", "")],
    )
    with pytest.raises(FileHasErrors) as refused:
        applied(cast, data)
    told = [(e.sheet, e.row, e.column) for e in refused.value.comparison.errors]
    assert told == [
        ("Organisationer", 2, "Gäller från"),
        ("Organisationer", 3, "Sort"),
        ("Organisationer", 4, "Kod"),
        ("Organisationer", 5, "Gäller till"),
        ("Organisationer", 6, "Namn"),
        ("Organisationer", 8, ""),
        ("Delar", 2, "Organisation"),
        ("Delar", 4, "Ligger under"),
        ("Personer", 2, "E-post"),
        ("Personer", 3, "Namn"),
    ]
    first = refused.value.comparison.errors[0].message
    assert first == (
        "Organisationer, rad 2, kolumn Gäller från: ”2025-13-01” är inget datum. Skriv till exempel 2025-01-31."
    )
    assert not Organisation.objects.filter(name__in=["Hopp", "Två", "Bra"]).exists()
    assert not Unit.objects.exists()
    assert not Person.objects.exists()


def test_a_file_with_other_headings_is_told_which_are_missing(cast):
    with pytest.raises(TableRefused, match="saknar rubriken ”Namn”"):
        read_file(book(Organisationer=[("Titel", "Sort"), ("Hopp", "Förening")]), "x.xlsx")
    with pytest.raises(TableRefused, match="Vi känner inte igen någon tabell"):
        read_file(b"a;b\n1;2\n", "x.csv")


def test_one_csv_file_is_known_by_its_headings(cast):
    data = write_csv(Sheet("x", ("Organisation", "Skrivs också"), [("Ekby kommun", "=Ekby stad")]))
    assert b"'=Ekby stad" in data
    applied(cast, data)
    assert Alias.objects.get().text == "=Ekby stad"


def test_a_county_cannot_change_the_national_register_or_another_county(cast):
    rows = [("Namn", "Sort", "Kod"), ("Ekeby kommun", "Kommun", "9101"), ("Region Söderskär", "Region", "92")]
    found = tried(cast, book(Organisationer=rows))
    assert [(e.row, e.column) for e in found.errors] == [(2, "Namn"), (3, "Kod")]
    work = [("Organisation", "Skrivs också"), ("Region Söderskär", "RS")]
    assert [e.column for e in tried(cast, book(Skrivsätt=work)).errors] == ["Organisation"]


def test_a_short_name_is_understood_but_makes_no_second_organisation(cast):
    applied(cast, book(Skrivsätt=[("Organisation", "Skrivs också"), ("Ekby", "Ekby stad")]))
    assert Alias.objects.get().organisation == cast.ekby
    found = tried(cast, book(Organisationer=[ORGANISATIONS[:3], ("SPHN", "", "Förening")]))
    assert [e.what for e in found.errors] == [
        "”SPHN” är det korta namnet på Samverkan för psykisk hälsa Norrlunda. Skriv hela namnet."
    ]


def test_a_persons_name_in_a_file_changes_the_account_too(cast):
    person_of(cast.contact)
    applied(cast, book(Personer=[("Namn", "E-post"), ("Sara Åberg", "sara@example.org")]))
    cast.contact.refresh_from_db()
    assert cast.contact.name == "Sara Åberg"
    assert Person.objects.get(user=cast.contact).name == "Sara Åberg"


def test_work_that_ends_in_the_file_ends_here(cast):
    fill(cast)
    head = ("Person", "Organisation", "Del", "Befattning", "Gäller från", "Gäller till")
    applied(cast, book(Arbete=[head, ("Ny Prov", "Ekby kommun", "Omsorgen", "chef", "2020-01-01", "2025-05-31")]))
    assert Position.objects.get().valid_to == date(2025, 5, 31)


def upload(client, cast, data, name="register.xlsx"):
    return client.post(url("register_files", cast), {"file": SimpleUploadedFile(name, data)})


def hidden(html):
    return dict(re.findall(r'<input type="hidden" name="(seen|content)" value="([^"]*)"', html))


def test_a_coordinator_downloads_reviews_and_applies(client, cast):
    fill(cast)
    client.force_login(cast.coordinator)
    exported = client.get(url("register_xlsx", cast)).content
    review = upload(client, cast, exported).url
    assert "Inget skulle ändras" in client.get(review).content.decode()
    new = book(Organisationer=[ORGANISATIONS[:3], ("Hopp", "", "Förening")])
    review = upload(client, cast, new).url
    html = client.get(review).content.decode()
    assert "1 rad läses in" in html
    assert not Organisation.objects.filter(name="Hopp").exists()
    assert client.post(review, {**hidden(html), "content": "0" * 64}).status_code == 200
    assert not Organisation.objects.filter(name="Hopp").exists()
    assert client.post(review, hidden(html)).status_code == 302
    assert Organisation.objects.filter(name="Hopp").exists()


def test_a_register_that_changed_after_the_dry_run_is_shown_again(client, cast):
    client.force_login(cast.coordinator)
    rows = [ORGANISATIONS[:3], ("Hopp", "", "Förening")]
    review = upload(client, cast, book(Organisationer=rows)).url
    html = client.get(review).content.decode()
    Organisation.objects.create(county=cast.norr, kind="company", name="Hopp", short_name="Hopp")
    assert client.post(review, hidden(html)).status_code == 409
    assert Organisation.objects.get(name="Hopp").kind == "company"


def test_errors_and_unreadable_files_are_told_on_the_page(client, cast):
    client.force_login(cast.coordinator)
    review = upload(client, cast, book(Personer=[("Namn", "Sista dagen"), ("Ny", "i går")])).url
    html = client.get(review).content.decode()
    assert "Personer, rad 2, kolumn Sista dagen: ”i går” är inget datum." in html
    assert ">Läs in<" not in html
    for data in (b"PK\x03\x04 trasig", b"\x00\x01", b"x"):
        assert upload(client, cast, data).status_code == 422


def test_only_the_countys_coordinators_and_only_their_own_files(client, cast):
    client.force_login(cast.coordinator)
    review = upload(client, cast, book(Personer=[("Namn",), ("Ny",)])).url
    theirs = review.replace(cast.norr.slug, cast.soder.slug)
    for who, status in ((cast.reader, 403), (cast.outsider, 404)):
        client.force_login(who)
        names = ("register_files", "register_xlsx", "register_csv")
        assert [client.get(url(name, cast)).status_code for name in names] == [status] * 3
        assert client.get(review).status_code == status
    assert client.get(theirs).status_code == 404


def test_the_command_takes_the_same_way(cast, tmp_path):
    fill(cast)
    for name in ("register.xlsx", "register.zip"):
        path, said = tmp_path / name, StringIO()
        call_command("register", "export", path, county="91", stdout=said)
        call_command("register", "import", path, county="91", stdout=said)
        assert "Organisationer: 0 nya, 0 ändras, 5 som förut" in said.getvalue()
    wrong = tmp_path / "fel.csv"
    wrong.write_text("Namn;Sort\nHopp;Klubb\n")
    with pytest.raises(CommandError, match="Inget är sparat"):
        call_command("register", "import", wrong, county="91")
    wrong.write_text("Namn;Sort\nHopp;Förening\n")
    call_command("register", "import", wrong, "--dry-run", county="91", stdout=StringIO())
    assert not Organisation.objects.filter(name="Hopp").exists()


def test_the_dry_run_asks_no_more_with_more_rows(cast, django_assert_max_num_queries):
    rows = [("Namn", "E-post"), *[(f"Person {n}", f"p{n}@example.org") for n in range(300)]]
    work = [("Person", "E-post", "Organisation"), *[(*row, "Ekby kommun") for row in rows[1:]]]
    file = read_file(book(Personer=rows, Arbete=work), "x.xlsx")
    with django_assert_max_num_queries(10):
        found = compare(cast.norr, file)
    assert (len(found.changes), found.errors) == (600, [])
