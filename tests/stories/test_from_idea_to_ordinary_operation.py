"""One activity from idea to ordinary operation, as its people write it: in real browsers, with a real SMTP server, over three years."""

import pytest
import time_machine
from playwright.sync_api import expect

from conftest import PASSWORD
from samplan.work.activities.models import Activity, Forecast
from samplan.work.activities.states import latest
from samplan.work.plans.tests.making import make_plan

from .living_people import Person, noon, post, words_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
TITLE = "Samtalsmottagning för unga"


@pytest.fixture
def people(browser, live_server, cast, settings):
    """Karin coordinates, Nils answers for Älby, Sara for Ekby; each at a browser of their own."""
    settings.BASE_URL = live_server.url
    users = (cast.coordinator, cast.other_contact, cast.contact)
    for user in users:
        user.set_password(PASSWORD)
        user.save()
    pages = [browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900}).new_page() for _ in users]
    yield [Person(user, page, live_server.url) for user, page in zip(users, pages, strict=True)]
    for page in pages:
        page.context.close()


def karin_writes_the_idea(karin):
    karin.open("/norrlunda/aktiviteter/")
    karin.follow("Lägg till en aktivitet")
    karin.write(title=TITLE, text="En dörr in, utan remiss.", starts_on="2024-09-01", ordinary_on="2026-01-01")
    karin.press("Lägg till aktiviteten")
    expect(karin.heading).to_have_text(TITLE)
    karin.reads("Ingen har tagit på sig den")
    return karin.page.url.removeprefix(karin.base)


def karin_asks(karin, path, organisation):
    karin.open(path)
    karin.follow("Fråga vem som kan ta på sig den")
    karin.choose("organisations", str(organisation.pk))
    karin.write(message="Vi tror att ni har lokalen.")
    karin.press("Skicka frågan")


def somebody_answers(who, smtp, outcome, words):
    assert TITLE in words_of(post(smtp, who.user.email)[-1])
    who.open("/norrlunda/")
    who.follow("Svara")
    who.choose("outcome", outcome)
    who.write(answer=words)
    who.press("Svara")


def state(who, path, to, on, **fields):
    who.open(path)
    who.follow("Ändra läget")
    who.choose("to", to)
    who.write(on=on, **fields)
    who.press("Spara läget")
    expect(who.heading).to_have_text(TITLE)


def move(who, path, why, **days):
    who.open(path)
    who.follow("Ändra uppgifterna")
    who.write(**days)
    who.press("Spara")
    who.reads("Skriv varför")
    who.write(moved_why=why)
    who.press("Spara")
    expect(who.heading).to_have_text(TITLE)


def sara_takes_it_up_again(sara):
    """Reminded on her start page two weeks before the pause was to end."""
    sara.open("/norrlunda/")
    sara.reads(f"Ska ”{TITLE}” komma igång igen?")
    sara.follow("Säg vad som händer")
    expect(sara.page.locator("#id_payer_field")).to_be_hidden()
    sara.choose("to", "ongoing")
    sara.write(on="2025-05-26", reason="Ny kurator började i maj")
    sara.press("Spara läget")


def all_is_told(karin, path):
    karin.open(path)
    karin.reads(
        "I ordinarie drift", "Betalas nu av Socialnämnden i Ekby", "Lever vidare: Mottagningen två dagar i veckan",
        "Följde inte med: Chatten", "Ordinarie drift flyttades från 1 januari 2026 till 1 juli 2026",
        "Start flyttades från 1 september 2024 till 4 november 2024", "Ska återupptas 2 juni 2025",
        "Vakant tjänst", "Ny kurator började i maj", "tackar nej", "Vi har ingen personal för det", "med en ändring",
    )  # fmt: skip
    states = karin.page.locator("#lage .events b").all_text_contents()
    assert [s for s in states if "flyttades" not in s] == [
        "I ordinarie drift",
        "Pågår",
        "Pausad",
        "Pågår",
        "Förbereds",
        "Idé",
    ]
    expect(karin.page.locator("svg.timeline .moved")).to_have_count(2)
    karin.open("/norrlunda/aktiviteter/?lage=ordinary")
    karin.reads(TITLE)


def test_an_activity_goes_from_idea_to_ordinary_operation_in_three_years(people, cast, smtp):
    karin, nils, sara = people
    make_plan(cast)
    with time_machine.travel(noon(2024, 1, 15)) as clock:
        path = karin_writes_the_idea(karin)
        karin_asks(karin, path, cast.alby)
        clock.move_to(noon(2024, 1, 29))
        somebody_answers(nils, smtp, "declined", "Vi har ingen personal för det")
        karin.open(path)
        karin.reads("Ingen har tagit på sig den", "Vi har ingen personal för det")
        clock.move_to(noon(2024, 2, 5))
        karin_asks(karin, path, cast.ekby)
        clock.move_to(noon(2024, 2, 19))
        somebody_answers(sara, smtp, "changed", "Vi börjar på en skola")
        clock.move_to(noon(2024, 3, 4))
        state(sara, path, "preparing", "2024-03-04")
        clock.move_to(noon(2024, 8, 19))
        move(sara, path, "Lokalen blev inte klar", starts_on="2024-11-04")
        clock.move_to(noon(2024, 11, 4))
        state(sara, path, "ongoing", "2024-11-04")
        clock.move_to(noon(2025, 3, 10))
        state(sara, path, "paused", "2025-03-10", reason="Vakant tjänst", resume_on="2025-06-02")
        clock.move_to(noon(2025, 5, 26))
        sara_takes_it_up_again(sara)
        clock.move_to(noon(2025, 12, 1))
        move(sara, path, "Nämnden beslutar först i vår", ordinary_on="2026-07-01")
        clock.move_to(noon(2026, 6, 29))
        handed = {
            "payer": "Socialnämnden i Ekby",
            "goes_on": "Mottagningen två dagar i veckan",
            "left_behind": "Chatten",
        }
        state(sara, path, "ordinary", "2026-06-29", **handed)
        all_is_told(karin, path)
    activity = Activity.objects.get()
    assert (activity.owner, activity.kind, latest(activity).state) == (cast.ekby, "operation", "ordinary")
    assert Forecast.objects.count() == 2
