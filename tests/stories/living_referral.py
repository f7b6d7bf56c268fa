"""The draft goes on referral: two municipalities and a user organisation reply by the links in their mails, and each reply is answered."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, expect

from conftest import Cast

from .living_people import Person, post, words_of

USERS = "sphn@example.org"


def send_on_referral(karin: Person, cast: Cast, path: str) -> None:
    karin.open(path)
    karin.follow("Remiss")
    karin.follow("Förbered en remiss")
    karin.write(closes_on="2025-03-07", letter="Tack för att ni läser.")
    karin.press("Fortsätt till organisationerna")
    karin.page.get_by_role("checkbox", name=cast.region.name).uncheck()
    karin.write(**{f"o{cast.association.pk}-fallback_email": USERS})
    karin.press("Fortsätt och granska")
    karin.reads("Tack för att ni läser.")
    karin.press("Skicka till 3")
    karin.reads("0 av 3 har svarat", cast.ekby.short_name, cast.alby.short_name, cast.association.short_name)


@dataclass(frozen=True)
class Reply:
    """What an organisation says, about a part and on the whole, and the chief who approves it."""

    address: str
    part: str
    opinion: str
    stance: str
    chief: str

    @property
    def chiefs_address(self) -> str:
        return f"{self.chief.split()[0].lower()}@example.org"


REPLIES = (
    Reply("sara@example.org", "Tidigt stöd", "Två veckor är för länge. Skriv en vecka.", "partly", "Anders Prov"),
    Reply("nils@example.org", "Återhämtning", "Nämn arbetsgivarna.", "yes", "Eva Prov"),
    Reply(USERS, "Återhämtning", "Skriv att vi är med när det planeras.", "yes", "Max Prov"),
)


def all_reply(browser: Browser, smtp: Any, base: str) -> None:
    """Each writes on a phone, and hands in when the chief has read it."""
    for reply in REPLIES:
        context = browser.new_context(locale="sv-SE", viewport={"width": 390, "height": 844})
        page = context.new_page()
        _open_the_link(page, post(smtp, reply.address)[-1], base)
        page.get_by_role("link", name="Börja svara").click()
        _walk_through(page, reply)
        expect(page.locator("h1")).to_have_text("Läs igenom och skicka")  # no opinion on a part is no gap
        page.locator("[name=manager_name]").fill(reply.chief)
        page.locator("[name=manager_email]").fill(reply.chiefs_address)
        page.locator("#submit-form button").click()
        expect(page.locator("h1")).to_contain_text(reply.chief)
        _open_the_link(page, post(smtp, reply.chiefs_address)[-1], base)
        expect(page.get_by_text(reply.opinion)).to_be_attached()
        page.get_by_role("button", name="Godkänn och lämna in").click()
        expect(page.locator("h1")).to_have_text("Svaret är inlämnat")
        context.close()


def _walk_through(page: Page, reply: Reply) -> None:
    """Section by section to the last, where all is read through. Going on saves what is written."""
    is_last = False
    while not is_last:
        heading = page.locator("h1").inner_text()
        if reply.part in heading:
            page.locator("textarea").first.fill(reply.opinion)
        onwards = page.locator("#answer-form button[name=go].ds-button").first
        is_last = onwards.get_attribute("value") == "review"
        if is_last:
            page.locator(f"[type=radio][value={reply.stance}]").check()
        onwards.click()
        expect(page.locator("h1")).not_to_have_text(heading)


def _open_the_link(page: Page, message: Any, base: str) -> None:
    path = re.search(r"/svar/\d+/[\w-]+/", words_of(message))
    assert path
    page.goto(base + path.group())
    page.locator("main button").click()


def answer_each_reply(karin: Person, smtp: Any, path: str) -> None:
    karin.open(path)
    karin.follow("Remiss")
    karin.follow("Remiss: Tillsammans för psykisk hälsa")
    karin.reads("3 av 3 har svarat")
    karin.follow("Påminn, förläng eller stäng")
    karin.follow("Stäng")
    karin.press("Stäng omgången")
    karin.follow("Remissens synpunkter")
    karin.follow("Besvara 3 synpunkter")
    _change_the_text(karin)
    for who, outcome, words in (
        ("Ekby", "followed", "Ja. Nu står det en vecka."),
        ("Samverkan för psykisk hälsa", "followed", "Ja. Ni är med från början."),
        ("Älby", "not_followed", "De har en egen plan."),
    ):
        expect(karin.heading).to_contain_text(who)
        karin.choose("outcome", outcome)
        karin.write(text=words)
        karin.page.locator("main [name=go]").first.click()
    karin.reads("3 av 3", "Ja. Nu står det en vecka.", "De har en egen plan.")
    karin.follow("Berätta för dem som svarade")
    karin.press("Skicka till 3")
    told = {address: words_of(post(smtp, address)[-1]) for address in ("sara@example.org", "nils@example.org", USERS)}
    assert "Följs: Ja. Nu står det en vecka." in told["sara@example.org"]
    assert "Följs inte: De har en egen plan." in told["nils@example.org"]
    assert "Följs: Ja. Ni är med från början." in told[USERS]


def _change_the_text(karin: Person) -> None:
    """What Ekby asked for is written in the draft, and the way back leads to the reply."""
    reply = karin.page.url.removeprefix(karin.base)
    karin.follow("Ändra delen i utkastet")
    karin.write(text="Stödet kommer inom en vecka.", reason="Remissvar från Ekby")
    karin.page.locator("main .form-foot button").click()
    karin.open(reply)
    karin.page.locator("main summary", has_text="ndrat sedan").click()
    expect(karin.page.locator("ins", has_text="en vecka")).to_be_visible()
