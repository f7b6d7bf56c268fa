"""The theory of change of an edition: what the plan starts from, what is done, and how one thing is thought to lead to another.

Stands here because activities are the layer before the plan's own parts. Everything is read in a fixed number of queries.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.charts.layers import Box, Layers, Line, Tie
from samplan.work.plans import contributing
from samplan.work.plans import queries as plans
from samplan.work.plans.models import Contribution, Edition, Input, Tier

from .models import Activity, ActivityState
from .queries import with_state

GONE = (ActivityState.State.ENDED, ActivityState.State.DECLINED)  # serve nothing any more
WHOLE_AT_MOST = 40  # boxes: more than that is shown a piece at a time, unless asked for
INPUTS, ACTIVITIES, FIRST_TIER = 0, 1, 2


@dataclass
class Part:
    """A box: a part of the plan, activities that serve the same, or what is put in."""

    key: str
    kind: Literal["node", "activity", "input"]
    title: str
    layer: int
    sort: str  # «Delområde», «Aktivitet», «Pengar»
    href: str
    node: Any = None
    names: list[str] = field(default_factory=list)  # of the activities, when there are several


@dataclass
class Arrow:
    """One thing leads to another. A contribution is a claim; the rest follows from how the plan is built."""

    source: Part
    target: Part
    contribution: Contribution | None = None

    @property
    def line(self) -> Line:
        if self.contribution is None:
            return "part"
        return "sure" if self.contribution.evidence else "assumed"


@dataclass
class Theory:
    edition: Any
    layers: list[str]
    parts: dict[str, Part] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    into: dict[str, list[Arrow]] = field(default_factory=dict)  # by what they lead to
    out_of: dict[str, list[Arrow]] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    aimless: list[Activity] = field(default_factory=list)  # activities that serve no part of the plan
    addresses: dict[str, str] = field(default_factory=dict)

    @property
    def claims(self) -> list[Arrow]:
        return [arrow for arrow in self.arrows if arrow.contribution]

    @property
    def is_small(self) -> bool:
        return len(self.parts) <= WHOLE_AT_MOST

    def address(self, name: str, pk: int) -> str:
        """Asked for a thousand times on the page of a big plan: the pattern is looked up once for each sort of page."""
        if name not in self.addresses:
            self.addresses[name] = reverse(name, args=[self.edition.plan.county.slug, 0])
        return self.addresses[name].replace("/0/", f"/{pk}/")

    def add(self, part: Part) -> Part:
        self.parts[part.key] = part
        return part

    def lead(self, source: str, target: str, contribution: Contribution | None = None) -> None:
        arrow = Arrow(self.parts[source], self.parts[target], contribution)
        self.arrows.append(arrow)
        self.out_of.setdefault(source, []).append(arrow)
        self.into.setdefault(target, []).append(arrow)

    def near(self, key: str, steps: int) -> set[str]:
        """What leads to it and what it leads to, so many steps each way, never turning."""
        return {key, *self._along(key, steps, back=True), *self._along(key, steps, back=False)}

    def before(self, key: str) -> set[str]:
        """Everything that leads to it."""
        return self._along(key, len(self.parts), back=True)

    def _along(self, key: str, steps: int, *, back: bool) -> set[str]:
        met: dict[str, int] = {key: 0}
        waiting = deque([key])
        while waiting:
            here = waiting.popleft()
            if met[here] == steps:
                continue
            for arrow in (self.into if back else self.out_of).get(here, ()):
                there = arrow.source.key if back else arrow.target.key
                if there not in met:
                    met[there] = met[here] + 1
                    waiting.append(there)
        return met.keys() - {key}


def key_of(node: Any) -> str:
    return f"n{node if isinstance(node, int) else node.pk}"


def read(edition: Edition, *, with_activities: bool = True) -> Theory:
    """Everything, in nine queries at most. Activities are left out for those who read decisions only."""
    slug = edition.plan.county.slug
    tiers = sorted(edition.tiers.all(), key=lambda t: (t.standard_type == Tier.Type.IMPACT, -t.position))
    theory = Theory(edition, [_("Resurser"), _("Aktiviteter"), *(tier.name for tier in tiers)])
    layer_of = {tier.pk: FIRST_TIER + number for number, tier in enumerate(tiers)}
    nodes = edition.nodes.select_related("tier").defer("text", "folded", "source_lines").order_by("position")
    _roots, rows = plans.rows_of(nodes)
    claims = list(contributing.contributions_of(edition))
    theory.inputs = contributing.inputs_of(edition)
    served = _served(edition, theory) if with_activities else {}
    tied = {pk for claim in claims for pk in (claim.source_id, claim.target_id)}
    tied |= {pk for nodes_served in served for pk in nodes_served}
    tied |= {use.node_id for row in theory.inputs for use in row.uses.all()}
    for pk, row in rows.items():
        if row.is_plain_question and pk not in tied:
            continue  # a question is read with the part it stands under
        tier, address = row.node.tier, theory.address("plans:node", pk)
        theory.add(Part(key_of(pk), "node", str(row.node), layer_of[tier.pk], tier.name, address, row.node))
    for pk, row in rows.items():
        if row.parent is not None and key_of(pk) in theory.parts:
            theory.lead(key_of(pk), key_of(row.parent.node))
    for claim in claims:
        theory.lead(key_of(claim.source_id), key_of(claim.target_id), claim)
    _add_activities(theory, served, slug)
    _add_inputs(theory)
    return theory


def _served(edition: Edition, theory: Theory) -> dict[tuple[int, ...], list[Activity]]:
    """Living activities by which parts of the edition they serve."""
    links: dict[int, list[int]] = {}
    through = Activity.nodes.through.objects.filter(node__edition=edition).order_by("node__position")
    for activity_id, node_id in through.values_list("activity_id", "node_id"):
        links.setdefault(activity_id, []).append(node_id)
    here = Activity.objects.filter(county=edition.plan.county_id)
    here = here.filter(pk__in=links) | here.filter(edition=edition)
    served: dict[tuple[int, ...], list[Activity]] = {}
    for activity in with_state(here.only("pk", "title", "position")).order_by("position", "id"):
        if activity.state in GONE:  # type: ignore[attr-defined]
            continue
        if activity.pk in links:
            served.setdefault(tuple(links[activity.pk]), []).append(activity)
        else:
            theory.aimless.append(activity)
    return served


def _add_activities(theory: Theory, served: dict[tuple[int, ...], list[Activity]], slug: str) -> None:
    """Those that serve the same stand in one box: a plan has hundreds."""
    for nodes, found in served.items():
        title, address = found[0].title, theory.address("activities:detail", found[0].pk)
        if len(found) > 1:
            title = ngettext("%(n)d aktivitet", "%(n)d aktiviteter", len(found)) % {"n": len(found)}
            address = f"{reverse('activities:list', args=[slug])}?del={nodes[0]}"
        names = [activity.title for activity in found] if len(found) > 1 else []
        key = f"a{found[0].pk}"
        part = theory.add(Part(key, "activity", title, ACTIVITIES, _("Aktivitet"), address, names=names))
        for node in nodes:
            theory.lead(part.key, key_of(node))


def _add_inputs(theory: Theory) -> None:
    here = theory.address("activities:theory", theory.edition.pk)
    for row in theory.inputs:
        kind = row.get_kind_display()
        part = theory.add(Part(f"i{row.pk}", "input", row.title, INPUTS, kind, f"{here}#resurser"))
        for use in row.uses.all():
            theory.lead(part.key, key_of(use.node_id))


def most_tied(theory: Theory) -> Part | None:
    """Where to begin looking: the part of the plan with most claims about it, the first in the plan among equals."""
    nodes = [part for part in theory.parts.values() if part.kind == "node"]

    def ties(part: Part) -> tuple[int, int]:
        met = [*theory.into.get(part.key, ()), *theory.out_of.get(part.key, ())]
        return sum(1 for arrow in met if arrow.contribution), len(met)

    return max(nodes, key=ties, default=None)


def among(theory: Theory, keys: Iterable[str]) -> list[Arrow]:
    chosen = set(keys)
    return [a for a in theory.arrows if a.source.key in chosen and a.target.key in chosen]


def drawing(theory: Theory, keys: set[str], here: str = "") -> Layers:
    """The chosen parts as boxes in layers, from what is put in to the long-term goal."""
    parts = [part for key, part in theory.parts.items() if key in keys]
    boxes = [_box(theory, part, here) for part in parts]
    ties = [Tie(arrow.source.key, arrow.target.key, arrow.line) for arrow in among(theory, keys)]
    words = _("%(title)s: från resurser och aktiviteter till mål. Samma sak står som lista under bilden.")
    title = (
        _("Förändringsteori") if not here else _("Vägen till och från %(part)s") % {"part": theory.parts[here].title}
    )
    return Layers(title, words % {"title": theory.edition.title}, theory.layers, boxes, ties)


def _box(theory: Theory, part: Part, here: str) -> Box:
    lonely = part.node is not None and not theory.into.get(part.key)
    if part.key == here:
        return Box(part.key, part.layer, part.title, part.href, "here", lonely)
    if part.node is not None:
        vision = part.node.tier.is_target_vision
        return Box(part.key, part.layer, part.title, part.href, "vision" if vision else "plain", lonely)
    return Box(part.key, part.layer, part.title, part.href, "soft" if part.kind == "activity" else "pale")
