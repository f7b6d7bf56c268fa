"""Forty contact persons from a spreadsheet, three of the rows wrong: mended on the page, and all letters in a real mail server."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect

from samplan.foundation.core.tables import Sheet, write_xlsx
from samplan.foundation.outbox.sending import send_due
from samplan.foundation.people.models import Invitation, Role

pytestmark = [pytest.mark.browser, pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@pytest.fixture
def spreadsheet(tmp_path):
    rows = [[f"Prov {n} Provsson", f"prov{n}@ekby.example", "handläggare", "Ekby kommun"] for n in range(1, 41)]
    rows[4][1] = "prov5ekby.example"  # row 6 of the file
    rows[16][3] = "Eckby komun"  # row 18
    rows[30][0] = ""  # row 32
    path = tmp_path / "kontaktpersoner.xlsx"
    path.write_bytes(write_xlsx([Sheet("Blad1", ("Namn", "E-postadress", "Titel", "Kommun"), rows)]))
    return path


def signed_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def sound(page):
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]


@pytest.mark.timeout(240)
def test_forty_are_invited_from_a_spreadsheet_with_three_bad_rows(page, live_server, cast, smtp, spreadsheet):
    signed_in(page, live_server, cast.coordinator)
    page.goto(f"{live_server.url}/norrlunda/personer/bjud-in/")
    sound(page)
    page.locator("#id_file").set_input_files(spreadsheet)
    page.get_by_role("button", name="Kontrollera raderna").click()
    expect(page.locator("h1")).to_have_text("37 rader är klara, 3 behöver ändras")
    sound(page)
    faulty = page.locator("fieldset.mend")
    expect(faulty).to_have_count(3)
    expect(faulty.nth(0)).to_contain_text("Rad 6")
    expect(faulty.nth(0)).to_contain_text("”prov5ekby.example” är ingen e-postadress")
    expect(faulty.nth(1)).to_contain_text("Rad 18")
    expect(faulty.nth(1)).to_contain_text("Vi känner inte till ”Eckby komun”. Menade du Ekby kommun?")
    expect(faulty.nth(2)).to_contain_text("Rad 32")
    expect(faulty.nth(2)).to_contain_text("Namnet saknas")
    assert Invitation.objects.count() == 0

    page.get_by_role("button", name="Skicka 37 inbjudningar").click()
    expect(page.locator("h1")).to_have_text("3 rader behöver ändras")
    assert Invitation.objects.count() == 37

    faulty.nth(0).get_by_label("E-post").fill("prov5@ekby.example")
    faulty.nth(2).get_by_label("Namn").fill("Prov 31 Provsson")
    expect(faulty.nth(1).get_by_label("Organisation")).to_have_value("Ekby kommun")  # what was meant is chosen already
    page.get_by_role("button", name="Spara ändringarna").click()
    expect(page.locator("h1")).to_have_text("Alla 3 rader är klara att skicka")
    page.get_by_role("button", name="Skicka 3 inbjudningar").click()
    expect(page.locator("h1")).to_have_text("40 inbjudningar väntar på svar")
    sound(page)

    while send_due(limit=50):
        pass
    assert sorted(m["To"].addresses[0].addr_spec for m in smtp.messages()) == sorted(
        f"prov{n}@ekby.example" for n in range(1, 41)
    )
    accepts(page, live_server, smtp)


def accepts(page, live_server, smtp):
    """One of the forty, in a browser of her own: the link, the button, inside."""
    text = smtp.to("prov31@ekby.example")[0].get_body(("plain",)).get_content()
    path = re.search(r"/inbjudan/\d+/[\w-]{32}/", text).group()
    page.context.clear_cookies()
    page.goto(live_server.url + path)
    expect(page.locator("h1")).to_have_text("Välkommen, Prov 31 Provsson")
    sound(page)
    assert not Role.objects.filter(user__email="prov31@ekby.example").exists()
    page.get_by_role("button", name="Tacka ja och gå in").click()
    expect(page.locator("h1")).to_have_text("Du är inne")
    sound(page)
    assert Role.objects.get(user__email="prov31@ekby.example").kind == "contact"
    page.get_by_role("link", name="Gå vidare och bestäm senare").click()
    expect(page).to_have_url(re.compile("/norrlunda/"))
