"""Once round the whole loop, in a real browser, with a real SMTP server: a county brings in its plan, adopts it, asks what came
of it, and gets the compilation and the report."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from conftest import PASSWORD
from samplan.foundation.outbox.actions import send_due
from samplan.foundation.people.models import Organisation, Role, User
from samplan.foundation.people.register import load_register
from samplan.work.activities.models import Activity
from samplan.work.plans.models import Edition

SEED = Path(__file__).resolve().parents[3] / "shared/seeds/001_de1dc4ce0594f98f.txt"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.both_databases,
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(not SEED.exists(), reason="the real plan lies in ../shared/seeds, which is not here"),
]


def person(name, email, kind, **where):
    user = User.objects.create_user(email, name, PASSWORD, title="prov")
    Role.objects.create(user=user, kind=kind, valid_from=date(2020, 1, 1), **where)
    return user


@pytest.fixture
def county(transactional_db):
    load_register()
    arvika = Organisation.objects.get(code="1784", kind="municipality")
    sunne = Organisation.objects.get(code="1766", kind="municipality")
    person("Maja Prov", "maja@example.org", "coordinator", county=arvika.county)
    person("Sara Prov", "sara@example.org", "contact", organisation=arvika)
    person("Anders Prov", "anders@example.org", "manager", organisation=arvika)
    person("Nils Prov", "nils@example.org", "contact", organisation=sunne)
    return arvika.county


def post(smtp, address, subject=""):
    """What has reached an address, newest last."""
    send_due()
    return [m for m in smtp.to(address) if subject in m["Subject"]]


def link_in(message, base):
    path = re.search(r"/svar/\d+/[\w-]+/", message.get_body(("plain",)).get_content()).group()
    return base + path


def sign_in(page, base):
    page.goto(f"{base}/varmland/")
    page.get_by_label("E-post").fill("maja@example.org")
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    expect(page.locator("h1")).to_be_visible()


def read_in_the_plan(page, base):
    page.goto(f"{base}/varmland/las-in/")
    page.get_by_label("Planens dokument").set_input_files(str(SEED))
    page.get_by_role("button", name="Läs dokumentet").click()
    expect(page.locator("h1")).to_contain_text("förslag är lästa", timeout=30_000)
    page.get_by_role("button", name="Fortsätt till steg 3").click()
    expect(page.locator("h1")).to_have_text("Det här läses in")
    page.get_by_label("Vem håller i planen?").fill("RKPH")
    for box in page.locator("input[name=parties]").all():
        label = page.locator(f"label[for={box.get_attribute('id')}]").inner_text().strip()
        box.set_checked(label in {"Arvika kommun", "Sunne kommun"})
    page.get_by_role("button", name="Läs in planen").click()
    expect(page.get_by_text("Planen är inläst som arbetsutkast.")).to_be_visible(timeout=30_000)


def adopt(page, base):
    edition = Edition.objects.get()
    page.goto(f"{base}/varmland/planen/{edition.pk}/anta/")
    page.locator("input[name=on]").fill("2021-03-01")
    page.locator("[name=reason]").fill("Politisk styrgrupp")
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("Antagen").first).to_be_visible()


def start_a_round(page, base):
    page.goto(f"{base}/varmland/omgangar/")
    page.get_by_role("link", name="Gör första omgången").click()
    page.get_by_role("button", name="Fortsätt till frågorna").click()
    page.get_by_role("button", name="Fortsätt till organisationerna").click()
    page.get_by_role("button", name="Fortsätt till tider och mejl").click()
    page.get_by_label("Er hälsning i mejlet").fill("Tack för att ni hjälper till.")
    page.get_by_role("button", name="Fortsätt och granska").click()
    expect(page.get_by_text("Tack för att ni hjälper till.")).to_be_visible()
    page.get_by_role("button", name="Skicka till 2").click()
    expect(page.get_by_text("Skickat till 2 organisationer.")).to_be_visible()


def answer_on_a_phone(browser, url):
    """The link's page spends nothing by being opened; the button opens the answer. Two questions are answered, then it is sent."""
    context = browser.new_context(locale="sv-SE", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(url)
    page.reload()
    page.locator("main button").click()
    page.locator("main a.ds-button").first.click()
    question = page.locator("fieldset", has=page.locator("input[type=radio]")).first
    question.locator("input[type=radio]").nth(1).check()
    page.locator("textarea").first.fill("Föräldragrupper finns på två orter. Kön är lång.")
    expect(page.get_by_text(re.compile(r"Sparat \d\d[.:]\d\d")).first).to_be_visible(timeout=15_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    hand_in(page)
    return context, page


def hand_in(page):
    page.goto(re.sub(r"(/svar/\d+/).*", r"\1granska/", page.url))
    page.locator("#submit-form button").click()
    expect(page.locator("h1")).to_contain_text("Anders Prov")


def manager_returns_then_approves(browser, smtp, base, contact_page):
    context = browser.new_context(locale="sv-SE", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(link_in(post(smtp, "anders@example.org")[-1], base))
    page.locator("main button").click()
    expect(page.get_by_text("Kön är lång.").first).to_be_attached()
    page.get_by_role("link", name="Återlämna med en kommentar").click()
    page.get_by_label("Din kommentar").fill("Skriv hur lång kön är.")
    page.get_by_role("button", name="Återlämna svaret").click()
    assert "Skriv hur lång kön är." in post(smtp, "sara@example.org")[-1].get_body(("plain",)).get_content()
    contact_page.goto(link_in(post(smtp, "sara@example.org")[-1], base))
    contact_page.locator("main button").click()
    contact_page.goto(re.sub(r"(/svar/\d+/).*", r"\1avsnitt/1/", contact_page.url))
    contact_page.locator("textarea").first.fill("Föräldragrupper finns på två orter. Kön är sex veckor.")
    expect(contact_page.get_by_text(re.compile(r"Sparat \d\d[.:]\d\d")).first).to_be_visible(timeout=15_000)
    hand_in(contact_page)
    page.goto(link_in(post(smtp, "anders@example.org")[-1], base))
    page.locator("main button").click()
    page.get_by_role("button", name="Godkänn och lämna in").click()
    expect(page.locator("h1")).to_have_text("Svaret är inlämnat")
    context.close()


def remind_and_close(page, base, smtp, county):
    page.goto(f"{base}/varmland/omgangar/")
    page.get_by_role("link", name=re.compile("Årsuppföljning")).first.click()
    expect(page.locator("h1")).to_contain_text("Ett av två svar har kommit in.")
    page.get_by_role("button", name="Förhandsgranska påminnelse").click()
    expect(page.get_by_text("Nils").first).to_be_visible()
    before = len(post(smtp, "nils@example.org"))
    page.get_by_role("button", name="Skicka till 1").click()
    expect(page.get_by_text("Påminnelsen är skickad")).to_be_visible()
    assert len(post(smtp, "nils@example.org")) == before + 1
    page.get_by_role("link", name="Stäng", exact=True).click()
    page.get_by_role("button", name="Stäng omgången").click()
    expect(page.get_by_text("1 räknas som ej svarat").first).to_be_visible()


def compile_and_report(page, base):
    page.goto(f"{base}/varmland/sammanstallning/")
    page.locator("article.compiled h3 a").first.click()
    expect(page.get_by_text("Kön är sex veckor.").first).to_be_visible()
    page.get_by_label("Vad säger svaren, och vad beror det på?").fill("Stödet finns men når inte alla.")
    page.get_by_role("button", name="Spara analysen").click()
    page.get_by_role("button", name="Till rapporten").click()
    page.goto(f"{base}/varmland/rapporter/")
    page.get_by_role("link", name=re.compile("Gör rapport")).click()
    page.get_by_role("button", name="Gör rapporten").click()
    expect(page.get_by_text("Stödet finns men når inte alla.").first).to_be_visible()
    return [download(page, name) for name in ("Word", "PDF")]


def download(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).first.click()
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.row(140, 142, 174, where="hela varvet i webbläsaren")
def test_a_county_walks_once_round_the_loop(page, browser, live_server, county, smtp, settings):
    base = settings.BASE_URL = live_server.url
    sign_in(page, base)
    read_in_the_plan(page, base)
    assert Activity.objects.count() > 100
    adopt(page, base)
    start_a_round(page, base)
    [invitation] = post(smtp, "sara@example.org")
    phone, contact_page = answer_on_a_phone(browser, link_in(invitation, base))
    manager_returns_then_approves(browser, smtp, base, contact_page)
    phone.close()
    remind_and_close(page, base, smtp, county)
    word, pdf = compile_and_report(page, base)
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        text = archive.read("word/document.xml").decode()
    reader = PdfReader(io.BytesIO(pdf))
    printed = re.sub(r"\s+", " ", " ".join(p.extract_text() for p in reader.pages))
    for words in ("Kön är sex veckor.", "Stödet finns men når inte alla."):
        assert words in text
        assert words in printed
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
