"""The pages in the middle of signing in, which no link leads to: axe is silent, nothing is wider than a small phone,
the content policy has nothing to refuse, and the keyboard is enough."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse

PASSWORD = "några-ord-efter-varandra"
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def karin(cast):
    cache.clear()
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()
    return cast.coordinator


@pytest.fixture
def house(live_server):
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def look(page):
    """Looks at the page one stands on: wide and light, small and dark."""
    refused = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)

    def looked(heading):
        page.get_by_role("heading", level=1, name=heading).wait_for()
        for width, theme in ((1280, "light"), (320, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)
            faults = Axe().run(page, options=OPTIONS).response["violations"]
            assert [(f["id"], [str(n["target"]) for n in f["nodes"]]) for f in faults] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert refused == []
        return True

    return looked


def sign_in(page, house, user):
    page.goto(house + reverse("account_login"))
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_waiting_for_a_code(page, house, look, karin):
    page.goto(house + reverse("account_request_login_code"))
    page.get_by_label("E-post").fill(karin.email)
    page.keyboard.press("Enter")
    assert look("Skriv koden")
    page.get_by_label("Kod").fill("123")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert look("Skriv koden")
    page.get_by_role("button", name="Tillbaka till inloggningen").press("Enter")
    assert look("Logga in")


def test_the_second_step_and_who_has_lost_the_telephone(page, house, look, karin):
    import time

    secret = generate_totp_secret()
    TOTP.activate(karin, secret)
    codes = RecoveryCodes.activate(karin).generate_codes()
    sign_in(page, house, karin)
    assert look("Ett steg till")
    page.get_by_label("Kod").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.keyboard.press("Enter")
    page.wait_for_url(house + "/norrlunda/")
    page.context.clear_cookies()
    sign_in(page, house, karin)
    page.get_by_label("Kod").fill(codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url(house + "/norrlunda/")
    page.goto(house + reverse("mfa_generate_recovery_codes"))
    assert look("Bekräfta att det är du")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")
    assert look("Gör nya reservkoder?")
    page.get_by_role("button", name="Gör nya koder").press("Enter")
    assert look("Spara dina reservkoder")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Spara som textfil").click()
    text = saved.value.path().read_text()
    assert len(re.findall(r"^\d{8}$", text, re.MULTILINE)) == 10
    page.reload()
    assert look("Dina reservkoder")


def test_where_a_second_factor_is_required(page, house, look, karin, settings):
    settings.REQUIRE_MFA = True
    sign_in(page, house, karin)
    assert look("Ditt konto behöver ett steg till")
    page.get_by_role("link", name="Använd en app").press("Enter")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")
    assert look("Engångskoder från en app")
    assert page.locator(".qr").evaluate("image => image.naturalWidth") > 100


def test_too_many_tries(page, house, look, karin):
    for _ in range(6):
        page.goto(house + reverse("account_reset_password"))
        page.get_by_label("E-post").fill(karin.email)
        page.keyboard.press("Enter")
        page.locator("h1", has_text=re.compile("Titta i din inkorg|För många försök")).wait_for()
    assert look("För många försök på kort tid")
