"""The same choice of activities as a list, a board and a timeline; and as a file."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from samplan.foundation.core.dates import today
from samplan.work.activities import queries, timelines
from samplan.work.activities.models import Activity, ActivityState, Actor
from samplan.work.activities.timelines import Scale

from .making import make_activities
from .test_activity_list import ADDRESS, many, reader, text, titles  # noqa: F401 - `reader` is a fixture


@pytest.fixture
def made(cast):
    return make_activities(cast)[2]


def test_the_board_has_a_column_for_each_state_that_holds_something(reader, made):  # noqa: F811
    page = text(reader.get(ADDRESS, {"form": "tavla"}))
    columns = re.findall(r'id="tavla-(\w+)".*?</svg>\s*([^<]+?)\s*</span> <span class="num">(\d+)<', page, re.S)
    assert columns == [
        ("idea", "Idé", "1"),
        ("ongoing", "Pågår", "1"),
        ("paused", "Pausad", "1"),
        ("ended", "Avslutad", "1"),
    ]
    ongoing = page.split('id="tavla-ongoing"')[1].split("</section>")[0]
    assert f'<a href="{ADDRESS}{made["Kurs för personal"].pk}/">Kurs för personal</a>' in ongoing
    assert "Ingen än" in page.split('id="tavla-idea"')[1].split("</section>")[0]


@pytest.mark.parametrize("form", ["tavla", "tidslinje"])
def test_the_choice_of_form_keeps_what_is_chosen_and_the_other_way_round(reader, made, form):  # noqa: F811
    page = reader.get(ADDRESS, {"form": form, "ord": "väg", "grupp": "agare"})
    assert titles(page) == ["En väg in"]
    assert f"?ord=v%C3%A4g&amp;grupp=agare&amp;form={form}" in text(
        reader.get(ADDRESS, {"ord": "väg", "grupp": "agare"})
    )
    assert f'<input type="hidden" name="form" value="{form}">' in text(page)
    assert f"{ADDRESS}excel/?ord=v%C3%A4g&amp;grupp=agare&amp;form={form}" in text(page)
    assert 'href="?ord=v%C3%A4g&amp;grupp=agare">Lista</a>' in text(page)
    assert f'href="{ADDRESS}?grupp=agare&amp;form={form}">Visa alla</a>' in text(page)


def test_an_unknown_form_is_the_list(reader, made):  # noqa: F811
    assert 'class="activities as-list"' in text(reader.get(ADDRESS, {"form": "hittar-på"}))


def test_the_timeline_tells_in_words_what_it_draws(reader, made):  # noqa: F811
    course = made["Kurs för personal"]
    year = today().year
    days = {"starts_on": date(year - 1, 3, 1), "ends_on": date(year + 1, 12, 31), "ordinary_on": date(year + 2, 1, 1)}
    Activity.objects.filter(pk=course.pk).update(**days)
    page = text(reader.get(ADDRESS, {"form": "tidslinje"}))
    row = page.split(">Kurs för personal<")[1].split("</li>")[0]
    assert f"mar {year - 1}–dec {year + 1} · ordinarie drift från jan {year + 2}" in row
    assert "Pågår" in row
    assert "bar-ahead" in row
    assert 'class="ordinary"' in row
    assert "style=" not in page
    years = re.findall(r'class="year-word"[^>]*>(\d{4})<', page)
    assert years[:4] == [str(year + n) for n in (-1, 0, 1, 2)]


def test_a_scale_holds_whole_years_and_clips_what_lies_outside():
    scale = Scale(date(2024, 1, 1), date(2028, 1, 1))
    assert scale.at(date(2024, 1, 1)) == 0
    assert round(scale.at(date(2026, 1, 1)), 1) == 50.0
    assert scale.at(date(1999, 1, 1)) == 0
    assert scale.bar(date(2027, 1, 1), date(2050, 1, 1), "on").width == "25.0%"
    assert scale.bar(date(1990, 1, 1), date(2023, 1, 1), "on") is None
    assert [words for _x, words in scale.years] == ["2024", "2025", "2026", "2027"]
    many_years = Scale(date(2020, 1, 1), date(2030, 1, 1)).years
    assert [words for _x, words in many_years][:3] == ["2020", "", "2022"]


def looks(cast, activity):
    lines = [line for line in queries.listing(cast.norr).lines if line.pk == activity.pk]
    return [bar.look for bar in timelines.draw(lines, timelines.states_of(cast.norr)).drawn[activity.pk].bars]


def test_a_bar_follows_the_states_and_nothing_is_drawn_after_the_end(cast, made):
    course = made["Kurs för personal"]
    now = today()
    ActivityState.objects.filter(activity=course).delete()
    for state, ago in (("preparing", 900), ("ongoing", 700), ("paused", 400), ("ongoing", 300)):
        facts = {"on": now - timedelta(days=ago), "by_name": "A"}
        ActivityState.objects.create(activity=course, state=state, **facts)
    assert looks(cast, course) == ["pale", "on", "paused", "on"]
    Activity.objects.filter(pk=course.pk).update(ends_on=now + timedelta(days=300))
    assert looks(cast, course) == ["pale", "on", "paused", "on", "ahead"]
    ActivityState.objects.create(activity=course, state="ended", on=now - timedelta(days=100), by_name="A")
    assert looks(cast, course) == ["pale", "on", "paused", "on"]


def test_what_has_been_taken_far_from_today_is_drawn_to_the_edge(cast, made):
    Activity.objects.update(starts_on=date(1990, 1, 1), ends_on=date(2200, 1, 1))
    lines = queries.listing(cast.norr).lines
    scale = timelines.scale_of(lines, {})
    assert (scale.first.year, scale.last.year) == (today().year - 6, today().year + 7)


def test_it_is_chosen_by_kind_and_by_programme(reader, made):  # noqa: F811
    assert titles(reader.get(ADDRESS, {"sort": "operation"})) == ["Stöd till anhöriga"]
    whole, part, below = (made[title] for title in ("Öppet hus", "Stöd till anhöriga", "En väg in"))
    Activity.objects.filter(pk=part.pk).update(parent=whole)
    Activity.objects.filter(pk=below.pk).update(parent=part)
    page = reader.get(ADDRESS, {"program": whole.pk})
    assert titles(page) == ["En väg in", "Stöd till anhöriga"]
    assert '<option value="project">Projekt</option>' in text(page)
    assert f'<option value="{whole.pk}" selected>Öppet hus</option>' in text(page)


def fetched(response, kind):
    if kind == "csv":
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    return [[cell or "" for cell in row] for row in load_workbook(io.BytesIO(response.content)).active.values]


@pytest.mark.parametrize("kind", ["excel", "csv"])
def test_the_file_tells_programme_period_and_what_can_be_followed(reader, made, kind):  # noqa: F811
    course = made["Kurs för personal"]
    Actor.objects.create(activity=course, role="funder", text="Regionen")
    days = {"starts_on": date(2025, 3, 1), "ends_on": date(2027, 6, 30), "ordinary_on": date(2027, 7, 1)}
    Activity.objects.filter(pk=course.pk).update(parent=made["Öppet hus"], **days)
    answer = reader.get(f"{ADDRESS}{kind}/")
    head, *rows = fetched(answer, kind)
    course_row = dict(zip(head, next(row for row in rows if row[0] == course.title), strict=True))
    assert (course_row["Program"], course_row["Sort"], course_row["Område"]) == ("Öppet hus", "Projekt", "1 Kunskap")
    assert [str(course_row[name])[:10] for name in ("Börjar", "Slutar", "Ordinarie drift från")] == [
        day.isoformat() for day in days.values()
    ]
    assert str(course_row["Går att följa: uppfyllt av 5"]) == "3"
    assert [course_row[name] for name in ("Ägare", "Uppföljning", "Nyheter", "Underlag", "Betalning")][1:] == [
        "nej",
        "ja",
        "nej",
        "ja",
    ]
    idea = next(row for row in rows if row[0] == "En väg in")
    assert list(idea[-5:]) == [""] * 5


def test_the_files_and_forms_ask_no_more_of_the_database_for_more(reader, cast, made):  # noqa: F811
    paths = ("?form=tavla", "?form=tidslinje", "excel/", "csv/")
    reader.get(ADDRESS)

    def asked():
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as captured:
                reader.get(ADDRESS + path)
            counts.append(len(captured))
        return counts

    asked()  # the first file of a session is written down
    few = asked()
    many(cast, 12)
    assert asked() == few
    assert max(few) <= 13  # the timeline asks for all states
