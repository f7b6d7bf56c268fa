"""The drawing in a real Chromium: reached by keyboard, drawn anew for a phone, and nothing to the side of the page."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from samplan.work.plans import actions as plans

from .making import make_activities

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_box_is_gone_to_by_keyboard_and_a_phone_gets_a_column(page, live_server, client, cast):
    edition, nodes, _ = make_activities(cast)
    plans.add_contribution(source=nodes["s21"], target=nodes["v1"], evidence="", by=cast.coordinator)
    client.force_login(cast.reader)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + reverse("activities:theory", args=["norrlunda", edition.pk]))
    wide, narrow = page.locator(".theory-wide svg"), page.locator(".theory-narrow svg")
    expect(wide).to_be_visible()
    expect(narrow).to_be_hidden()

    page.set_viewport_size({"width": 320, "height": 700})
    expect(wide).to_be_hidden()
    expect(narrow).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert narrow.evaluate("drawing => drawing.getBoundingClientRect().right") <= 320

    page.set_viewport_size({"width": 1280, "height": 900})
    box = wide.get_by_role("link", name="Jag hittar rätt")
    page.locator(".theory-wide").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/planen/del/*/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jag hittar rätt första gången")
