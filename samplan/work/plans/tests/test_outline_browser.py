"""Folding the outline in a real Chromium: where it stands, remembered, by keyboard."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from .making import make_plan

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(page, live_server, client, cast):
    client.force_login(cast.reader)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return page


def test_a_part_folds_without_a_new_page_and_stays_folded(signed_in, live_server, cast):
    edition, nodes = make_plan(cast)
    page, address = signed_in, live_server.url + reverse("plans:edition", args=["norrlunda", edition.pk])
    page.goto(address)
    arrow, below = page.locator(f"#del-{nodes['a1'].pk} .fold"), page.locator(f"#del-{nodes['s11'].pk}")
    expect(below).to_be_visible()

    arrow.focus()
    page.keyboard.press("Enter")
    expect(below).to_be_hidden()
    assert page.url == address

    page.reload()
    expect(below).to_be_hidden()
    expect(page.locator(f"#del-{nodes['s21'].pk}")).to_be_visible()

    page.get_by_role("link", name="Delområden").click()
    expect(below).to_be_visible()


def test_nothing_scrolls_sideways_on_a_small_phone(signed_in, live_server, cast):
    edition, nodes = make_plan(cast)
    signed_in.set_viewport_size({"width": 320, "height": 700})
    for name, pk in (("edition", edition.pk), ("document", edition.pk), ("node", nodes["goal"].pk)):
        signed_in.goto(live_server.url + reverse(f"plans:{name}", args=["norrlunda", pk]))
        assert signed_in.evaluate("document.documentElement.scrollWidth") <= 320, name
