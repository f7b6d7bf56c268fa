"""What the page where a draft is written needs to read: its rows, what has happened since, and where a part came from."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from .actions.drafting import Hung, hung_on
from .actions.steps import own_last, own_undone
from .models import (
    BodyRole,
    Consequence,
    ContactRole,
    Contribution,
    Edition,
    EditStep,
    Finding,
    FollowUpQuestion,
    InputUse,
    Lineage,
    Measure,
    MissingPart,
    Node,
    NodeTerm,
    Suggestion,
    Tier,
    VisionOwner,
    Wording,
)
from .shape import Shape

DEEPEST = 8  # levels that are drawn further and further in
DONE = {
    "plans.node_added": _l("”%(title)s” är tillagd"),
    "plans.node_changed": _l("”%(title)s” är ändrad"),
    "plans.node_moved_up": _l("”%(title)s” är flyttad upp"),
    "plans.node_moved_down": _l("”%(title)s” är flyttad ned"),
    "plans.node_moved_in": _l("”%(title)s” är flyttad in en nivå"),
    "plans.node_moved_out": _l("”%(title)s” är flyttad ut en nivå"),
    "plans.node_placed": _l("”%(title)s” är flyttad"),
    "plans.node_removed": _l("”%(title)s” är borttagen"),
    "plans.node_split": _l("”%(title)s” är delad"),
    "plans.nodes_joined": _l("”%(title)s” är sammanförd med en annan del"),
    "plans.question_added": _l("Frågan ”%(title)s” är tillagd"),
    "plans.question_changed": _l("Frågan ”%(title)s” är ändrad"),
    "plans.question_removed": _l("Frågan ”%(title)s” är borttagen"),
    "plans.measure_added": _l("Måttet ”%(title)s” är tillagt"),
    "plans.measure_changed": _l("Måttet ”%(title)s” är ändrat"),
    "plans.measure_removed": _l("Måttet ”%(title)s” är borttaget"),
    "plans.contribution_added": _l("Kopplingen ”%(title)s” är tillagd"),
    "plans.contribution_changed": _l("Kopplingen ”%(title)s” är ändrad"),
    "plans.contribution_removed": _l("Kopplingen ”%(title)s” är borttagen"),
    "plans.edition_changed": _l("Uppgifterna om ”%(title)s” är ändrade"),
    "plans.tiers_changed": _l("Nivåerna är ändrade"),
    "plans.numbering_changed": _l("Numreringen är ändrad"),
    "plans.step_undone": _l("Ångrat: ”%(title)s” är som förut"),
    "plans.step_redone": _l("Gjort om: ”%(title)s”"),
}


def in_words(step: EditStep) -> str:
    return str(DONE[step.what]) % {"title": step.title}


@dataclass(frozen=True)
class Line:
    """A row of the page."""

    node: Node
    depth: int

    @property
    def level(self) -> int:
        return min(self.depth, DEEPEST)


def lines(edition: Edition) -> list[Line]:
    """One query."""
    depth: dict[int | None, int] = {None: -1}
    out = []
    for node in edition.nodes.select_related("tier").order_by("position"):
        depth[node.pk] = depth.get(node.parent_id, -1) + 1
        out.append(Line(node, depth[node.pk]))
    return out


def version(edition: Edition) -> int:
    return edition.steps.order_by("-pk").values_list("pk", flat=True).first() or 0


@dataclass(frozen=True)
class News:
    """What has become different in the outline since a step: `placed` only stand elsewhere, `written` are to be shown anew."""

    version: int
    written: list[Line]
    placed: list[tuple[int, int]]  # (part, the row right before it; 0 for the first), in reading order
    gone: list[int]
    numbers: dict[int, str]
    anew: bool  # the whole page: levels or the numbering are others


def news(edition: Edition, since: int) -> News:
    steps = list(edition.steps.filter(pk__gt=since).order_by("pk"))
    if not steps:
        return News(since, [], [], [], {}, False)
    anew = any({Tier._meta.db_table, Edition._meta.db_table} & {*step.before, *step.after} for step in steps)
    shape = Shape.of(edition)
    touched, written, placed = _touched(steps, shape)
    order = [] if anew else shape.order()
    before = dict(zip(order, [0, *order], strict=False))
    nodes = {} if anew else edition.nodes.select_related("tier").in_bulk(written)
    return News(
        steps[-1].pk,
        [Line(nodes[pk], shape.depth(pk)) for pk in order if pk in nodes],
        [(pk, before[pk]) for pk in order if pk in placed],
        [pk for pk in touched if pk not in shape.parent],
        _numbers(edition) if placed and edition.numbers_itself else {},
        anew,
    )


def _touched(steps: list[EditStep], shape: Shape) -> tuple[set[int], set[int], set[int]]:
    """(named in the steps, to be written anew, to be put in their place) of what still stands."""
    touched: set[int] = set()
    written: set[int] = set()
    placed: set[int] = set()
    table = Node._meta.db_table
    for step in steps:
        for pk in step.after.get(table, {}):
            row = step.after[table][pk] or {}
            touched.add(int(pk))
            if int(pk) not in shape.parent:
                continue
            block = shape.block(int(pk))
            written |= {int(pk)} if row.keys() - {"after"} else set()
            written |= {*block} if "parent_id" in row else set()
            placed |= {*block} if {"after", "parent_id"} & row.keys() else set()
    return touched, written, placed


def _numbers(edition: Edition) -> dict[int, str]:
    return dict(edition.nodes.values_list("pk", "number"))


def back_and_forth(edition: Edition, by: Any) -> dict[str, str]:
    """What the person's own undo and redo would do, in words; empty when there is nothing."""
    undo, redo = own_last(edition, by), own_undone(edition, by)
    return {"undo": in_words(undo) if undo else "", "redo": in_words(redo) if redo else ""}


