import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from samplan.foundation.core.offers import Event, Todo, Watch
from samplan.foundation.history.actions import dated, record
from samplan.foundation.people.models import County, Organisation, Role, User
from samplan.front.home import queries

pytestmark = pytest.mark.django_db


def start(cast, query=""):
    return reverse("home:start", args=[cast.norr.slug]) + query


def page(client, cast, query=""):
    return client.get(start(cast, query)).content.decode()


def heading(html):
    return re.search(r"<h1>(.*?)</h1>", html).group(1)


def todo(day, text="Gör något", waiting=0, why="Därför."):
    return Todo(day, text, why, "/x", "Gör det", waiting)


@pytest.fixture
def karin(client, cast, offered, monday):
    client.force_login(cast.coordinator)
    return client


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "Inget väntar på dig."),
        ([5], "En sak väntar."),
        ([-1], "En sak väntar. Den är försenad."),
        ([-9, -4, 0, 7], "Fyra saker väntar. Två är försenade."),
        ([-9, 3, 7], "Tre saker väntar. En är försenad."),
        ([-9, -4], "Två saker väntar. Alla är försenade."),
        (list(range(1, 15)), "Fjorton saker väntar."),
    ],
)
def test_the_heading_is_the_answer(karin, cast, offered, monday, days, said):
    offered.todo = [todo(monday + timedelta(days=d)) for d in days]
    assert heading(page(karin, cast)) == said


def test_what_waits_stands_by_day_with_one_filled_button_where_most_wait(karin, cast, offered, monday):
    offered.todo = [
        todo(monday + timedelta(days=9), "Sist"),
        todo(monday - timedelta(days=7), "Först", waiting=1),
        todo(monday + timedelta(days=2), "Mitten", waiting=6),
    ]
    html = page(karin, cast)
    assert html.index("Först") < html.index("Mitten") < html.index("Sist")
    rows = re.findall(r'<div class="todo">.*?</a>', html, re.DOTALL)
    assert [("primary" in row) for row in rows] == [False, True, False]
    assert 'class="is-late">1 vecka sen' in rows[0]
    assert 'class="is-soon">på onsdag' in rows[1]
    assert 'class="">om 9 dagar' in rows[2]


def test_when_nothing_waits_the_page_says_what_comes_next(karin, cast, offered, monday):
    offered.events = [Event(date(2026, 12, 11), date(2026, 12, 11), "svarstidens slut", "deadline")]
    html = page(karin, cast)
    assert "Närmast i året kommer svarstidens slut, om 18 dagar." in html


def test_the_watch_list_shows_at_most_four_figures_and_is_absent_without_any(karin, cast, offered):
    assert "Håll ögonen på" not in page(karin, cast)
    offered.watch = [Watch(f"{n} av 17", f"ord {n}", "/x", "not") for n in range(6)]
    html = page(karin, cast)
    assert html.count("watch-figure") == 4


def test_each_asks_for_their_own_county_only(client, cast, offered):
    client.force_login(cast.contact)
    page(client, cast)
    asked = {kind: args for kind, args in offered.asked}
    assert asked["todo"] == (cast.contact, cast.norr)
    assert asked["watch"] == (cast.contact, cast.norr)
    assert asked["events"][0] == cast.norr


def test_outsiders_get_404_and_strangers_are_asked_to_sign_in(client, cast, offered):
    assert client.get(start(cast)).status_code == 302
    client.force_login(cast.outsider)
    assert client.get(start(cast)).status_code == 404
    assert client.get("/finns-inte/").status_code == 404


def test_the_front_door_leads_to_the_county_last_used(client, cast, offered):
    client.force_login(cast.coordinator)
    assert client.get("/").url == start(cast)
    Role.objects.create(user=cast.coordinator, kind="reader", county=cast.soder, valid_from="2020-01-01")
    client.get(reverse("home:start", args=[cast.soder.slug]))
    assert client.get("/").url == reverse("home:start", args=[cast.soder.slug])
    client.cookies["county"] = "någon-annans"
    assert client.get("/").url == start(cast)


def test_who_may_open_every_county_comes_to_one_where_somebody_is(client, cast, offered):
    Organisation.objects.create(
        county=County.objects.create(code="98", name="Aspviken", slug="aspviken"), kind="region", name="R"
    )
    User.objects.filter(pk=cast.stranger.pk).update(is_administrator=True)
    client.force_login(cast.stranger)
    assert client.get("/").headers["Location"] == "/norrlunda/"


def test_an_account_without_a_role_is_told_what_to_do(client, cast, offered):
    client.force_login(cast.stranger)
    html = client.get("/").content.decode()
    assert "Du har inget uppdrag än" in html
    assert "siv@example.org" in html


