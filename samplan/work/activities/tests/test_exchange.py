"""All activities as a file, and the file read in again: nothing is lost, nothing is overwritten unseen."""

import io
import os
import random
import re
import time
import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.tables import Sheet, write_xlsx
from samplan.foundation.core.workbooks import write_csv
from samplan.foundation.history.models import Event
from samplan.foundation.people.models import Place
from samplan.work.activities import actions
from samplan.work.activities.exchange import CONTENT, HEADINGS, read_rows, sheets, standing
from samplan.work.activities.exchange_compare import compare
from samplan.work.activities.models import Activity, ActivityState
from samplan.work.activities.states import MOVES
from samplan.work.plans.models import Edition
from samplan.work.plans.tests.making import make_plan

from .making import make_activities

ACT = list(HEADINGS)


@pytest.fixture
def plan(cast):
    edition, nodes, made = make_activities(cast)
    town = Place.objects.create(municipality=cast.ekby, name="Ekby centrum")
    made["En väg in"].places.add(town)
    ActivityState.objects.update(on=today() - timedelta(days=30))
    return edition, nodes, made


def written(edition, kind="xlsx"):
    pages = sheets(standing(edition))
    return write_csv(pages[0]) if kind == "csv" else write_xlsx(pages)


def rows_of(edition):
    """The exported rows as a person would edit them: a list of dicts by column."""
    return [dict(zip(ACT, row, strict=True)) for row in sheets(standing(edition))[0].rows]


def file_of(rows, kind="xlsx"):
    sheet = Sheet("Aktiviteter", tuple(HEADINGS.values()), [[row.get(name) for name in ACT] for row in rows])
    return write_csv(sheet) if kind == "csv" else write_xlsx([sheet])


def compared(edition, rows, kind="xlsx"):
    return compare(standing(edition), read_rows(file_of(rows, kind), f"fil.{kind}"))


def read_in(edition, rows, cast, kind="xlsx"):
    given = read_rows(file_of(rows, kind), f"fil.{kind}")
    seen = compare(standing(edition), given).mark
    return actions.read_activities(edition=edition, rows=given, seen=seen, name="fil.xlsx", by=cast.coordinator)


def row(rows, title):
    return next(each for each in rows if each["title"] == title)


def errors(edition, rows):
    return [words for _row, words in compared(edition, rows).errors]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_written_out_and_read_in_changes_nothing(plan, kind):
    edition = plan[0]
    Activity.objects.filter(title="En väg in").update(
        title='=HYPERLINK("http://x")', text="-1\r\nrad två\n\n @SUM(A1)", meaning="'citat", owner_person="+46 0"
    )
    found = compare(standing(edition), read_rows(written(edition, kind), f"fil.{kind}"))
    assert (found.changes, found.errors, found.kept, found.not_in_file) == ([], [], [], 0)
    assert found.same == len(rows_of(edition)) == 4  # the one outside the parts, of the same edition, too


def test_no_cell_is_a_formula(plan):
    edition = plan[0]
    Activity.objects.filter(title="En väg in").update(title="=1+1", text="@SUM(A1)")
    sheet = load_workbook(io.BytesIO(written(edition)))["Aktiviteter"]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "d", "n"}
    assert ";'=1+1;'@SUM(A1);" in written(edition, "csv").decode("utf-8-sig")


WORDS = ["=2+2", "Ny text\nmed rad två", "å ä ö; semikolon", "- streck", "'apostrof", ""]


def moved(each, rng):
    now = next(s for s in ActivityState.State if s.label == each["state"])
    to = ActivityState.State(rng.choice(MOVES[now]))
    days = rng.randint(0, (today() - each["state_on"]).days)
    return {"state": str(to.label), "state_on": each["state_on"] + timedelta(days=days), "reason": "Så."}


