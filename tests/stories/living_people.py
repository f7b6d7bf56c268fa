"""Who the story of the living plan is about, and how they read and write pages. They and their county are made up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from conftest import PASSWORD, Cast
from samplan.foundation.outbox.actions import send_due
from samplan.foundation.people.models import User
from samplan.work.governance import actions as governance

PLAN = "/norrlunda/planen/"


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=ZoneInfo("Europe/Stockholm"))


def accounts_and_boards(cast: Cast) -> None:
    """What is there before the story begins: passwords, and a board that decides for each party."""
    for user in (cast.coordinator, cast.editor, cast.manager):
        user.set_password(PASSWORD)
        user.save()
    facts = {"short_name": "", "kind": "board", "is_deciding": True, "parent": None, "purpose": ""}
    for organisation, name in (
        (cast.region, "Regionstyrelsen"),
        (cast.ekby, "Kommunstyrelsen"),
        (cast.alby, "Kommunstyrelsen"),
    ):
        days = {"valid_from": None, "valid_to": None}
        governance.add_body(
            county=cast.norr, name=name, organisation=organisation, by=cast.coordinator, **facts, **days
        )


@dataclass
class Person:
    """Somebody with an account, at a browser of their own."""

    user: User
    page: Page
    base: str

    def open(self, path: str) -> None:
        """Signs in when the day's first page asks for it."""
        self.page.goto(self.base + path)
        if "/konto/logga-in/" in self.page.url:
            self.page.get_by_label("E-post").fill(self.user.email)
            self.page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
            self.page.get_by_role("button", name="Logga in", exact=True).click()
        expect(self.page.locator("h1")).to_be_visible()

    def follow(self, name: str) -> None:
        self.page.locator("main").get_by_role("link", name=name, exact=True).first.click()

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def write(self, **fields: str) -> None:
        for name, words in fields.items():
            self.page.locator(f"main [name={name}]").fill(words)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"main [name={name}][value='{value}']").check()

    def reads(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def misses(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("main")).not_to_contain_text(one)

    @property
    def heading(self) -> Locator:
        return self.page.locator("h1")


def post(smtp: Any, address: str) -> list[Any]:
    """What has reached an address, newest last."""
    send_due()
    return smtp.to(address)


def words_of(message: Any) -> str:
    return message.get_body(("plain",)).get_content()
