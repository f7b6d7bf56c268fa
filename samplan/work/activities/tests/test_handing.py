"""What nobody has taken on is found, chosen and handed over in one step."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import expect

from samplan.foundation.history.models import Event
from samplan.work.activities import actions
from samplan.work.activities.models import Activity, Asking
from samplan.work.activities.tests.making import make_activities


def free_ones(cast, number=10):
    new = [actions.NewActivity(f"Fri {n:02}") for n in range(number)]
    new += [
        actions.NewActivity("Tagen", state="ongoing", owner=cast.ekby),
        actions.NewActivity("Slut utan ägare", state="ended"),
    ]
    return make_activities(cast, new)[-1]


def url(cast, name, *args):
    return reverse(f"activities:{name}", args=[cast.norr.slug, *args])


@pytest.mark.django_db
def test_some_are_handed_over_and_the_rest_stay(client, cast):
    made = free_ones(cast)
    client.force_login(cast.coordinator)
    page = client.get(url(cast, "ownerless")).content.decode()
    assert "10 aktiviteter har ingen tagit på sig" in page
    assert "Slut utan ägare" not in page
    chosen = [made["Fri 00"].pk, made["Fri 03"].pk]
    data = {"activities": chosen, "owner": cast.alby.pk, "how": "write", "owner_person": "Nils Prov", "message": ""}
    answer = client.post(url(cast, "ownerless"), data, follow=True).content.decode()
    assert "Älby kommun äger 2 aktiviteter till." in answer
    assert set(Activity.objects.filter(owner=cast.alby).values_list("pk", flat=True)) == set(chosen)
    assert Event.objects.filter(verb="activities.owner_set").count() == 2


@pytest.mark.django_db
def test_what_somebody_took_on_meanwhile_stays_theirs_and_is_told(client, cast):
    made = free_ones(cast, 2)
    client.force_login(cast.coordinator)
    client.get(url(cast, "ownerless"))
    data = {"activities": [a.pk for a in made.values() if a.owner is None][:2], "owner": cast.alby.pk, "how": "write"}
    actions.take_on(activity=made["Fri 01"], owner=cast.ekby, owner_person="Sara", by=cast.contact)
    answer = client.post(url(cast, "ownerless"), data)
    assert answer.status_code == 422  # it is no longer among the choices: nothing is done by half
    assert "Fri 00" in answer.content.decode()
    assert not Activity.objects.filter(owner=cast.alby).exists()
    from samplan.work.activities.actions import handing

    facts = {"activities": data["activities"], "owner": cast.alby, "owner_person": "", "by": cast.coordinator}
    number, taken = handing.hand_over(**facts)  # and past the form, in the same moment
    assert (number, taken) == (1, [made["Fri 01"]])


@pytest.mark.django_db
def test_they_can_be_asked_first(client, cast):
    made = free_ones(cast, 3)
    client.force_login(cast.coordinator)
    chosen = [made["Fri 00"].pk, made["Fri 01"].pk]
    data = {"activities": chosen, "owner": cast.ekby.pk, "how": "ask", "message": "Kan ni?"}
    for expected in ("frågad om 2 aktiviteter", "frågad om 0 aktiviteter"):
        answer = client.post(url(cast, "ownerless"), data, follow=True).content.decode()
        assert expected in answer
    assert Asking.objects.filter(outcome="", organisation=cast.ekby).count() == 2
    assert not Activity.objects.filter(pk__in=chosen, owner=cast.ekby).exists()


@pytest.mark.django_db
def test_the_page_asks_as_often_however_many_nobody_has(client, cast):
    client.force_login(cast.coordinator)
    counts = []
    for number in (2, 20):
        Activity.objects.all().delete()
        free_ones(cast, number)
        client.get(url(cast, "ownerless"))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cast, "ownerless"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_coordinator_finds_ten_that_nobody_owns_and_hands_them_over(page, live_server, client, cast):
    free_ones(cast)
    client.force_login(cast.coordinator)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(live_server.url + url(cast, "list"))
    page.get_by_role("link", name=re.compile("Ingen har tagit på sig den")).click()
    page.get_by_role("link", name="Lämna över flera på en gång").click()
    expect(page.locator("h1")).to_have_text("10 aktiviteter har ingen tagit på sig")
    page.get_by_role("link", name="Välj alla").click()
    page.get_by_label("Vilken organisation?").select_option(label="Älby kommun")
    page.get_by_role("button", name="Lämna över").click()
    expect(page.locator("h1")).to_have_text("Alla aktiviteter har en ägare")
    expect(page.locator("main, .messages").first).to_contain_text("Älby kommun äger 10 aktiviteter till.")
    assert Activity.objects.filter(owner=cast.alby).count() == 10
