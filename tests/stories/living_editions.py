"""The plan is adopted board by board, followed, changed in a next edition, and read as it stood on any earlier day."""

import io
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from conftest import Cast

from .living_people import Person

ACTIVITIES = 22
ENDED = {"Aktivitet 3": "Alla har gått utbildningen.", "Aktivitet 8": "Projektet är slut och tas inte vidare."}


def two_boards_adopt(karin: Person, cast: Cast, path: str) -> None:
    karin.open(path)
    karin.follow("Remiss och beslut")
    karin.follow("Skriv in beslutet")
    karin.write(on="2025-04-14", reason="Politisk styrgrupp 14 april 2025, § 7")
    karin.press("Lås texten och skriv in beslutet")
    karin.open(path)
    karin.follow("Beslut")
    for organisation, number, paragraph in (
        (cast.region, "RS 2025-0114", "§ 45"),
        (cast.ekby, "KS 2025/31", "§ 12"),
    ):
        karin.follow(f"Skriv in diarienummer {organisation.short_name}")
        karin.write(number=number)
        karin.press("Spara")
        karin.follow(f"Skriv in beslut {organisation.short_name}")
        karin.write(reference=paragraph)
        karin.press("Skriv in beslutet")
    expect(karin.heading).to_have_text("2 av 3 har antagit planen")
    rows = karin.page.locator(".decisions tr")
    for name, words in (
        (cast.region.short_name, ("RS 2025-0114", "§ 45", "Regionstyrelsen", "Antog")),
        (cast.ekby.short_name, ("KS 2025/31", "§ 12", "Kommunstyrelsen", "Antog")),
        (cast.alby.short_name, ("inte beslutat än",)),
    ):
        for one in words:
            expect(rows.filter(has_text=name)).to_contain_text(one)


def activities_are_read_in(karin: Person, path: str) -> None:
    """As a file: fetched, written in by hand, looked through and read in."""
    karin.open(path)
    karin.follow("Aktiviteter som fil")
    with karin.page.expect_download() as waiting:
        karin.follow("Hämta som Excel")
    sheet = _with_rows(Path(waiting.value.path()).read_bytes())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    karin.page.locator("[type=file]").set_input_files({"name": "aktiviteter.xlsx", "mimeType": kind, "buffer": sheet})
    karin.press("Granska filen")
    expect(karin.heading).to_have_text(f"{ACTIVITIES} rader läses in")
    karin.press("Läs in")


