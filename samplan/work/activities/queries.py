from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from samplan.foundation.core.dates import as_date, today
from samplan.foundation.people.models import County
from samplan.work.plans import queries as plans
from samplan.work.plans.models import Node

from . import aliveness
from .models import Activity, ActivityState, Actor, QualityRule
from .states import OVER, RUNNING
from .tags import EVIDENCE, METHOD, PART, Tags, tags_by_activity

WARN_DAYS, LATE_DAYS, FULL_DAYS = 60, 150, 300
TRACK = 46  # pixels of the age bar


def with_state(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Activities with `state` and `state_on` of their latest state row."""
    latest = ActivityState.objects.filter(activity=OuterRef("pk")).order_by("-on", "-id")
    return activities.annotate(state=Subquery(latest.values("state")[:1]), state_on=Subquery(latest.values("on")[:1]))


def with_parts(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """With `parts`: how many sub-projects each has."""
    below = Activity.objects.filter(parent=OuterRef("pk")).order_by().values("parent").annotate(n=Count("pk"))
    return activities.annotate(parts=Coalesce(Subquery(below.values("n")), 0))


def ownerless(county: County) -> list[Any]:
    """What nobody has taken on and is not over, in the plan's order."""
    rows: Any = with_state(Activity.objects.filter(county=county, owner=None))
    return list(rows.exclude(state__in=OVER).order_by("position", "pk"))


@dataclass(slots=True)
class Line:
    """An activity as lists show it: plain values, since lists hold hundreds."""

    pk: int
    title: str
    title_key: str
    folded: str
    kind: str
    place: str
    position: int
    owner_id: int | None
    owner: str
    owner_short: str
    owner_person: str
    starts_on: date | None
    ends_on: date | None
    ordinary_on: date | None
    changed_on: date
    days: int  # since anything was heard of it
    state: str
    state_on: date
    area: Node | None
    other_areas: list[Node]
    nodes: frozenset[int]
    organisations: dict[int, str]  # matched actors
    actors: list[str]
    parent_id: int | None
    programme: str  # the title of what it is part of
    parts: int  # sub-projects
    tags: dict[str, dict[int, str]]  # by the filter's name: words, places, perspectives that it meets
    met: frozenset[aliveness.Point]  # what makes it possible to follow

    @property
    def runs(self) -> bool:
        return self.state in RUNNING

    @property
    def still(self) -> bool:
        return aliveness.lacks(self, aliveness.Point.NEWS)

    @property
    def urgency(self) -> str:
        """Class of the age: only what runs can be late."""
        if self.days < WARN_DAYS or not self.runs:
            return ""
        return "is-late" if self.days >= LATE_DAYS else "is-soon"

    @property
    def fill(self) -> int:
        return max(2, min(TRACK, round(self.days * TRACK / FULL_DAYS)))


@dataclass
class Listing:
    """All activities of a county with what groups and filters need: six queries, however many there are."""

    lines: list[Line]
    rows: dict[int, plans.Row]  # the parts of the plans in force
    news_days: int = aliveness.NEWS_DAYS  # how old news may be
    areas: list[Node] = field(default_factory=list)

    def under(self, node_id: int) -> set[int]:
        """Ids of a part and everything below it."""
        row = self.rows.get(node_id)
        return {r.node.pk for r in row.everything()} if row else set()

    def part_of(self, programme: int) -> set[int]:
        """Ids of what a programme holds, also in the programmes within it."""
        found: set[int] = set()
        above = {programme}
        while above:
            above = {line.pk for line in self.lines if line.parent_id in above} - found
            found |= above
        return found


# Field of Line: where it is read.
_READ = {
    **{name: name for name in ("pk", "title", "title_key", "folded", "kind", "place", "position", "owner_id")},
    **{
        name: name for name in ("owner_person", "starts_on", "ends_on", "ordinary_on", "state", "state_on", "parent_id")
    },
    "owner": "owner__name",
    "owner_short": "owner__short_name",
    "programme": "parent__title",
}
_POINTS = ("follow_up_method", "news_days")  # what the points are read from, beside actors and tags


def listing(county: County, part: int = 0) -> Listing:
    """In the plans in force; of an earlier or a coming edition, when `part` is one of its parts."""
    editions = plans.current_editions(county)
    other = Node.objects.filter(pk=part, edition__plan__county=county).exclude(edition__in=editions) if part else None
    if other is not None and (asked := other.select_related("edition").first()):
        editions = [asked.edition]
    nodes = Node.objects.filter(edition__in=editions).select_related("tier").order_by("edition", "position")
    _roots, rows = plans.rows_of(nodes.defer("text", "folded", "source_lines"))
    found_rows = _read(county)
    reading = _Reading(
        rows,
        {pk: plans.area_of(row) for pk, row in rows.items()},
        tags_by_activity(county),
        _actors_by_activity(county),
        Counter(facts["parent_id"] for _at, _points, facts in found_rows),
    )
    lines = [reading.line(*row) for row in found_rows]
    found = {area for line in lines for area in (line.area, *line.other_areas) if area}
    news_days = found_rows[0][1][-1] if found_rows else aliveness.NEWS_DAYS
    return Listing(lines, rows, news_days, sorted(found, key=lambda n: (n.edition_id, n.position)))


def _read(county: County) -> list[tuple[datetime, list[Any], dict[str, Any]]]:
    """Of each: its last news, what its points are read from, and the line's own values."""
    news = QualityRule.objects.filter(county=county, point=aliveness.Point.NEWS).values("days")
    activities = with_state(county.activities.order_by("position", "id")).annotate(
        news_days=Coalesce(Subquery(news[:1]), aliveness.NEWS_DAYS)
    )
    points = len(_POINTS) + 1
    return [
        (row[0], list(row[1:points]), dict(zip(_READ, row[points:], strict=True)))
        for row in activities.values_list("changed_at", *_POINTS, *_READ.values())
    ]


@dataclass
class _Acting:
    """Who has a part in an activity."""

    organisations: dict[int, str] = field(default_factory=dict)  # who do it, of the register: id, short name
    words: list[str] = field(default_factory=list)  # all who do it, in order
    roles: set[str] = field(default_factory=set)


@dataclass
class _Reading:
    """All that a line is put together from."""

    rows: dict[int, plans.Row]
    areas: dict[int, Node]  # by part
    tags: dict[int, Tags]
    acting: dict[int, _Acting]
    parts: Counter[Any]
    day: date = field(default_factory=today)

    def line(self, changed_at: datetime, points: list[Any], facts: dict[str, Any]) -> Line:
        facts |= {name: facts[name] or "" for name in ("owner", "owner_short", "programme")}
        pk = facts["pk"]
        tags, acting = self.tags.get(pk, {}), self.acting.get(pk) or _Acting()
        shown = bool(tags.pop(EVIDENCE, ())) or METHOD in tags
        here = sorted((self.rows[n].node for n in tags.pop(PART, ()) if n in self.rows), key=_rank)
        areas = list(dict.fromkeys(self.areas[node.pk] for node in here))
        changed_on = as_date(changed_at)
        days = (self.day - changed_on).days
        return Line(
            **facts,
            changed_on=changed_on,
            days=days,
            area=areas[0] if areas else None,
            other_areas=areas[1:],
            nodes=frozenset(node.pk for node in here),
            organisations=acting.organisations,
            actors=list(dict.fromkeys(acting.words)),
            parts=self.parts[pk],
            tags=tags,
            met=_met(facts, acting.roles, shown, points, days),
        )


def _met(
    facts: dict[str, Any], roles: set[str], shown: bool, points: list[Any], days: int
) -> frozenset[aliveness.Point]:
    method, news_days = points
    told = aliveness.Facts(
        owned=facts["owner_id"] is not None,
        followed=not roles.isdisjoint(aliveness.FOLLOWING),
        method=bool(method.strip()),
        evidence=shown,
        paid=Actor.Role.FUNDER in roles,
        days=days,
    )
    return aliveness.met(told, news_days)


def _actors_by_activity(county: County) -> dict[int, _Acting]:
    """Those who have not left."""
    acting: dict[int, _Acting] = {}
    actors = Actor.objects.filter(aliveness.still_here(), activity__county=county).order_by("position", "id")
    values = actors.values_list("activity_id", "role", "text", "organisation_id", "organisation__short_name")
    for activity_id, role, text, organisation_id, name in values:
        here = acting.setdefault(activity_id, _Acting())
        here.roles.add(role)
        if role != Actor.Role.PERFORMER:
            continue
        if organisation_id:
            here.organisations[organisation_id] = name
        here.words.append(name or text)
    return acting


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


def under_node(node: Any) -> list[Any]:
    """The activities on a part of the plan or anything below it, in the plan's order, with state and owner. Two queries, once per object."""
    if not hasattr(node, "_activities"):  # the page's panel and its red thread both ask
        nodes = {n.pk: n for n in Node.objects.filter(edition=node.edition_id).only("pk", "parent_id", "position")}
        ids = [node.pk, *plans.descendants(node, nodes)]
        chosen = Activity.nodes.through.objects.filter(node_id__in=ids).values("activity_id")
        found = with_parts(with_state(Activity.objects.filter(pk__in=chosen).select_related("owner")))
        node._activities = list(found.defer("text", "folded", "meaning").order_by("position", "id"))
    return node._activities


def standing_still(county: County, owners: Collection[int], days: int) -> list[Any]:
    """Running activities of these organisations that nobody has written of for so many days, the one longest forgotten first."""
    rows: Any = with_state(county.activities.filter(owner__in=owners, changed_at__lt=still_since(days)))
    return [a for a in rows.order_by("changed_at", "pk") if a.state in RUNNING]


def still_since(days: int) -> datetime:
    """What has not changed since then has stood still."""
    return timezone.now() - timedelta(days=days)
