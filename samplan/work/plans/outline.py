"""The plan as one readable outline: which rows are headings, how deep each row stands, which are folded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from samplan.foundation.core.offers import Mark

from .models import Edition, FollowUpQuestion, Measure, Node, Tier

HEADING_TYPES = (Tier.Type.IMPACT, Tier.Type.DIRECTION)
VIEWS = {"omraden": 1, "delomraden": 2, "allt": 99}  # how many levels below a heading stand open


@dataclass(repr=False)  # rows know each other: one in words would be the whole plan, many times over
class Row:
    node: Node
    parent: "Row | None" = None
    children: list["Row"] = field(default_factory=list)
    asked: list[FollowUpQuestion] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    heading: bool = False
    depth: int = 0  # below the nearest heading
    open: bool = False
    shown: bool = True
    toggle: str = ""  # address that folds or unfolds it without script
    cells: list[tuple[Mark, str]] = field(default_factory=list)
    below: list[tuple[Mark, list[tuple[str, str]]]] = field(default_factory=list)

    @property
    def questions(self) -> list["Row"]:
        """Challenge questions without anything under them: read in the node's own row, not as rows."""
        return [c for c in self.children if c.is_plain_question]

    @property
    def rows(self) -> list["Row"]:
        return [c for c in self.children if not c.is_plain_question]

    @property
    def is_plain_question(self) -> bool:
        return (
            self.node.tier.standard_type == Tier.Type.QUESTION
            and not self.children
            and self.parent is not None
            and not self.parent.heading
        )

    @property
    def has_more(self) -> bool:
        return bool(self.rows or self.questions or self.below or self.measures)

    @property
    def has_details(self) -> bool:
        return bool(self.questions or self.below or self.measures)

    def everything(self) -> list["Row"]:
        """The row and all under it, in reading order."""
        out, waiting = [], [self]
        while waiting:
            row = waiting.pop()
            out.append(row)
            waiting.extend(reversed(row.children))
        return out


@dataclass(repr=False)
class Group:
    """A heading and what stands under it until the next one."""

    heading: Row | None = None
    tier: Tier | None = None  # heads a run of nodes that no node heads
    rows: list[Row] = field(default_factory=list)

    @property
    def span(self) -> str:
        """«1–10» when the run is numbered."""
        top = [r.node.number for r in self.rows if r.depth == 0]
        if len(top) > 1 and all(top):
            return f"{top[0].rstrip('.')}–{top[-1].rstrip('.')}"
        return ""

    @property
    def count(self) -> int:
        return sum(1 for r in self.rows if r.depth == 0)


@dataclass(repr=False)
class Outline:
    edition: Edition
    roots: list[Row]
    by_node: dict[int, Row]
    asked: list[FollowUpQuestion]  # about the whole plan
    measures: list[Measure]  # of the whole plan
    marks: list[Mark] = field(default_factory=list)
    hits: int | None = None

    @property
    def meaning(self) -> str:
        """What it all is for, in the plan's own words: the first paragraph of its topmost goal."""
        first = self.roots[0].node if self.roots else None
        return first.text.split("\n")[0].strip() if first else ""

    @property
    def groups(self) -> list[Group]:
        groups: list[Group] = []
        _gather(self.roots, None, groups)
        return groups


def area_of(row: Row) -> Node:
    """The first part that is no heading on the way down to a node (itself, at most): what lists are grouped by."""
    while row.parent is not None and not row.parent.heading:
        row = row.parent
    return row.node


def rows_of(nodes: Iterable[Node]) -> tuple[list[Row], dict[int, Row]]:
    """Nodes in reading order, each with its tier, as a tree: the topmost rows, and all by node id."""
    by_node: dict[int, Row] = {}
    roots: list[Row] = []
    for node in nodes:
        parent = by_node.get(node.parent_id) if node.parent_id else None
        row = Row(node, parent)
        row.heading = node.tier.standard_type in HEADING_TYPES and (parent is None or parent.heading)
        row.depth = 0 if parent is None or parent.heading else parent.depth + 1
        by_node[node.pk] = row
        (parent.children if parent else roots).append(row)
    return roots, by_node


