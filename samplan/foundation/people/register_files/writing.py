from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from samplan.foundation.core.tables import CellValue, Sheet

from ..models import (
    Alias,
    County,
    FormerName,
    MemberRegion,
    Organisation,
    Person,
    Position,
    Role,
    Succession,
    Unit,
    User,
)
from ..queries.hidden import hidden_users
from ..queries.levels import NATIONAL_KINDS
from .columns import TABLES, Table

Row = dict[str, Any]
Hidden = QuerySet[Role, Any]


def sheets_of(county: County, viewer: User | None = None) -> list[Sheet]:
    """All of a county's registers, one table each. What points to another county is left out: it could not be read back.

    A viewer gets nobody whose name they may not read; without one, the file is for whoever runs the installation.
    """
    hidden = hidden_users(viewer) if viewer else Role.objects.none().values("user")
    return [
        Sheet(table.title, tuple(c.heading for c in table.columns), table_rows(table, county, hidden))
        for table in TABLES
    ]


def table_rows(table: Table, county: County | None, hidden: Hidden | None = None) -> list[tuple[CellValue, ...]]:
    """Of the county, or of the levels above it."""
    if county is not None and hidden is not None and table.key in _OF_PEOPLE:
        rows = _OF_PEOPLE[table.key](county, hidden)
    else:
        rows = _ROWS[table.key](county)
    return [tuple(c.choices.get(row[c.name], row[c.name]) or None for c in table.columns) for row in rows]


def _place(field: str, county: County | None) -> Q:
    """In the county, or national."""
    return Q(**{f"{field}__county": county}) | Q(**{f"{field}__county": None})


def _organisations(county: County | None) -> Iterator[Row]:
    found = Organisation.objects.filter(county=county)
    if county is None:
        found = found.filter(kind__in=NATIONAL_KINDS)
    for o in found.order_by("name_key", "pk"):
        names = ("name", "short_name", "kind", "code", "valid_from", "valid_to")
        yield {name: getattr(o, name) for name in names}


def _own(model: Any, county: County | None) -> Iterable[Any]:
    found = model.objects.filter(organisation__county=county)
    return found.select_related("organisation", "unit").order_by("organisation__name_key", "organisation_id", "pk")


def _units(county: County | None) -> Iterator[Row]:
    found = Unit.objects.filter(organisation__county=county).select_related("organisation", "parent")
    for u in found.order_by("organisation__name_key", "organisation_id", "pk"):
        row = {name: getattr(u, name) for name in ("name", "kind", "valid_from", "valid_to")}
        yield {**row, "organisation": u.organisation.name, "parent": _name(u.parent)}


def _aliases(county: County | None) -> Iterator[Row]:
    for a in _own(Alias, county):
        yield {"organisation": a.organisation.name, "unit": _name(a.unit), "text": a.text}


def _former_names(county: County | None) -> Iterator[Row]:
    for f in _own(FormerName, county):
        row = {"organisation": f.organisation.name, "unit": _name(f.unit)}
        yield {**row, "name": f.name, "valid_to": f.valid_to}


def _successions(county: County | None) -> Iterator[Row]:
    found = Succession.objects.filter(_place("successor", county), predecessor__county=county)
    related = ("predecessor", "predecessor_unit", "successor", "successor_unit")
    for s in found.select_related(*related).order_by("predecessor__name_key", "pk"):
        row = {"organisation": s.predecessor.name, "unit": _name(s.predecessor_unit), "on": s.on}
        yield {**row, "successor": s.successor.name, "successor_unit": _name(s.successor_unit)}


def _members(county: County | None) -> Iterator[Row]:
    regions = Q(member__kind=Organisation.Kind.REGION) | Q(member__county=None)
    found = MemberRegion.objects.filter(_place("group", county), Q(member__county=county) if county else regions)
    for m in found.select_related("group", "member").order_by("member__name_key", "pk"):
        row = {"organisation": m.member.name, "group": m.group.name}
        yield {**row, "valid_from": m.valid_from, "valid_to": m.valid_to}


def _persons(county: County, hidden: Hidden) -> Iterator[Row]:
    found = Person.objects.filter(Q(user=None) | ~Q(user__in=hidden), county=county, erased_at=None)
    for p in found.order_by("name_key", "pk"):
        yield {name: getattr(p, name) for name in ("name", "email", "phone", "left_on")}


def _positions(county: County, hidden: Hidden) -> Iterator[Row]:
    open_about = Q(person__user=None) | ~Q(person__user__in=hidden)
    found = Position.objects.filter(
        open_about, _place("organisation", county), person__county=county, person__erased_at=None
    )
    for p in found.select_related("person", "organisation", "unit").order_by("person__name_key", "person_id", "pk"):
        row = {"person": p.person.name, "email": p.person.email, "title": p.title}
        place = {"organisation": p.organisation.name, "unit": _name(p.unit)}
        yield {**row, **place, "valid_from": p.valid_from, "valid_to": p.valid_to}


def _name(unit: Unit | None) -> str:
    return unit.name if unit else ""


_ROWS = {
    "organisations": _organisations,
    "units": _units,
    "aliases": _aliases,
    "former_names": _former_names,
    "successions": _successions,
    "members": _members,
}
_OF_PEOPLE = {"persons": _persons, "positions": _positions}
