"""A file against the register: what would be made, what changed, what is as it was, and what can't be done. Nothing is saved.

A row is known by what it says, not by a number: an organisation by its code or name (or by a name that the file says it had
before), a part by its organisation and name, a person by address or, without one, by name. What a file leaves out is left alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import mark_of
from samplan.foundation.core.text import fold

from ..actions.memberships import overlapping, two_at_once
from ..actions.registers import REGISTER_KINDS
from ..models import Alias, County, FormerName, MemberRegion, Organisation, Person, Position, Succession, Unit, User
from .columns import TABLES, Table
from .reading import FileError, FileRow, RegisterFile
from .standing import Standing


@dataclass
class Change:
    """One row: a thing to make, or one that stands there with what differs as (heading, before, after)."""

    table: Table
    row: int
    title: str
    thing: Any
    differing: list[tuple[str, str, str]] = field(default_factory=list)
    is_new: bool = False


@dataclass
class Comparison:
    county: County | None
    changes: list[Change] = field(default_factory=list)
    same: dict[str, int] = field(default_factory=dict)
    errors: list[FileError] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """Of everything it says: a register that has changed since the dry run gives another."""
        told = [(c.table.key, c.row, c.title, c.is_new, *c.differing) for c in self.changes]
        return mark_of(*told, *self.errors)

    def counts(self) -> list[tuple[str, int, int, int]]:
        """(sheet, made, changed, unchanged) for each sheet in the file."""
        lines = []
        for table in TABLES:
            own = [c for c in self.changes if c.table is table]
            made = sum(c.is_new for c in own)
            if own or table.key in self.same:
                lines.append((table.title, made, len(own) - made, self.same.get(table.key, 0)))
        return lines


class Wrong(Exception):
    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column


def compare(county: County, file: RegisterFile, viewer: User | None = None) -> Comparison:
    """In a fixed number of queries, however many rows. People whose name the viewer may not read are left alone."""
    return Comparer(county, file, viewer).compared()


class Comparer:
    tables = TABLES

    def __init__(self, county: County | None, file: RegisterFile, viewer: User | None) -> None:
        self.county, self.file = county, file
        self.found = Comparison(county, errors=list(file.errors))
        self.there = Standing(county, viewer)
        self.broken = {(e.sheet, e.row) for e in file.errors}
        self.memberships: list[tuple[FileRow, Organisation, MemberRegion]] = []
        self.seen: dict[tuple[Any, ...], int] = {}
        self.named = {fold(str(r.get("name"))) for r in file.rows.get("organisations", ())}
        self.named_units = {self._unit_key(r, "name") for r in file.rows.get("units", ())}
        self.before: dict[str, list[str]] = {}  # an organisation's former names by the file
        self.unit_before: dict[tuple[str, str], list[str]] = {}
        for row in file.rows.get("former_names", ()):
            place, unit = fold(str(row.get("organisation"))), str(row.get("unit"))
            names = self.unit_before.setdefault((place, unit), []) if unit else self.before.setdefault(place, [])
            names.append(str(row.get("name")))

    @staticmethod
    def _unit_key(row: FileRow, name: str) -> tuple[str, str]:
        return fold(str(row.get("organisation"))), str(row.get(name))

    @property
    def _own_id(self) -> int | None:
        return self.county.pk if self.county else None

    def compared(self) -> Comparison:
        for table in self.tables:
            if table.key in self.file.rows:
                self.found.same[table.key] = 0
                self._run(table)
        self.found.errors.sort(key=lambda e: ([t.title for t in TABLES].index(e.sheet), e.row))
        return self.found

    def _run(self, table: Table) -> None:
        one: Callable[[Table, FileRow], None] = getattr(self, f"_{table.key}")
        for row in self.file.rows[table.key]:
            if (table.title, row.number) in self.broken:
                continue
            try:
                one(table, row)
            except Wrong as wrong:
                self.found.errors.append(FileError(table.title, row.number, wrong.column, str(wrong)))
        if table.key == "units":
            self._parents(table)
        if table.key == "members":
            self._two_at_once(table)

    def _once(self, table: Table, row: FileRow, *key: Any) -> None:
        first = self.seen.setdefault((table.key, *key), row.number)
        if first != row.number:
            raise Wrong("", _("Samma sak står på rad %(row)d. Ta bort en av raderna.") % {"row": first})

    def _settle(self, table: Table, row: FileRow, title: str, thing: models.Model, values: dict[str, Any]) -> None:
        """Puts the values in the thing and notes what that makes of it."""
        differing = []
        for name, value in values.items():
            if thing.pk is not None and (old := getattr(thing, name)) != value:
                differing.append((table.column(name).heading, _words(old), _words(value)))
            setattr(thing, name, value)
        if thing.pk is None or differing:
            self.found.changes.append(Change(table, row.number, title, thing, differing, is_new=thing.pk is None))
        else:
            self.found.same[table.key] += 1

    def _given(self, row: FileRow, *names: str) -> dict[str, Any]:
        return {name: row.values[name] for name in names if name in row.values}

    def _organisations(self, table: Table, row: FileRow) -> None:
        name, code, kind = row.get("name"), row.get("code"), row.get("kind")
        if code or kind in REGISTER_KINDS:
            self._registered(table, row)
            return
        self._once(table, row, fold(name))
        there = self.there.organisation(name)
        if there is None:
            olds = [self.there.organisation(old) for old in self.before.get(fold(name), ())]
            there = next((o for o in olds if o is not None and fold(o.name) not in self.named and not o.code), None)
        if there is not None and (there.county_id != self._own_id or there.code):
            words = _("Namnet finns redan i det nationella registret. Välj ett annat.")
            raise Wrong("Namn", words)
        if there is None and (known := self.there.short.get(fold(name))) is not None:
            words = _("”%(text)s” är det korta namnet på %(name)s. Skriv hela namnet.")
            raise Wrong("Namn", words % {"text": name, "name": known.name})
        short = row.get("short_name") or (there.short_name if there else name[:60])
        values = {"name": name, "short_name": short, "kind": kind, **self._given(row, "valid_from", "valid_to")}
        thing = there or Organisation(county=self.county)
        self._settle(table, row, name, thing, values)
        self.there.add_organisation(thing)

    def _registered(self, table: Table, row: FileRow) -> None:
        """Regions and municipalities stand in the file so that other sheets can name them; they are not changed by it."""
        kind, code, name = row.get("kind"), row.get("code"), row.get("name")
        there = self.there.registered.get((kind, code)) if code else self.there.organisation(name)
        if there is None or there.kind != kind or there.county_id != self._own_id:
            words = _("Regionen eller kommunen finns inte i länets register. Den läses in av den som sköter Samplan.")
            raise Wrong("Kod" if code else "Sort", words)
        self._once(table, row, there.pk)
        for column in ("name", "short_name", "valid_from", "valid_to"):
            if column in row.values and (row.values[column] or None) != (getattr(there, column) or None):
                words = _(
                    "Uppgiften kommer ur det nationella registret: ”%(text)s”. Skriv den så, eller ta bort raden."
                )
                raise Wrong(table.column(column).heading, words % {"text": _words(getattr(there, column))})
        self.found.same[table.key] += 1

    def _place(self, row: FileRow, name: str = "organisation", heading: str = "Organisation") -> Organisation:
        found = self.there.organisation(row.get(name)) or self.there.short.get(fold(row.get(name)))
        if found is None:
            words = _(
                "Vi känner inte till ”%(text)s”. Skriv namnet som i bladet Organisationer, eller lägg till den där."
            )
            raise Wrong(heading, words % {"text": row.get(name)})
        return found

    def _own_place(self, row: FileRow) -> Organisation:
        found = self._place(row)
        if found.county_id != self._own_id and found.pk is not None:
            raise Wrong("Organisation", _("%(name)s hör inte till länet.") % {"name": found.name})
        return found

    def _unit(self, place: Organisation, name: str, heading: str = "Del") -> Unit | None:
        if not name:
            return None
        found = self.there.unit(place, name)
        if found is None:
            words = _("%(place)s har ingen del som heter ”%(text)s”. Lägg till den i bladet Delar.")
            raise Wrong(heading, words % {"place": place.name, "text": name})
        return found

    def _units(self, table: Table, row: FileRow) -> None:
        place, name = self._own_place(row), row.get("name")
        self._once(table, row, id(place), name)
        there = self.there.unit(place, name)
        if there is None:
            key = self._unit_key(row, "name")
            olds = [old for old in self.unit_before.get(key, ()) if (key[0], old) not in self.named_units]
            there = next((u for old in olds if (u := self.there.unit(place, old)) is not None), None)
        thing = there or Unit(organisation=place)
        values = {"name": name, "kind": row.get("kind"), **self._given(row, "valid_from", "valid_to")}
        self.there.add_unit(place, name, thing)
        if there is not None and "parent" not in row.values:
            self._settle(table, row, name, thing, values)
        else:
            self.there.waiting.append((row, place, thing, values))

    def _parents(self, table: Table) -> None:
        """When every part is known: where each of them lies."""
        for row, place, thing, values in self.there.waiting:
            try:
                parent = self._unit(place, row.get("parent"), "Ligger under")
                above = parent
                for _step in range(len(self.there.waiting) + 1000):
                    if above is None:
                        break
                    if above is thing:
                        raise Wrong("Ligger under", _("En del kan inte ligga under sig själv eller något under den."))
                    above = self.there.parent_of(above)
                self.there.parents[id(thing)] = parent
                self._settle(table, row, str(values["name"]), thing, {**values, "parent": parent})
            except Wrong as wrong:
                self.found.errors.append(FileError(table.title, row.number, wrong.column, str(wrong)))

    def _aliases(self, table: Table, row: FileRow) -> None:
        place = self._own_place(row)
        unit, text = self._unit(place, row.get("unit")), row.get("text")
        self._once(table, row, id(place), text)
        thing = self.there.aliases.get((place.pk, text)) or Alias(organisation=place, text=text)
        values = {"unit": unit} if thing.pk is None or "unit" in row.values else {}
        self._settle(table, row, f"{text} ({place.name})", thing, values)

    def _former_names(self, table: Table, row: FileRow) -> None:
        place = self._own_place(row)
        unit, name, last = self._unit(place, row.get("unit")), row.get("name"), row.get("valid_to")
        self._once(table, row, id(place), id(unit) if unit else None, name, last)
        there = self.there.former.get((place.pk, unit.pk if unit else None, name, last))
        thing = there or FormerName(organisation=place, unit=unit, name=name, valid_to=last)
        self._settle(table, row, f"{name} ({unit or place})", thing, {})

    def _successions(self, table: Table, row: FileRow) -> None:
        place, after = self._own_place(row), self._place(row, "successor", "Togs över av")
        unit = self._unit(place, row.get("unit"))
        unit_after = self._unit(after, row.get("successor_unit"), "Efterträdarens del")
        if after is place and not (unit and unit_after):
            raise Wrong("Togs över av", _("En organisation kan inte ta över efter sig själv."))
        self._once(table, row, id(place), id(unit), id(after), id(unit_after))
        key = (place.pk, unit.pk if unit else None, after.pk, unit_after.pk if unit_after else None)
        thing = self.there.successions.get(key) or Succession(
            predecessor=place, predecessor_unit=unit, successor=after, successor_unit=unit_after
        )
        self._settle(table, row, f"{unit or place} → {unit_after or after}", thing, {"on": row.get("on")})

    def _members(self, table: Table, row: FileRow) -> None:
        place, group = self._member(row), self._place(row, "group", "Är med i")
        if group is place:
            raise Wrong("Är med i", _("En organisation kan inte vara med i sig själv."))
        first, last = row.get("valid_from") or None, row.get("valid_to") or None
        self._once(table, row, id(place), id(group), first)
        if last is None:
            self._once(table, row, id(place), id(group), "open")
        there = self.there.memberships(group, place, first, is_open=last is None)
        thing = there or MemberRegion(group=group, member=place)
        self._settle(table, row, f"{place.name} i {group.name}", thing, {"valid_from": first, "valid_to": last})
        if there is None:
            self.there.memberships_of[id(place)].append(thing)
        self.memberships.append((row, place, thing))

    def _member(self, row: FileRow) -> Organisation:
        return self._own_place(row)

    def _two_at_once(self, table: Table) -> None:
        """When every row is known: what a row ends, another may begin."""
        for row, place, thing in self.memberships:
            others = [m for m in self.there.memberships_of[id(place)] if m is not thing]
            if (there := overlapping(thing, others)) is not None:
                self.found.errors.append(FileError(table.title, row.number, "Är med i", two_at_once(there)))

    def _persons(self, table: Table, row: FileRow) -> None:
        name, email = row.get("name"), row.get("email")
        self._once(table, row, email or fold(name))
        if email in self.there.taken:
            raise Wrong("E-post", _("Det finns redan en person med den adressen."))
        there = self.there.person(name, email)
        if there is None and email:
            alone = self.there.person(name, "")  # an address for somebody who had none
            there = alone if alone is not None and ("persons", fold(name)) not in self.seen else None
        thing = there or Person(county=self.county)
        self._settle(table, row, name, thing, {"name": name, "email": email, **self._given(row, "phone", "left_on")})
        self.there.add_person(thing)

    def _positions(self, table: Table, row: FileRow) -> None:
        person = self.there.person(row.get("person"), row.get("email"))
        if person is None:
            words = _(
                "Vi känner inte till ”%(text)s”. Skriv namn och e-post som i bladet Personer, eller lägg till där."
            )
            raise Wrong("Person", words % {"text": row.get("email") or row.get("person")})
        place = self._place(row)
        unit, title = self._unit(place, row.get("unit")), row.get("title")
        first, last = row.get("valid_from") or None, row.get("valid_to") or None
        there = self.there.take_position(person, place, unit, title, first, last)
        thing = there or Position(person=person, organisation=place, unit=unit)
        values = {"title": title, "valid_from": first, "valid_to": last}
        self._settle(table, row, f"{person.name}, {place.name}", thing, values)


def _words(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def told(differing: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    """As the history keeps it: before and after, by heading."""
    rows = list(differing)
    return {"before": {h: old for h, old, _new in rows}, "after": {h: new for h, _old, new in rows}}
