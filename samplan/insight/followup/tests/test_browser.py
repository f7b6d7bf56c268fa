"""In a real browser: nothing for axe to find, nothing refused by the policy, no scrolling sideways, and the choice of whom to remind."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from samplan.foundation.core.dates import today
from samplan.foundation.core.tests.looks import LOOKS
from samplan.work.rounds import actions as rounds

from .conftest import prepare, put
from .test_import_earlier import as_csv, read_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]


def url(name, *args):
    return reverse(f"followup:{name}", args=["norrlunda", *args])


@pytest.fixture
def seen(page, context, live_server, karin):
    """Signed in as coordinator; what the console says and what leaves for another host."""
    cookie = {"name": "sessionid", "value": karin.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    said = []
    page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((live_server.url, "data:")) else said.append(r.url))
    return said


def addresses(karin, cast, edition, opened):
    """Every page of the room, with something of each kind on it."""
    put(opened.region, "on_behalf")
    draft = prepare(cast, edition, year=today().year + 1, previous=opened.round)
    file = SimpleUploadedFile("svar.csv", as_csv([["Ekbi", "ja"], ["Älby", "kanske"]]))
    fields = {"edition": edition.pk, "year": 2024, "answered_on": "2024-12-01", "file": file}
    columns = karin.post(url("import_earlier"), fields).url
    pk = opened.round.pk
    return [
        url("list"),
        url("round", pk),
        f"{url('remind', pk)}?vem={opened.alby.pk}&vem={opened.ekby.pk}",
        url("extend", pk),
        url("close", pk),
        url("contact", pk, opened.alby.pk),
        url("reopen", pk, opened.association.pk),
        url("behalf", pk, opened.alby.pk),
        url("new"),
        *[url(step, draft.pk) for step in ("questions", "audience", "times", "preview")],
        url("import_earlier"),
        columns,
    ]


@pytest.mark.proof  # in the ordinary run tests/site looks at the pages
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_axe_finds_nothing(page, live_server, karin, cast, edition, opened, seen, theme, width):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    for address in addresses(karin, cast, edition, opened):
        page.goto(live_server.url + address)
        page.evaluate("for (const d of document.querySelectorAll('main details')) d.open = true")
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} scrolls sideways"
        assert seen == [], address


def test_the_count_follows_the_ticks_and_all_are_let_go_at_once(page, live_server, opened, seen):
    page.goto(live_server.url + url("round", opened.round.pk))
    bar = page.locator(".chosen-bar")
    expect(bar).to_contain_text("2 valda.")
    page.get_by_label("Påminn Ekby").check()
    expect(bar).to_contain_text("3 valda.")
    page.get_by_role("button", name="Välj inga").click()
    expect(bar).to_contain_text("0 valda.")
    page.get_by_label("Påminn Älby").check()
    page.get_by_role("button", name="Förhandsgranska påminnelse").click()
    expect(page.locator("h1")).to_have_text("Så ser påminnelsen ut")
    expect(page.get_by_role("button", name="Skicka till 1")).to_be_visible()


def test_a_closed_round_holds_nothing_for_axe(page, live_server, opened, seen):
    rounds.close_round(round=opened.round, by=opened.round.owner)
    page.goto(live_server.url + url("round", opened.round.pk))
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    expect(page.get_by_role("link", name="Läs svaret från SPHN")).to_be_visible()


def test_a_round_that_was_read_in_holds_nothing_for_axe(page, live_server, karin, edition, seen):
    round = read_in(karin, edition)
    for address in (url("round", round.pk), url("drop_imported", round.pk)):
        page.goto(live_server.url + address)
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
        assert seen == []


def test_the_strips_in_the_plan_hold_nothing_for_axe(page, live_server, edition, opened, seen):
    rounds.close_round(round=opened.round, by=opened.round.owner)
    for address in (
        reverse("plans:edition", args=["norrlunda", edition.pk]),
        reverse("plans:node", args=["norrlunda", opened.questions["2.2"].asked.source.node_id]),
    ):
        page.goto(live_server.url + address)
        expect(page.locator(".answer-strip svg").first).to_be_attached()
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
        assert seen == []
