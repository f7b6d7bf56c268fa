"""Every password can be shown, and a new one is told in words how good it is. Chromium does the showing."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from samplan.foundation.people.passwords import MaximumLength

PASSWORD = "några-ord-efter-varandra"
OPEN = [reverse("account_login")]
OWN = [reverse(f"account_{name}") for name in ("change_password", "reauthenticate")]


@pytest.fixture
def karin(cast):
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()
    return cast.coordinator


def said(page, field):
    return page.locator(f"#id_{field}_field [data-said]")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*OPEN, *OWN])
def test_every_page_with_a_password_brings_the_button(client, karin, address):
    if address in OWN:
        client.force_login(karin)
    html = client.get(address).content.decode()
    assert 'type="password"' in html
    assert 'id="password-show"' in html
    assert "people/password.js" in html


@pytest.mark.django_db
def test_a_password_like_the_own_name_is_refused_by_the_server_too(karin):
    with pytest.raises(ValidationError, match="lik"):
        validate_password(karin.name.lower() + "1", karin)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_password_is_shown_and_hidden_by_the_keyboard_and_sent_hidden(page, live_server, karin):
    violations = []
    page.on("console", lambda text: violations.append(text.text) if "Content Security" in text.text else None)
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_label("E-post").fill(karin.email)
    field = page.get_by_label("Lösenord")
    field.fill(PASSWORD)
    page.keyboard.press("Tab")
    button = page.get_by_role("button", name="Visa lösenordet")
    assert button.evaluate("button => button === document.activeElement")
    assert button.get_attribute("aria-pressed") == "false"
    page.keyboard.press("Space")
    assert (field.get_attribute("type"), button.get_attribute("aria-pressed")) == ("text", "true")
    assert field.input_value() == PASSWORD
    page.keyboard.press("Space")
    assert (field.get_attribute("type"), button.get_attribute("aria-pressed")) == ("password", "false")
    page.keyboard.press("Space")
    page.evaluate("document.addEventListener('submit', () => sessionStorage.setItem('sent', id_password.type))")
    field.press("Enter")
    page.wait_for_url("**/norrlunda/")
    assert page.evaluate("sessionStorage.getItem('sent')") == "password"
    assert violations == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_meter_says_what_is_missing_by_the_rules_of_the_server(page, live_server, client, karin):
    """Planted bug: with length counted in half characters four elks and four letters would be called enough."""
    client.force_login(karin)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(live_server.url + reverse("account_change_password"))
    new = page.get_by_label("Nytt lösenord")
    word = karin.name.split()[0].lower()
    for given, words in {
        "": "",
        "kort": "För kort. Skriv 8 tecken till.",
        "abcdefghijk": "För kort. Skriv ett tecken till.",
        "🦌🦌🦌🦌abcd": "För kort. Skriv 4 tecken till.",
        "abababababababababab": "Lätt att gissa. Använd fler olika tecken.",
        f"{word} på ett berg": "Lätt att gissa. Ditt namn eller din adress finns med.",
        "grön häst nu": "Tillräckligt långt. Ett ord till gör det svårare att gissa.",
        "grön häst på berget": "Bra. Långt och svårt att gissa.",
        "grön häst på berget " * 7: f"För långt. Ta bort {140 - MaximumLength.LONGEST} tecken.",
    }.items():
        new.fill(given)
        assert said(page, "password1").text_content() == words
        if words.startswith(("För kort", "För långt")):
            with pytest.raises(ValidationError):
                validate_password(given, karin)
    page.locator("#id_password1_field [role=status]").get_by_text("För långt").wait_for(state="attached")
    assert said(page, "password2").count() == 0
    assert page.get_by_role("button", name="Visa lösenordet").count() == 3


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_script_the_field_is_as_before(browser, live_server, karin):
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    page.goto(live_server.url + reverse("account_login"))
    assert page.get_by_role("button", name="Visa lösenordet").count() == 0
    page.get_by_label("E-post").fill(karin.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_label("Lösenord").press("Enter")
    page.wait_for_url("**/norrlunda/")
    context.close()
