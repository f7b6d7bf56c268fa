import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from samplan.work.activities import actions

from .making import age, make_activities

ADDRESS = "/norrlunda/aktiviteter/"


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.reader)
    return client


def text(response):
    return response.content.decode()


def titles(response):
    """The activities' names as the page shows them, in order."""
    return re.findall(r'<a href="/norrlunda/aktiviteter/\d+/">([^<]+)</a>', text(response))


def test_every_activity_stands_once_under_its_first_area(reader, cast):
    make_activities(cast)
    page = reader.get(ADDRESS)
    assert titles(page) == ["En väg in", "Kurs för personal", "Stöd till anhöriga", "Öppet hus"]
    assert "4 aktiviteter" in text(page)
    row = text(page).split(">En väg in<")[1].split("</th>")[0]
    assert "Även i 2" in row
    groups = re.findall(r'scope="colgroup"[^>]*>(.*?)<small>', text(page), re.S)
    assert [re.sub(r"<[^>]+>|\s+", " ", g).split() for g in groups] == [
        ["1", "Kunskap"],
        ["2", "Stöd"],
        ["Utanför", "planen"],
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"ord": "ÖPPET"}, ["Öppet hus"]),
        ({"lage": "ongoing"}, ["Kurs för personal"]),
        ({"visa": "utan-agare"}, ["En väg in"]),
        ({"visa": "utan-aktor"}, ["Kurs för personal", "Öppet hus"]),
        ({"grupp": "lage"}, ["En väg in", "Kurs för personal", "Stöd till anhöriga", "Öppet hus"]),
        ({"grupp": "agare"}, ["Kurs för personal", "Stöd till anhöriga", "Öppet hus", "En väg in"]),
        ({"grupp": "agare", "ordning": "namn", "visa": "hittar-på"}, None),
        ({"lage": "hittar-på"}, []),
        ({"omrade": "x"}, None),
    ],
)
def test_it_shows_what_is_chosen(reader, cast, query, expected):
    make_activities(cast)
    page = reader.get(ADDRESS, query)
    assert page.status_code == 200
    if expected is not None:
        assert titles(page) == expected


def test_it_is_chosen_by_area_actor_owner_and_part(reader, cast):
    _, nodes, _ = make_activities(cast)
    assert titles(reader.get(ADDRESS, {"omrade": nodes["a2"].pk})) == ["En väg in", "Stöd till anhöriga"]
    assert titles(reader.get(ADDRESS, {"aktor": cast.region.pk})) == ["Stöd till anhöriga"]
    assert titles(reader.get(ADDRESS, {"agare": cast.alby.pk})) == ["Öppet hus"]
    page = reader.get(ADDRESS, {"del": nodes["s11"].pk})
    assert titles(page) == ["En väg in", "Kurs för personal"]
    assert "Under 1.1 Kunskap för personal" in text(page)


def test_what_has_stood_still_is_told_but_never_of_what_has_ended(reader, cast):
    *_, made = make_activities(cast)
    for title in ("Kurs för personal", "Stöd till anhöriga", "Öppet hus"):
        age(made[title], 300)
    page = text(reader.get(ADDRESS))
    assert "En har stått stilla länge." in page
    assert titles(reader.get(ADDRESS, {"visa": "stilla"})) == ["Kurs för personal"]
    ages = {title: re.search(rf">{title}<.*?cell-age ([a-z-]*)\"", page, re.S)[1] for title in made}
    assert ages == {"En väg in": "", "Kurs för personal": "is-late", "Stöd till anhöriga": "", "Öppet hus": ""}
    assert "10 mån" in page


@pytest.mark.parametrize(("days", "urgency"), [(59, ""), (60, "is-soon"), (149, "is-soon"), (150, "is-late")])
def test_age_turns_amber_and_red_by_the_day(reader, cast, days, urgency):
    *_, made = make_activities(cast)
    age(made["Kurs för personal"], days)
    row = text(reader.get(ADDRESS)).split(">Kurs för personal<")[1].split("</tr>")[0]
    assert f'cell-age {urgency}"' in row
    assert f'width="{round(days * 46 / 300)}"' in row