def edited(rows, nodes_by_ref, organisations, rng):
    """Random edits that are allowed, a few new rows, and rows taken away; the rows as they should come out."""
    edits = [
        lambda each: {"text": rng.choice(WORDS)},
        lambda each: {"meaning": rng.choice(WORDS)},
        lambda each: {"title": f"Titel {rng.random()}", "kind": "Projekt"},
        lambda each: {
            "parts": "; ".join(
                sorted(rng.sample(list(nodes_by_ref), rng.randint(1, 3)), key=lambda ref: nodes_by_ref[ref].position)
            )
        },
        lambda each: {"actors": "\n".join(rng.sample(["Ekby kommun", "föreningar", "Någon"], rng.randint(0, 3)))},
        lambda each: {"owner": rng.choice(organisations), "owner_person": rng.choice(["", "Enhetschefen"])},
        lambda each: {"starts_on": date(2026, 1, rng.randint(1, 28)), "ends_on": date(2026, 3, 1)},
        lambda each: {"contact": rng.choice(["", "010-00 00 00", "=1+1"]), "follow_up_method": rng.choice(WORDS)},
        lambda each: rng.choice(
            [{"age_from": "", "age_to": ""}, {"age_from": "0", "age_to": ""}, {"age_from": 13, "age_to": 25}]
        ),
        lambda each: {"places": rng.choice(["", "Ekby centrum"]), "place": rng.choice(WORDS)},
        lambda each: moved(each, rng),
    ]
    out = []
    for each in rows:
        if rng.random() > 0.1:
            changes = [edit(each) for edit in edits if rng.random() < 0.35]
            out.append({name: value for part in [each, *changes] for name, value in part.items()})
    for number in range(rng.randint(0, 3)):
        new = dict.fromkeys(ACT, "") | {"title": f"Ny {number} {rng.random()}", "kind": "Projekt", "state": "Pågår"}
        out.append(new | {"state_on": today() - timedelta(days=3), "owner": rng.choice(organisations)})
    return out


def plain(rows):
    """As text, without what a new row gets and the marks: by title, since a new row comes last."""
    texts = [{n: "" if each[n] is None else str(each[n]).strip() for n in CONTENT} for each in rows]
    return sorted(texts, key=lambda each: each["title"])


@pytest.mark.parametrize("seed", range(6))
def test_an_edited_file_comes_out_as_it_went_in(cast, plan, seed):
    """Fails when a column is not read, or one activity's cell is written on another."""
    edition = plan[0]
    rng = random.Random(seed)
    found = standing(edition)
    names = ["", cast.region.name, cast.ekby.name, cast.alby.name]
    for _turn in range(3):
        before = {each["key"]: each for each in rows_of(edition)}
        rows = edited(list(before.values()), {found.refs[n.pk]: n for n in found.nodes}, names, rng)
        done = read_in(edition, rows, cast, rng.choice(["xlsx", "csv"]))
        assert not done.errors
        gone = [line for key, line in before.items() if key not in {each["key"] for each in rows}]
        assert plain(rows_of(edition)) == plain([*rows, *gone])


def test_an_id_that_is_unknown_or_stands_twice_and_a_part_that_does_not_exist_are_told_by_row(plan):
    edition = plan[0]
    rows = rows_of(edition)
    rows[0]["key"] = str(uuid.uuid4())
    rows[2]["key"] = rows[1]["key"]
    rows[3]["parts"] = "9.9"
    said = errors(edition, rows)
    assert said[0].startswith("Rad 2: id finns inte")
    assert [each.split(":")[0] for each in said] == ["Rad 2", "Rad 3", "Rad 4", "Rad 5"]
    assert "samma id" in said[1]
    assert "”9.9”" in said[3]