def part_of_key(edition: Edition, key: UUID) -> Node | None:
    """The part that bears the key, or that the one that bore it was joined into."""
    seen: set[UUID] = set()
    while key not in seen:
        seen.add(key)
        if node := edition.nodes.filter(key=key).first():
            return node
        kind = Lineage.Kind.JOINED
        key = edition.lineages.filter(from_key=key, kind=kind).values_list("to_key", flat=True).first() or key
    return None


@dataclass(frozen=True)
class Trace:
    words: str
    title: str
    node: Node | None  # where it is now


def traces_of(node: Node) -> list[Trace]:
    """Where a part came from, and what came out of it."""
    found = Lineage.objects.filter(edition__plan=node.edition.plan_id).filter(Q(to_key=node.key) | Q(from_key=node.key))
    rows = list(found.order_by("pk"))
    others = {key for row in rows for key in (row.from_key, row.to_key)}
    here = {n.key: n for n in node.edition.nodes.filter(key__in=others)} if rows else {}
    traces = []
    for row in rows:
        if row.to_key == node.key:
            words = _("Delad från") if row.kind == Lineage.Kind.SPLIT else _("Sammanförd med")
            other = here.get(row.from_key)
            traces.append(Trace(words, row.from_title, other))
        elif row.to_key in here:
            traces.append(Trace(_("Delad i"), str(here[row.to_key]), here[row.to_key]))
    return traces


@dataclass(frozen=True)
class Choice:
    """Something that hangs on a part, as it is chosen whether it comes along."""

    key: str
    kind: str
    title: str


KINDS: dict[Any, Any] = {
    Node: _l("Del under den"),
    FollowUpQuestion: _l("Uppföljningsfråga"),
    Measure: _l("Mått"),
    Contribution: _l("Koppling"),
    Wording: _l("Annan formulering"),
    ContactRole: _l("Kontaktperson"),
    BodyRole: _l("Organ"),
    NodeTerm: _l("Ord ur länets listor"),
    InputUse: _l("Resurs"),
    VisionOwner: _l("Ägare av målbilden"),
    Suggestion: _l("Förslag till lydelse"),
    MissingPart: _l("Det som saknas"),
    Finding: _l("Iakttagelse i en utvärdering"),
    Consequence: _l("Följd av en utvärdering"),
}


def choices(node: Node) -> list[Choice]:
    return [_choice(one) for one in hung_on(node)]


def _choice(one: Hung) -> Choice:
    model = type(one.row)
    shown: Any = one.row
    if model._meta.auto_created:  # a link: what is told of is the other end
        other = next(f for f in model._meta.concrete_fields if f.is_relation and f.attname != one.column)
        shown = getattr(one.row, other.name)
    kind = KINDS.get(model) or str(type(shown)._meta.verbose_name).capitalize()
    return Choice(one.key, str(kind), str(shown))
