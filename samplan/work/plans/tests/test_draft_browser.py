"""Writing a draft in a real Chromium: by keyboard, while somebody else changes the same plan."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from samplan.work.plans import actions

from .making import make_plan

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_plan_is_written_by_keyboard_while_another_writes_too(page, live_server, client, cast):
    client.force_login(cast.coordinator)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    edition, nodes = make_plan(cast)
    page.goto(live_server.url + reverse("plans:draft", args=["norrlunda", edition.pk]))
    said, row = page.locator("#draft-said"), page.locator(f"#del-{nodes['s21'].pk}")

    row.locator(".part-title").click()
    page.keyboard.press("Shift+Enter")
    expect(page.locator("[name=title]")).to_be_focused()
    page.keyboard.type("Öppna dörrar")
    page.keyboard.press("Enter")
    expect(said).to_have_text("”Öppna dörrar” är tillagd.")
    expect(page.locator("[name=title]")).to_have_value("")  # ready for the next
    page.keyboard.press("Escape")
    assert edition.nodes.get(title="Öppna dörrar").parent_id == nodes["a2"].pk

    page.keyboard.press("Alt+ArrowUp")
    expect(said).to_contain_text("flyttad upp")
    expect(page.locator("#draft-saved")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(said).to_contain_text("Ångrat")

    # Somebody else writes in the row that is open here: theirs comes in around it, and both texts are shown when it is saved.
    page.locator(f"#del-{nodes['s11'].pk} .part-title").click()
    page.keyboard.press("F2")
    page.locator("[name=title]").fill("Min rubrik")
    seen = actions.mark_of_words(nodes["s11"])
    actions.write_node(node=nodes["s11"], number="1.1", title="Deras rubrik", text="", seen=seen, by=cast.editor)
    actions.move_node(node=nodes["v2"], up=True, by=cast.editor)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#draft > li").nth(1)).to_contain_text("Jag blir trodd")
    expect(page.locator("[name=title]")).to_have_value("Min rubrik")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("h1")).to_have_text("Elin Prov sparade medan du skrev")
    expect(page.locator("main")).to_contain_text("Deras rubrik")
