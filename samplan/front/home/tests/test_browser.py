"""In a real browser: nothing for axe to find, no word from the console, no request to anybody else, no scrolling sideways."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Event, Todo, Watch
from samplan.foundation.core.tests.looks import LOOKS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
PASSWORD = "några-ord-efter-varandra"


@pytest.fixture
def filled(offered):
    day = today()
    offered.todo = [Todo(day + timedelta(days=d), f"Sak {d}", "Därför.", "/delar/", "Gör det") for d in (-8, 2, 30)]
    offered.watch = [Watch(f"{n} av 17", "har inte svarat", "/delar/", "Omgång") for n in range(4)]
    offered.events = [
        Event(day - timedelta(days=20), day + timedelta(days=20), "Årsuppföljning", "round", "/delar/"),
        Event(day + timedelta(days=20), day + timedelta(days=20), "Svarstiden går ut", "deadline"),
        Event(day - timedelta(days=90), day - timedelta(days=60), "Fördelning", "money"),
        Event(day + timedelta(days=9), day + timedelta(days=9), "Rådet", "meeting"),
    ]
    return offered


@pytest.fixture
def seen(page, live_server):
    """Whatever the console says and every request that leaves for another host."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((live_server.url, "data:")) else said.append(r.url))
    return said


def signed_in(context, live_server, client, user):
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])


def pages(cast):
    slug = cast.norr.slug
    return [
        reverse("home:start", args=[slug]),
        reverse("home:start", args=[slug]) + "?ar=lista",
        reverse("home:search", args=[slug]) + "?q=finns-inte",
        reverse("people:organisations", args=[slug]),
        reverse("people:organisation", args=[slug, cast.ekby.pk]),
        reverse("home:parts"),
        reverse("account_change_password"),
    ]


def expect_clean(page, address, seen):
    page.goto(address)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} scrolls sideways"
    assert seen == [], address


@pytest.mark.proof  # in the ordinary run tests/site looks at the pages
@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_signed_in_pages(page, context, live_server, client, cast, filled, seen, settings, theme, width):
    settings.DEMO = True
    signed_in(context, live_server, client, cast.coordinator)
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    for address in pages(cast):
        expect_clean(page, live_server.url + address, seen)


@pytest.mark.parametrize(("theme", "width"), [("light", 320), ("dark", 1280)])
def test_pages_for_everybody(page, live_server, cast, seen, settings, theme, width):
    settings.DEMO = True
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("account_login", "account_reset_password", "account_reset_password_done", "account_signup"):
        expect_clean(page, live_server.url + reverse(name), seen)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 320)])
def test_pages_that_say_no(page, context, live_server, client, cast, theme, width):
    signed_in(context, live_server, client, cast.contact)
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    closed = reverse("people:role_give", args=[cast.norr.slug, cast.ekby.pk])
    for address, heading in (
        ("/finns/inte/alls/", "Sidan finns inte"),
        (closed, "Här behövs ett annat uppdrag"),
        (reverse("account_inactive"), "Kontot är avstängt"),
    ):
        page.goto(live_server.url + address)
        assert page.get_by_role("heading", level=1).inner_text() == heading
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_menus_open_without_script_and_close_with_escape(browser, live_server, client, cast, filled, theme):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900}, locale="sv-SE")
    signed_in(context, live_server, client, cast.coordinator)
    page = context.new_page()
    page.emulate_media(color_scheme=theme)
    page.goto(live_server.url + reverse("home:start", args=[cast.norr.slug]))
    assert not page.get_by_role("link", name="Samverkan").is_visible()
    page.get_by_role("button", name="Meny").click()
    assert page.get_by_role("link", name="Samverkan").is_visible()
    assert page.get_by_role("button", name="Logga ut").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Samverkan").is_visible()
    context.close()


def test_open_menus_hold_nothing_for_axe(page, context, live_server, client, cast, filled, seen):
    signed_in(context, live_server, client, cast.coordinator)
    page.goto(live_server.url + reverse("home:start", args=[cast.norr.slug]))
    page.get_by_role("button", name="Karin Prov").click()
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_slash_goes_to_search_but_not_while_writing(page, context, live_server, client, cast, filled):
    signed_in(context, live_server, client, cast.coordinator)
    page.goto(live_server.url + reverse("home:start", args=[cast.norr.slug]))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "frame-search"
    page.keyboard.type("a/b")
    assert page.input_value("#frame-search") == "a/b"
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok/?q=a%2Fb")
    assert page.input_value("#q") == "a/b"


def test_the_keyboard_reaches_the_content_first(page, context, live_server, client, cast, filled):
    signed_in(context, live_server, client, cast.coordinator)
    page.goto(live_server.url + reverse("home:start", args=[cast.norr.slug]))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Hoppa till innehållet"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Gör det"


def test_one_signs_in_by_keyboard_alone(page, live_server, cast, offered):
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()
    page.goto(live_server.url + "/")
    page.focus("#id_login")
    page.keyboard.type(cast.coordinator.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{cast.norr.slug}/")
    assert page.get_by_role("heading", level=1).inner_text() == "Inget väntar på dig."