def happened(at, **fields):
    with dated(timezone.make_aware(timezone.datetime(*at))):
        return record(**{"by": "Karin Prov", "verb": "people.user_added", **fields})


def test_what_changed_since_friday_is_told_in_sentences(karin, cast):
    happened((2026, 11, 19, 12, 0), subject=cast.alby, county="91")
    happened((2026, 11, 20, 8, 30), subject=cast.ekby, county="91")
    happened((2026, 11, 23, 7, 52), subject=cast.region, county="91")
    html = page(karin, cast)
    assert "Ändrat sedan i fredags" in html
    assert "<b>Karin Prov</b> lade till Ekby kommun" in html
    assert "i dag 07.52" in html
    assert "lade till Älby kommun" not in html


def test_when_nothing_changed_the_last_changes_stand_and_it_says_so(karin, cast):
    happened((2026, 10, 1, 12, 0), subject=cast.ekby, county="91")
    html = page(karin, cast)
    assert "Inget nytt sedan dess" in html
    assert "lade till Ekby kommun" in html


def test_another_countys_changes_and_another_organisations_own_are_not_shown(karin, cast, client):
    happened((2026, 11, 23, 7, 0), subject=cast.soder_region, county="92")
    happened((2026, 11, 23, 7, 0), subject=cast.ekby, county="91", organisation_id=cast.ekby.pk)
    html = page(karin, cast)
    assert "Region Söderskär" not in html
    assert "lade till Ekby kommun" not in html
    client.force_login(cast.contact)
    assert "lade till Ekby kommun" in page(client, cast)


def test_many_changes_are_folded_and_can_all_be_seen(karin, cast):
    for n in range(12):
        at, name = (2026, 11, 23, 7, n), {"name": f"Person {n}"}
        happened(at, verb="people.contact_named", subject=cast.ekby, county="91", after=name)
    html = page(karin, cast)
    assert html.count('class="change"') == queries.SHOWN_CHANGES
    assert "Alla 12 ändringar" in html
    assert page(karin, cast, "?andringar").count('class="change"') == 12


def test_what_is_done_over_and_over_in_a_day_is_told_once(karin, cast):
    for day in (21, 23):
        for minute in range(5):
            happened((2026, 11, day, 7, minute), subject=cast.ekby, county="91")
    html = page(karin, cast)
    assert html.count('class="change"') == 2
    assert "i dag 07.04" in html


def test_a_flood_of_changes_is_not_counted_and_not_read_to_the_end(karin, cast, monkeypatch):
    monkeypatch.setattr(queries, "READ_AT_MOST", 20)
    for n in range(25):
        at, name = (2026, 11, 23, 7, n), {"name": f"Person {n}"}
        happened(at, verb="people.contact_named", subject=cast.ekby, county="91", after=name)
    assert "Fler ändringar" in page(karin, cast)
    assert page(karin, cast, "?andringar").count('class="change"') == 20


def test_a_happening_whose_words_are_html_stays_text(karin, cast):
    record(by="<script>x</script>", verb="okänt.verb", subject=cast.ekby, county="91", note="<b>")
    record(by="Åke %(x)s 100 %", verb="people.contact_named", subject=cast.ekby, county="91", after={"fel": 1})
    html = page(karin, cast)
    assert "<script>x" not in html
    assert "&lt;script&gt;x&lt;/script&gt;</b> ändrade Ekby kommun" in html
    assert "Åke %(x)s 100 %" in html


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2026, 11, 23), date(2026, 11, 20)),  # Monday: the Friday before
        (date(2026, 11, 26), date(2026, 11, 20)),
        (date(2026, 11, 27), date(2026, 11, 20)),  # Friday: the whole week
        (date(2026, 11, 28), date(2026, 11, 20)),
        (date(2026, 11, 29), date(2026, 11, 27)),
    ],
)
def test_the_week_is_reckoned_from_a_friday_that_is_over(monkeypatch, day, since):
    monkeypatch.setattr(queries, "today", lambda: day)
    assert queries._friday() == since


def test_the_page_asks_no_more_when_there_is_more_to_show(karin, cast, offered, monday, django_assert_max_num_queries):
    offered.todo = [todo(monday + timedelta(days=d)) for d in range(40)]
    offered.events = [Event(monday, monday + timedelta(days=d), f"e{d}", "round") for d in range(40)]
    for _ in range(30):
        happened((2026, 11, 23, 7, 0), subject=cast.ekby, county="91")
    page(karin, cast)  # the first visit also writes down that somebody has signed in
    with django_assert_max_num_queries(10):
        html = page(karin, cast)
    assert html.count('<div class="todo">') == 40
