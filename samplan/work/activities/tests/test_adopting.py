"""A local plan takes up an activity of the county's plan, with its own text and its own dated state."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.core.tests.starting import start_of
from samplan.foundation.history.models import Event
from samplan.foundation.people.models import Organisation
from samplan.work.activities.actions import adopting
from samplan.work.activities.models import Adoption
from samplan.work.activities.states import NotAllowed
from samplan.work.plans.actions.relations import create_plan_under
from samplan.work.plans.tests.making import TIERS

from .making import make_activities


def local_plan(cast, edition, organisation, title):
    made = create_plan_under(
        parent=edition.plan,
        title=title,
        organisation=organisation,
        valid_from=None,
        valid_to=None,
        tiers=TIERS,
        by=cast.coordinator,
    )
    return made.plan


@pytest.fixture
def made(cast):
    edition, _nodes, activities = make_activities(cast)
    cast.extra.region_plan = local_plan(cast, edition, cast.region, "Regionens lokala plan")
    cast.extra.ekby_plan = local_plan(cast, edition, cast.ekby, "Ekbys lokala plan")
    cast.extra.edition = edition
    return activities


def take_up(cast, activity, plan, **changes):
    values = {"text": "", "state": "idea", "on": today(), "reason": "", "by": cast.coordinator, **changes}
    return adopting.take_up(activity=activity, plan=plan, **values)


def url(name, pk):
    return reverse(f"activities:{name}", args=["norrlunda", pk])


@pytest.mark.row(76)
def test_a_local_plan_takes_up_an_activity_and_the_county_sees_how_far(client, cast, made):
    activity = made["En väg in"]
    client.force_login(cast.editor)
    page = client.get(url("detail", activity.pk)).content.decode()
    assert url("take_up", activity.pk) in page
    form = {"plan": cast.extra.region_plan.pk, "text": "En telefon.", "state": "ongoing", "on": today().isoformat()}
    offered = client.get(url("take_up", activity.pk)).content.decode()
    assert "Regionens lokala plan" in offered
    assert "Ekbys lokala plan" not in offered
    client.post(url("take_up", activity.pk), {**form, "plan": cast.extra.ekby_plan.pk})
    assert not Adoption.objects.exists()
    client.post(url("take_up", activity.pk), form)
    take_up(cast, activity, cast.extra.ekby_plan)
    client.force_login(cast.reader)
    page = client.get(url("detail", activity.pk)).content.decode()
    assert "2 har tagit upp den: " in page
    assert "1 pågår" in page
    assert "En telefon." in page
    assert url("take_up", activity.pk) not in page
    relations = client.get(reverse("plans:relations", args=["norrlunda", cast.extra.region_plan.editions.get().pk]))
    assert "Upptaget ur länets plan" in relations.content.decode()
    activity.refresh_from_db()
    assert activity.states.last().state == "idea"  # the county's own state is its own


def test_each_place_has_its_own_dated_state_and_moves_as_an_activity_does(client, cast, made):
    adoption = take_up(cast, made["En väg in"], cast.extra.region_plan, on=today() - timedelta(days=9))
    client.force_login(cast.editor)
    page = url("adoption_state", adoption.pk)
    assert 'value="ended"' not in client.get(page).content.decode()  # an idea can not be ended
    client.post(page, {"state": "ongoing", "on": today().isoformat()})
    assert adoption.states.last().state == "ongoing"
    assert "Skriv varför" in client.post(page, {"state": "paused", "on": today().isoformat()}).content.decode()
    day = today() - timedelta(days=3)
    with pytest.raises(NotAllowed, match="senare dag"):
        adopting.change_adoption_state(adoption=adoption, to="paused", on=day, reason="x", by=cast.editor)
    day = today() + timedelta(days=3)
    with pytest.raises(NotAllowed, match="framåt"):
        adopting.change_adoption_state(adoption=adoption, to="paused", on=day, reason="x", by=cast.editor)
    assert Event.objects.filter(verb="activities.adoption_state").count() == 1


def test_an_activity_is_taken_up_once_and_only_in_a_local_plan_of_the_county(cast, made):
    activity = made["En väg in"]
    take_up(cast, activity, cast.extra.region_plan)
    with pytest.raises(NotAllowed, match="redan upptagen"):
        take_up(cast, activity, cast.extra.region_plan)
    with pytest.raises(NotAllowed, match="lokal plan"):
        take_up(cast, activity, cast.extra.edition.plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.create(activity=activity, plan=cast.extra.region_plan)


def test_two_who_change_the_same_text_do_not_overwrite_each_other(client, cast, made):
    adoption = take_up(cast, made["En väg in"], cast.extra.region_plan)
    client.force_login(cast.editor)
    page = url("adoption", adoption.pk)
    seen = start_of(client, page)
    client.post(page, {"text": "På vårdcentralen.", "seen": seen})
    assert client.post(page, {"text": "På torget.", "seen": seen}).status_code == 409
    adoption.refresh_from_db()
    assert adoption.text == "På vårdcentralen."


def test_nobody_else_writes_what_a_local_plan_has_taken_up(client, cast, made):
    adoption = take_up(cast, made["En väg in"], cast.extra.ekby_plan)
    for who, code in ((cast.editor, 403), (cast.reader, 403), (cast.outsider, 404), (cast.manager, 200)):
        client.force_login(who)
        assert client.get(url("adoption", adoption.pk)).status_code == code
        assert client.get(url("adoption_state", adoption.pk)).status_code == code


def test_the_questions_to_the_database_do_not_grow_with_the_local_plans(client, cast, made):
    activity = made["En väg in"]
    client.force_login(cast.reader)

    def asked():
        client.get(url("detail", activity.pk))
        with CaptureQueriesContext(connection) as captured:
            client.get(url("detail", activity.pk))
        return len(captured)

    take_up(cast, activity, cast.extra.region_plan)
    few = asked()
    for number in range(5):
        town = Organisation.objects.create(
            county=cast.norr, kind="municipality", name=f"By {number}", short_name=f"By {number}", code=f"92{number:02}"
        )
        plan = local_plan(cast, cast.extra.edition, town, f"Plan {number}")
        take_up(cast, activity, plan, on=date(2025, 1, 1))
    assert asked() == few
