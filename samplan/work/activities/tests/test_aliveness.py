"""Can what is done be followed? The points of each activity, of all together, and what a county asks."""

import random
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.foundation.terms.models import Term, Vocabulary
from samplan.work.activities import aliveness, queries
from samplan.work.activities.aliveness import Facts, Point
from samplan.work.activities.models import Activity, ActivityDocument, ActivityTerm, Actor, QualityRule, Volume

from .making import age, make_activities
from .test_activity_list import many

PAGE = "/norrlunda/aktiviteter/kvalitet/"
SETTINGS = f"{PAGE}installningar/"
NOTHING = Facts(owned=False, followed=False, method=False, evidence=False, paid=False, days=400)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("facts", "point"),
    [
        ({}, None),
        ({"owned": True}, Point.OWNER),
        ({"followed": True}, None),
        ({"method": True}, None),
        ({"followed": True, "method": True}, Point.FOLLOW_UP),
        ({"days": 271}, None),
        ({"days": 270}, Point.NEWS),
        ({"evidence": True}, Point.EVIDENCE),
        ({"paid": True}, Point.BUDGET),
    ],
)
def test_a_point_is_met_by_what_it_says_and_nothing_else(facts, point):
    given = {name: getattr(NOTHING, name) for name in Facts.__slots__} | facts
    assert aliveness.met(Facts(**given)) == ({point} if point else set())


@pytest.mark.parametrize(("days", "words"), [(270, "nio månader"), (30, "en månad"), (45, "45 dagar"), (1, "1 dag")])
def test_a_time_is_told_as_one_says_it(days, words):
    assert aliveness.in_time(days) == words


def met_in_list(cast, title):
    return next(line.met for line in queries.listing(cast.norr).lines if line.title == title)


@pytest.fixture
def course(cast):
    """Goes on, has an owner and fresh news: the other points are free."""
    *_, made = make_activities(cast)
    return made["Kurs för personal"]


def party(activity, role, **facts):
    return Actor.objects.create(activity=activity, role=role, text=f"Någon som {role}", **facts)


def test_the_list_reads_each_point_from_what_stands(cast, course):
    assert met_in_list(cast, course.title) == {Point.OWNER, Point.NEWS}
    party(course, "performer")
    assert met_in_list(cast, course.title) == {Point.OWNER, Point.NEWS}
    party(course, "evaluator")
    assert Point.FOLLOW_UP not in met_in_list(cast, course.title)
    Activity.objects.update(follow_up_method="Enkät i maj")
    assert Point.FOLLOW_UP in met_in_list(cast, course.title)
    payer = party(course, "funder")
    assert met_in_list(cast, course.title) == set(Point) - {Point.EVIDENCE}
    payer.left_on = today() - timedelta(days=1)
    payer.save()
    assert Point.BUDGET not in met_in_list(cast, course.title)


@pytest.mark.parametrize("what", ["document", "volume", "method"])
def test_a_document_a_volume_or_a_method_shows_what_it_leads_to(cast, course, what):
    day = today()
    if what == "document":
        ActivityDocument.objects.create(activity=course, title="Plan", url="https://example.se/", on=day, by_name="A")
    elif what == "volume":
        spent = {"starts_on": day - timedelta(days=30), "ends_on": day}
        Volume.objects.create(activity=course, what="Besök", low=4, high=4, by_name="A", **spent)
    else:
        words = Vocabulary.objects.create(county=cast.norr, kind="methods", name="Metoder")
        ActivityTerm.objects.create(activity=course, term=Term.objects.create(vocabulary=words, text="Studiecirkel"))
    assert Point.EVIDENCE in met_in_list(cast, course.title)
    assert [title for title, met in others(cast, course) if Point.EVIDENCE in met] == []


def others(cast, course):
    return [(line.title, line.met) for line in queries.listing(cast.norr).lines if line.pk != course.pk]


