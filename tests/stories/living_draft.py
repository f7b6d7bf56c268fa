"""A plan is begun from a template, and three people write in it at once."""

from playwright.sync_api import Locator, expect

from conftest import Cast

from .living_people import PLAN, Person


def begin_from_the_template(karin: Person, cast: Cast) -> str:
    """Where the new plan's page is."""
    karin.open(PLAN)
    karin.follow("Börja på en ny plan")
    karin.write(title="Tillsammans för psykisk hälsa", valid_from="2025-05-01", valid_to="2027-12-31")
    karin.choose("levels", "assignments")
    karin.press("Lägg upp planen")
    karin.reads("Vår vision", "Det första fokusområdet")
    path = karin.page.url.removeprefix(karin.base).removesuffix("skriv/")
    karin.open(path)
    karin.reads("Arbetsutkast")
    karin.follow("Ange parter")
    for organisation, role in ((cast.region, "co_owner"), (cast.ekby, "co_owner"), (cast.alby, "party")):
        karin.page.locator(f"[name=role_{organisation.pk}]").select_option(role)
    karin.press("Spara parterna")
    karin.reads("3 parter")
    return path


def three_write_at_once(karin: Person, elin: Person, anders: Person, path: str) -> None:
    everybody = (karin, elin, anders)
    for person in everybody:
        person.open(path)
        person.follow("Skriv i planen")
    _write_in(karin, "Det första fokusområdet", title="Tidigt stöd", number="1", text="Stödet kommer inom två veckor.")
    _add(elin, "Det första fokusområdet", "after", title="Återhämtning", number="2", text="Ingen väntar ensam.")
    _add(anders, "Det första fokusområdet", "under", title="Föräldrar vet vart de vänder sig", number="1.1")
    _all_save(*everybody)  # not one has seen what the others wrote
    for person in everybody:
        _looks_up(person)
        for title in ("Tidigt stöd", "Återhämtning", "Föräldrar vet vart de vänder sig"):
            expect(_row(person, title)).to_be_visible()
    _two_meet_in_the_same_part(karin, elin, anders)
    for person in everybody:
        person.open(path)
        person.follow("Läs som dokument")
        person.reads("Stödet kommer inom två veckor.", "Ingen väntar ensam.", "Vi hörs innan det har blivit värre.")
        person.reads("Alla får hjälp i tid. Den som mår dåligt möts med respekt.")


def _two_meet_in_the_same_part(karin: Person, elin: Person, anders: Person) -> None:
    """Karin and Anders write the vision, Elin something else. Nobody's words go away: Anders meets Karin's."""
    _write_in(karin, "Vår vision", text="Alla får hjälp i tid.")
    _write_in(anders, "Vår vision", text="Den som mår dåligt möts med respekt.")
    _add(
        elin, "Återhämtning", "under", title="En väg tillbaka", number="2.1", text="Vi hörs innan det har blivit värre."
    )
    _all_save(karin, elin)
    anders.press("Spara")
    expect(anders.heading).to_have_text("Karin Prov sparade medan du skrev")
    anders.reads("Alla får hjälp i tid.", "Den som mår dåligt möts med respekt.")
    anders.write(text="Alla får hjälp i tid. Den som mår dåligt möts med respekt.")
    anders.page.locator("#merge .merge-foot button").click()
    expect(_row(anders, "Vår vision")).to_contain_text("möts med respekt")


def _row(person: Person, title: str) -> Locator:
    return person.page.locator("#draft > li[data-part]", has=person.page.get_by_text(title, exact=True))


def _write_in(person: Person, part: str, **words: str) -> None:
    _use(person, part, "write")
    person.write(**words)


def _add(person: Person, part: str, where: str, **words: str) -> None:
    _use(person, part, where)
    person.write(**words)


def _use(person: Person, part: str, tool: str) -> None:
    row = _row(person, part)
    if not row.locator("[data-tools]").count():  # the row one stands on already has its tools
        row.locator(".part-title").click()
    row.locator(f"[data-do={tool}]").click()


def _all_save(*people: Person) -> None:
    for person in people:
        person.press("Spara")
    for person in people:
        expect(person.page.locator("#draft-saved")).to_be_visible()
        expect(person.page.locator("#draft [data-words]")).to_have_count(0)


def _looks_up(person: Person) -> None:
    """Somebody comes back to the page: what others have done is asked for at once, not in ten seconds."""
    person.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
