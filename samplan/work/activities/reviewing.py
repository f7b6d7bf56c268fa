"""The review of a document that is being read in: what a person has decided about each proposal, and the proposal as it is after.

Decisions, as JSON: items {id: {act: keep | drop | change, title}}, actors {spelling: organisation id or ""}, apart [activity id],
same ["one:other"], lines {number: skip | activity | question}. What nobody has decided about is kept: the plan that is
made is a working draft.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from samplan.foundation.core.text import sort_key
from samplan.work.plans.recognition.proposal import (
    ActivityProposal,
    ActorProposal,
    NodeProposal,
    Proposal,
    QuestionProposal,
)

KEEP, CHANGE, DROP = "keep", "change", "drop"
ACTS = (KEEP, CHANGE, DROP)
LARGE = 45  # rows in one fold of the page
SKIP, AS_ACTIVITY, AS_QUESTION = "skip", "activity", "question"


@dataclass
class Row:
    """One proposal on the review page. `act` is empty while the reader is not sure and nobody has decided."""

    id: str
    kind: str  # node, activity, question, measure
    label: str  # the tier's name, or what it is
    number: str
    title: str
    shown: str  # the wording as decided
    depth: int
    lines: list[int]
    act: str
    why: str
    actors: list[str] = field(default_factory=list)
    also: int = 0  # other places it stands under
    joined: int = 0  # wordings joined into it
    place: int = 0  # number in the list and in the text

    @property
    def waits(self) -> bool:
        return not self.act


@dataclass
class Group:
    """A top part of the tree with what hangs under it: one fold on the page."""

    title: str
    rows: list[Row]

    @property
    def waiting(self) -> int:
        return sum(row.waits for row in self.rows)


def act_of(item: Any, decisions: dict[str, Any]) -> str:
    given = decisions.get("items", {}).get(item.id, {}).get("act", "")
    return given or (KEEP if item.sure else "")


def title_of(item: Any, decisions: dict[str, Any]) -> str:
    given = decisions.get("items", {}).get(item.id, {})
    wording = given.get("title", "").strip() if given.get("act") == CHANGE else ""
    return wording or getattr(item, "title", "") or getattr(item, "text", "")


def rows_of(proposal: Proposal, decisions: dict[str, Any], words: dict[str, str]) -> list[Group]:
    """The tree in reading order, activities and questions under the first part they hang on. `words` names the kinds."""
    tree = _Tree(proposal, decisions, words)
    groups = [group for top in tree.children.get(None, []) for group in tree.fold(top, 0)]
    rest = tree.hanging(None, 0)
    if rest:
        groups.append(Group(words["whole"], rest))
    for place, row in enumerate((row for group in groups for row in group.rows), 1):
        row.place = place
    return groups


class _Tree:
    """A proposal's parts with what hangs under each."""

    def __init__(self, proposal: Proposal, decisions: dict[str, Any], words: dict[str, str]) -> None:
        self.decisions, self.words = decisions, words
        self.children: dict[str | None, list[NodeProposal]] = {}
        self.under: dict[str | None, list[tuple[str, Any]]] = {}
        for node in proposal.nodes:
            self.children.setdefault(node.parent, []).append(node)
        for activity in proposal.activities:
            self._hang("activity", activity, activity.nodes[0] if activity.nodes else None)
        for question in proposal.questions:
            self._hang("question", question, question.node)
        for measure in proposal.measures:
            self._hang("measure", measure, measure.node)

    def _hang(self, kind: str, item: Any, node: str | None) -> None:
        self.under.setdefault(node, []).append((kind, item))

    def hanging(self, node: str | None, depth: int) -> list[Row]:
        return [_row(item, kind, self.words[kind], depth, self.decisions) for kind, item in self.under.get(node, [])]

    def walk(self, node: NodeProposal, depth: int) -> Iterable[Row]:
        yield _row(node, "node", node.tier, depth, self.decisions)
        yield from self.hanging(node.id, depth + 1)
        for child in self.children.get(node.id, []):
            yield from self.walk(child, depth + 1)

    def fold(self, node: NodeProposal, depth: int) -> Iterable[Group]:
        """One fold for a part; a large part is folded per part below it, its own row first."""
        rows = list(self.walk(node, depth))
        below = self.children.get(node.id, [])
        if len(rows) <= LARGE or not any(self.children.get(child.id) for child in below):
            yield Group(_heading(node), rows)
            return
        yield Group(
            _heading(node), [_row(node, "node", node.tier, depth, self.decisions), *self.hanging(node.id, depth + 1)]
        )
        for child in below:
            yield from self.fold(child, depth)


def _heading(node: NodeProposal) -> str:
    return f"{node.number} {node.title}".strip()


def _row(item: Any, kind: str, label: str, depth: int, decisions: dict[str, Any]) -> Row:
    title = getattr(item, "title", "") or getattr(item, "text", "")
    return Row(
        id=item.id,
        kind=kind,
        label=label,
        number=getattr(item, "number", "") or "",
        title=title if isinstance(title, str) else "",
        shown=title_of(item, decisions),
        depth=depth,
        lines=item.lines,
        act=act_of(item, decisions),
        why=item.why,
        actors=[actor.text for actor in getattr(item, "actors", [])],
        also=max(0, len(getattr(item, "nodes", [])) - 1),
        joined=len(getattr(item, "joins", [])),
    )


