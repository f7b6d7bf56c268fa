"""What stands in a county's registers, read once, with what the file adds put beside it as it is met."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q

from samplan.foundation.core.text import fold

from ..models import Alias, County, FormerName, MemberRegion, Organisation, Person, Position, Succession, Unit, User
from ..queries.hidden import hidden_users

Waiting = tuple[Any, Organisation, Unit, dict[str, Any]]


class Standing:
    def __init__(self, county: County | None, viewer: User | None = None) -> None:
        self._organisations: dict[str, Organisation] = {}
        self.short: dict[str, Organisation] = {}
        self.registered: dict[tuple[str, str], Organisation] = {}
        beside = Q(county=None) if county else Q(kind=Organisation.Kind.REGION)  # of the levels: their members
        known = list(Organisation.objects.filter(Q(county=county) | beside).select_related("county").order_by("pk"))
        own_id = county.pk if county else None
        for organisation in sorted(known, key=lambda o: o.county_id != own_id):  # one's own first
            self._organisations.setdefault(fold(organisation.name), organisation)
            self.short.setdefault(fold(organisation.short_name), organisation)
            if organisation.code:
                self.registered[organisation.kind, organisation.code] = organisation
        by_pk = {o.pk: o for o in known}
        units = list(Unit.objects.filter(organisation__in=by_pk).order_by("pk"))
        self._by_unit = {u.pk: u for u in units}
        self._units: dict[tuple[int, str], Unit] = {}
        for unit in units:
            unit.organisation = by_pk[unit.organisation_id]
            unit.parent = self._by_unit.get(unit.parent_id or 0)
            self._units[id(unit.organisation), unit.name] = unit
        self.parents: dict[int, Unit | None] = {}
        self.waiting: list[Waiting] = []
        own = {"organisation__county": county}
        self.aliases = {(a.organisation_id, a.text): a for a in Alias.objects.filter(**own)}
        for alias in self.aliases.values():
            alias.unit = self._by_unit.get(alias.unit_id or 0)
        former = FormerName.objects.filter(**own)
        self.former = {(f.organisation_id, f.unit_id, f.name, f.valid_to): f for f in former}
        successions = Succession.objects.filter(predecessor__county=county)
        self.successions = {
            (s.predecessor_id, s.predecessor_unit_id, s.successor_id, s.successor_unit_id): s for s in successions
        }
        self._members: dict[tuple[int, int], list[MemberRegion]] = defaultdict(list)
        self.memberships_of: dict[int, list[MemberRegion]] = defaultdict(list)
        whose = Q(member__county=county) if county else Q(member__in=by_pk)
        written = MemberRegion.objects.filter(whose)
        for member in written.select_related("group", "member").order_by("pk"):
            self._members[member.group_id, member.member_id].append(member)
            if member.member_id in by_pk:
                member.member = by_pk[member.member_id]
            self.memberships_of[id(member.member)].append(member)
        self._read_people(county, viewer)

    def _read_people(self, county: County | None, viewer: User | None) -> None:
        self._persons: dict[str, Person] = {}
        self.taken: set[str] = set()  # addresses of those whose name the viewer may not read
        self._positions: dict[tuple[int, int], list[Position]] = defaultdict(list)
        if county is None:
            return
        hidden = set(hidden_users(viewer).values_list("user", flat=True)) if viewer else set()
        for person in Person.objects.filter(county=county, erased_at=None).select_related("user").order_by("pk"):
            if person.user_id in hidden:
                self.taken.add(person.email)
                continue
            self._persons.setdefault(person.email or fold(person.name), person)
        for position in Position.objects.filter(person__county=county).order_by("pk"):
            self._positions[position.person_id, position.organisation_id].append(position)

    def organisation(self, name: str) -> Organisation | None:
        return self._organisations.get(fold(name))

    def add_organisation(self, thing: Organisation) -> None:
        self._organisations[fold(thing.name)] = thing

    def unit(self, place: Organisation, name: str) -> Unit | None:
        return self._units.get((id(place), name))

    def add_unit(self, place: Organisation, name: str, thing: Unit) -> None:
        self._units[id(place), name] = thing

    def parent_of(self, unit: Unit) -> Unit | None:
        """By the file when it says so, else as it stands."""
        return self.parents.get(id(unit), unit.parent)

    def memberships(
        self, group: Organisation, member: Organisation, first: date | None, *, is_open: bool
    ) -> MemberRegion | None:
        if group.pk is None or member.pk is None:
            return None
        found = self._members[group.pk, member.pk]
        same = next((m for m in found if m.valid_from == first), None)
        same = same or next((m for m in found if is_open and m.valid_to is None), None)
        if same is not None:
            found.remove(same)
        return same

    def person(self, name: str, email: str) -> Person | None:
        return self._persons.get(email or fold(name))

    def add_person(self, thing: Person) -> None:
        self._persons[thing.email or fold(thing.name)] = thing

    def take_position(
        self, person: Person, place: Organisation, unit: Unit | None, title: str, first: date | None, last: date | None
    ) -> Position | None:
        """The likest of those that no row has taken: the same in all, else in title and first day, else in first day."""
        if person.pk is None or place.pk is None:
            return None
        found = self._positions[person.pk, place.pk]
        in_unit = [p for p in found if p.unit_id == (unit.pk if unit else None)]
        alike = [p for p in in_unit if (p.title, p.valid_from) == (title, first)]
        dated = [p for p in in_unit if first is not None and p.valid_from == first]
        likest = [p for p in alike if p.valid_to == last] or alike or dated
        if likest:
            found.remove(likest[0])
            return likest[0]
        return None
