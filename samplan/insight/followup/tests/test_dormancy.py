"""A plan in force that nobody follows up is told of, with what can be done; so is one whose owner is gone."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samplan.foundation.core import dates
from samplan.foundation.core.dates import today
from samplan.insight.followup import dormancy, offers
from samplan.work.activities.models import Activity, Update
from samplan.work.governance.models import Body
from samplan.work.plans import actions as plans
from samplan.work.plans.models import BodyRole, Edition, Plan
from samplan.work.plans.tests.making import make_plan
from samplan.work.rounds import actions as rounds
from samplan.work.rounds.models import Round, RoundState

from .conftest import prepare, with_fallback

pytestmark = pytest.mark.django_db

LIMIT = dormancy.months_before(today(), dormancy.MONTHS)
DAY = timedelta(days=1)


@pytest.fixture
def adopted(cast, edition):
    """Makes the plan one in force since a day."""

    def since(day, of=edition, replaces=False, **facts):
        Edition.objects.filter(pk=of.pk).update(**{"valid_from": None, "valid_to": None, **facts})
        of = Edition.objects.get(pk=of.pk)
        plans.adopt(edition=of, on=day, reason="Beslut", replaces=replaces, by=cast.coordinator)

    return since


def found(cast):
    return [one for one in dormancy.dormant_in(cast.norr) if one.is_silent]


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 23), date(2025, 9, 23)),
        (date(2027, 4, 30), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2025, 1, 1)),
    ],
)
def test_fourteen_months_before_a_day(day, before):
    assert dormancy.months_before(day, 14) == before


@pytest.mark.parametrize(("days_before_the_limit", "is_dormant"), [(1, True), (0, False)])
def test_a_plan_that_was_never_followed_up_counts_from_the_day_it_came_into_force(
    cast, adopted, days_before_the_limit, is_dormant
):
    """Fails with `<=` for `<` in the comparison with the limit."""
    adopted(LIMIT - days_before_the_limit * DAY)
    assert bool(found(cast)) is is_dormant


@pytest.mark.parametrize(("begins", "is_dormant"), [(LIMIT - DAY, True), (LIMIT, False), (today() + DAY, False)])
def test_one_that_begins_later_than_it_was_decided_counts_from_then(cast, adopted, begins, is_dormant):
    adopted(LIMIT - 100 * DAY, valid_from=begins)
    assert bool(found(cast)) is is_dormant


@pytest.mark.parametrize(("ends", "is_dormant"), [(today() - DAY, False), (today(), True)])
def test_one_that_has_ended_does_not_sleep(cast, adopted, ends, is_dormant):
    adopted(LIMIT - 100 * DAY, valid_to=ends)
    assert bool(found(cast)) is is_dormant


def test_a_draft_does_not_sleep(cast, edition):
    Edition.objects.filter(pk=edition.pk).update(valid_from=date(2020, 1, 1), valid_to=None)
    assert not found(cast)


@pytest.mark.parametrize(("days_before_the_limit", "is_dormant"), [(1, True), (0, False)])
def test_a_round_that_was_closed_is_follow_up_until_the_limit(
    cast, edition, adopted, days_before_the_limit, is_dormant
):
    adopted(LIMIT - 500 * DAY)
    day = LIMIT - days_before_the_limit * DAY
    round = with_fallback(prepare(cast, edition, opens_on=day - 30 * DAY, closes_on=day))
    rounds.open_round(round=round, by=cast.coordinator)
    rounds.close_round(round=round, by=cast.coordinator)
    noon = timezone.now().replace(hour=12)
    RoundState.objects.filter(round=round).update(at=noon - (today() - day))
    assert bool(found(cast)) is is_dormant
    if is_dormant:
        assert found(cast)[0].was_followed


def test_an_open_round_is_follow_up_but_not_one_on_referral_nor_one_not_sent(cast, edition, adopted):
    adopted(LIMIT - 500 * DAY)
    round = with_fallback(prepare(cast, edition))
    assert found(cast)[0].draft == round
    rounds.open_round(round=round, by=cast.coordinator)
    assert not found(cast)
    Round.objects.update(kind=Round.Kind.REFERRAL)
    assert found(cast)


@pytest.mark.parametrize(("days_before_the_limit", "is_dormant"), [(1, True), (0, False)])
def test_news_of_an_activity_is_follow_up_until_the_limit(cast, edition, adopted, days_before_the_limit, is_dormant):
    adopted(LIMIT - 500 * DAY)
    activity = Activity.objects.create(county=cast.norr, edition=edition, title="Kurs", changed_at=timezone.now())
    assert found(cast)
    Update.objects.create(
        activity=activity, on=LIMIT - days_before_the_limit * DAY, result="Många kom.", by_name="Sara Prov"
    )
    assert bool(found(cast)) is is_dormant


@pytest.mark.row(7)
def test_the_plan_says_so_and_leads_to_a_follow_up(client, cast, edition, adopted):
    adopted(LIMIT - 500 * DAY)
    page, new = reverse("plans:edition", args=["norrlunda", edition.pk]), reverse("followup:new", args=["norrlunda"])
    client.force_login(cast.reader)
    shown = client.get(page).content.decode()
    assert "Planen har inte följts upp på länge" in shown
    assert dates.long_day(LIMIT - 500 * DAY) in shown
    assert new not in shown
    other = make_plan(cast, title="Annan plan").edition
    client.force_login(cast.coordinator)
    assert f"{new}?plan={edition.pk}" in client.get(page).content.decode()
    for one in (edition, other):
        assert client.get(f"{new}?plan={one.pk}").context["form"].initial["edition"] == one.pk
    assert client.get(f"{new}?plan=x").status_code == 200


def test_nothing_is_said_on_the_page_of_an_edition_that_another_took_over_after(client, cast, edition, adopted):
    adopted(LIMIT - 500 * DAY)
    client.force_login(cast.coordinator)
    page = reverse("plans:edition", args=["norrlunda", edition.pk])
    assert "inte följts upp" in client.get(page).content.decode()
    later = make_plan(cast, title="Nästa").edition
    Edition.objects.filter(pk=later.pk).update(plan=edition.plan, number=2)
    adopted(LIMIT + DAY, later, replaces=True)
    assert "inte följts upp" not in client.get(page).content.decode()


def test_the_coordinators_are_told_in_one_row_and_nobody_else(cast, edition, adopted):
    adopted(LIMIT - 500 * DAY)
    [row] = offers.todo(cast.coordinator, cast.norr)
    assert (row.text, row.action) == (f"{edition.plan.title} har inte följts upp på länge", "Börja på en uppföljning")
    assert row.due > today()
    assert offers.todo(cast.reader, cast.norr) == []
    adopted(LIMIT - 500 * DAY, make_plan(cast, title="Annan plan").edition)
    [row] = offers.todo(cast.coordinator, cast.norr)
    assert row.text == "Två planer har inte följts upp på länge"
    assert row.why == "Annan plan och Plan för god hälsa."
    Plan.objects.update(organisation=cast.ekby)
    assert offers.todo(cast.coordinator, cast.norr) == []


def body(cast, **facts):
    return Body.objects.create(county=cast.norr, kind="council", name="Samverkansrådet", **facts)


def test_a_body_that_owned_the_plan_and_is_no_more_is_told_of_until_another_owns_it(client, cast, edition, adopted):
    """Fails when a body that has ended still counts as one that stands."""
    adopted(today())
    gone = body(cast)
    BodyRole.objects.create(edition=edition, body=gone, kind="owns", valid_from=LIMIT)
    assert offers.todo(cast.coordinator, cast.norr) == offers.ownerless(cast.norr) == []
    Body.objects.update(valid_to=today() - DAY)
    [row] = offers.todo(cast.coordinator, cast.norr)
    where = reverse("plans:bodies", args=["norrlunda", edition.pk])
    assert (row.why, row.url) == ("Den ägdes senast av Samverkansrådet.", where)
    assert [item.title for item in offers.ownerless(cast.norr)] == [edition.plan.title]
    page = reverse("plans:edition", args=["norrlunda", edition.pk])
    client.force_login(cast.reader)
    assert "Planen har ingen ägare längre" in client.get(page).content.decode()
    new = Body.objects.create(county=cast.norr, kind="council", name="Länsrådet")
    plans.give_body_role(edition=edition, node=None, body=new, kind="owns", by=cast.coordinator)
    assert offers.todo(cast.coordinator, cast.norr) == []
    assert "ingen ägare" not in client.get(page).content.decode()


def test_a_body_that_no_longer_owns_the_plan_is_told_of_from_the_day_after(cast, edition, adopted):
    adopted(today())
    role = BodyRole.objects.create(edition=edition, body=body(cast), kind="owns", valid_from=LIMIT, valid_to=today())
    assert offers.todo(cast.coordinator, cast.norr) == []
    BodyRole.objects.filter(pk=role.pk).update(valid_to=today() - DAY)
    assert [todo.action for todo in offers.todo(cast.coordinator, cast.norr)] == ["Säg vem som äger planen"]


def test_an_owner_named_in_words_is_gone_when_no_living_body_has_the_name(cast, edition, adopted):
    adopted(today())
    assert offers.ownerless(cast.norr) == []
    body(cast, valid_to=today() - DAY)
    assert [item.title for item in offers.ownerless(cast.norr)] == [edition.plan.title]
    body(cast, organisation=cast.ekby)
    assert offers.ownerless(cast.norr) == []


def test_a_local_plan_whose_organisation_has_ended_is_passed_on_with_what_it_had(cast, edition, adopted):
    adopted(today())
    Plan.objects.update(organisation=cast.ekby)
    assert offers.ownerless(cast.norr) == []
    cast.ekby.valid_to = today() - DAY
    cast.ekby.save()
    [item] = offers.ownerless(cast.norr)
    assert item.url == f"{reverse('home:hand_over', args=['norrlunda'])}?organisation={cast.ekby.pk}"


def test_as_many_queries_for_many_plans_as_for_one(cast, edition, adopted):
    def asked():
        with CaptureQueriesContext(connection) as taken:
            dormancy.dormant_in(cast.norr)
        return len(taken)

    adopted(LIMIT - 500 * DAY)
    body(cast, valid_to=today() - DAY)
    few = asked()
    for n in range(6):
        adopted(LIMIT - 500 * DAY, make_plan(cast, title=f"Plan {n}").edition)
    assert len(dormancy.dormant_in(cast.norr)) == 7
    assert asked() == few <= 12
