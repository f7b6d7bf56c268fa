"""The table of contact persons: area × organisation. A vacancy has its place in it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.tables import CellValue, Sheet
from samplan.foundation.people.models import Organisation, Role, User
from samplan.foundation.people.queries import roles_held_now

from .models import ContactRole, Edition, Node, Party, Tier
from .outline import area_of, rows_of


@dataclass(frozen=True)
class Cell:
    area: Node | None
    organisation: Organisation
    role: ContactRole | None


@dataclass(frozen=True)
class Line:
    """One area, with a cell for each organisation shown. No area: the whole plan."""

    area: Node | None
    cells: list[Cell]

    @property
    def is_shown(self) -> bool:
        """Nobody need answer for the whole plan: its row stands there when somebody does."""
        return self.area is not None or any(cell.role for cell in self.cells)


@dataclass(frozen=True)
class Table:
    tier: Tier | None
    tiers: list[Tier]
    organisations: list[Organisation]  # all that the table is about
    lines: list[Line]

    @property
    def vacant(self) -> int:
        """Areas without anybody. The whole plan is a place one may leave empty."""
        return sum(cell.role is None for line in self.lines if line.area for cell in line.cells)

    @property
    def filled(self) -> int:
        return sum(cell.role is not None for line in self.lines for cell in line.cells)


def table_of(edition: Edition, *, tier_id: int | None = None, only: Organisation | None = None) -> Table:
    """Six queries, however many areas and organisations."""
    organisations = organisations_of(edition)
    shown = [o for o in organisations if only is None or o.pk == only.pk]
    roles = list(edition.contact_roles.filter(valid_to=None).select_related("user", "node"))
    by_place = {(role.node_id, role.organisation_id): role for role in roles if role.user.is_active}
    tiers = [tier for tier in edition.tiers.all() if not tier.is_target_vision]
    nodes = list(edition.nodes.select_related("tier").defer("text", "folded", "source_lines"))
    tier = _tier(tiers, nodes, roles, tier_id)
    areas: list[Node | None] = [None, *(node for node in nodes if tier and node.tier_id == tier.pk)]
    lines = [
        Line(area, [Cell(area, o, by_place.get((area.pk if area else None, o.pk))) for o in shown]) for area in areas
    ]
    with_nodes = [t for t in tiers if any(node.tier_id == t.pk for node in nodes)]
    return Table(tier, with_nodes, organisations, lines)


def _tier(tiers: list[Tier], nodes: list[Node], roles: Iterable[ContactRole], asked: int | None) -> Tier | None:
    """The one asked for; else where people have been named; else the one that divides the plan into areas."""
    if chosen := next((tier for tier in tiers if tier.pk == asked), None):
        return chosen
    named = {role.node.tier_id for role in roles if role.node}
    if with_people := next((tier for tier in tiers if tier.pk in named), None):
        return with_people
    _roots, rows = rows_of(nodes)
    areas = Counter(row.node.tier_id for row in rows.values() if area_of(row).pk == row.node.pk and not row.heading)
    most = max(tiers, key=lambda tier: areas[tier.pk], default=None)
    return most if most and areas[most.pk] else next((t for t in tiers if any(n.tier_id == t.pk for n in nodes)), None)


def organisations_of(edition: Edition) -> list[Organisation]:
    """Those who stand behind the plan, and any other where somebody has been named; ended ones are left out."""
    day = today()
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    parties = Party.objects.filter(current, plan=edition.plan_id).exclude(role=Party.Role.CONSULTED)
    named = ContactRole.objects.filter(edition=edition, valid_to=None)
    found = Organisation.objects.filter(current).filter(
        Q(pk__in=parties.values("organisation")) | Q(pk__in=named.values("organisation"))
    )
    authorities = Q(county__plans=edition.plan_id, kind__in=[Organisation.Kind.REGION, Organisation.Kind.MUNICIPALITY])
    return list(found) or list(Organisation.objects.filter(current).filter(authorities))


def may_be_named(organisation: Organisation) -> list[User]:
    """Those with a role in the organisation today. A user representative speaks for users, not for the organisation."""
    roles = roles_held_now().filter(organisation=organisation).exclude(kind=Role.Kind.USER_REPRESENTATIVE)
    return sorted({role.user for role in roles}, key=lambda user: user.name_key)


def sheet_of(table: Table, edition: Edition) -> Sheet:
    columns = tuple(map(str, (_("Område"), _("Organisation"), _("Kontaktperson"), _("Titel"), _("E-post"), _("Sedan"))))
    return Sheet(_("Kontaktpersoner"), columns, [_row(cell) for line in table.lines for cell in line.cells])


def _row(cell: Cell) -> tuple[CellValue, ...]:
    area = str(cell.area) if cell.area else _("Hela planen")
    if cell.role is None:
        return area, cell.organisation.name, _("Vakant"), None, None, None
    user = cell.role.user
    return area, cell.organisation.name, user.name, user.title, user.email, cell.role.valid_from