@pytest.mark.parametrize(
    ("title", "cells", "words"),
    [
        ("En väg in", {"state": "Avslutad"}, "kan inte bli ”Avslutad”"),
        ("En väg in", {"state": "Klar"}, "”Klar” finns inte"),
        ("Kurs för personal", {"state": "Pausad"}, "skriv i Skäl"),
        ("Kurs för personal", {"state": "Pausad", "reason": "x", "state_on": date(2001, 1, 1)}, "senare dag"),
        ("Kurs för personal", {"state": "Pausad", "reason": "x", "state_on": date(2999, 1, 1)}, "framåt i tiden"),
        ("Kurs för personal", {"reason": "Annat skäl"}, "läget är detsamma"),
        ("En väg in", {"owner": "Ingenstans kommun"}, "Ägare ”Ingenstans kommun” finns inte"),
        ("En väg in", {"starts_on": "i mars"}, "är ingen dag"),
        ("En väg in", {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 4, 1)}, "slutar innan"),
        ("En väg in", {"title": ""}, "Aktivitet är tom"),
        ("En väg in", {"text": "Gäller 19121212-1212"}, "personnumret"),
        ("En väg in", {"owner_person": "x" * 121}, "Högst 120"),
        ("En väg in", {"places": "Månen"}, "”Månen” finns inte"),
        ("En väg in", {"age_from": "tretton"}, "är ingen ålder"),
        ("En väg in", {"age_from": 25, "age_to": 13}, "lägre än från ålder"),
        ("En väg in", {"text": "Ny", "mark": "abc"}, "märket saknas"),
    ],
)
def test_what_is_not_allowed_is_told_and_nothing_is_written(cast, plan, title, cells, words):
    edition = plan[0]
    before = plain(rows_of(edition))
    rows = rows_of(edition)
    row(rows, title).update(cells)
    row(rows, "Stöd till anhöriga")["text"] = "Skulle ha sparats."
    said = errors(edition, rows)
    assert len(said) == 1
    assert words in said[0]
    with pytest.raises(actions.FileHasErrors):
        read_in(edition, rows, cast)
    assert plain(rows_of(edition)) == before


def test_what_others_have_changed_since_is_kept_or_told(cast, plan):
    """Fails when the file's untouched cell takes back what somebody wrote meanwhile."""
    edition, _nodes, made = plan
    rows = rows_of(edition)
    Activity.objects.filter(pk=made["En väg in"].pk).update(text="Skrivet av en annan.")
    row(rows, "En väg in")["meaning"] = "Du hittar rätt."
    found = compared(edition, rows)
    assert [words for _row, words in found.kept] == ["En väg in: Beskrivning har ändrats av någon annan och behålls."]
    read_in(edition, rows, cast)
    changed = Activity.objects.get(pk=made["En väg in"].pk)
    assert (changed.text, changed.meaning) == ("Skrivet av en annan.", "Du hittar rätt.")
    row(rows, "En väg in")["text"] = "Filens egen."
    assert "Beskrivning har ändrats av någon annan" in errors(edition, rows)[0]


def test_what_changed_after_the_dry_run_was_shown_is_not_written_over(cast, plan):
    edition, _nodes, made = plan
    rows = rows_of(edition)
    row(rows, "En väg in")["text"] = "Ny."
    given = read_rows(file_of(rows), "fil.xlsx")
    seen = compare(standing(edition), given).mark
    actions.set_owner(activity=made["En väg in"], owner=cast.alby, owner_person="", by=cast.alby)
    with pytest.raises(Stale):
        actions.read_activities(edition=edition, rows=given, seen=seen, name="f", by=cast.coordinator)


def test_an_activity_keeps_its_places_in_other_editions_and_each_change_has_a_line_of_history(cast, plan):
    edition, _nodes, made = plan
    _other, other_nodes = make_plan(cast, title="Annan plan")
    made["En väg in"].nodes.add(other_nodes["a1"])
    rows = rows_of(edition)
    row(rows, "En väg in")["parts"] = "1.1"
    read_in(edition, rows, cast)
    assert {node.pk for node in made["En väg in"].nodes.all()} >= {other_nodes["a1"].pk}
    verbs = list(Event.objects.order_by("-pk").values_list("verb", flat=True)[:2])
    assert verbs == ["activities.file_read", "activities.changed"]


def page(name, edition, *args):
    return reverse(f"activities:{name}", args=["norrlunda", edition.pk, *args])


