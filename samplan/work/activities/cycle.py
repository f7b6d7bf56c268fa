"""The cycle of systematic work: map, analyse, design, carry out, follow up, learn. Of a whole edition, of an area, of an activity.

Source: the method the county plans write of («systematiskt arbete»), to be used both for the whole and within each part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.work.plans import queries as plans
from samplan.work.plans.models import Edition, Node

from .models import Activity, ActivityTerm, Actor, CycleMark
from .tags import NAMES

Phase = CycleMark.Phase
Subject = Edition | Node | Activity

# What is asked for when a phase is marked: it is behind you when this can be answered.
ASKS: dict[str, str | Promise] = {
    Phase.MAP: _l("Vad vet ni om behoven och läget i dag, och varifrån vet ni det?"),
    Phase.ANALYSE: _l("Vad beror det på, och vad valde ni att börja med?"),
    Phase.DESIGN: _l("Vad ska göras, av vem och för vem, och hur ska ni se om det hjälper?"),
    Phase.CARRY_OUT: _l("Vad är prövat eller igång, och var?"),
    Phase.FOLLOW_UP: _l("Vad visar uppföljningen?"),
    Phase.LEARN: _l("Vad gör ni annorlunda nu, och vad kan andra ta med sig?"),
}


@dataclass(frozen=True)
class Need:
    """Something that usually is in place by then, and whether it is."""

    words: str
    met: bool


@dataclass
class Step:
    phase: Phase
    asks: str
    marks: list[CycleMark] = field(default_factory=list)  # newest first
    needs: Sequence[Need] = ()
    is_now: bool = False


@dataclass
class Course:
    steps: list[Step]
    now: CycleMark | None
    marks: list[CycleMark]  # newest first

    @property
    def next(self) -> Phase:
        """After the last comes the first again."""
        order = list(Phase)
        return order[(order.index(Phase(self.now.phase)) + 1) % len(order)] if self.now else Phase.MAP

    @property
    def bar(self) -> list[tuple[str, str]]:
        """For the row of steps: what has been since the cycle last began, and where it is."""
        at = list(Phase).index(Phase(self.now.phase)) if self.now else -1
        states = ["done" if n < at else "current" if n == at else "ahead" for n in range(len(Phase))]
        return [(str(phase.label), state) for phase, state in zip(Phase, states, strict=True)]


def marks_of(subject: Subject) -> list[CycleMark]:
    """In order: the last is where it is now."""
    name = {Edition: "edition", Node: "node", Activity: "activity"}[type(subject)]
    return list(CycleMark.objects.filter(**{name: subject}))


def course_of(subject: Subject) -> Course:
    marks = marks_of(subject)[::-1]
    now = marks[0] if marks else None
    needs = _needs(subject) if isinstance(subject, Activity) else {}
    steps = [
        Step(phase, str(ASKS[phase]), [m for m in marks if m.phase == phase], needs.get(phase, ())) for phase in Phase
    ]
    for step in steps:
        step.is_now = now is not None and step.phase == now.phase
    return Course(steps, now, marks)


def _needs(activity: Activity) -> dict[str, list[Need]]:
    """What an activity usually has when a phase is behind it: read from what is written of it. Four queries."""
    kinds = {NAMES.get(k, k) for k in _kinds(activity)}
    roles = set(activity.actors.values_list("role", flat=True))
    written = list(activity.updates.values_list("result", "analysis"))
    placed = activity.nodes.exists()
    return {
        Phase.MAP: [Need(_("Vem den är till för"), "malgrupp" in kinds or activity.age_from is not None)],
        Phase.ANALYSE: [Need(_("Var i planen den hör hemma"), placed)],
        Phase.DESIGN: [
            Need(_("En ägare"), activity.owner_id is not None),
            Need(_("Hur ni ska veta vad den leder till"), bool(activity.follow_up_method)),
        ],
        Phase.CARRY_OUT: [
            Need(_("Vilka som gör den"), Actor.Role.PERFORMER in roles),
            Need(_("När den börjar"), activity.starts_on is not None),
        ],
        Phase.FOLLOW_UP: [Need(_("Ett resultat är skrivet"), any(result for result, _a in written))],
        Phase.LEARN: [Need(_("En analys är skriven"), any(analysis for _r, analysis in written))],
    }


def _kinds(activity: Activity) -> Iterable[Any]:
    return ActivityTerm.objects.filter(activity=activity).values_list("term__vocabulary__kind", flat=True)


@dataclass
class Area:
    node: Node
    now: CycleMark | None
    activities: dict[str, int]  # how many of its activities are in each phase; "" has none marked

    @property
    def never_left(self) -> bool:
        """Nothing has come further than the map."""
        return self.now is None or self.now.phase == Phase.MAP

    @property
    def marked(self) -> list[tuple[str, int]]:
        return [(str(p.label), n) for p in Phase if (n := self.activities.get(p, 0))]


@dataclass
class Overview:
    course: Course
    areas: list[Area]

    @property
    def stuck(self) -> list[Area]:
        return [area for area in self.areas if area.never_left]


def overview(edition: Edition) -> Overview:
    """An edition and its areas. Five queries, however many parts and activities there are."""
    rows = plans.node_rows(edition)
    area_by_node = {pk: plans.area_of(row) for pk, row in rows.items()}
    wanted = [area_by_node[pk] for pk, row in rows.items() if not row.heading]
    areas = list(dict.fromkeys(node for node in wanted if not node.tier.is_target_vision))
    placed: dict[int, int] = {}
    through = Activity.nodes.through.objects.filter(node__edition=edition).values_list("activity_id", "node_id")
    for activity_id, node_id in through:
        placed.setdefault(activity_id, area_by_node[node_id].pk)
    latest = {(m.node_id, m.activity_id): m for m in _marks_in(edition)}  # in order: the last one stays
    counts: dict[int, dict[str, int]] = {}
    for activity_id, area_id in placed.items():
        mark = latest.get((None, activity_id))
        of_area = counts.setdefault(area_id, {})
        of_area[mark.phase if mark else ""] = of_area.get(mark.phase if mark else "", 0) + 1
    found = [Area(node, latest.get((node.pk, None)), counts.get(node.pk, {})) for node in areas]
    return Overview(course_of(edition), found)


def _marks_in(edition: Edition) -> Any:
    wanted = Q(node__edition=edition) | Q(activity__nodes__edition=edition)
    return CycleMark.objects.filter(wanted).distinct().order_by("on", "pk")