def test_counts_say_what_each_choice_would_give(reader, cast):
    make_activities(cast)
    page = text(reader.get(ADDRESS, {"lage": "ongoing"}))
    chips = dict(re.findall(r"(Utan aktör|Ingen har tagit på sig den)\s*<span class=\"num\">(\d+)", page))
    assert chips == {"Utan aktör": "1"}
    counts = re.findall(r'</svg>\s*([^<]+?)\s*</span>\s*<b class="num">(\d+)</b>', page)
    assert counts == [("Idé", "1"), ("Pågår", "1"), ("Pausad", "1"), ("Avslutad", "1")]


def test_on_a_phone_the_other_choices_unfold_by_a_link(reader, cast):
    make_activities(cast)
    page = text(reader.get(ADDRESS, {"ord": "väg"}))
    assert 'class="filter-more"' in page
    assert "?ord=v%C3%A4g&amp;fler=ja" in page
    assert 'class="filter-more is-open"' in text(reader.get(ADDRESS, {"fler": "ja"}))
    assert 'class="filter-more is-open"' in text(reader.get(ADDRESS, {"lage": "idea"}))


def test_an_empty_list_says_what_it_is_for(client, cast):
    client.force_login(cast.coordinator)
    assert "Här syns allt som görs" in text(client.get(ADDRESS))
    make_activities(cast)
    assert "Ingen aktivitet passar" in text(client.get(ADDRESS, {"ord": "xyz"}))


def test_only_people_of_the_county_see_it(client, cast):
    make_activities(cast)
    assert client.get(ADDRESS).url.startswith(reverse("account_login"))
    client.force_login(cast.outsider)
    assert client.get(ADDRESS).status_code == 404
    assert client.get(f"{ADDRESS}excel/").status_code == 404
    assert titles(client.get("/soderskar/aktiviteter/")) == []


def test_the_spreadsheet_holds_the_same_choice(reader, cast):
    make_activities(cast, None)
    response = reader.get(f"{ADDRESS}excel/", {"visa": "utan-agare"})
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0][:4] == ("Aktivitet", "Område", "Sort", "Läge")
    assert [r[:4] for r in rows[1:]] == [("En väg in", "1 Kunskap", "Föreslagen aktivitet", "Idé")]
    assert rows[1][7] == "Ekby"
    assert "aktiviteter-norrlunda-" in response["Content-Disposition"]


def test_the_page_links_to_the_same_choice_as_a_spreadsheet(reader, cast):
    make_activities(cast)
    page = text(reader.get(ADDRESS, {"visa": "utan-agare", "ord": "väg"}))
    assert f"{ADDRESS}excel/?ord=v%C3%A4g&amp;visa=utan-agare" in page


def many(cast, number):
    edition, nodes, _ = make_activities(cast)
    new = [
        actions.NewActivity(
            f"Nr {n}", "project", [nodes["q1"].pk, nodes["s21"].pk], [("Ekby", cast.ekby)], owner=cast.ekby
        )
        for n in range(number)
    ]
    for start in range(0, number, 40):
        actions.create_activities(edition=edition, activities=new[start : start + 40], by=cast.coordinator)


def test_250_activities_take_no_more_queries_than_a_few_and_at_most_12(reader, cast):
    make_activities(cast)
    reader.get(ADDRESS)  # the first page of a session writes the session down
    with CaptureQueriesContext(connection) as few:
        reader.get(ADDRESS)
    many(cast, 246)
    with CaptureQueriesContext(connection) as queries:
        page = reader.get(ADDRESS)
    assert len(titles(page)) == 254
    assert len(queries) == len(few)
    assert len(queries) <= 12, [q["sql"][:90] for q in queries]