def apply(proposal: Proposal, decisions: dict[str, Any], organisations: dict[int, str]) -> Proposal:
    """The proposal as decided: dropped parts gone (what hung on them moves up), wordings changed, joins undone or made."""
    parents = {node.id: node.parent for node in proposal.nodes}
    dropped = {node.id for node in proposal.nodes if act_of(node, decisions) == DROP}

    def standing(node: str | None) -> str | None:
        while node is not None and node in dropped:
            node = parents[node]
        return node

    nodes = [
        replace(n, title=title_of(n, decisions), parent=standing(n.parent))
        for n in proposal.nodes
        if n.id not in dropped
    ]
    activities = [
        replace(
            a,
            title=title_of(a, decisions),
            nodes=_places(a.nodes, standing),
            actors=_actors(a.actors, decisions, organisations),
        )
        for a in _joined(proposal, decisions)
        if act_of(a, decisions) != DROP
    ]
    questions = [_about(q, decisions, standing) for q in proposal.questions if act_of(q, decisions) != DROP]
    measures = [_about(m, decisions, standing) for m in proposal.measures if act_of(m, decisions) != DROP]
    added = _added(proposal, decisions, standing)
    activities += [a for a in added if isinstance(a, ActivityProposal)]
    questions += [q for q in added if isinstance(q, QuestionProposal)]
    tiers = [replace(t, count=sum(n.tier == t.name for n in nodes)) for t in proposal.tiers]
    return replace(
        proposal,
        tiers=[t for t in tiers if t.count],
        nodes=nodes,
        activities=activities,
        questions=questions,
        measures=measures,
    )


def _about(item: Any, decisions: dict[str, Any], standing: Any) -> Any:
    return replace(item, text=title_of(item, decisions), node=standing(item.node))


def _places(nodes: list[str], standing: Any) -> list[str]:
    return list(dict.fromkeys(place for node in nodes if (place := standing(node))))


def _actors(
    actors: list[ActorProposal], decisions: dict[str, Any], organisations: dict[int, str]
) -> list[ActorProposal]:
    chosen = decisions.get("actors", {})
    made = []
    for actor in actors:
        if actor.text in chosen:
            pk = chosen[actor.text]
            made.append(ActorProposal(actor.text, organisations.get(int(pk)) if str(pk).isdigit() else None))
        else:
            made.append(actor)
    return made


def _joined(proposal: Proposal, decisions: dict[str, Any]) -> list[ActivityProposal]:
    """«Håll isär» makes each differing wording an activity of its own; «är samma» makes two one."""
    apart = set(decisions.get("apart", []))
    made: list[ActivityProposal] = []
    for activity in proposal.activities:
        made.append(activity)
        if activity.id in apart:
            for n, join in enumerate(activity.joins):
                made.append(replace(activity, id=f"{activity.id}-{n}", title=join.text, lines=join.lines, joins=[]))
    for pair in decisions.get("same", []):
        one, _, other = pair.partition(":")
        first = next((a for a in made if a.id == one), None)
        second = next((a for a in made if a.id == other), None)
        if first and second and first is not second:
            merged = replace(
                first,
                nodes=list(dict.fromkeys([*first.nodes, *second.nodes])),
                lines=sorted({*first.lines, *second.lines}),
                actors=_together(first.actors, second.actors),
            )
            made = [merged if a is first else a for a in made if a is not second]
    return made


def _together(one: list[ActorProposal], other: list[ActorProposal]) -> list[ActorProposal]:
    known = {actor.text for actor in one}
    return [*one, *(actor for actor in other if actor.text not in known)]


def _added(proposal: Proposal, decisions: dict[str, Any], standing: Any) -> list[ActivityProposal | QuestionProposal]:
    """Lines that were not understood and that the reviewer has said what they are."""
    added: list[ActivityProposal | QuestionProposal] = []
    for unclear in proposal.not_understood:
        what = decisions.get("lines", {}).get(str(unclear.line), SKIP)
        node = standing(nearest(proposal, unclear.line))
        text = unclear.text.strip(" -*•–|")
        if what == AS_ACTIVITY:
            added.append(
                ActivityProposal(f"line{unclear.line}", text, nodes=[node] if node else [], lines=[unclear.line])
            )
        elif what == AS_QUESTION:
            added.append(QuestionProposal(f"line{unclear.line}", text, node, [unclear.line]))
    return added


def nearest(proposal: Proposal, line: int) -> str | None:
    """The part of the plan that stands last before a line."""
    before = [
        (max(at for at in n.lines if at <= line), n.id) for n in proposal.nodes if any(at <= line for at in n.lines)
    ]
    return max(before)[1] if before else None


def spellings(proposal: Proposal) -> list[tuple[str, int, str | None]]:
    """Each spelling of an actor, how often it stands, and whom the register says it is; most frequent first."""
    count: dict[str, int] = {}
    known: dict[str, str | None] = {}
    for activity in proposal.activities:
        for actor in activity.actors:
            count[actor.text] = count.get(actor.text, 0) + 1
            known[actor.text] = actor.organisation
    return sorted(((text, n, known[text]) for text, n in count.items()), key=lambda row: (-row[1], sort_key(row[0])))


def marks(groups: list[Group]) -> dict[int, Row]:
    """By line of the document: the proposal that stands there."""
    return {line: row for group in groups for row in group.rows for line in row.lines}
