"""Two browsers with the same section open: each sees that the other writes, without loading the page again."""

from datetime import timedelta

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from samplan.work.questionnaires.models import Answer
from samplan.work.rounds import actions

from .test_browser import RULES, open_link

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]
POLL = 21_000  # milliseconds


def at_section(browser, live_server, opened, path):
    page = browser.new_context(locale="sv-SE").new_page()
    page.clock.install()
    open_link(page, live_server.url, path)
    page.goto(f"{live_server.url}/svar/{opened.ekby.pk}/avsnitt/1/")
    return page


def test_two_browsers_see_each_other_and_a_forgotten_one_fades(browser, live_server, opened, link_of, cast):
    cache.clear()
    actions.ask_helper(request=opened.ekby, name="Mona Prov", email="mona@example.org", by=cast.contact)
    question = opened.questions["1.1"]
    sara = at_section(browser, live_server, opened, link_of("sara@example.org"))
    expect(sara.locator(".present")).to_have_text("")
    mona = at_section(browser, live_server, opened, link_of("mona@example.org"))
    expect(mona.locator(".present")).to_contain_text("Sara Prov skriver här")
    sara.locator(f"#q{question.pk}-text").fill("Saras ord.")
    sara.clock.fast_forward(POLL)
    expect(sara.locator(".present")).to_contain_text("Mona Prov skriver här, senast kl.")
    expect(sara.locator(f"#q{question.pk}-text")).to_have_value("Saras ord.")
    expect(sara.locator(f"#q{question.pk} [data-save-state=saved]")).to_be_visible()
    assert Answer.objects.get(response=opened.ekby.response).text == "Saras ord."
    for width in (1280, 390, 320):
        sara.set_viewport_size({"width": width, "height": 900})
        assert Axe().run(sara, options=RULES).response["violations"] == [], width
        assert sara.evaluate("document.documentElement.scrollWidth") <= width
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        sara.clock.fast_forward(POLL)
        expect(sara.locator(".present")).to_have_text("")