def test_only_what_goes_on_or_is_prepared_is_counted(client, cast, course):
    client.force_login(cast.reader)
    page = text(client.get(PAGE))
    assert "0 av 1 aktivitet har allt" in page  # of four: an idea, one going on, one paused, one ended
    assert page.count("1 av 1") == 2  # owner, news
    assert page.count("0 av 1<") == 3


def test_each_sum_leads_to_those_it_counts(client, cast, course):
    client.force_login(cast.reader)
    many(cast, 3)
    party(course, "funder")
    page = text(client.get(PAGE))
    told = {}
    for choice in aliveness.CHOICES:
        row = re.search(rf'visa={choice}">Visa (?:den|de (\d+)) som är kvar<', page)
        told[choice] = int(row[1] or 1) if row else 0
        listed = client.get("/norrlunda/aktiviteter/", {"visa": choice})
        assert len(listed.context["shown"]) == told[choice], choice
    # A second set of the small plan's activities: two that go on, one of them paid for.
    assert list(told.values()) == [0, 2, 0, 2, 1]


def test_each_areas_sum_leads_to_those_it_counts(client, cast, course):
    """One of them stands in two areas; planted: counting it in the first only."""
    Activity.objects.get(title="En väg in").states.create(state="ongoing", on=today(), by_name="A")
    client.force_login(cast.reader)
    links = re.findall(r"\?omrade=(\d+)&amp;visa=([\w-]+)\">.*?visa de (\d+) som", text(client.get(PAGE)))
    assert len({area for area, _choice, _n in links}) == 2
    for area, choice, number in links:
        listed = client.get("/norrlunda/aktiviteter/", {"omrade": area, "visa": choice})
        assert len(listed.context["shown"]) == int(number), (area, choice)


@pytest.mark.row(162)
def test_which_activities_lack_an_owner_or_a_payer_is_one_page(client, cast, course):
    """Ansvarsfördelning och budgetering: every activity that goes on, counted and found."""
    client.force_login(cast.reader)
    Activity.objects.filter(pk=course.pk).update(owner=None)
    page = text(client.get(PAGE))
    for words, choice in (("Någon äger den", "saknar-agare"), ("Det är sagt vem som betalar", "saknar-betalning")):
        row = page.split(words)[1].split("</li>")[0]
        assert "0 av 1" in row
        assert f"?visa={choice}" in row
        assert course.title in text(client.get("/norrlunda/aktiviteter/", {"visa": choice}))
    party(course, "funder")
    assert course.title not in text(client.get("/norrlunda/aktiviteter/", {"visa": "saknar-betalning"}))


@pytest.mark.row(206)
def test_an_activity_says_who_follows_it_up_and_how_or_where_to_write_it(client, cast, course):
    address = f"/norrlunda/aktiviteter/{course.pk}/"
    client.force_login(cast.coordinator)
    page = section(client.get(address))
    assert "Det är inte skrivet vem som följer upp den, eller hur." in page
    assert f"{address}parter/" in page
    assert f"{address}andra/" in page
    party(course, "follower")
    page = section(client.get(address))
    assert "Någon följer upp den, men det är inte skrivet hur." in page
    Activity.objects.update(follow_up_method="Enkät i maj")
    assert "Någon som follower följer upp den, och det är skrivet hur." in section(client.get(address))


@pytest.mark.parametrize("seed", range(3))
def test_the_activitys_page_and_the_list_read_the_same(client, cast, seed):
    """Planted: reading parties who have left on one of them, or volumes on the other only, tells them apart."""
    chance = random.Random(seed)
    *_, made = make_activities(cast)
    for activity in made.values():
        for role in Actor.Role.values:
            if chance.random() < 0.6:
                party(activity, role, left_on=chance.choice([None, today(), today() - timedelta(days=1)]))
        if chance.random() < 0.5:
            facts = {"starts_on": today(), "ends_on": today(), "low": 1, "high": 1, "by_name": "A"}
            Volume.objects.create(activity=activity, what="Besök", **facts)
        activity.states.create(state="ongoing", on=today(), by_name="A")
        method, days = chance.choice(["", "Enkät"]), chance.choice([0, 270, 271])
        Activity.objects.filter(pk=activity.pk).update(follow_up_method=method)
        age(activity, days)
    client.force_login(cast.reader)
    in_list = {line.pk: line.met for line in queries.listing(cast.norr).lines}
    for activity in made.values():
        points = client.get(f"/norrlunda/aktiviteter/{activity.pk}/").context["followable"]
        assert {p.point for p in points if p.is_met} == in_list[activity.pk]


