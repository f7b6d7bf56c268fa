"""The page with two people's texts, in a real browser and without its script."""

import lxml.html
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from samplan.foundation.core.tests.starting import start_in, start_of
from samplan.work.plans import actions
from samplan.work.plans.tests.making import make_plan

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
BASE = "Vi öppnar en mottagning. Den är öppen på måndagar. Föreningen håller i en kurs."


@pytest.fixture
def node(cast):
    node = make_plan(cast).nodes_by_ref["a1"]
    return save(node, by=cast.coordinator, title="Kunskap", text=BASE)


def save(node, *, by, **changes):
    now = {"number": node.number, "title": node.title, "text": node.text, "parent": node.parent} | changes
    return actions.edit_node(node=node, seen=actions.mark_of_node(node), by=by, **now)


def address(node):
    return reverse("plans:edit_node", args=["norrlunda", node.pk])


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(240)
def test_it_is_read_and_mended_with_the_keyboard_in_every_width_and_theme(page, live_server, client, cast, node):
    client.force_login(cast.coordinator)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(live_server.url + address(node))
    page.fill("[name=text]", BASE.replace("måndagar", "tisdagar").replace("en kurs", "två kurser"))
    save(node, by=cast.editor, text=BASE.replace("måndagar", "fredagar"), number="7")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Elin Prov sparade medan du skrev")
    expect(page.get_by_text("Ingenting är borta")).to_be_visible()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert Axe().run(page, options=RULES).response["violations"] == [], (theme, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    field = page.locator("textarea[name=text]")
    page.get_by_role("button", name="Använd deras").focus()
    page.keyboard.press("Enter")
    expect(field).to_have_value(BASE.replace("måndagar", "fredagar"))
    expect(field).to_be_focused()
    page.get_by_role("button", name="Ta med båda").press("Enter")
    expect(field).to_have_value(BASE.replace("måndagar.", "fredagar. tisdagar.").replace("en kurs", "två kurser"))
    page.get_by_role("button", name="Spara den sammanslagna texten").press("Enter")
    page.wait_for_url(lambda url: "andra" not in url)
    node.refresh_from_db()
    assert (node.number, node.text) == (
        "7",
        BASE.replace("måndagar.", "fredagar. tisdagar.").replace("en kurs", "två kurser"),
    )


@pytest.mark.django_db
def test_without_a_script_the_server_puts_the_chosen_text_in_the_field(client, cast, node):
    client.force_login(cast.coordinator)
    start, text = start_of(client, address(node)), BASE.replace("måndagar", "tisdagar")
    save(node, by=cast.editor, text=BASE.replace("måndagar", "fredagar"))
    sent = {"number": "", "title": "Kunskap", "parent": node.parent_id or "", "text": text}
    told = client.post(address(node), {**sent, "seen": start})
    shown = client.post(address(node), {**sent, "seen": start_in(told), "take": "theirs:text"})
    page = lxml.html.fromstring(shown.content.decode())
    assert page.xpath("//textarea[@name='text']")[0].text_content().strip() == BASE.replace("måndagar", "fredagar")
    assert "tisdagar" in page.text_content()  # one's own text is still there to go back to
    node.refresh_from_db()
    assert "fredagar" in node.text


@pytest.mark.django_db
def test_a_third_who_saves_in_between_is_told_of_too(client, cast, node):
    client.force_login(cast.coordinator)
    start = start_of(client, address(node))
    sent = {"number": "", "title": "Kunskap", "parent": node.parent_id or ""}
    save(node, by=cast.editor, text=BASE + " Ett.")
    told = client.post(address(node), {**sent, "text": BASE.replace("Vi", "Ni"), "seen": start})
    node.refresh_from_db()
    save(node, by=cast.editor, text=BASE + " Ett. Två.")
    again = client.post(address(node), {**sent, "text": BASE.replace("Vi", "Ni") + " Ett.", "seen": start_in(told)})
    assert again.status_code == 409
    saved = {**sent, "text": BASE.replace("Vi", "Ni") + " Ett. Två.", "seen": start_in(again)}
    assert f"{saved['text']}</textarea>" in again.content.decode()
    assert client.post(address(node), saved).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["", "skräp", "cut", "another"])
def test_a_start_that_cant_be_read_is_told_as_stale_and_nothing_is_lost(client, cast, node, broken):
    """Nothing is unpacked that was not packed here, and a start made for one part is no good for another."""
    client.force_login(cast.coordinator)
    start = start_of(client, address(node))
    other = Client()
    other.force_login(cast.coordinator)
    spoilt = {
        "cut": start[:-3],
        "another": start_of(other, address(node.edition.nodes.exclude(pk=node.pk).first())),
    }.get(broken, broken)
    sent = {"number": "", "title": "Kunskap", "parent": node.parent_id or "", "text": "Helt nytt.", "seen": spoilt}
    answer = client.post(address(node), sent)
    assert answer.status_code == 409
    assert "Helt nytt.</textarea>" in answer.content.decode()
    node.refresh_from_db()
    assert node.text == BASE
