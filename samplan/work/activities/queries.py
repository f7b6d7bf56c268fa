from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from samplan.foundation.core.dates import as_date, today
from samplan.foundation.people.models import County
from samplan.work.plans import queries as plans
from samplan.work.plans.models import Node

from .models import Activity, ActivityState, Actor
from .states import RUNNING

STILL_DAYS = 270  # nine months without news
WARN_DAYS, LATE_DAYS, FULL_DAYS = 60, 150, 300
TRACK = 46  # pixels of the age bar


def with_state(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Activities with `state` and `state_on` of their latest state row."""
    latest = ActivityState.objects.filter(activity=OuterRef("pk")).order_by("-on", "-id")
    return activities.annotate(state=Subquery(latest.values("state")[:1]), state_on=Subquery(latest.values("on")[:1]))


@dataclass(slots=True)
class Line:
    """An activity as lists show it."""

    activity: Any
    area: Node | None
    other_areas: list[Node]
    nodes: frozenset[int]
    organisations: frozenset[int]
    actors: list[str]
    days: int  # since anything was heard of it

    @property
    def state(self) -> str:
        return str(self.activity.state)

    @property
    def runs(self) -> bool:
        return self.activity.state in RUNNING

    @property
    def still(self) -> bool:
        return self.runs and self.days > STILL_DAYS

    @property
    def urgency(self) -> str:
        """Class of the age: only what runs can be late."""
        if not self.runs or self.days < WARN_DAYS:
            return ""
        return "is-late" if self.days >= LATE_DAYS else "is-soon"

    @property
    def fill(self) -> int:
        return max(2, min(TRACK, round(self.days * TRACK / FULL_DAYS)))

    @property
    def few_actors(self) -> list[str]:
        return self.actors[:2] if len(self.actors) > 3 else self.actors

    @property
    def more_actors(self) -> int:
        return len(self.actors) - len(self.few_actors)


@dataclass
class Listing:
    """All activities of a county with what groups and filters need: seven queries, however many there are."""

    lines: list[Line]
    rows: dict[int, plans.Row]  # the parts of the plans in force
    areas: list[Node] = field(default_factory=list)

    def under(self, node_id: int) -> set[int]:
        """Ids of a part and everything below it."""
        row = self.rows.get(node_id)
        return {r.node.pk for r in row.everything()} if row else set()


def listing(county: County) -> Listing:
    editions = plans.current_editions(county)
    nodes = Node.objects.filter(edition__in=editions).select_related("tier")
    order = nodes.order_by("edition", "position").defer("text", "folded", "source_lines")
    _roots, rows = plans.rows_of(order)
    actors = Prefetch("actors", Actor.objects.select_related("organisation"))
    activities = with_state(county.activities.select_related("owner")).prefetch_related(actors)
    heavy = ("text", "meaning", "source_lines")
    placed = _nodes_by_activity(county)
    day = today()
    lines = [
        _line(activity, placed.get(activity.pk, []), rows, day)
        for activity in activities.defer(*heavy).order_by("position", "id")
    ]
    seen: dict[int, Node] = {}
    for line in lines:
        for area in ([line.area] if line.area else []) + line.other_areas:
            seen.setdefault(area.pk, area)
    return Listing(lines, rows, sorted(seen.values(), key=lambda n: (n.edition_id, n.position)))


def _nodes_by_activity(county: County) -> dict[int, list[int]]:
    placed: dict[int, list[int]] = {}
    through = Activity.nodes.through.objects.filter(activity__county=county)
    for activity_id, node_id in through.values_list("activity_id", "node_id"):
        placed.setdefault(activity_id, []).append(node_id)
    return placed


def _line(activity: Any, node_ids: Iterable[int], rows: dict[int, plans.Row], day: date) -> Line:
    here = sorted((rows[pk] for pk in node_ids if pk in rows), key=lambda r: _rank(r.node))
    areas = list({area.pk: area for area in map(plans.area_of, here)}.values())
    actors = list(activity.actors.all())
    return Line(
        activity,
        areas[0] if areas else None,
        areas[1:],
        frozenset(r.node.pk for r in here),
        frozenset(a.organisation_id for a in actors if a.organisation_id),
        list(dict.fromkeys(a.organisation.short_name if a.organisation else a.text for a in actors)),
        (day - as_date(activity.changed_at)).days,
    )


def _rank(node: Node) -> tuple[bool, int]:
    """Areas before the visions they serve, then in the plan's order."""
    return (node.tier.is_target_vision, node.position)


def counts_by_node(edition: Any) -> dict[int, set[int]]:
    """Which activities stand directly under each part of an edition. One query."""
    direct: dict[int, set[int]] = {}
    through = Activity.nodes.through.objects.filter(node__edition=edition)
    for activity_id, node_id in through.values_list("activity_id", "node_id"):
        direct.setdefault(node_id, set()).add(activity_id)
    return direct


def places_of(activity: Any) -> list[list[Node]]:
    """Each place in a plan as the way down to it, the part itself last; newest edition first. Two queries, once per object."""
    if not hasattr(activity, "_places"):  # the page and its red thread both ask
        activity._places = _places(activity)
    return activity._places


def _places(activity: Activity) -> list[list[Node]]:
    own = list(activity.nodes.select_related("tier", "edition"))
    own.sort(key=lambda n: (-n.edition.number, *_rank(n)))
    around = Node.objects.filter(edition__in={n.edition_id for n in own}).select_related("tier")
    nodes = {n.pk: n for n in around.defer("text", "folded", "source_lines")}
    return [[*plans.path_of(node, nodes), node] for node in own]


def under_node(node: Node) -> list[Any]:
    """The activities on a part of the plan or anything below it, in the plan's order, with state and owner. Three queries."""
    nodes = {n.pk: n for n in Node.objects.filter(edition=node.edition_id).only("pk", "parent_id", "position")}
    ids = [node.pk, *plans.descendants(node, nodes)]
    chosen = Activity.nodes.through.objects.filter(node_id__in=ids).values("activity_id")
    return list(with_state(Activity.objects.filter(pk__in=chosen).select_related("owner")).order_by("position", "id"))


def still_since() -> datetime:
    """What has not changed since then has stood still."""
    return timezone.now() - timedelta(days=STILL_DAYS)
