"""A large file with faults strewn in it: each is told by its row, nothing else is, and it does not take long."""

import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samplan.work.activities.exchange import read_rows, standing
from samplan.work.activities.exchange_compare import compare
from samplan.work.activities.models import Activity

from .making import make_activities
from .test_exchange import file_of, many, rows_of

FIRST = 2  # the row below the headings
# What is written in a row, and what is then told of it.
FAULTS = [
    ({"title": ""}, "Aktivitet är tom"),
    ({"parts": "9.9"}, "delen ”9.9” finns inte i planen"),
    ({"owner": "Ingenstans kommun"}, "Ägare ”Ingenstans kommun” finns inte"),
    ({"kind": "Hobby"}, "Sort ”Hobby” finns inte"),
    ({"state": "Kanske"}, "Läge ”Kanske” finns inte"),
    ({"starts_on": "2026-05-01", "ends_on": "2026-04-01"}, "den slutar innan den börjar"),
    ({"starts_on": "i våras"}, "Börjar"),
    ({"contact": "x" * 201}, "Kontakt är för lång"),
]


def strewn(edition, every):
    """(rows of the file, what is to be told by row): each row says something new, each so many is wrong."""
    rows, told = rows_of(edition), {}
    for place, row in enumerate(rows):
        row["text"] = f"Ny text {place}"
        if place % every == every - 1:
            cells, words = FAULTS[len(told) % len(FAULTS)]
            row.update(cells)
            told[place + FIRST] = words
    return rows, told


def check(found, told, number):
    assert [row for row, _words in found.errors] == list(told)
    for row, words in found.errors:
        assert words.startswith(f"Rad {row}: ")
        assert told[row] in words
    assert len(found.changed) == number - len(told)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_each_fault_is_told_by_its_row_and_the_other_rows_are_read(cast, kind):
    edition, nodes, _made = make_activities(cast)
    many(cast, edition, nodes, 36)
    rows, told = strewn(edition, 5)
    for row in rows:
        row["actors"] = row["actors"].split("\n")[0]  # a cell of two lines is two lines of a CSV file
    assert len(told) == len(FAULTS)
    check(compare(standing(edition), read_rows(file_of(rows, kind), f"fil.{kind}")), told, len(rows))


def dry_run(client, edition, data):
    """(seconds, the page) of the file sent in and looked through, as the coordinator does it."""
    address = reverse("activities:exchange", args=["norrlunda", edition.pk])
    began = time.perf_counter()
    sent = client.post(address, {"file": SimpleUploadedFile("fil.xlsx", data)})
    page = client.get(sent.url)
    return time.perf_counter() - began, page


def test_the_page_tells_the_faults_and_saves_nothing(client, cast):
    edition, nodes, _made = make_activities(cast)
    many(cast, edition, nodes, 12)
    rows, told = strewn(edition, 8)
    client.force_login(cast.coordinator)
    _seconds, page = dry_run(client, edition, file_of(rows))
    check(page.context["found"], told, len(rows))
    shown = page.content.decode()
    assert "2 rader behöver rättas" in shown
    assert all(f"Rad {row}: " in shown for row in told)
    assert not Activity.objects.filter(text__startswith="Ny text").exists()


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SAMPLAN_PROVE"), reason="long: make prove asks for it")
def test_five_thousand_rows_with_a_hundred_faults_are_told_in_five_seconds(client, cast):
    edition, nodes, _made = make_activities(cast)
    many(cast, edition, nodes, 4996)
    rows, told = strewn(edition, 50)
    assert (len(rows), len(told)) == (5000, 100)
    data = file_of(rows)
    client.force_login(cast.coordinator)
    seconds, page = dry_run(client, edition, data)
    check(page.context["found"], told, 5000)
    assert seconds < 5, "sent in, and looked through on the page"