def test_a_file_goes_out_is_looked_through_and_goes_in_by_the_pages(client, cast, plan):
    edition = plan[0]
    client.force_login(cast.coordinator)
    assert (
        page("exchange", edition)
        in client.get(reverse("plans:edition", args=["norrlunda", edition.pk])).content.decode()
    )
    out = client.get(page("exchange_xlsx", edition))
    rows = read_rows(out.content, "fil.xlsx")
    assert {each.cells["title"] for each in rows} >= {"En väg in"}
    assert client.get(page("exchange_csv", edition)).content.startswith("\ufeffId;Delar".encode())
    mine = rows_of(edition)
    row(mine, "En väg in")["text"] = "Ny beskrivning."
    upload = SimpleUploadedFile("fil.xlsx", file_of([*mine, {"title": "Helt ny", "state_on": None}]))
    review = client.post(page("exchange", edition), {"file": upload}, follow=True)
    shown = review.content.decode()
    assert "2 rader läses in" in shown
    assert "<ins>Ny beskrivning.</ins>" in shown
    assert "Helt ny" in shown
    data = {name: re.search(rf'name="{name}" value="([^"]*)"', shown)[1] for name in ("seen", "content")}
    address = review.redirect_chain[-1][0]
    done = client.post(address, data, follow=True).content.decode()
    assert "Inläst: 1 ändrade och 1 nya aktiviteter." in done
    assert (
        Activity.objects.filter(text="Ny beskrivning.").count() == Activity.objects.filter(title="Helt ny").count() == 1
    )
    again = client.post(address, data)  # a second press of the same button
    assert again.status_code == 409
    assert Activity.objects.filter(title="Helt ny").count() == 1


def test_readers_fetch_and_do_not_read_in(client, cast, plan):
    edition = plan[0]
    client.force_login(cast.reader)
    assert client.get(page("exchange_xlsx", edition)).status_code == 200
    assert 'type="file"' not in client.get(page("exchange", edition)).content.decode()
    client.post(page("exchange", edition), {"file": SimpleUploadedFile("f.csv", b"Aktivitet\nX\n")})
    assert client.get(page("exchange_review", edition, 1)).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(page("exchange_csv", edition)).status_code == 404


def test_a_file_that_holds_no_activities_is_refused_in_words(client, cast, plan):
    client.force_login(cast.coordinator)
    answer = client.post(page("exchange", plan[0]), {"file": SimpleUploadedFile("f.csv", b"Namn;Ort\nX;Y\n")})
    assert answer.status_code == 422
    assert "inget blad med aktiviteter" in answer.content.decode()


def many(cast, edition, nodes, number):
    new = [
        actions.NewActivity(
            f"Aktivitet {n}", "project", [nodes["s11"].pk], [("Ekby kommun", cast.ekby)], text="x" * 200
        )
        for n in range(number)
    ]
    actions.create_activities(edition=edition, activities=new, by=cast.coordinator)


def test_the_questions_to_the_database_do_not_grow_with_the_rows(cast, plan):
    edition, nodes, _made = plan

    def asked():
        data = written(edition)
        with CaptureQueriesContext(connection) as captured:
            compare(standing(Edition.objects.get(pk=edition.pk)), read_rows(data, "f.xlsx"))
        return len(captured)

    few = asked()
    many(cast, edition, nodes, 30)
    assert asked() == few


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SAMPLAN_PROVE"), reason="long: make prove asks for it")
def test_five_thousand_rows_are_looked_through_in_five_seconds(cast, plan):
    edition, nodes, _made = plan
    many(cast, edition, nodes, 5000)
    rows = rows_of(edition)
    for number, each in enumerate(rows):
        each["text"] = f"Ny text {number}" if number % 2 else each["text"]
    data = file_of(rows)
    began = time.perf_counter()
    found = compare(standing(edition), read_rows(data, "f.xlsx"))
    assert time.perf_counter() - began < 5
    assert len(found.changed) == 2502
