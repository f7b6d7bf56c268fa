"""Who has a part in an activity: who joins and leaves, who pays, and the time that nobody pays for."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.work.activities import actions, parties, queries
from samplan.work.activities.actions import parties as writing
from samplan.work.activities.models import Activity, Actor, Post
from samplan.work.activities.states import NotAllowed
from samplan.work.activities.tests.making import make_activities

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)


@pytest.fixture
def course(cast):
    *_, made = make_activities(cast)
    return made["Kurs för personal"]


def url(cast, name, *args):
    return reverse(f"activities:{name}", args=[cast.norr.slug, *args])


def text(answer):
    """What a reader sees: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def add(course, cast, role, name, **facts):
    return writing.add_party(activity=course, role=role, text=name, by=cast.coordinator, **facts)


def fresh(course):
    return queries.with_state(Activity.objects.filter(pk=course.pk)).get()


days = st.none() | st.integers(0, 40).map(lambda n: START + timedelta(days=n))
spans = st.tuples(days, days).filter(lambda span: None in span or span[0] <= span[1])
ALL_DAYS = [START + timedelta(days=n) for n in range(-3, 45)]


def covers(span, day):
    return (span[0] or date.min) <= day <= (span[1] or date.max)


@given(st.lists(st.tuples(spans, st.integers(1, 100)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_shares_are_over_the_whole_exactly_when_a_day_has_more_than_a_hundred(paid):
    """Planted: looking only at the last days, or counting a span's last day out, fails here."""
    found = parties.over_the_whole([(*span, share) for span, share in paid])
    sums = {day: sum(share for span, share in paid if covers(span, day)) for day in ALL_DAYS}
    too_much = [day for day in ALL_DAYS if sums[day] > 100]
    assert (found is not None) == bool(too_much)
    if found is not None:
        assert found == (too_much[0] if found != date.min else date.min)


@given(spans, st.lists(spans, min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_the_time_without_money_is_every_day_of_the_period_that_nothing_covers(period, money):
    """Planted: a gap that begins on the money's last day, or money that ends before an earlier one, fails here."""
    begins = period[0] or min(span[0] or date.min for span in money)
    found = parties.without(period, money)
    for day in ALL_DAYS:
        bare = covers((begins, period[1]), day) and not any(covers(span, day) for span in money)
        assert any(covers(span, day) for span in found) == bare, day
    assert all(last is None or first <= last for first, last in found)
    assert all(one[1] < other[0] - timedelta(days=1) for one, other in pairwise(found))


@pytest.mark.row(55)
def test_owner_performer_funder_and_evaluator_are_told_apart_on_the_page(client, cast, course):
    client.force_login(cast.coordinator)
    data = {
        "organisation": cast.alby.pk,
        "text": "Öppenvården",
        "responsibility": "Bemannar två dagar.",
        "joined_on": "2026-02-01",
    }
    assert client.post(url(cast, "add_party", course.pk, "gor"), data).status_code == 302
    client.post(url(cast, "add_party", course.pk, "utvarderar"), {"text": "Ett lärosäte"})
    client.post(url(cast, "add_party", course.pk, "foljer"), {"text": "Region Norrlunda"})
    client.post(
        url(cast, "add_party", course.pk, "betalar"), {"organisation": cast.region.pk, "responsibility": "Egna medel"}
    )
    client.force_login(cast.reader)
    shown = text(client.get(url(cast, "detail", course.pk)))
    for words in (
        "Ägare Ekby kommun",
        f"Gör den {cast.alby.name} ”Öppenvården” Bemannar två dagar. med från 1 februari 2026",
        "Utvärderar Ett lärosäte ingen bestämd organisation",
        "Betalar Region Norrlunda Egna medel",
        "Följer upp Region Norrlunda",
    ):
        assert words in shown, words
    assert Actor.objects.get(role="follower").organisation == cast.region  # the register knows the name
    assert "Slutar" not in text(client.get(url(cast, "parties", course.pk)))


@pytest.mark.row(62)
def test_one_joins_later_leaves_with_a_reason_and_comes_back_as_a_row_of_its_own(client, cast, course):
    row = add(course, cast, "performer", "Älby kommun", organisation=cast.alby, joined_on=date(2025, 3, 1))
    client.force_login(cast.contact)
    page = url(cast, "party_leaves", course.pk, row.pk)
    assert "Skriv varför" in text(client.post(page, {"on": "2025-09-30", "why": ""}))
    assert "före den dag de kom med" in text(client.post(page, {"on": "2025-01-30", "why": "X"}))
    client.post(page, {"on": "2025-09-30", "why": "Personalen behövdes på annat håll."})
    shown = text(client.get(url(cast, "parties", course.pk)))
    told = shown.partition("Har varit med ")[2]
    assert told.startswith("Älby kommun gör den 1 mars 2025 – 30 september 2025 Personalen behövdes"), told
    again = f"{url(cast, 'add_party', course.pk, 'gor')}?efter={row.pk}"
    form = client.get(again).context["form"]
    assert (form["organisation"].value(), form["joined_on"].value()) == (cast.alby.pk, today())
    early = client.post(again, {"organisation": cast.alby.pk, "joined_on": "2025-09-30"})
    assert "var med till och med 30 september 2025" in text(early)
    assert client.post(again, {"organisation": cast.alby.pk, "joined_on": "2025-10-01"}).status_code == 302
    assert course.actors.filter(text="Älby kommun").count() == 2
    told = list(Event.objects.filter(verb__startswith="activities.party").values_list("verb", "note").order_by("pk"))
    assert [verb for verb, _note in told] == [f"activities.party_{deed}" for deed in ("added", "left", "added")]


@pytest.mark.row(11, 299)
def test_several_pay_at_once_and_never_more_than_all_of_it(client, cast, course):
    client.force_login(cast.contact)
    page = url(cast, "add_party", course.pk, "betalar")
    own = {"organisation": cast.ekby.pk, "responsibility": "Egna medel", "share": 40}
    given = {"organisation": cast.ekby.pk, "responsibility": "Stimulansmedel 2026", "share": 50}
    outside = {"text": "Samordningsförbundet", "share": 20, "joined_on": "2026-07-01", "left_on": "2027-06-30"}
    assert client.post(page, own).status_code == client.post(page, given).status_code == 302
    assert "från 1 juli 2026" in text(client.post(page, outside))
    assert client.post(page, own).status_code == 422  # the same money twice
    assert client.post(page, {**outside, "share": 10}).status_code == 302
    shown = text(client.get(url(cast, "detail", course.pk)))
    assert "Ekby kommun 40 % Egna medel Ekby kommun 50 % Stimulansmedel 2026 Samordningsförbundet" in shown
    assert "10 % 1 juli 2026 – 30 juni 2027" in shown


@pytest.mark.row(90)
def test_the_page_says_for_which_time_money_is_missing(client, cast, course):
    Activity.objects.filter(pk=course.pk).update(starts_on=date(2021, 1, 1), ends_on=date(2023, 12, 31))
    client.force_login(cast.reader)
    assert "Pengar saknas" not in text(client.get(url(cast, "detail", course.pk)))  # nothing is said of money at all
    add(course, cast, "funder", "Stimulansmedel", joined_on=date(2021, 1, 1), left_on=date(2022, 12, 31))
    for name in ("detail", "parties"):
        assert "Pengar saknas 1 januari 2023 – 31 december 2023" in text(client.get(url(cast, name, course.pk)))
    add(course, cast, "funder", "Egna medel", joined_on=date(2023, 1, 1))
    assert "Pengar saknas" not in text(client.get(url(cast, "detail", course.pk)))


def test_what_has_gone_over_into_ordinary_operation_lacks_no_project_money(cast, course):
    add(course, cast, "funder", "Stimulansmedel", joined_on=START, left_on=today() - timedelta(days=1))
    assert parties.parties_of(fresh(course)).missing != []
    facts = {"reason": "", "payer": "Ekby kommun", "on": today(), "by": cast.coordinator}
    actions.change_state(activity=course, to="ordinary", **facts)
    assert parties.parties_of(fresh(course)).missing == []


@pytest.mark.row(293)
def test_a_post_is_paid_by_several_and_its_shares_make_one_at_most(client, cast, course):
    client.force_login(cast.contact)
    page = url(cast, "add_post", course.pk)
    data = {
        "title": "Samordnare",
        "percent": 50,
        "shares": "Region Norrlunda 60 %\nEkby kommun: 50",
        "ends_on": "2027-06-30",
    }
    assert "tillsammans 110 procent" in text(client.post(page, data))
    assert "Skriv procenten sist" in text(client.post(page, {**data, "shares": "Ekby kommun"}))
    assert client.post(page, {**data, "shares": "Region Norrlunda 60 %\nEkby kommun: 30"}).status_code == 302
    post = Post.objects.get()
    assert [share.organisation for share in post.shares.all()] == [cast.region, cast.ekby]
    shown = text(client.get(url(cast, "detail", course.pk)))
    assert "Samordnare 50 % av heltid Region Norrlunda 60 %, Ekby kommun 30 % 10 % betalar ingen än" in shown
    assert "till och med 30 juni 2027" in shown
    answer = client.post(url(cast, "post", course.pk, post.pk), {**data, "seen": "an older one"})
    assert answer.status_code == 422  # 110 again
    seen = parties.mark_of_post(post)
    with pytest.raises(NotAllowed, match="mer än 100"):
        writing.change_post(post=post, shares=[("A", None, 60), ("B", None, 41)], seen=seen, by=cast.contact)
    client.post(url(cast, "remove_post", course.pk, post.pk))
    assert not Post.objects.exists()


def test_a_line_taken_from_the_form_leaves_and_a_bare_name_goes(cast, course):
    """The edit form's lines and the page of parties agree: who had a responsibility is told to have left."""
    add(course, cast, "performer", "Öppenvården", organisation=cast.region, responsibility="Bemannar.")
    add(course, cast, "performer", "Älby kommun")
    add(course, cast, "funder", "Öppenvården")

    def save(*names):
        texts = {"title": course.title, "kind": course.kind, "meaning": "", "text": "", "place": ""}
        seen = actions.mark_of_activity(Activity.objects.get(pk=course.pk))
        actors = [(name, None) for name in names]
        actions.edit_activity(activity=course, node_ids=[], actors=actors, seen=seen, by=cast.coordinator, **texts)

    save("Öppenvården", "Älby kommun")
    assert course.actors.get(text="Öppenvården", role="performer").organisation == cast.region
    save("Ny part")
    (left,) = parties.parties_of(fresh(course)).left
    assert (left.text, left.left_on, left.role) == ("Öppenvården", today() - timedelta(days=1), "performer")
    save("Öppenvården")
    assert [actor.text for actor in fresh(course).performers] == ["Öppenvården"]
    assert course.actors.get(role="performer", left_on=None).joined_on == today()
    assert course.actors.filter(role="funder").count() == 1


def test_who_left_by_mistake_is_in_it_again_and_two_who_write_at_once_are_told(client, cast, course):
    row = add(course, cast, "performer", "Älby kommun", organisation=cast.alby, responsibility="Bemannar.")
    writing.leave(actor=row, on=today() - timedelta(days=3), why="Misstag", by=cast.coordinator)
    client.force_login(cast.coordinator)
    page = url(cast, "party", course.pk, row.pk)
    opened = client.get(page).context
    values = {name: opened["form"][name].value() or "" for name in opened["form"].fields}
    row.refresh_from_db()
    writing.change_party(actor=row, seen=parties.mark_of_party(row), by=cast.contact, responsibility="Leder.")
    answer = client.post(page, {**values, "responsibility": "Städar.", "seen": opened["seen"]})
    assert answer.status_code == 409
    assert "Leder" in text(answer)
    assert "Städar" in text(answer)
    seen = client.get(page).context["seen"]
    assert client.post(page, {**values, "left_on": "", "seen": seen}).status_code == 302
    again = Actor.objects.get(pk=row.pk)
    assert (again.left_on, again.left_why, again.performs) == (None, "", True)


def test_only_those_who_may_change_the_activity_change_its_parties(client, cast, course):
    row = add(course, cast, "performer", "Älby kommun")
    client.force_login(cast.other_contact)
    assert client.get(url(cast, "parties", course.pk)).status_code == 200
    for address in (url(cast, "party", course.pk, row.pk), url(cast, "add_post", course.pk)):
        assert client.get(address).status_code == 403
    client.force_login(cast.coordinator)
    assert client.get(url(cast, "add_party", course.pk, "nagot")).status_code == 404
    client.post(url(cast, "remove_party", course.pk, row.pk))
    assert not course.actors.filter(pk=row.pk).exists()


def test_many_parties_and_posts_cost_no_more_than_one(client, cast, course):
    client.force_login(cast.coordinator)
    counts = []
    for n in range(2):
        for k in range(1 + 8 * n):
            add(course, cast, "funder", f"Betalar {n}{k}", organisation=cast.region, share=2)
            add(course, cast, "performer", f"Gör {n}{k}", organisation=cast.alby, left_on=START)
            writing.add_post(
                activity=course, title="Tjänst", shares=[("A", cast.ekby, 5), ("B", None, 5)], by=cast.coordinator
            )
        for name in ("detail", "parties"):
            client.get(url(cast, name, course.pk))
            with CaptureQueriesContext(connection) as found:
                client.get(url(cast, name, course.pk))
            counts.append(len(found))
    assert counts[:2] == counts[2:]
