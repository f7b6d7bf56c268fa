from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import County, Organisation
from samplan.foundation.terms.models import Term

from ..models import (
    Edition,
    EditionState,
    FollowUpQuestion,
    Measure,
    Node,
    NodeTerm,
    Party,
    Plan,
    Tier,
    Wording,
)
from .numbering import number_by_place


@dataclass(frozen=True)
class NewTier:
    name: str
    standard_type: str
    is_target_vision: bool = False


@dataclass(frozen=True)
class NewNode:
    """`tier` is the tier's name, `parent` another node's ref; order among siblings is the order given."""

    ref: str
    tier: str
    parent: str | None
    number: str
    title: str
    text: str = ""
    wordings: Sequence[tuple[str, list[int]] | str] = ()  # other wordings, with the lines they stand on
    lines: Sequence[int] = ()


@dataclass(frozen=True)
class NewQuestion:
    node_ref: str | None  # None: asks about the whole plan
    text: str
    lines: Sequence[int] = ()
    audience: str = FollowUpQuestion.Audience.ORGANISATIONS
    is_open: bool = False
    help: str = ""


@dataclass(frozen=True)
class NewMeasure:
    node_ref: str | None
    text: str
    lines: Sequence[int] = ()


class CreatedEdition(NamedTuple):
    edition: Edition
    nodes_by_ref: dict[str, Node]


@dataclass
class _Tree:
    """The given nodes in reading order (a node, then all under it), level by level for saving."""

    nodes: Sequence[NewNode]
    children: dict[str | None, list[NewNode]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refs = [n.ref for n in self.nodes]
        if len(set(refs)) != len(refs):
            raise ValueError("two nodes have the same ref")
        for node in self.nodes:
            if node.parent is not None and node.parent not in refs:
                raise ValueError(f"node {node.ref} has an unknown parent {node.parent}")
            self.children.setdefault(node.parent, []).append(node)

    def in_reading_order(self) -> list[NewNode]:
        ordered: list[NewNode] = []
        waiting = list(reversed(self.children.get(None, [])))
        while waiting:
            node = waiting.pop()
            ordered.append(node)
            waiting.extend(reversed(self.children.get(node.ref, [])))
        if len(ordered) != len(self.nodes):
            raise ValueError("some nodes are their own ancestors")
        return ordered

    def levels(self) -> Iterator[list[NewNode]]:
        level = self.children.get(None, [])
        while level:
            yield level
            level = [child for node in level for child in self.children.get(node.ref, [])]


@transaction.atomic
def create_edition(
    *,
    county: County,
    title: str,
    valid_from: date | None,
    valid_to: date | None,
    tiers: Sequence[NewTier],
    nodes: Sequence[NewNode] = (),
    questions: Sequence[NewQuestion] = (),
    measures: Sequence[NewMeasure] = (),
    by: Any,
    lead: str = "",
    owner_name: str = "",
    source_name: str = "",
    source_file_id: int | None = None,
    numbers_itself: bool = False,
    terms: Sequence[tuple[str, Term]] = (),
    plan: Plan | None = None,
    parties: Sequence[tuple[Organisation, str]] = (),
) -> CreatedEdition:
    """A working edition with its whole tree, in a number of queries that does not grow with it; a new plan unless one is given."""
    if plan is None:
        plan = Plan.objects.create(county=county, title=title, owner_name=owner_name)
    edition = new_edition(
        plan,
        title=title,
        valid_from=valid_from,
        valid_to=valid_to,
        lead=lead,
        source_name=source_name,
        source_file_id=source_file_id,
        numbers_itself=numbers_itself,
    )
    tier_by_name = _save_tiers(edition, tiers)
    nodes_by_ref = _save_nodes(edition, tier_by_name, nodes)
    if numbers_itself:
        number_by_place(edition)
    NodeTerm.objects.bulk_create([NodeTerm(node=nodes_by_ref[ref], term=term) for ref, term in terms])
    _save_questions(edition, nodes_by_ref, questions)
    _save_measures(edition, nodes_by_ref, measures)
    Party.objects.bulk_create([Party(plan=plan, organisation=o, role=role) for o, role in parties])
    open_draft(edition, by)
    record(
        by=by,
        verb="plans.edition_created",
        subject=edition,
        county=county.code,
        after={"nodes": len(nodes), "questions": len(questions), "measures": len(measures)},
        note=source_name,
    )
    return CreatedEdition(edition, nodes_by_ref)


def new_edition(plan: Plan, **fields: Any) -> Edition:
    highest = plan.editions.aggregate(highest=Max("number"))["highest"] or 0
    return Edition.objects.create(plan=plan, number=highest + 1, **fields)


def open_draft(edition: Edition, by: Any) -> None:
    EditionState.objects.create(
        edition=edition,
        state=EditionState.State.WORKING,
        on=today(),
        by_name=str(by or "Samplan"),
        by_id=getattr(by, "pk", None),
    )


def _save_tiers(edition: Edition, tiers: Sequence[NewTier]) -> dict[str, Tier]:
    saved = Tier.objects.bulk_create(
        [
            Tier(
                edition=edition,
                position=position,
                name=tier.name,
                standard_type=tier.standard_type,
                is_target_vision=tier.is_target_vision,
            )
            for position, tier in enumerate(tiers, start=1)
        ]
    )
    return {tier.name: tier for tier in saved}


def _save_nodes(edition: Edition, tiers: dict[str, Tier], nodes: Sequence[NewNode]) -> dict[str, Node]:
    tree = _Tree(nodes)
    position = {node.ref: place for place, node in enumerate(tree.in_reading_order(), start=1)}
    saved: dict[str, Node] = {}
    for level in tree.levels():
        made = Node.objects.bulk_create(
            [
                Node(
                    edition=edition,
                    tier=tiers[node.tier],
                    parent=saved[node.parent] if node.parent is not None else None,
                    position=position[node.ref],
                    number=node.number,
                    title=node.title,
                    text=node.text,
                    source_lines=list(node.lines),
                )
                for node in level
            ]
        )
        saved |= {node.ref: row for node, row in zip(level, made, strict=True)}
    _save_wordings(saved, nodes)
    return saved


def _save_wordings(saved: dict[str, Node], nodes: Sequence[NewNode]) -> None:
    rows = []
    for node in nodes:
        for wording in node.wordings:
            text, lines = (wording, []) if isinstance(wording, str) else wording
            rows.append(Wording(node=saved[node.ref], text=text, source_lines=list(lines)))
    Wording.objects.bulk_create(rows)


def _save_questions(edition: Edition, nodes: dict[str, Node], questions: Sequence[NewQuestion]) -> None:
    FollowUpQuestion.objects.bulk_create(
        [
            FollowUpQuestion(
                edition=edition,
                node=nodes[question.node_ref] if question.node_ref is not None else None,
                position=position,
                text=question.text,
                help=question.help,
                audience=question.audience,
                is_open=question.is_open,
                source_lines=list(question.lines),
            )
            for position, question in enumerate(questions, start=1)
        ]
    )


def _save_measures(edition: Edition, nodes: dict[str, Node], measures: Sequence[NewMeasure]) -> None:
    Measure.objects.bulk_create(
        [
            Measure(
                edition=edition,
                node=nodes[measure.node_ref] if measure.node_ref is not None else None,
                position=position,
                text=measure.text,
                source_lines=list(measure.lines),
            )
            for position, measure in enumerate(measures, start=1)
        ]
    )
