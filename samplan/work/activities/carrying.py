"""Activities between two editions of a plan: what is to become of each, and through which editions one has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samplan.foundation.core.stale import mark_of
from samplan.work.plans import queries as plans
from samplan.work.plans.models import Edition, EditionState, Lineage, Node

from .holdings import those
from .models import Activity, Carrying
from .queries import with_state
from .states import OVER, State

Kind = Carrying.Kind
Through = Activity.nodes.through


@dataclass
class Line:
    """One activity of the earlier edition, and what has been chosen for it."""

    pk: int
    title: str
    state: str
    owner: str
    was: list[Node]  # where it stands in the earlier edition
    same: frozenset[int]  # the same parts in the next one
    kind: str = ""
    reason: str = ""
    nodes: frozenset[int] = frozenset()  # where it stands in the next one
    area: Node | None = None

    @property
    def seen(self) -> str:
        return mark_of_choice(self.kind, self.nodes, self.reason)

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def is_moved(self) -> bool:
        """Stands in another part than before: then the part is written out."""
        return self.kind == Kind.CARRIED and self.nodes != self.same


def mark_of_choice(kind: str, nodes: Iterable[int], reason: str) -> str:
    return mark_of(kind, *sorted(nodes), reason)[:12]


@dataclass
class Choosing:
    """All of them, in the earlier plan's order."""

    earlier: Edition
    edition: Edition
    lines: list[Line]
    over: int  # had ended before: they stay where they are
    parts: dict[int, Node] = field(default_factory=dict)  # of the next edition

    def count(self, kind: str) -> int:
        return sum(line.kind == kind for line in self.lines)

    @property
    def carried(self) -> int:
        return self.count(Kind.CARRIED)

    @property
    def ended(self) -> int:
        return self.count(Kind.ENDED)

    @property
    def left(self) -> int:
        return self.count("")

    def groups(self) -> list[tuple[Node | None, list[Line]]]:
        found: dict[Node | None, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.area, []).append(line)
        return list(found.items())

    def words(self, line: Line) -> str:
        """The parts as they are written in the field: empty for the same as before."""
        return (
            "; ".join(label(self.parts[pk]) for pk in sorted(line.nodes) if pk in self.parts) if line.is_moved else ""
        )


def label(node: Node) -> str:
    """How a part is written and found again: on one line."""
    return " ".join(str(node).split())


def earlier_of(edition: Edition) -> Edition | None:
    """Which edition this one takes over after: the one that activities came from, else the nearest before it."""
    row = Carrying.objects.filter(to_edition=edition).select_related("from_edition__plan").order_by("-pk").first()
    if row is not None:
        return row.from_edition
    before = plans.with_state(Edition.objects.filter(plan=edition.plan_id, number__lt=edition.number))
    found = list(before.select_related("plan").order_by("-number"))
    decided = (EditionState.State.ADOPTED, EditionState.State.SUPERSEDED)
    return next((one for one in found if one.state in decided), next(iter(found), None))  # type: ignore[attr-defined]


def choosing(earlier: Edition, edition: Edition) -> Choosing:
    """Eight queries, however many activities there are."""
    old_rows, parts = plans.node_rows(earlier), {pk: row.node for pk, row in plans.node_rows(edition).items()}
    following = counterparts({row.node for row in old_rows.values()}, parts.values(), edition)
    was, now = _placed(earlier), _placed(edition)
    rows = {row.activity_id: row for row in Carrying.objects.filter(from_edition=earlier, to_edition=edition)}
    lines, over = [], 0
    found = with_state(Activity.objects.filter(pk__in=was).select_related("owner").defer("text", "folded", "meaning"))
    for activity in found.order_by("position", "id"):
        row, nodes = rows.get(activity.pk), frozenset(now.get(activity.pk, ()))
        if activity.state in OVER and not row and not nodes:  # type: ignore[attr-defined]
            over += 1
            continue
        places = sorted((old_rows[pk].node for pk in was[activity.pk]), key=_rank)
        lines.append(
            Line(
                pk=activity.pk,
                title=activity.title,
                state=activity.state,  # type: ignore[attr-defined]
                owner=activity.owner.short_name if activity.owner else "",
                was=places,
                same=frozenset(pk for place in places for pk in following.get(place.pk, ())),
                kind=row.kind if row else Kind.CARRIED if nodes else "",
                reason=row.reason if row else "",
                nodes=nodes,
                area=plans.area_of(old_rows[places[0].pk]),
            )
        )
    lines.sort(key=lambda line: line.was[0].position)
    return Choosing(earlier, edition, lines, over, parts)


