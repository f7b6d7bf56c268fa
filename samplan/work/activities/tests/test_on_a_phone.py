"""Somebody who leads activities says how three of them go, on a phone, one after the other."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from samplan.foundation.people.models import Role, User
from samplan.work.activities import actions
from samplan.work.activities.models import Update
from samplan.work.activities.tests.making import age, make_activities


@pytest.fixture
def lead(cast, db):
    """Lena leads activities in Ekby; three of them have stood still, one has not, and one is somebody else's."""
    user = User.objects.create_user(email="lena@example.org", name="Lena Prov")
    Role.objects.create(user=user, kind="activity_lead", organisation=cast.ekby, valid_from=date(2020, 1, 1))
    new = [actions.NewActivity(f"Kurs {n}", state="ongoing", owner=cast.ekby) for n in (1, 2, 3, 4)]
    new.append(actions.NewActivity("Älbys", state="ongoing", owner=cast.alby))
    *_, made = make_activities(cast, new)
    for title, days in (("Kurs 1", 500), ("Kurs 2", 400), ("Kurs 3", 300), ("Älbys", 500)):
        age(made[title], days)
    return user, made


@pytest.mark.django_db
def test_the_next_that_waits_is_offered_and_nobody_elses(client, cast, lead):
    user, made = lead
    client.force_login(user)
    url = reverse("activities:report", args=[cast.norr.slug, made["Kurs 1"].pk])
    assert "Nästa: Kurs 2" in client.get(url).content.decode()
    data = {"on": "2026-01-01", "background": "", "result": "Klart.", "analysis": "", "go": "next"}
    assert client.post(url, data).url == reverse("activities:report", args=[cast.norr.slug, made["Kurs 2"].pk])
    client.force_login(cast.coordinator)
    assert "Nästa:" not in client.get(url).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_three_are_updated_on_a_phone(browser, live_server, client, cast, lead):
    user, _made = lead
    client.force_login(user)
    context = browser.new_context(locale="sv-SE", viewport={"width": 390, "height": 844}, has_touch=True)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{live_server.url}/norrlunda/")
    page.get_by_role("link", name="Skriv", exact=True).first.tap()
    for number, words in enumerate(("Alla har gått.", "Två gånger till.", "Den är i gång."), start=1):
        expect(page.locator("main")).to_contain_text(f"Kurs {number}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_label("Resultat").fill(words)
        last = number == 3
        page.get_by_role("button", name="Spara" if last else "Spara och gå till nästa som väntar", exact=True).tap()
    expect(page.locator("h1")).to_contain_text("Kurs 3")
    expect(page.locator("main")).to_contain_text("Den är i gång.")
    assert sorted(Update.objects.values_list("activity__title", "result")) == [
        ("Kurs 1", "Alla har gått."),
        ("Kurs 2", "Två gånger till."),
        ("Kurs 3", "Den är i gång."),
    ]
    context.close()
