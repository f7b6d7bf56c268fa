"""Answering, handing in and approving in a real Chromium: by keyboard alone, with a server that dies, with two who write."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from samplan.foundation.outbox.models import Mail
from samplan.work.questionnaires.models import Answer
from samplan.work.rounds import actions
from samplan.work.rounds.states import state_of

from .server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def tab_to(page, selector):
    """Presses Tab until the thing has focus, as somebody without a mouse does."""
    wanted = page.locator(selector).first
    for _press in range(120):
        if wanted.evaluate("element => element === document.activeElement"):
            return wanted
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {selector}")


def press(page, selector, key="Enter"):
    tab_to(page, selector)
    page.keyboard.press(key)


def saved(page, question):
    expect(page.locator(f"#q{question} [data-save-state=saved]")).to_be_visible(timeout=15_000)


def open_link(page, base, path):
    page.goto(base + path)
    page.locator("main button").click()


@pytest.mark.timeout(240)
def test_a_section_is_answered_handed_in_and_approved_by_keyboard_alone(page, live_server, opened, link_of):
    ids = {number: question.pk for number, question in opened.questions.items()}
    page.goto(live_server.url + link_of("sara@example.org"))
    press(page, "main button")
    press(page, "main a.ds-button")
    expect(page.locator("h1")).to_contain_text("Tidig upptäckt")
    tab_to(page, f"input[name=q{ids['1.1']}-choice]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, f"#q{ids['1.1']}-text")
    expect(page.get_by_role("textbox", name="Vad är på plats och vad saknas?")).to_be_focused()
    page.keyboard.type("Två av tre gör det.")
    saved(page, ids["1.1"])
    press(page, "button[value=next]")
    expect(page.locator("h1")).to_contain_text("Stöd i vardagen")
    tab_to(page, f"#q{ids['2.2']}-text")
    page.keyboard.type("Att vi frågar.")
    press(page, "button[value=review]")
    press(page, "#submit-form button")
    expect(page.locator("h1")).to_have_text("Svaret ligger hos Anders Prov")
    stored = {a.question.number: (a.choice, a.text) for a in Answer.objects.filter(response=opened.ekby.response)}
    assert stored == {"1.1": ("partly", "Två av tre gör det."), "2.2": ("", "Att vi frågar.")}
    page.goto(live_server.url + link_of("anders@example.org"))
    press(page, "main button")
    press(page, "details.sheet summary")
    expect(page.get_by_text("Två av tre gör det.").last).to_be_visible()
    press(page, ".decision button")
    expect(page.locator("h1")).to_have_text("Svaret är inlämnat")
    assert state_of(opened.ekby) == "approved"


@pytest.mark.proof  # in the ordinary run tests/site looks at the pages
@pytest.mark.timeout(240)
def test_axe_finds_nothing_on_any_page_of_answering(browser, live_server, client, opened, link_of, cast):
    actions.save_answer(
        request=opened.ekby,
        question=opened.questions["1.1"],
        choice="yes",
        text="Vi frågar alla.",
        revision=0,
        by=cast.contact,
    )
    actions.ask_helper(request=opened.ekby, name="Mona Prov", email="mona@example.org", by=cast.contact)
    actions.enter_on_behalf(
        request=opened.alby,
        source="phone",
        source_date=opened.round.opens_on,
        answers={opened.questions["1.1"].pk: ("no", "Ingen tid.")},
        by=cast.coordinator,
    )
    sara, pk = link_of("sara@example.org"), opened.ekby.pk
    writing = [
        f"/svar/{pk}/{rest}"
        for rest in ("", "avsnitt/1/", "avsnitt/2/", "granska/", "hjalp/", "lamna-over/", "senare/")
    ]
    found = walk(browser, live_server.url, sara, [sara, "/svar/0/", "/svar/1/" + "x" * 32 + "/", *writing])
    found += walk(browser, live_server.url, link_of("nils@example.org"), [f"/svar/{opened.alby.pk}/bekrafta/"])
    actions.submit(
        request=opened.ekby,
        manager_name="Anders Prov",
        manager_email="anders@example.org",
        by=cast.contact,
        note="Läs.",
    )
    anders = link_of("anders@example.org")
    signing = [anders, f"/svar/{pk}/godkann/", f"/svar/{pk}/godkann/aterlamna/"]
    found += walk(browser, live_server.url, anders, signing)
    found += walk(browser, live_server.url, sara, [f"/svar/{pk}/", f"/svar/{pk}/granska/"])
    actions.approve(request=opened.ekby, by=cast.manager)
    found += walk(browser, live_server.url, anders, [f"/svar/{pk}/godkann/"])
    client.force_login(cast.contact)
    mine = ["/norrlunda/omgangar/mina-svar/", f"/norrlunda/omgangar/{opened.round.pk}/svar/{pk}/"]
    found += walk(browser, live_server.url, anders, mine, session=client.cookies["sessionid"].value)
    assert found == []


def walk(browser, base, link, paths, session=None):
    """Each page light and dark, wide and narrow; also that nothing scrolls sideways."""
    found = []
    for width, scheme in ((1280, "light"), (320, "dark")):
        context = browser.new_context(
            locale="sv-SE", viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        open_link(page, base, link)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
        for path in paths:
            page.goto(base + path)
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            for problem in Axe().run(page, options=RULES).response["violations"]:
                found.append((path, scheme, problem["id"], problem["nodes"][0]["html"][:160]))
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append((path, width, "scrolls sideways"))
        context.close()
    return found


@pytest.mark.timeout(240)
def test_text_typed_while_the_server_is_dead_is_kept_and_sent_when_it_is_back(page, tmp_path):
    server = Server(tmp_path)
    server.start()
    try:
        question, pk = server.seed["q"]["1.1"], server.seed["pk"]
        open_link(page, server.url, server.seed["link"])
        page.goto(f"{server.url}/svar/{pk}/avsnitt/1/")
        field = page.locator(f"#q{question}-text")
        field.fill("Först.")
        saved(page, question)
        server.kill()
        field.press_sequentially(" Skrivet när servern var borta.")
        expect(page.locator(f"#q{question} .question-foot")).to_contain_text(
            "Inte sparat. Vi försöker igen", timeout=15_000
        )
        expect(page.locator("#bar-state")).to_contain_text("Inte sparat")
        expect(page.locator("#announce")).to_contain_text("Inte sparat")
        assert server.answers()[question][1] == "Först."
        server.start()
        saved(page, question)
        assert server.answers()[question][1] == "Först. Skrivet när servern var borta."
        assert page.evaluate("localStorage.length") == 0
        server.kill()
        field.press_sequentially(" Och sist.")
        expect(page.locator("#bar-state")).to_contain_text("Inte sparat", timeout=15_000)
        server.start()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{server.url}/svar/{pk}/")  # another page of the same answer sends what is left
        page.wait_for_function("localStorage.length === 0", timeout=15_000)
        assert server.answers()[question][1].endswith("Och sist.")
    finally:
        server.kill()


def test_two_who_write_see_both_texts_and_choose(browser, live_server, opened, link_of, cast):
    actions.ask_helper(request=opened.ekby, name="Mona Prov", email="mona@example.org", by=cast.contact)
    question = opened.questions["1.1"].pk
    pages = []
    for email in ("sara@example.org", "mona@example.org"):
        page = browser.new_context(locale="sv-SE").new_page()
        open_link(page, live_server.url, link_of(email))
        page.goto(f"{live_server.url}/svar/{opened.ekby.pk}/avsnitt/1/")
        pages.append(page)
    sara, mona = pages
    mona.locator(f"#q{question}-text").fill("Monas ord.")
    saved(mona, question)
    sara.locator(f"#q{question}-text").fill("Saras ord.")
    box = sara.locator(f"#q{question} [data-conflict-box]")
    expect(box).to_contain_text("Mona Prov har också skrivit här")
    expect(box).to_contain_text("Monas ord.")
    expect(box).to_contain_text("Saras ord.")
    assert Answer.objects.get(question_id=question, response=opened.ekby.response).text == "Monas ord."
    sara.get_by_role("button", name="Ta med båda").click()
    saved(sara, question)
    assert Answer.objects.get(question_id=question, response=opened.ekby.response).text == "Monas ord.\n\nSaras ord."


def test_a_personal_identity_number_is_told_at_the_field_and_the_text_stays(page, live_server, opened, link_of):
    question = opened.questions["1.1"].pk
    open_link(page, live_server.url, link_of("sara@example.org"))
    page.goto(f"{live_server.url}/svar/{opened.ekby.pk}/avsnitt/1/")
    field = page.locator(f"#q{question}-text")
    field.fill("Vi följer 19121212-1212.")
    expect(page.locator(f"#q{question}-error")).to_contain_text("Ta bort personnumret")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("Vi följer 19121212-1212.")
    field.fill("Vi följer upp.")
    saved(page, question)
    expect(page.locator(f"#q{question}-error")).to_be_hidden()


def test_a_session_that_has_ended_says_so_and_keeps_the_text(page, live_server, opened, link_of, cast):
    question = opened.questions["1.1"].pk
    open_link(page, live_server.url, link_of("sara@example.org"))
    page.goto(f"{live_server.url}/svar/{opened.ekby.pk}/avsnitt/1/")
    session = next(c for c in page.context.cookies() if c["name"] == "sessionid")
    page.context.clear_cookies(name="sessionid")
    page.locator(f"#q{question}-text").fill("Skrivet för sent.")
    expect(page.locator(f"#q{question} .question-foot")).to_contain_text("öppna länken i mejlet igen")
    assert "Skrivet för sent." in page.evaluate("JSON.stringify(localStorage)")
    page.context.add_cookies([session])  # the link opened again, in another tab
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    saved(page, question)
    assert Answer.objects.get(response=opened.ekby.response).text == "Skrivet för sent."


def test_last_years_text_is_copied_in_place_and_saved(page, live_server, opened, link_of):
    question = opened.questions["1.1"].pk
    open_link(page, live_server.url, link_of("sara@example.org"))
    page.goto(f"{live_server.url}/svar/{opened.ekby.pk}/avsnitt/1/")
    page.locator(f"#q{question} .earlier [data-copy]").click()
    expect(page.locator(f"#q{question}-text")).to_have_value("Vi har pratat om det men inte börjat.")
    saved(page, question)
    assert Answer.objects.get(response=opened.ekby.response).text == "Vi har pratat om det men inte börjat."


def test_nothing_is_left_in_the_browser_after_handing_in(page, live_server, opened, link_of):
    open_link(page, live_server.url, link_of("sara@example.org"))
    page.goto(f"{live_server.url}/svar/{opened.ekby.pk}/avsnitt/1/")
    page.locator(f"#q{opened.questions['1.1'].pk}-text").fill("Klart.")
    page.locator("button[value=next]").click()
    page.locator("button[value=review]").click()
    page.locator("#submit-form button").click()
    expect(page.locator("h1")).to_have_text("Svaret ligger hos Anders Prov")
    assert page.evaluate("localStorage.length") == 0
    assert Answer.objects.get(response=opened.ekby.response).text == "Klart."
    assert Mail.objects.filter(kind="rounds.to_approve").count() == 1


def test_without_script_a_section_is_saved_all_the_same(browser, live_server, opened, link_of):
    page = browser.new_context(locale="sv-SE", java_script_enabled=False).new_page()
    open_link(page, live_server.url, link_of("sara@example.org"))
    page.goto(f"{live_server.url}/svar/{opened.ekby.pk}/avsnitt/1/")
    page.get_by_role("radio", name=re.compile("^Nej")).first.check()
    page.get_by_role("textbox", name="Vad hindrar?").fill("Tiden.")
    page.locator("button[value=next]").click()
    expect(page.locator("h1")).to_contain_text("Stöd i vardagen")
    answer = Answer.objects.get(response=opened.ekby.response)
    assert (answer.choice, answer.text) == ("no", "Tiden.")


def test_choice_and_text_stand_together_through_a_reload(page, live_server, opened, link_of):
    question = opened.questions["1.1"].pk
    open_link(page, live_server.url, link_of("sara@example.org"))
    page.goto(f"{live_server.url}/svar/{opened.ekby.pk}/avsnitt/1/")
    page.locator(f"#q{question} input[value=partly]").check()
    saved(page, question)
    page.reload()
    expect(page.locator(f"#q{question} input[value=partly]")).to_be_checked()
    page.locator(f"#q{question}-text").fill("Två av tre.")
    expect(page.locator(f"#q{question} [data-save-state=saving]")).to_be_attached()
    saved(page, question)
    answer = Answer.objects.get(response=opened.ekby.response)
    assert (answer.choice, answer.text) == ("partly", "Två av tre.")