def counterparts(old: Iterable[Node], new: Iterable[Node], edition: Edition) -> dict[int, list[int]]:
    """The same parts in the next edition, by the key that lasts; of one that was joined into another, that one."""
    by_key = {node.key: node.pk for node in new}
    became: dict[Any, list[int]] = {}
    for row in Lineage.objects.filter(edition=edition):
        if row.from_key not in by_key and row.to_key in by_key:
            became.setdefault(row.from_key, []).append(by_key[row.to_key])
    return {
        node.pk: [by_key[node.key]] if node.key in by_key else became[node.key]
        for node in old
        if node.key in by_key or node.key in became
    }


def nodes_of_the_past(activity: Activity) -> set[int]:
    """Parts it stands in of editions that a later one has taken over after: they show what they held, whatever is changed now."""
    here = Node.objects.filter(activities=activity)
    past = plans.with_state(Edition.objects.filter(pk__in=here.values("edition")))
    past = past.filter(state=EditionState.State.SUPERSEDED)  # type: ignore[misc]
    current = {edition.pk for edition in plans.current_editions(activity.county)} if past else set()
    gone = [edition.pk for edition in past if edition.pk not in current]
    return set(here.filter(edition__in=gone).values_list("pk", flat=True))


def _placed(edition: Edition) -> dict[int, set[int]]:
    placed: dict[int, set[int]] = {}
    for activity_id, node_id in Through.objects.filter(node__edition=edition).values_list("activity_id", "node_id"):
        placed.setdefault(activity_id, set()).add(node_id)
    return placed


def _rank(node: Node) -> tuple[bool, int]:
    return (node.tier.is_target_vision, node.position)


@dataclass(frozen=True)
class Stay:
    """An edition that an activity has stood in, and how it came there or left it."""

    edition: Edition
    places: list[Node]
    into: Carrying | None
    out_of: Carrying | None
    is_new: bool  # begun in this edition, though the plan has earlier ones


def stays_of(activity: Activity, places: Iterable[Node]) -> list[Stay]:
    """Through which editions it has come, the earliest first. `places`: the parts it stands in, with their editions."""
    by_edition: dict[int, list[Node]] = {}
    editions: dict[int, Edition] = {}
    for node in places:
        by_edition.setdefault(node.edition_id, []).append(node)
        editions[node.edition_id] = node.edition
    rows = list(those(activity, "carryings", activity.carryings.select_related("from_edition", "to_edition")))
    for row in rows:
        editions.setdefault(row.from_edition_id, row.from_edition)
    later = {edition.plan_id for edition in editions.values() if edition.number > 1}
    firsts: Mapping[int, int] = _first_numbers(later) if later else {}
    ordered = sorted(editions.values(), key=lambda one: (one.plan_id, one.number))
    begun: dict[int, int] = {}
    for edition in ordered:
        begun.setdefault(edition.plan_id, edition.pk)
    return [
        Stay(
            edition,
            by_edition.get(edition.pk, []),
            next((row for row in rows if row.to_edition_id == edition.pk and row.kind == Kind.CARRIED), None),
            next((row for row in rows if row.from_edition_id == edition.pk), None),
            begun[edition.plan_id] == edition.pk and edition.number > firsts.get(edition.plan_id, edition.number),
        )
        for edition in ordered
    ]


def _first_numbers(plan_ids: set[int]) -> dict[int, int]:
    numbers: dict[int, int] = {}
    for plan, number in Edition.objects.filter(plan__in=plan_ids).order_by("-number").values_list("plan_id", "number"):
        numbers[plan] = number
    return numbers
