"""Can what is done be followed? The points that a county asks of an activity, of each and of all together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Q
from django.utils.translation import ngettext

from samplan.foundation.core.dates import as_date, today
from samplan.foundation.core.stale import mark_of
from samplan.foundation.core.templatetags.swedish import in_words
from samplan.foundation.people.models import County
from samplan.work.plans.models import Node

from .models import Actor, QualityRule
from .states import RUNNING

Point = QualityRule.Point
Role = Actor.Role
COUNTED = RUNNING  # nothing is asked of an idea, of a pause or of what is over
NEWS_DAYS = 270  # nine months
MOST_DAYS = 3650
MONTH = 30
FOLLOWING = (Role.EVALUATOR, Role.FOLLOWER)
# What the list is narrowed to by the point that is lacking.
CHOICES = {
    "saknar-agare": Point.OWNER,
    "saknar-uppfoljning": Point.FOLLOW_UP,
    "stilla": Point.NEWS,
    "saknar-underlag": Point.EVIDENCE,
    "saknar-betalning": Point.BUDGET,
}
CHOICE_OF = {point: choice for choice, point in CHOICES.items()}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the points are read from; nothing else is."""

    owned: bool
    followed: bool  # somebody evaluates it or follows it up
    method: bool  # how is written
    evidence: bool  # a document, a volume, or a method in use
    paid: bool
    days: int  # since anything was heard of it


@dataclass(frozen=True)
class Rules:
    """What a county asks."""

    points: tuple[Point, ...] = tuple(Point)
    days: int = NEWS_DAYS


def met(facts: Facts, days: int = NEWS_DAYS) -> frozenset[Point]:
    holds = {
        Point.OWNER: facts.owned,
        Point.FOLLOW_UP: facts.followed and facts.method,
        Point.NEWS: facts.days <= days,
        Point.EVIDENCE: facts.evidence,
        Point.BUDGET: facts.paid,
    }
    return frozenset(point for point, is_met in holds.items() if is_met)


def rules_of(county: County) -> Rules:
    """One query."""
    rows = {row.point: row for row in QualityRule.objects.filter(county=county)}
    points = tuple(point for point in Point if point not in rows or rows[point].counts)
    news = rows.get(Point.NEWS)
    return Rules(points, news.days if news and news.days else NEWS_DAYS)


def mark_of_rules(rules: Rules) -> str:
    return mark_of(rules.days, *rules.points)


def in_time(days: int) -> str:
    """«nio månader», «45 dagar»."""
    if days % MONTH:
        return ngettext("%(n)d dag", "%(n)d dagar", days) % {"n": days}
    months = days // MONTH
    return ngettext("%(n)s månad", "%(n)s månader", months) % {"n": in_words(months)}


def facts_of(activity: Any, actors: Iterable[Actor], *, evidence: bool) -> Facts:
    """Of one activity, from what its page has read already."""
    roles = {actor.role for actor in actors if not actor.has_left}
    return Facts(
        owned=activity.owner_id is not None,
        followed=not roles.isdisjoint(FOLLOWING),
        method=bool(activity.follow_up_method.strip()),
        evidence=evidence,
        paid=Role.FUNDER in roles,
        days=(today() - as_date(activity.changed_at)).days,
    )


def still_here() -> Q:
    """Of parties: those who have not left."""
    return Q(left_on=None) | Q(left_on__gte=today())


class Told(Protocol):
    """A line of the list of activities, as far as it is counted here."""

    state: str
    met: frozenset[Point]
    area: Node | None
    other_areas: list[Node]


@dataclass
class Sum:
    """How many of those counted meet each point."""

    number: int = 0
    by_point: dict[Point, int] = field(default_factory=lambda: dict.fromkeys(Point, 0))

    def add(self, met_points: frozenset[Point]) -> None:
        self.number += 1
        for point in met_points:
            self.by_point[point] += 1

    def lacking(self, point: Point) -> int:
        return self.number - self.by_point[point]


@dataclass
class Overview:
    total: Sum
    areas: list[tuple[Node | None, Sum]]  # in the plans' order; None: outside the plan
    whole: int  # activities that meet every point that counts


def overview(lines: Iterable[Told], rules: Rules) -> Overview:
    """In the whole each activity is counted once; by area, in every area it stands in."""
    total, whole = Sum(), 0
    areas: dict[Any, tuple[Node | None, Sum]] = {}
    asked = frozenset(rules.points)
    for line in lines:
        if line.state not in COUNTED:
            continue
        total.add(line.met)
        whole += asked <= line.met
        for area in (line.area, *line.other_areas):
            areas.setdefault(area and area.pk, (area, Sum()))[1].add(line.met)
    return Overview(total, sorted(areas.values(), key=_in_order), whole)


def _in_order(pair: tuple[Node | None, Sum]) -> tuple[int, int, int]:
    node = pair[0]
    return (1, 0, 0) if node is None else (0, node.edition_id, node.position)


def lacks(line: Told, point: Point) -> bool:
    return line.state in COUNTED and point not in line.met
