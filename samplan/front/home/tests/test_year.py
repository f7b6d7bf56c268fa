import re
from datetime import date

import pytest
from django.urls import reverse

from samplan.foundation.core.offers import Event
from samplan.front.home.wheel import DEADLINE, MEETING, draw

ROUND = Event(date(2026, 11, 2), date(2026, 12, 11), "Årsuppföljning", "round", "/x")
EVENTS = [
    Event(date(2026, 1, 15), date(2026, 2, 28), "Fördelning", "money"),
    Event(date(2026, 3, 31), date(2026, 3, 31), "Rapporten klar", "deadline"),
    Event(date(2026, 6, 20), date(2026, 6, 20), "Rådet", "meeting", "/m", "kl. 9–12"),
    ROUND,
    Event(date(2026, 12, 2), date(2026, 12, 2), "Nämnden", "meeting"),
    Event(date(2026, 12, 11), date(2026, 12, 11), "Svarstiden går ut", "deadline", "/y"),
]


def test_january_begins_at_twelve_and_the_year_runs_clockwise(monday):
    wheel = draw([Event(date(2026, 1, 1), date(2026, 1, 1), "Nyår", "deadline")], 2026)
    assert (float(wheel.deadlines[0].x), float(wheel.deadlines[0].y)) == (0.0, -DEADLINE)
    spring = draw([Event(date(2026, 4, 2), date(2026, 4, 2), "Möte", "meeting")], 2026).meetings[0]
    assert float(spring.x) == pytest.approx(MEETING, abs=0.5)  # a quarter of the way: three o'clock
    assert float(spring.y) == pytest.approx(0, abs=1.5)


def test_what_is_over_what_goes_on_and_what_comes_look_different(monday):
    wheel = draw(EVENTS, 2026)
    assert [mark.css for mark in wheel.deadlines] == ["is-passed", ""]
    assert [mark.css for mark in wheel.meetings] == ["is-held", ""]
    assert {arc.title: arc.css for arc in wheel.arcs} == {
        "Årsuppföljning": "wheel-round is-now",
        "Fördelning": "wheel-money",
    }


def test_a_label_is_left_out_where_it_has_no_room(monday):
    short = Event(date(2026, 5, 1), date(2026, 5, 4), "En mycket lång benämning", "round")
    wheel = draw([ROUND, short], 2026)
    assert {arc.title: bool(arc.label) for arc in wheel.arcs} == {"Årsuppföljning": True, short.title: False}


def test_what_overlaps_shares_the_ring_and_hides_nothing(monday):
    other = Event(date(2026, 11, 20), date(2026, 12, 20), "Remiss", "round")
    paths = [arc.path for arc in draw([ROUND, other], 2026).arcs]
    assert len(set(paths)) == 2
    radii = [set(re.findall(r"A([\d.]+) ", path)) for path in paths]
    assert radii[0] != radii[1]


def test_today_is_shown_in_this_year_only(monday):
    assert draw([], 2026).day == "23 nov"
    assert draw([], 2026).week == "vecka 48, 2026"
    past, future = draw([], 2025), draw([], 2027)
    assert (past.day, past.today_line, bool(past.passed)) == ("", "", True)
    assert (future.day, future.today_line, bool(future.passed)) == ("", "", False)


def test_an_event_over_new_year_stops_at_the_years_border(monday):
    over = Event(date(2026, 12, 1), date(2027, 1, 31), "Sammanställning", "round")
    assert len(draw([over], 2026).arcs) == len(draw([over], 2027).arcs) == 1


def test_leap_years_close_the_ring(monday):
    last = draw([Event(date(2028, 12, 31), date(2028, 12, 31), "Sista", "deadline")], 2028).deadlines[0]
    assert float(last.x) == pytest.approx(-3.3, abs=0.2)


@pytest.fixture
def drawn(client, cast, offered, monday):
    offered.events = EVENTS
    client.force_login(cast.coordinator)
    address = reverse("home:start", args=[cast.norr.slug])
    return lambda query="": client.get(address + query).content.decode()


pytestmark = pytest.mark.django_db


@pytest.mark.row(207)
def test_wheel_and_list_say_the_same_and_the_wheel_has_words(drawn):
    html = drawn()
    svg = re.search(r'<svg class="wheel".*?</svg>\s*<ul class="legend"', html, re.DOTALL).group(0)
    assert 'role="img"' in svg
    assert "Årshjul 2026" in svg
    assert "6 händelser" in svg
    for event in EVENTS:
        assert f"<title>{event.title}</title>" in svg
        assert f"{event.title}" in drawn("?ar=lista")


def test_numbers_in_the_drawing_have_points_not_commas(drawn):
    svg = re.search(r'<svg class="wheel".*?<ul class="legend"', drawn(), re.DOTALL).group(0)
    values = re.findall(r'\s(?:cx|cy|d)="([^"]*)"', svg)
    assert len(values) > 20
    assert not [value for value in values if "," in value]


def test_next_up_lists_what_comes_in_order_and_tells_a_running_round_by_its_deadline(drawn):
    html = drawn()
    following = html[html.index("Härnäst") : html.index("Ändrat sedan")]
    assert re.findall(r'event-title">(?:<a[^>]*>)?([^<]+)', following) == ["Nämnden", "Svarstiden går ut"]


def test_late_in_the_year_next_up_goes_on_into_the_next(drawn, offered):
    offered.events = [*EVENTS, Event(date(2027, 1, 4), date(2027, 2, 9), "Sammanställningen", "round")]
    html = drawn()
    following = html[html.index("Härnäst") : html.index("Ändrat sedan")]
    assert "Sammanställningen" in following
    assert "4 jan 2027" in following
    assert "Sammanställningen" not in drawn("?ar=lista")


def test_a_rounds_year_is_not_repeated_in_the_wheel(monday):
    titled = Event(date(2026, 11, 2), date(2026, 12, 11), "Årsuppföljning 2026", "round")
    [arc] = draw([titled], 2026).arcs
    assert (arc.label, arc.title) == ("Årsuppföljning", "Årsuppföljning 2026")


def test_only_the_signs_that_are_used_are_explained(drawn, offered):
    assert "Medel" in drawn()
    offered.events = [ROUND]
    html = drawn()
    assert "Omgång, pågår" in html
    assert "Medel" not in html
    offered.events = []
    assert "Teckenförklaring" not in drawn()


def test_the_list_alone_shows_the_whole_year_by_month(drawn):
    html = drawn("?ar=lista")
    assert '<svg class="wheel"' not in html
    assert html.index("Januari") < html.index("Mars") < html.index("December")
    assert "till 11 dec" in html
    assert "kl. 9–12" in html


def test_other_years_are_a_link_away_and_nonsense_shows_this_one(drawn, offered):
    html = drawn()
    assert "?visa=2025#aret" in html
    assert "?visa=2027#aret" in html
    drawn("?visa=2027")
    asked = [args[1] for kind, args in offered.asked if kind == "events"]
    assert asked == [2026, 2027, 2027]  # this year looks into the next; another year stands alone
    for nonsense in ("?visa=0", "?visa=99999", "?visa=x", "?visa=²"):
        assert "Årshjul 2026" in drawn(nonsense)
    assert "Inget är planerat 2027 än" in drawn("?visa=2027&ar=lista")
