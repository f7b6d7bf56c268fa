"""Levels above the county: made and kept by administrators, read in the counties, out to a file and in from one."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import NotPassedOn
from samplan.foundation.core.tables import write_xlsx
from samplan.foundation.people.actions import levels, memberships, passing_on
from samplan.foundation.people.actions.register_import import FileHasErrors, import_register
from samplan.foundation.people.actions.registers import RegisterRefused
from samplan.foundation.people.models import FormerName, MemberRegion, Organisation, User
from samplan.foundation.people.register_files import compare, compare_levels, level_sheets, read_file, sheets_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client, db):
    user = User.objects.create_user(email="admin@example.org", name="Admin Prov", is_administrator=True)
    client.force_login(user)
    return client


def level(cast, name, kind="health_region", code=""):
    return levels.add_level(kind=kind, name=name, short_name="", code=code, valid_from=None, by=cast.coordinator)


def put_in(cast, group, member, first=None, **more):
    return memberships.add_membership(group=group, member=member, valid_from=first, by=cast.coordinator, **more)


def page(client, name, *args):
    return client.get(reverse(f"people:{name}", args=args)).content.decode()


def post(client, page_name, *args, **data):
    return client.post(reverse(f"people:{page_name}", args=args), data)


def test_an_administrator_makes_a_level_gives_it_members_and_ends_it(administrator, cast):
    assert "Inga nivåer än" in page(administrator, "levels")
    made = post(administrator, "level_new", kind="health_region", name="Provregionen", short_name="", code="S1")
    found = Organisation.objects.get(name="Provregionen")
    assert made.url == reverse("people:level", args=[found.pk])
    assert (found.county, found.code) == (None, "S1")
    data = {"medlem-member": cast.region.pk, "medlem-valid_from": "2019-01-01"}
    post(administrator, "level_member_add", found.pk, **data)
    shown = page(administrator, "level", found.pk)
    assert "Region Norrlunda" in shown
    assert "sedan 1 januari 2019" in shown
    assert "Region Söderskär" in page(administrator, "levels").partition("Utan sjukvårdsregion")[2]
    last = today() - timedelta(days=1)
    post(administrator, "level_end", found.pk, last_day=last.isoformat())
    assert MemberRegion.objects.get().valid_to == last
    assert "upphörde" in page(administrator, "level", found.pk)
    assert "Provregionen" in page(administrator, "levels").partition("Upphörda")[2]
    post(administrator, "level_resume", found.pk)
    assert MemberRegion.objects.get().valid_to is None
    assert Organisation.objects.get(pk=found.pk).valid_to is None


def test_a_level_has_one_name_and_one_code(administrator, cast):
    level(cast, "Provregionen", code="S1")
    for data, words in (({"name": "provregionen"}, "heter så"), ({"name": "Annan", "code": "S1"}, "används redan")):
        answer = post(administrator, "level_new", **{"kind": "health_region", "short_name": "", "code": "", **data})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert post(administrator, "level_new", kind="region", name="Falsk region").status_code == 422


def test_a_new_name_from_a_day_keeps_the_old_one_until_then(administrator, cast):
    found = level(cast, "Provregionen", code="S1")
    shown = page(administrator, "level_edit", found.pk)
    seen = re.search(r'name="seen" value="([^"]*)"', shown).group(1)
    data = {"name": "Nya provregionen", "short_name": "Nya", "code": "S1", "renamed_on": "2024-01-01", "seen": seen}
    assert post(administrator, "level_edit", found.pk, **data).status_code == 302
    found.refresh_from_db()
    assert (found.name, found.name_on(date(2023, 12, 31))) == ("Nya provregionen", "Provregionen")
    assert post(administrator, "level_edit", found.pk, **{**data, "short_name": "Annat"}).status_code == 409
    former = FormerName.objects.get()
    post(administrator, "level_name_remove", found.pk, former.pk, reason="hette aldrig så")
    assert not FormerName.objects.exists()
    assert "hette aldrig så" in page(administrator, "level", found.pk)


def test_a_region_that_moves_leaves_the_day_before_and_is_never_in_two(administrator, cast):
    first, second = level(cast, "Första"), level(cast, "Andra")
    put_in(cast, first, cast.region, date(2019, 1, 1))
    data = {"medlem-member": cast.region.pk, "medlem-valid_from": "2024-01-01"}
    refused = post(administrator, "level_member_add", second.pk, **data)
    assert refused.status_code == 422
    assert "Region Norrlunda är redan med i Första" in refused.content.decode()
    assert post(administrator, "level_member_add", second.pk, **data, **{"medlem-moves": "on"}).status_code == 302
    rows = list(MemberRegion.objects.order_by("valid_from").values_list("group__name", "valid_from", "valid_to"))
    assert rows == [
        ("Första", date(2019, 1, 1), date(2023, 12, 31)),
        ("Andra", date(2024, 1, 1), None),
    ]
    assert "till och med 31 december 2023" in page(administrator, "level", first.pk)


def test_periods_may_follow_each_other_and_not_share_a_day(cast):
    """Each boundary, and levels of another kind, which a region is in besides."""
    first, second, nation = level(cast, "Första"), level(cast, "Andra"), level(cast, "Riket", "nation")
    put_in(cast, first, cast.region, date(2020, 1, 1), valid_to=date(2020, 12, 31))
    put_in(cast, nation, cast.region)
    for begins, ends in ((date(2020, 12, 31), None), (None, date(2020, 1, 1)), (None, None)):
        with pytest.raises(RegisterRefused):
            put_in(cast, second, cast.region, begins, valid_to=ends)
    put_in(cast, second, cast.region, date(2021, 1, 1))
    put_in(cast, second, cast.region, None, valid_to=date(2019, 12, 31))
    assert cast.region.member_of.count() == 4
    earlier = MemberRegion.objects.get(group=first)
    with pytest.raises(RegisterRefused):
        memberships.end_membership(membership=earlier, last_day=date(2021, 1, 1), by=cast.coordinator)


def test_what_is_passed_on_at_a_hand_over_is_never_in_two_either(cast):
    first, second = level(cast, "Första"), level(cast, "Andra")
    put_in(cast, first, cast.region, date(2019, 1, 1))
    put_in(cast, second, cast.soder_region, date(2019, 1, 1))
    held = MemberRegion.objects.get(group=second)
    with pytest.raises(NotPassedOn):
        passing_on.pass_membership(membership=held, role="member", to=cast.region, by=cast.coordinator)


def test_a_county_reads_the_level_of_its_region_and_changes_nothing(client, cast):
    found, other = level(cast, "Provregionen"), level(cast, "Långt borta")
    put_in(cast, found, cast.region)
    put_in(cast, other, cast.soder_region)
    client.force_login(cast.coordinator)
    address = reverse("people:level_read", args=[cast.norr.slug, found.pk])
    assert address in page(client, "organisation", cast.norr.slug, cast.region.pk)
    shown = client.get(address).content.decode()
    assert "Region Norrlunda" in shown
    assert "Ändra uppgifter" not in shown
    assert "Lägg till" not in shown
    assert client.get(reverse("people:level_read", args=[cast.norr.slug, other.pk])).status_code == 404
    for name in ("level", "level_edit", "level_end", "level_member_add"):
        assert client.post(reverse(f"people:{name}", args=[found.pk])).status_code == 404
    assert client.get(reverse("people:levels")).status_code == 404


def test_a_wrong_membership_is_taken_away_with_the_reason_kept(administrator, client, cast):
    found = level(cast, "Provregionen")
    wrong = put_in(cast, found, cast.region)
    assert post(administrator, "level_member_remove", found.pk, wrong.pk, reason="").status_code == 422
    post(administrator, "level_member_remove", found.pk, wrong.pk, reason="fel region")
    assert not MemberRegion.objects.exists()
    client.force_login(cast.coordinator)
    history = page(client, "organisation", cast.norr.slug, cast.region.pk)
    assert "tog bort att Region Norrlunda är med i Provregionen" in history
    assert "fel region" in history


def levels_with_a_past(cast):
    first, second = level(cast, "Första", code="S1"), level(cast, "Andra")
    nation = level(cast, "Riket", "nation")
    levels.edit_level(
        level=second, seen=None, name="Andra, nytt namn", short_name="", code="", renamed_on=date(2022, 1, 1),
        valid_from=date(2000, 1, 1), by=cast.coordinator,
    )  # fmt: skip
    put_in(cast, first, cast.region, date(2019, 1, 1))
    put_in(cast, second, cast.region, date(2023, 1, 1), moves=True)
    put_in(cast, second, cast.soder_region)
    put_in(cast, nation, first)
    return first, second


def test_the_file_of_levels_read_back_changes_nothing_and_makes_them_anew_elsewhere(cast):
    levels_with_a_past(cast)
    data = write_xlsx(level_sheets())
    found = compare_levels(read_file(data, "nivaer.xlsx"))
    assert (found.errors, found.changes) == ([], [])
    before = [sheet.rows for sheet in level_sheets()]
    assert sum(map(len, before)) >= 8
    Organisation.objects.filter(county=None).delete()
    import_register(county=None, file=read_file(data, "n.xlsx"), seen=None, name="n.xlsx", by=cast.coordinator)
    assert [sorted(map(str, sheet.rows)) for sheet in level_sheets()] == [sorted(map(str, rows)) for rows in before]
    own = compare(cast.norr, read_file(write_xlsx(sheets_of(cast.norr)), "register.xlsx"))
    assert (own.errors, own.changes) == ([], [])


@pytest.mark.parametrize("whose", ["levels", "county"])
def test_no_file_puts_a_region_in_two_at_once(cast, whose):
    """Planted: a comparison that looks at one row at a time takes the second row."""
    level(cast, "Första"), level(cast, "Andra")
    table = b"Organisation;\xc3\x84r med i;G\xc3\xa4ller fr\xc3\xa5n\nRegion Norrlunda;F\xc3\xb6rsta;2020-01-01\n"
    table += b"Region Norrlunda;Andra;2021-01-01\n"
    file = read_file(table, "medlemskap.csv")
    county = cast.norr if whose == "county" else None
    with pytest.raises(FileHasErrors) as refused:
        import_register(county=county, file=file, seen=None, name="m.csv", by=cast.coordinator)
    assert {error.row for error in refused.value.comparison.errors} == {2, 3}
    assert not MemberRegion.objects.exists()


def test_the_file_of_levels_touches_no_region_and_no_county(cast):
    table = (
        "Namn;Sort;Kod\nRegion Norrlunda;Region;91\nEkby kommun;Sjukvårdsregion;\nRegion Söderskär;Sjukvårdsregion;\n"
    )
    found = compare_levels(read_file(table.encode(), "organisationer.csv"))
    assert [(error.row, error.column) for error in found.errors] == [(2, "Sort"), (4, "Namn")]


def test_an_administrator_downloads_reviews_and_applies_the_file(administrator, cast):
    levels_with_a_past(cast)
    data = administrator.get(reverse("people:level_xlsx")).content
    Organisation.objects.filter(county=None).delete()
    sent = administrator.post(reverse("people:level_files"), {"file": SimpleUploadedFile("nivaer.xlsx", data)})
    review = administrator.get(sent.url).content.decode()
    assert "Första" in review
    hidden = dict(re.findall(r'name="(seen|content)" value="([^"]*)"', review))
    done = administrator.post(sent.url, hidden)
    assert done.url == reverse("people:levels")
    assert MemberRegion.objects.count() == 4


def test_the_pages_ask_no_more_when_there_are_more(administrator, cast):
    def grow(start):
        for n in range(start, start + 4):
            new = level(cast, f"Nivå {n}")
            region = Organisation.objects.create(county=cast.norr, kind="region", name=f"R{n}", short_name=f"R{n}")
            put_in(cast, new, region)
            other = Organisation.objects.create(county=cast.norr, kind="region", name=f"Q{n}", short_name=f"Q{n}")
            put_in(cast, first, other)
            FormerName.objects.create(organisation=first, name=f"F{n}", valid_to=date(2020, 1, 1))

    first = level(cast, "Första")
    grow(0)
    for name, args in (("levels", []), ("level", [first.pk])):
        page(administrator, name, *args)
        with CaptureQueriesContext(connection) as few:
            page(administrator, name, *args)
        grow(10 if name == "levels" else 30)
        with CaptureQueriesContext(connection) as many:
            page(administrator, name, *args)
        assert len(many) == len(few) <= 16, [q["sql"][:90] for q in many]
