"""Which bodies own, work with and advise on which parts of an edition: so that parallel structures and gaps are seen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from samplan.work.governance.models import Body

from .models import BodyRole, Edition, Node
from .outline import area_of, rows_of

Kind = BodyRole.Kind


@dataclass
class Line:
    """One part of the plan, or the whole of it, with the bodies that have it."""

    node: Node | None
    roles: list[BodyRole] = field(default_factory=list)

    def _of(self, kind: str) -> list[BodyRole]:
        return [role for role in self.roles if role.kind == kind]

    @property
    def columns(self) -> list[tuple[str, list[BodyRole]]]:
        return [(str(Kind(kind).label), self._of(kind)) for kind in Kind]

    @property
    def owners(self) -> list[BodyRole]:
        return self._of(Kind.OWNS)

    @property
    def is_parallel(self) -> bool:
        return len(self.owners) > 1


@dataclass(frozen=True)
class Pair:
    """Two bodies that have the same parts in hand."""

    bodies: tuple[Body, Body]
    nodes: list[Node | None]


@dataclass
class Table:
    lines: list[Line]
    pairs: list[Pair]

    @property
    def ownerless(self) -> list[Line]:
        return [line for line in self.lines if line.node and not line.owners]

    @property
    def parallel(self) -> list[Line]:
        return [line for line in self.lines if line.is_parallel]

    @property
    def filled(self) -> bool:
        return any(line.roles for line in self.lines)


def standing_roles(edition: Edition) -> list[BodyRole]:
    rows = edition.body_roles.filter(valid_to=None).select_related("body__organisation")
    return list(rows.order_by("body__name_key", "pk"))


def table_of(edition: Edition) -> Table:
    """Two queries, however many parts and bodies."""
    by_node: dict[int | None, list[BodyRole]] = defaultdict(list)
    for role in standing_roles(edition):
        by_node[role.node_id].append(role)
    nodes = list(edition.nodes.select_related("tier").defer("text", "folded", "source_lines"))
    _roots, rows = rows_of(nodes)
    areas = {pk for pk, row in rows.items() if area_of(row).pk == pk and not row.heading}
    visions = {node.pk for node in nodes if node.tier.is_target_vision}
    shown = [node for node in nodes if node.pk in (areas - visions) | by_node.keys()]
    lines = [Line(node, by_node.get(node.pk if node else None, [])) for node in [None, *shown]]
    return Table(lines, _pairs(lines))


def _pairs(lines: Iterable[Line]) -> list[Pair]:
    """Bodies that own or work with the same parts. One that gives advice is no parallel."""
    found: dict[tuple[int, int], Pair] = {}
    for line in lines:
        working = sorted(
            {role.body for role in line.roles if role.kind != Kind.ADVISES}, key=lambda b: (b.name_key, b.pk)
        )
        for one, other in combinations(working, 2):
            found.setdefault((one.pk, other.pk), Pair((one, other), [])).nodes.append(line.node)
    return sorted(found.values(), key=lambda pair: -len(pair.nodes))


@dataclass(frozen=True)
class OfNode:
    """The bodies of one part; where it has none, those that own the nearest part above it (no part: the whole plan)."""

    body_roles: list[BodyRole]
    above_owned: Node | None
    above_owners: list[BodyRole]


def of_node(node: Node, path: Iterable[Node]) -> OfNode:
    """One query."""
    by_node: dict[int | None, list[BodyRole]] = defaultdict(list)
    for role in standing_roles(node.edition):
        by_node[role.node_id].append(role)
    if own := by_node.get(node.pk):
        return OfNode(own, None, [])
    for above in [*reversed(list(path)), None]:
        owners = [r for r in by_node.get(above.pk if above else None, []) if r.kind == Kind.OWNS]
        if owners:
            return OfNode([], above, owners)
    return OfNode([], None, [])


def places_of(body: Body) -> list[BodyRole]:
    """What a body has in hand in editions that are not over: for its own page."""
    rows = BodyRole.objects.filter(body=body, valid_to=None, edition__plan__county=body.county_id)
    return list(rows.select_related("edition__plan__county", "node__tier").order_by("edition__plan__title_key", "pk"))