def fetch(edition: Edition) -> None:
    """For a page that shows the plan: whatever builds its outline after this, here or in a room above, asks the database no more."""
    nodes = Prefetch("nodes", Node.objects.select_related("tier").order_by("position"))
    prefetch_related_objects([edition], nodes, "questions", "measures")


def nodes_of(edition: Edition) -> QuerySet[Node]:
    """The nodes in reading order, each with its tier."""
    if "nodes" in getattr(edition, "_prefetched_objects_cache", {}):
        return edition.nodes.all()
    return edition.nodes.select_related("tier").order_by("position")


def build(edition: Edition) -> Outline:
    """The whole outline in three queries, or none after `fetch`."""
    roots, by_node = rows_of(nodes_of(edition))
    outline = Outline(edition, roots, by_node, [], [])
    for question in edition.questions.all():
        (by_node[question.node_id].asked if question.node_id else outline.asked).append(question)
    for measure in edition.measures.all():
        (by_node[measure.node_id].measures if measure.node_id else outline.measures).append(measure)
    return outline


def _gather(rows: Sequence[Row], heading: Row | None, groups: list[Group]) -> None:
    """A heading opens a group; a run of other rows goes under it, or under their tier's name if it comes later or is a vision."""
    run: Group | None = None
    for row in rows:
        if row.heading:
            groups.append(Group(heading=row))
            _gather(row.rows, row, groups)
            run = None
            continue
        if run is None or (run.tier is not None and run.tier.pk != row.node.tier_id):
            fresh = heading is not None and groups[-1].heading is heading and not groups[-1].rows
            if fresh and not row.node.tier.is_target_vision:
                run = groups[-1]
            else:
                run = Group(tier=row.node.tier)
                groups.append(run)
        _flatten(row, run.rows)


def _flatten(row: Row, out: list[Row]) -> None:
    out.append(row)
    for child in row.rows:
        _flatten(child, out)


def add_marks(outline: Outline, marks: Sequence[Mark]) -> None:
    outline.marks = sorted(marks, key=lambda m: m.place)
    for row in outline.by_node.values():
        row.cells = [(mark, mark.cells.get(row.node.pk, "")) for mark in outline.marks]
        # What hangs on a challenge question is read with the part the question stands in.
        ids = [row.node.pk, *(q.node.pk for q in row.questions)]
        for mark in outline.marks:
            links = [link for pk in ids for link in mark.below.get(pk, ())]
            if links:
                row.below.append((mark, list(dict.fromkeys(links))))


def fold_rows(outline: Outline, view: str, opened: set[int], closed: set[int]) -> None:
    """Says which rows are open and which are shown; what is not shown is still in the page, for the script and for print."""
    levels = VIEWS.get(view, 2)
    for row in outline.by_node.values():
        # The lowest open level shows its rows, folded: «Delområden» shows sub-areas without what is in them.
        row.open = row.heading or view == "allt" or (row.depth < levels - 1 and bool(row.rows))
        if row.node.pk in opened:
            row.open = True
        if row.node.pk in closed:
            row.open = False
        row.shown = row.parent is None or row.parent.heading or (row.parent.shown and row.parent.open)


def keep_only(outline: Outline, found: set[int]) -> None:
    """Leaves the rows that were searched for and the way down to them, unfolded."""
    outline.hits = len(found)
    keep: set[int] = set()
    for node_id in found:
        row: Row | None = outline.by_node.get(node_id)
        while row is not None and row.node.pk not in keep:
            keep.add(row.node.pk)
            row = row.parent
    for row in outline.by_node.values():
        row.children = [c for c in row.children if c.node.pk in keep]
        row.open, row.shown = bool(row.children), True
    outline.roots = [r for r in outline.roots if r.node.pk in keep]


def subtree_sets(rows: "Mapping[int, Row] | Outline", direct: Mapping[int, set[Any]]) -> dict[int, set[Any]]:
    """What hangs under each node or anything below it, each thing once: for marks that count."""
    by_node = rows.by_node if isinstance(rows, Outline) else rows
    total: dict[int, set[Any]] = {}
    for row in reversed(list(by_node.values())):  # children before parents
        mine = total.setdefault(row.node.pk, set())
        mine |= direct.get(row.node.pk, set())
        if row.parent is not None:
            total.setdefault(row.parent.node.pk, set()).update(mine)
    return total
