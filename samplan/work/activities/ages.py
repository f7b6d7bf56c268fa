"""Coverage by age: who serves whom, which years nobody serves, and ages that almost agree."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from django.utils.translation import gettext as _

from samplan.foundation.terms.models import Term, Vocabulary
from samplan.work.plans.models import Edition, Node

from . import sorting
from .models import Activity, ActivityTerm

LAST = 120  # years; a span that reaches it has no upper bound
ALMOST = 2  # years that two spans of related activities may differ by, and still look as if they meant the same

Span = tuple[int, int]


def years(span: Span) -> str:
    first, last = span
    if last >= LAST:
        return _("%(first)d år och äldre") % {"first": first}
    if first == last:
        return _("%(first)d år") % {"first": first}
    return _("%(first)d–%(last)d år") % {"first": first, "last": last}


@dataclass
class Stretch:
    """Years in a row that the same activities serve."""

    first: int
    last: int
    activities: list[tuple[int, str]]

    @property
    def years(self) -> str:
        return years((self.first, self.last))


@dataclass
class Unequal:
    """Two activities in one part of the plan whose ages almost agree."""

    node: Node
    titles: list[tuple[int, str, str]]  # with its ages in words


@dataclass
class Coverage:
    stretches: list[Stretch] = field(default_factory=list)
    unequal: list[Unequal] = field(default_factory=list)
    without_group: list[tuple[int, str]] = field(default_factory=list)
    without_age: list[tuple[int, str]] = field(default_factory=list)  # a target group, but no ages for it
    number: int = 0

    @property
    def gaps(self) -> list[Stretch]:
        return [each for each in self.stretches if not each.activities]

    @property
    def most(self) -> int:
        return max((len(each.activities) for each in self.stretches), default=0)


def stretches(spans: dict[int, list[Span]]) -> list[tuple[int, int, frozenset[int]]]:
    """All years from 0 to the last, in as few stretches as say which activities serve each year."""
    starts = {0, *(first for each in spans.values() for first, _last in each)}
    starts |= {last + 1 for each in spans.values() for _first, last in each if last < LAST}
    edges = [*sorted(starts), LAST + 1]
    out: list[tuple[int, int, frozenset[int]]] = []
    for first, after in pairwise(edges):
        serving = frozenset(pk for pk, each in spans.items() if any(a <= first <= b for a, b in each))
        if out and out[-1][2] == serving:
            out[-1] = (out[-1][0], after - 1, serving)
        else:
            out.append((first, after - 1, serving))
    return out


def almost_alike(one: Span, other: Span) -> bool:
    return one != other and all(abs(a - b) <= ALMOST for a, b in zip(one, other, strict=True))


def coverage(edition: Edition) -> Coverage:
    """Five queries, however many activities. An activity's own ages go before those of its target groups."""
    going = sorting.going_on(edition)
    spans: dict[int, list[Span]] = {}
    grouped: set[int] = set()
    kind = Vocabulary.Kind.TARGET_GROUPS
    found = ActivityTerm.objects.filter(activity__in=going.titles, term__vocabulary__kind=kind)
    for pk, first, last in found.values_list("activity_id", "term__age_from", "term__age_to"):
        grouped.add(pk)
        if first is not None:
            spans.setdefault(pk, []).append(span_of(first, last))
    spans |= _own_spans(going)
    titles = going.titles
    return Coverage(
        stretches=[
            Stretch(first, last, [(pk, title) for pk, title in titles.items() if pk in serving])
            for first, last, serving in stretches(spans)
        ],
        unequal=_unequal(going, spans),
        without_group=[(pk, title) for pk, title in titles.items() if pk not in grouped | spans.keys()],
        without_age=[(pk, title) for pk, title in titles.items() if pk in grouped and pk not in spans],
        number=len(titles),
    )


def _own_spans(going: sorting.Going) -> dict[int, list[Span]]:
    own = Activity.objects.filter(pk__in=going.titles, age_from__isnull=False)
    rows = own.values_list("pk", "age_from", "age_to")
    return {pk: [span_of(first, last)] for pk, first, last in rows if first is not None}


def span_of(first: int, last: int | None) -> Span:
    return (first, LAST if last is None else last)


@dataclass(frozen=True)
class OwnAges:
    """The ages an activity itself says it is for, and whether its target groups say something else."""

    words: str
    differ: bool


def own_ages(activity: Activity, groups: Iterable[Term]) -> OwnAges | None:
    if activity.age_from is None:
        return None
    mine = span_of(activity.age_from, activity.age_to)
    spans = ((term.age_from, term.age_to) for term in groups)
    theirs = [span_of(first, last) for first, last in spans if first is not None]
    return OwnAges(years(mine), bool(theirs) and mine not in theirs)


def _unequal(going: sorting.Going, spans: dict[int, list[Span]]) -> list[Unequal]:
    """Activities in the same part of the plan: 13–25 years here, 13–24 there."""
    out, told = [], set()
    for node_id, ids in going.by_node.items():
        for one, other in combinations(sorted(ids & spans.keys()), 2):
            pair = next(((a, b) for a in spans[one] for b in spans[other] if almost_alike(a, b)), None)
            if pair and (one, other) not in told:
                told.add((one, other))
                lines = [(pk, going.titles[pk], years(span)) for pk, span in zip((one, other), pair, strict=True)]
                out.append(Unequal(going.rows[node_id].node, lines))
    return out
