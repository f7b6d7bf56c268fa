"""`samplan import plan`: what it prints, what it saves, and what it says about files it can't read."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from samplan.foundation.people.models import County, Organisation
from samplan.work.activities.models import Activity
from samplan.work.plans.models import Edition, FollowUpQuestion, Measure, Node
from samplan.work.plans.recognition.readers.sniff import MAX_FILE

pytestmark = pytest.mark.django_db

PLAN = """Plan för psykisk hälsa i Ekby

2023–2026

Fokusområde 1: Trygg uppväxt

Aktiviteter

- Starta föräldragrupper (Aktör: Region Ekby, Familjecentralen)
- Öppna en chatt för unga

Att följa upp

- Har föräldragrupper startat?

Indikatorer

- Andel unga som mår bra
"""


@pytest.fixture
def county():
    county = County.objects.create(code="98", name="Ekby", slug="ekby")
    Organisation.objects.create(county=county, kind="region", code="98", name="Region Ekby", short_name="Region Ekby")
    return county


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(path, *options, county="98"):
    out, err = StringIO(), StringIO()
    call_command("import_plan", str(path), "--county", county, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refused(path, *options, county="98"):
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("import_plan", str(path), "--county", county, *options, stdout=out, stderr=err)
    assert stopped.value.code == 2
    assert out.getvalue() == ""
    assert not Edition.objects.exists()
    return err.getvalue()


def test_a_dry_run_prints_json_alone_and_saves_nothing(county, plan_file):
    out, err = run(plan_file, "--dry-run", "--json")
    plan = json.loads(out)
    assert plan["title"] == "Plan för psykisk hälsa i Ekby"
    assert (plan["valid_from"], plan["valid_to"]) == ("2023-01-01", "2026-12-31")
    assert plan["tiers"] == [{"name": "Fokusområde", "standard_type": "direction", "count": 1}]
    (node,) = plan["nodes"]
    assert (node["number"], node["title"], node["parent"]) == ("1", "Trygg uppväxt", None)
    assert plan["activities"][0] == {
        "title": "Starta föräldragrupper",
        "actors": [
            {"text": "Region Ekby", "organisation": "Region Ekby"},
            {"text": "Familjecentralen", "organisation": None},
        ],
        "nodes": [node["id"]],
        "lines": [9],
    }
    assert plan["questions"] == [{"text": "Har föräldragrupper startat?", "node": node["id"], "lines": [14]}]
    assert plan["measures"] == [{"text": "Andel unga som mår bra", "node": node["id"], "lines": [18]}]
    assert err == ""
    assert not Edition.objects.exists()


def test_without_json_a_person_can_read_what_was_found(county, plan_file):
    plan_file.write_text(PLAN + "\n| Statsbidrag | 2 |\n| Egna medel | 3 |\n", encoding="utf-8")
    out, _ = run(plan_file, "--dry-run")
    assert "Gäller: 2023-01-01 till 2026-12-31" in out
    assert "2 aktiviteter" in out
    assert "1 Trygg uppväxt" in out
    assert "   20  | Statsbidrag | 2 |" in out
    assert not Edition.objects.exists()


def test_saving_gives_a_working_draft_with_tree_and_activities(county, plan_file):
    out, _ = run(plan_file)
    edition = Edition.objects.get()
    assert "arbetsutkast" in out
    assert edition.plan.county == county
    assert edition.states.get().state == "working"
    assert edition.source_name == "plan.txt"
    node = Node.objects.get(edition=edition)
    assert node.source_lines == [5]
    first, second = Activity.objects.filter(edition=edition).order_by("position")
    assert list(first.nodes.all()) == [node]
    assert [(a.text, a.organisation and a.organisation.name) for a in first.actors.all()] == [
        ("Region Ekby", "Region Ekby"),
        ("Familjecentralen", None),
    ]
    assert second.title == "Öppna en chatt för unga"
    assert FollowUpQuestion.objects.get(edition=edition).node == node
    assert Measure.objects.get(edition=edition).source_lines == [18]


def test_saving_with_json_keeps_stdout_json(county, plan_file):
    out, err = run(plan_file, "--json")
    assert json.loads(out)["title"]
    assert "arbetsutkast" in err
    assert Edition.objects.count() == 1


def test_a_file_that_cannot_be_read_is_refused_in_swedish(county, tmp_path):
    empty, image = tmp_path / "tom.docx", tmp_path / "bild.pdf"
    empty.write_bytes(b"")
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert "tom" in refused(empty)
    assert "bild" in refused(image, "--json")
    assert "finns inte" in refused(tmp_path / "saknas.docx")
    assert "finns inte" in refused(tmp_path)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(county, tmp_path):
    large = tmp_path / "stor.pdf"
    with large.open("wb") as file:
        file.truncate(MAX_FILE + 1)  # takes no room on the disk, and no memory if it is not read
    assert "25 MB" in refused(large, "--dry-run")


def test_an_unknown_county_is_refused_with_the_ones_there_are(county, plan_file):
    assert "98 Ekby" in refused(plan_file, county="97")


def test_an_empty_database_is_prepared_without_a_word(plan_file):
    assert not County.objects.exists()
    out, err = run(plan_file, "--dry-run", "--json", county="17")
    assert json.loads(out)["activities"]
    assert err == ""
    assert County.objects.filter(code="17").exists()


@pytest.mark.django_db(transaction=True)
def test_if_saving_fails_halfway_nothing_is_saved(county, plan_file, monkeypatch):
    from samplan.work.activities import importing

    def broken(**kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr(importing, "create_activities", broken)
    with pytest.raises(RuntimeError):
        run(plan_file)
    assert not Edition.objects.exists()
    assert connection.get_autocommit()
