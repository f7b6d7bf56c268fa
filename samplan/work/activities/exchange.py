"""All activities of an edition as one sheet, and the sheet read in again.

A row keeps a mark of each cell as it was written out. A cell that is as it was written is left as it now stands, so that nobody's
change is taken back by a file that never touched it; a cell that both have changed is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from samplan.foundation.core.language import house_language
from samplan.foundation.core.stale import mark_of
from samplan.foundation.core.tables import MAX_CELL, CellValue, ReadTable, Sheet, TableRefused
from samplan.foundation.core.text import fold
from samplan.foundation.core.workbooks import read_tables
from samplan.foundation.people.models import Organisation, Place
from samplan.work.plans.models import Edition, Node

from . import queries
from .models import Activity, ActivityState

# The file's own words: the same whatever language its reader has.
SHEET, PARTS = "Aktiviteter", "Delar"
HEADINGS = {
    "key": "Id",
    "parts": "Delar",
    "title": "Aktivitet",
    "text": "Beskrivning",
    "meaning": "Betydelse",
    "kind": "Sort",
    "owner": "Ägare",
    "owner_person": "Ansvarig person",
    "actors": "Aktörer",
    "place": "Plats i ord",
    "places": "Platser",
    "starts_on": "Börjar",
    "ends_on": "Slutar",
    "ordinary_on": "Ordinarie drift från",
    "state": "Läge",
    "state_on": "Läge sedan",
    "reason": "Skäl",
    "contact": "Kontakt",
    "follow_up_method": "Så följs den upp",
    "age_from": "Från ålder",
    "age_to": "Till ålder",
    "mark": "Märke",
}
CONTENT = tuple(name for name in HEADINGS if name not in ("key", "mark"))
DATES = ("starts_on", "ends_on", "ordinary_on", "state_on")
AGES = ("age_from", "age_to")
_DIGEST = 5  # letters of each cell's mark
_EXCEL_EPOCH = date(1899, 12, 30)


@dataclass
class Line:
    """One activity with what its row says, as text."""

    activity: Activity
    cells: dict[str, str]

    @property
    def mark(self) -> str:
        return "".join(digest(self.cells[name]) for name in CONTENT)


def digest(text: str) -> str:
    return sha256(text[:MAX_CELL].encode()).hexdigest()[:_DIGEST]


@dataclass
class Standing:
    """What stands in an edition now, read once: a number of questions that does not grow with it."""

    edition: Edition
    nodes: list[Node]
    refs: dict[int, str]  # how a row names a part: by its number, or by a key where numbers do not tell them apart
    lines: dict[str, Line]
    organisations: dict[str, Organisation] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    place_names: dict[int, str] = field(default_factory=dict)
    with_parts: frozenset[int] = frozenset()  # activities that have sub-projects

    @property
    def by_ref(self) -> dict[str, Node]:
        return {fold(self.refs[node.pk]): node for node in self.nodes}


def standing(edition: Edition) -> Standing:
    county = edition.plan.county
    nodes = list(edition.nodes.select_related("tier").order_by("position"))
    found = Standing(edition, nodes, _refs(nodes), {})
    for organisation in Organisation.objects.filter(Q(county=county) | Q(county=None)).order_by("-county"):
        for name in (organisation.name, organisation.short_name):
            found.organisations.setdefault(fold(name), organisation)
    _read_places(found, county)
    parents = county.activities.exclude(parent=None).values_list("parent_id", flat=True)
    found.with_parts = frozenset(parents)
    with house_language():
        for activity in activities_of(edition):
            found.lines[str(activity.key)] = Line(activity, _cells(activity, found))
    return found


def activities_of(edition: Edition) -> Any:
    latest = ActivityState.objects.filter(activity=OuterRef("pk")).order_by("-on", "-id")
    chosen = Activity.objects.filter(Q(nodes__edition=edition) | Q(edition=edition)).values("pk")
    rows = queries.with_state(Activity.objects.filter(pk__in=chosen)).annotate(
        reason=Subquery(latest.values("reason")[:1])
    )
    return (
        rows.select_related("owner", "county").prefetch_related("nodes", "actors", "places").order_by("position", "id")
    )


def _refs(nodes: list[Node]) -> dict[int, str]:
    numbers = [node.number.strip().rstrip(".") for node in nodes]
    short = [node.key.hex[:8] for node in nodes]
    refs = {}
    for node, number, key in zip(nodes, numbers, short, strict=True):
        alone = number and numbers.count(number) == 1 and ";" not in number
        refs[node.pk] = number if alone else key if short.count(key) == 1 else node.key.hex
    return refs


def _read_places(found: Standing, county: Any) -> None:
    places = list(Place.objects.filter(municipality__county=county).select_related("municipality").order_by("pk"))
    names = [place.folded for place in places]
    for place in places:
        alone = names.count(place.folded) == 1
        name = place.name if alone else f"{place.name} ({place.municipality.short_name})"
        found.places[fold(name)] = place
        found.place_names[place.pk] = name


def _cells(activity: Any, found: Standing) -> dict[str, str]:
    parts = sorted((n for n in activity.nodes.all() if n.pk in found.refs), key=lambda n: n.position)
    return {
        "parts": "; ".join(found.refs[node.pk] for node in parts),
        "title": tidy(activity.title),
        "text": tidy(activity.text),
        "meaning": tidy(activity.meaning),
        "kind": str(Activity.Kind(activity.kind).label),
        "owner": activity.owner.name if activity.owner else "",
        "owner_person": tidy(activity.owner_person),
        "actors": "\n".join(" ".join(actor.text.split()) for actor in activity.performers),
        "place": tidy(activity.place),
        "places": "; ".join(sorted(found.place_names.get(place.pk, place.name) for place in activity.places.all())),
        "starts_on": activity.starts_on.isoformat() if activity.starts_on else "",
        "ends_on": activity.ends_on.isoformat() if activity.ends_on else "",
        "ordinary_on": activity.ordinary_on.isoformat() if activity.ordinary_on else "",
        "state": str(ActivityState.State(activity.state).label),
        "state_on": activity.state_on.isoformat(),
        "reason": tidy(activity.reason),
        "contact": tidy(activity.contact),
        "follow_up_method": tidy(activity.follow_up_method),
        **{name: tidy(getattr(activity, name)) for name in AGES},
    }


def tidy(value: CellValue) -> str:
    """A cell as text, whatever a spreadsheet program has made of it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()