def _with_rows(content: bytes) -> bytes:
    book = load_workbook(io.BytesIO(content))
    sheet = book["Aktiviteter"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for n in range(1, ACTIVITIES + 1):
        row = {
            "Delar": "1.1" if n % 2 else "2.1",
            "Aktivitet": f"Aktivitet {n}",
            "Sort": "Projekt",
            "Ägare": "Ekby kommun",
            "Läge": "Pågår",
            "Läge sedan": "2025-05-05",
        }
        for name, value in row.items():
            sheet.cell(n + 1, columns[name], value)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def begin_the_next_edition(karin: Person, path: str) -> str:
    """Where the next edition's page is; what becomes of each activity is chosen."""
    karin.open(path)
    karin.follow("Börja på nästa utgåva")
    karin.write(
        title="Tillsammans för psykisk hälsa 2026–2029", reason="Utvärderingen visade att stödet kommer för sent."
    )
    karin.write(valid_from="2026-10-12", valid_to="2029-12-31")
    karin.page.locator("[name=replaces]").check()
    karin.press("Börja på nästa utgåva")
    expect(karin.heading).to_have_text("Vad händer med aktiviteterna?")
    for title, reason in ENDED.items():
        row = _row(karin, title)
        row.locator("select").select_option("ended")
        row.locator("[name^=reason-]").fill(reason)
    karin.press("Spara valen")
    for label, n in (("Förs över", ACTIVITIES - len(ENDED)), ("Avslutas", len(ENDED)), ("Inte valda", 0)):
        expect(_fact(karin, label)).to_contain_text(str(n))
    karin.follow("Till utgåvan")
    return karin.page.url.removeprefix(karin.base)


def _row(person: Person, title: str) -> Locator:
    return person.page.locator(".carrying-row", has=person.page.get_by_role("link", name=title, exact=True))


def _fact(person: Person, label: str) -> Locator:
    return person.page.locator(".state-line > *", has_text=label)


def the_next_edition_is_changed(karin: Person, path: str) -> None:
    karin.open(path)
    karin.follow("Skriv i planen")
    row = karin.page.locator("#draft > li[data-part]", has=karin.page.get_by_text("Tidigt stöd", exact=True))
    row.locator(".part-title").click()
    row.locator("[data-do=write]").click()
    karin.write(text="Stödet kommer inom tre dagar.")
    karin.press("Spara")
    expect(karin.page.locator("#draft-saved")).to_be_visible()
    karin.open(path)
    karin.follow("Jämför utgåvor")
    expect(karin.page.locator("main del")).to_contain_text(["en vecka"])
    expect(karin.page.locator("main ins")).to_contain_text(["tre dagar"])


def the_next_edition_is_adopted(karin: Person, path: str) -> None:
    karin.open(path)
    karin.follow("Remiss och beslut")
    karin.follow("Skriv in beslutet")
    karin.write(on="2026-10-12", reason="Politisk styrgrupp 12 oktober 2026, § 21")
    karin.page.locator("[name=replaces]").check()
    karin.press("Lås texten och skriv in beslutet")
    karin.open(path)
    karin.follow("Aktiviteter från förra utgåvan")
    expect(_fact(karin, "Fördes över")).to_contain_text("20")
    for title, reason in ENDED.items():
        row = _row(karin, title)
        expect(row).to_contain_text(f"Avslutades: {reason}")
    karin.follow("Aktivitet 3")
    karin.reads("Avslutad", ENDED["Aktivitet 3"])
    expect(karin.page.get_by_text("senast först")).to_have_count(1)  # each section's note is its own


@dataclass(frozen=True)
class Then:
    """What a plan says when it is read as of a day, and what it does not."""

    day: str
    says: tuple[str, ...]
    lacks: str = ""


FIRST = (
    Then("2025-01-12", ("Utgåvan fanns inte än",), "Tidigt stöd"),
    Then("2025-02-10", ("Så såg planen ut 10 februari 2025.", "På remiss", "inom två veckor"), "inom en vecka"),
    Then("2025-03-20", ("inom en vecka", "Ingen antagen utgåva gällde den dagen."), "inom två veckor"),
    Then("2025-06-01", ("inom en vecka", "Den gällde den dagen.", "Kommunstyrelsen 14 april 2025: antog"), "tre dagar"),
    Then("2026-10-12", ("inom en vecka", "Den dagen gällde"), "tre dagar"),
)
NEXT = (
    Then("2026-08-31", ("Utgåvan fanns inte än",), "Tidigt stöd"),
    Then("2026-09-01", ("inom en vecka", "Arbetsutkast", "Den dagen gällde"), "inom tre dagar"),
    Then("2026-10-12", ("inom tre dagar", "Den gällde den dagen."), "inom en vecka"),
)


def all_is_read_as_it_was(karin: Person, first: str, following: str) -> None:
    for path, days in ((first, FIRST), (following, NEXT)):
        karin.open(path)
        karin.follow("Som den var")
        for then in days:
            karin.write(dag=then.day)
            karin.press("Visa")
            karin.reads(*then.says)
            karin.misses(then.lacks)
    _the_document_and_a_part_too(karin, first)


def _the_document_and_a_part_too(karin: Person, path: str) -> None:
    karin.open(path)
    karin.follow("Som den var")
    karin.write(dag="2025-02-10")
    karin.press("Visa")
    karin.follow("1 Tidigt stöd")
    karin.reads("Så såg planen ut 10 februari 2025.", "Stödet kommer inom två veckor.", "1.1 Föräldrar vet vart")
    karin.page.go_back()
    karin.follow("Läs som dokument")
    karin.reads("Stödet kommer inom två veckor.", "På remiss")
    karin.misses("inom en vecka", "Regionstyrelsen", "RS 2025-0114", "Ersatt")
