"""Reads of the registers: an organisation with all that belongs to it, and people as their viewer may see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from samplan.foundation.core.dates import today
from samplan.foundation.core.text import fold

from ..models import County, FormerName, Organisation, Person, Position, Role, Succession, Unit, User
from .hidden import hidden_users, visible


@dataclass
class UnitLine:
    """A part with its parts, in the order they are drawn; `depth` from 0."""

    unit: Unit
    depth: int
    former: list[FormerName] = field(default_factory=list)


@dataclass
class Facts:
    """What the register knows of one organisation, besides who speaks for it."""

    units: list[UnitLine]
    ended_units: list[Unit]
    aliases: list[object]
    former_names: list[FormerName]
    took_over_after: list[Succession]
    taken_over_by: list[Succession]
    member_of: list[object]
    members: list[object]


def facts_of(organisation: Organisation) -> Facts:
    former = list(organisation.former_names.all())
    units = list(organisation.units.all())
    return Facts(
        units=tree_of([u for u in units if not u.has_ended], former),
        ended_units=[u for u in units if u.has_ended],
        aliases=list(organisation.aliases.select_related("unit").order_by("folded")),
        former_names=[f for f in former if f.unit_id is None],
        took_over_after=list(organisation.preceded_by.select_related("predecessor", "predecessor_unit")),
        taken_over_by=list(organisation.successions.select_related("successor", "successor_unit")),
        member_of=list(organisation.member_of.exclude(valid_to__lt=today()).select_related("group")),
        members=list(organisation.members.exclude(valid_to__lt=today()).select_related("member")),
    )


def tree_of(units: Iterable[Unit], former: Iterable[FormerName] = ()) -> list[UnitLine]:
    """Parts under what they belong to. What lies under an ended part stands at the top."""
    names: dict[int | None, list[FormerName]] = {}
    for each in former:
        names.setdefault(each.unit_id, []).append(each)
    below: dict[int | None, list[Unit]] = {}
    there = {unit.pk: unit for unit in units}
    for unit in there.values():
        below.setdefault(unit.parent_id if unit.parent_id in there else None, []).append(unit)
    lines: list[UnitLine] = []

    def walk(parent: int | None, depth: int) -> None:
        for unit in sorted(below.get(parent, []), key=lambda u: u.name_key):
            lines.append(UnitLine(unit, depth, names.get(unit.pk, [])))
            walk(unit.pk, depth + 1)

    walk(None, 0)
    return lines


def ended_organisations(county: County) -> list[Organisation]:
    taken = Prefetch("successions", Succession.objects.select_related("successor"))
    return list(county.organisations.filter(valid_to__lt=today()).prefetch_related(taken))


def persons_of(county: County, viewer: User | None) -> QuerySet[Person]:
    """Those who belong to the county, work in it or hold a role in it, but for those whose name the viewer may not read."""
    roles = Role.objects.filter(visible(viewer), Q(county=county) | Q(organisation__county=county))
    positions = Position.objects.filter(organisation__county=county)
    found = Person.objects.filter(
        Q(county=county) | Q(pk__in=positions.values("person")) | Q(user__in=roles.values("user")), erased_at=None
    )
    return found.filter(Q(user=None) | ~Q(user__in=hidden_users(viewer)))


@dataclass
class PersonLine:
    person: Person
    positions: list[Position]
    roles: list[Role]


@dataclass(frozen=True)
class PersonFilter:
    words: str = ""
    organisation: int | None = None
    left: bool = False

    @property
    def is_set(self) -> bool:
        return bool(self.words or self.organisation or self.left)


def person_lines(found: QuerySet[Person], county: County, viewer: User | None) -> list[PersonLine]:
    """Each with what they do today in the county, in as many queries however many they are."""
    day = today()
    persons = list(found.select_related("user", "county"))
    positions: dict[int, list[Position]] = {}
    current = Position.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), organisation__county=county)
    for position in current.select_related("organisation", "unit").order_by("organisation__name_key", "pk"):
        positions.setdefault(position.person_id, []).append(position)
    roles: dict[int, list[Role]] = {}
    held = Role.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    here = held.filter(visible(viewer), Q(county=county) | Q(organisation__county=county))
    for role in here.select_related("organisation", "county").order_by("organisation__name_key", "pk"):
        roles.setdefault(role.user_id, []).append(role)
    return [PersonLine(p, positions.get(p.pk, []), roles.get(p.user_id or 0, [])) for p in persons]


def sought(found: QuerySet[Person], chosen: PersonFilter, viewer: User | None) -> QuerySet[Person]:
    day = today()
    found = found.filter(left_on__lt=day) if chosen.left else found.exclude(left_on__lt=day)
    if chosen.words:
        for word in fold(chosen.words).split():
            found = found.filter(folded__contains=word)
    if chosen.organisation:
        working = Position.objects.filter(organisation=chosen.organisation)
        holding = Role.objects.filter(visible(viewer), organisation=chosen.organisation)
        if not chosen.left:
            working = working.exclude(valid_to__lt=day)
            holding = holding.exclude(valid_to__lt=day)
        found = found.filter(Q(pk__in=working.values("person")) | Q(user__in=holding.values("user")))
    return found