def sheets(found: Standing) -> list[Sheet]:
    """The activities, and the parts they can stand under: the second is for looking up, and is not read in."""
    rows: list[list[CellValue]] = []
    for key, line in found.lines.items():
        cells: dict[str, CellValue] = {name: text[:MAX_CELL] for name, text in line.cells.items()}
        cells |= {name: date.fromisoformat(line.cells[name]) for name in DATES if line.cells[name]}
        rows.append([key, *(cells[name] for name in CONTENT), line.mark])
    refs = found.refs
    parts = [
        [refs[node.pk], node.tier.name, node.number, node.title[:MAX_CELL], refs.get(node.parent_id or 0, "")]
        for node in found.nodes
    ]
    return [
        Sheet(SHEET, tuple(HEADINGS.values()), rows),
        Sheet(PARTS, ("Skrivs i Delar", "Nivå", "Nummer", "Rubrik", "Hör till"), parts),
    ]


@dataclass(frozen=True)
class GivenRow:
    number: int
    cells: dict[str, str]  # of the columns that are in the file


def read_rows(data: bytes, name: str) -> list[GivenRow]:
    """The rows of the sheet of activities, or of a file that holds one sheet only. Raises TableRefused."""
    tables = read_tables(data, name)
    table = tables.get(SHEET) or (next(iter(tables.values())) if len(tables) == 1 else None)
    names = _columns(table) if table else []
    if table is None or "title" not in names:
        raise TableRefused("Filen har inget blad med aktiviteter. Hämta filen härifrån, ändra i den och läs in den.")
    return [GivenRow(row.number, dict(_row_cells(names, row.cells))) for row in table.rows]


def _columns(table: ReadTable) -> list[str | None]:
    by_heading = {heading.casefold(): name for name, heading in HEADINGS.items()}
    return [by_heading.get(column.casefold()) for column in table.columns]


def _row_cells(names: list[str | None], cells: tuple[CellValue, ...]) -> Iterator[tuple[str, str]]:
    for name, value in zip(names, cells, strict=True):
        if name is None:
            continue
        if name in DATES and isinstance(value, int | float) and 1 < value < 100_000:
            value = _EXCEL_EPOCH + timedelta(days=int(value))  # a day that lost its format
        yield name, tidy(value)


def mark_of_standing(found: Standing) -> str:
    return mark_of(found.edition.pk, *(f"{key} {line.mark}" for key, line in found.lines.items()))
