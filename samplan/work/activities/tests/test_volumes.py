"""How many: a number or an interval, and nothing that is small can be worked out from what others see."""

import itertools
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from samplan.work.activities import actions
from samplan.work.activities.actions.reporting import Count, keep_count
from samplan.work.activities.models import Volume
from samplan.work.activities.tests.making import make_activities
from samplan.work.activities.volumes import SMALL, Counted, read_number, shown

YEAR, SPRING, AUTUMN = (
    (date(2026, 1, 1), date(2026, 12, 31)),
    (date(2026, 1, 1), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 12, 31)),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("214", (214, 214)),
        ("1 200", (1200, 1200)),
        ("200–300", (200, 300)),
        ("200 - 300", (200, 300)),
        ("ca 50", (50, 50)),
    ],
)
def test_a_number_is_read_as_people_write_it(text, found):
    assert read_number(text) == found


@pytest.mark.parametrize("text", ["många", "300–200", "-5", "2,5", "9" * 30])
def test_what_is_no_number_is_told(text):
    with pytest.raises(ValidationError):
        read_number(text)


def counted(pk, days, all_of_them, women=None, men=None):
    return Counted(pk, "Besökare", *days, all_of_them, all_of_them, women, men)


def others_see(*rows):
    return [(each.total, each.women, each.men) for each in shown(rows, all_of_it=False)]


def test_few_are_told_as_few_and_none_as_none():
    assert others_see(counted(1, YEAR, 4)) == [(f"färre än {SMALL}", None, None)]
    assert others_see(counted(1, YEAR, 0)) == [("0", None, None)]
    assert others_see(counted(1, YEAR, 5)) == [("5", None, None)]
    assert others_see(counted(1, YEAR, 40, 38, 2)) == [("40", None, None)]
    assert others_see(counted(1, YEAR, 40, 25, 15)) == [("40", 25, 15)]
    assert shown([counted(1, YEAR, 4, 3, 1)], all_of_it=True)[0].women == 3


def test_a_half_year_is_not_the_year_less_the_other_half():
    told = others_see(counted(1, YEAR, 23), counted(2, SPRING, 20), counted(3, AUTUMN, 3))
    assert told == [("23", None, None), ("", None, None), ("", None, None)]


def three(spring, spring_women, autumn, autumn_women):
    """A year and its halves."""
    women, number = spring_women + autumn_women, spring + autumn
    return [
        counted(1, YEAR, number, women, number - women),
        counted(2, SPRING, spring, spring_women, spring - spring_women),
        counted(3, AUTUMN, autumn, autumn_women, autumn - autumn_women),
    ]


def worlds(totals):
    """All there could be, of years that come to these totals."""
    for number in totals:
        for spring in range(number + 1):
            for women in itertools.product(range(spring + 1), range(number - spring + 1)):
                yield three(spring, women[0], number - spring, women[1])


def check_nothing_is_given_away(rows):
    """The attacker knows how things are hidden, tries every world, and keeps those that would be shown in the same way."""
    told = others_see(*rows)
    totals = [rows[0].high] if not rows[0].is_small else range(1, SMALL)
    possible = [world for world in worlds(totals) if others_see(*world) == told]
    for place, row in enumerate(rows):
        for name in ("high", "women", "men"):
            if 0 < getattr(row, name) < SMALL:
                assert len({getattr(world[place], name) for world in possible}) > 1, (name, place, told)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 7), st.integers(0, 7), st.data())
def test_whoever_knows_all_that_is_shown_cannot_say_a_small_number(spring, autumn, data):
    """Found: two halves of eight that both are told to be few are four each. Finds, planted: the other half shown beside a year
    and a hidden half."""
    check_nothing_is_given_away(
        three(spring, data.draw(st.integers(0, spring)), autumn, data.draw(st.integers(0, autumn)))
    )


@pytest.mark.parametrize("halves", [(10, 5, 6, 2), (4, 2, 4, 2), (12, 6, 7, 7), (5, 5, 5, 0)])
def test_women_of_a_half_are_not_the_years_less_the_other_half(halves):
    """Finds, planted: women and men of the halves shown where the year's are."""
    check_nothing_is_given_away(three(*halves))


@pytest.fixture
def activity(cast, db):
    return make_activities(
        cast, [actions.NewActivity("Närvårdsteamet", "operation", state="ordinary", owner=cast.ekby)]
    )[-1]["Närvårdsteamet"]


def page(client, cast, activity):
    return client.get(reverse("activities:detail", args=[cast.norr.slug, activity.pk])).content.decode()


@pytest.mark.row(288, 295)
def test_intervals_are_shown_and_small_numbers_only_to_those_who_write(client, cast, activity):
    client.force_login(cast.contact)
    new = reverse("activities:new_volume", args=[cast.norr.slug, activity.pk])
    days = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    client.post(new, {"what": "Besökare per månad", "number": "200–300", **days})
    client.post(new, {"what": "Unga", "number": "33", "women": "31", "men": "2", "source": "Egen räkning", **days})
    own = page(client, cast, activity)
    for words in ("200–300", "33", ">31<", ">2<", "Egen räkning"):
        assert words in own, words
    client.force_login(cast.reader)
    others = page(client, cast, activity)
    assert "200–300" in others
    assert ">31<" not in others
    assert "uppgift skyddas" in others


def test_a_year_tells_how_it_differs_from_the_one_before(client, cast, activity):
    for year, number in ((2024, 100), (2025, 130), (2026, 130)):
        keep_count(
            activity=activity,
            given=Count("Besökare", number, number, date(year, 1, 1), date(year, 12, 31)),
            by=cast.contact,
        )
    client.force_login(cast.reader)
    told = page(client, cast, activity)
    assert "30 fler än 2024" in told
    assert "lika många som 2025" in told


def test_a_line_is_changed_and_taken_away_and_one_changed_meanwhile_is_refused(client, cast, activity):
    given = Count("Besökare", 10, 10, *YEAR)
    row = keep_count(activity=activity, given=given, by=cast.contact)
    client.force_login(cast.contact)
    address = reverse("activities:volume", args=[cast.norr.slug, activity.pk, row.pk])
    days = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    wrong = client.post(address, {"what": "Besökare", "number": "10", "women": "9", "men": "8", **days})
    assert "fler än alla" in wrong.content.decode()
    client.post(address, {"what": "Besökare", "number": "12", **days})
    assert Volume.objects.get().low == 12
    assert client.post(address, {"what": "Besökare", "number": "13", **days}).status_code == 404
    gone = reverse("activities:remove_volume", args=[cast.norr.slug, activity.pk, Volume.objects.get().pk])
    client.post(gone)
    assert Volume.objects.count() == 0