def section(response):
    return text(response).split('id="att-folja"')[1].split("</section>")[0]


def test_only_those_who_may_are_shown_what_to_do(client, cast, course):
    age(course, 400)
    address = f"/norrlunda/aktiviteter/{course.pk}/"
    client.force_login(cast.coordinator)
    assert f"{address}skriv/" in section(client.get(address))
    client.force_login(cast.reader)
    page = section(client.get(address))
    assert "Ingen har skrivit eller ändrat något på nio månader." in page
    assert "href" not in page


def test_nothing_is_asked_of_an_idea(client, cast, course):
    client.force_login(cast.coordinator)
    idea = Activity.objects.get(title="En väg in")
    assert "att-folja" not in text(client.get(f"/norrlunda/aktiviteter/{idea.pk}/"))


def test_coordinators_choose_what_counts_and_how_old_news_may_be(client, cast, course):
    age(course, 100)
    client.force_login(cast.coordinator)
    assert client.get("/norrlunda/aktiviteter/", {"visa": "stilla"}).context["shown"] == []
    seen = client.get(SETTINGS).context["seen"]
    answer = client.post(SETTINGS, {"points": ["owner", "news"], "days": "90", "seen": seen})
    assert answer.url == PAGE
    assert aliveness.rules_of(cast.norr) == aliveness.Rules((Point.OWNER, Point.NEWS), 90)
    page = text(client.get(PAGE))
    assert "Inom tre månader." in page
    assert "Det är sagt vem som betalar" not in page
    listed = client.get("/norrlunda/aktiviteter/", {"visa": "stilla"})
    assert [line.title for line in listed.context["shown"]] == [course.title]
    assert "något på tre månader, fast" in text(listed)
    assert Event.objects.get(verb="activities.points_set").after == {"points": ["owner", "news"], "news_days": 90}
    assert not QualityRule.objects.filter(county=cast.soder).exists()


def test_two_coordinators_do_not_overwrite_each_other(client, cast, course):
    client.force_login(cast.coordinator)
    seen = client.get(SETTINGS).context["seen"]
    client.post(SETTINGS, {"points": ["owner"], "days": "270", "seen": seen})
    answer = client.post(SETTINGS, {"points": ["news"], "days": "30", "seen": seen})
    assert answer.status_code == 409
    assert aliveness.rules_of(cast.norr).points == (Point.OWNER,)


@pytest.mark.parametrize(("points", "days"), [([], "270"), (["owner"], "0"), (["owner"], "99999"), (["x"], "270")])
def test_what_cannot_be_asked_is_told(client, cast, points, days):
    client.force_login(cast.coordinator)
    seen = client.get(SETTINGS).context["seen"]
    assert client.post(SETTINGS, {"points": points, "days": days, "seen": seen}).status_code == 422
    assert not QualityRule.objects.exists()


def test_the_questions_to_the_database_do_not_grow_with_the_activities(client, cast, course):
    client.force_login(cast.reader)
    client.get(PAGE)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    few = asked()
    many(cast, 12)
    assert asked() == few
    assert few <= 12


def test_what_is_left_out_of_the_whole_is_not_asked_for(cast, course):
    """Planted: counting all five points always makes nothing whole."""
    lines = queries.listing(cast.norr).lines
    asked = aliveness.Rules((Point.OWNER, Point.NEWS))
    assert aliveness.overview(lines, asked).whole == 1
    assert aliveness.overview(lines, aliveness.Rules()).whole == 0
