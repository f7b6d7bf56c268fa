"""In a real browser: nothing for axe to find, nothing refused by the policy, no scrolling sideways, one chart at a time."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from samplan.foundation.core.tests.looks import LOOKS
from samplan.insight.analysis.actions import save_analysis
from samplan.work.questionnaires.models import Question

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def seen(page, context, live_server, client, cast):
    """Signed in as coordinator; what the console says and what leaves for another host."""
    client.force_login(cast.coordinator)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    said = []
    page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((live_server.url, "data:")) else said.append(r.url))
    return said


def addresses(round):
    questions = Question.objects.filter(section__form=round.form_id).order_by("position")
    return [
        reverse("analysis:round", args=["norrlunda", round.pk]),
        *[reverse("analysis:question", args=["norrlunda", round.pk, q.pk]) for q in questions],
        reverse("analysis:question", args=["norrlunda", round.pk, questions[0].pk]) + "?visa=andrade",
    ]


@pytest.mark.proof  # in the ordinary run tests/site looks at the pages
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_axe_finds_nothing(page, live_server, cast, two_years, seen, theme, width):
    now = two_years[1]
    first = Question.objects.get(section__form=now.form_id, number="1.1")
    save_analysis(round=now, question=first, text="Bra.", data_version="äldre", revision=0, by=cast.coordinator)
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    for address in addresses(now):
        page.goto(live_server.url + address)
        page.evaluate("for (const d of document.querySelectorAll('main details')) d.open = true")
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} scrolls sideways"
        assert seen == [], address


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1280, "wide", "narrow"), (390, "narrow", "wide")])
def test_one_chart_is_shown_and_its_text_can_be_read(page, live_server, two_years, seen, width, shown, hidden):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + addresses(two_years[1])[1])
    expect(page.locator(f".drawn-{shown} svg")).to_be_visible()
    expect(page.locator(f".drawn-{hidden} svg")).to_be_hidden()
    heights = page.locator(f".drawn-{shown} svg text").evaluate_all(
        "texts => texts.map(t => t.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 12


def test_an_analysis_is_written_and_put_in_the_report(page, live_server, two_years, seen):
    page.goto(live_server.url + addresses(two_years[1])[1])
    page.get_by_label("Vad säger svaren, och vad beror det på?").fill("Fler har kommit igång.")
    page.get_by_role("button", name="Spara analysen").click()
    expect(page.locator(".own-text")).to_have_text("Fler har kommit igång.")
    page.get_by_role("button", name="Till rapporten").click()
    expect(page.get_by_role("button", name="Ta bort ur rapporten")).to_be_visible()
    assert two_years[1].analyses.get().in_report
