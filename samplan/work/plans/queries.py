from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.text import fold
from samplan.foundation.history.models import Event
from samplan.foundation.people.models import County, Person
from samplan.work.governance.models import Matter

from .models import (
    Consequence,
    Contribution,
    Edition,
    EditionState,
    Finding,
    FollowUpQuestion,
    InputUse,
    Measure,
    MissingPart,
    Node,
    Party,
    Plan,
    Publication,
    ReferralQuestion,
    Suggestion,
    VisionOwner,
    Wording,
)
from .outline import Outline, Row, add_marks, area_of, nodes_of, rows_of, subtree_sets
from .outline import build as outline_of
from .states import DECIDED

__all__ = [
    "Outline",
    "Row",
    "add_marks",
    "area_of",
    "current",
    "current_editions",
    "editions_of",
    "node_rows",
    "outline_of",
    "path_of",
    "plans_in",
    "rows_of",
    "subtree_sets",
]
State = EditionState.State
EXPIRY_WARNING_DAYS = 180
IN_FORCE_FIRST = {State.ADOPTED: 0, State.REFERRAL: 1, State.WORKING: 1, State.SUPERSEDED: 2}


def node_rows(edition: Edition) -> dict[int, Row]:
    """The tree of an edition by node id, for rooms that only need to know what stands under what. One query at most."""
    _roots, rows = rows_of(nodes_of(edition))
    return rows


def with_state(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Editions with `state` and `state_on` of their latest state row."""
    latest = EditionState.objects.filter(edition=OuterRef("pk")).order_by("-at", "-id")
    return editions.annotate(state=Subquery(latest.values("state")[:1]), state_on=Subquery(latest.values("on")[:1]))


def editions_of(plan: Plan) -> list[Edition]:
    return list(with_state(plan.editions.order_by("-number")))


def current(editions: list[Edition], on: date) -> Edition | None:
    """The edition in force: adopted and begun, the newest of them; else the newest adopted; else the newest that lives."""

    def rank(edition: Any) -> tuple[int, int, int]:
        begun = edition.valid_from is None or edition.valid_from <= on
        return IN_FORCE_FIRST[edition.state], 0 if begun else 1, -edition.number

    return min(editions, key=rank, default=None)


@dataclass
class PlanRow:
    plan: Plan
    edition: Any
    editions: list[Edition]
    depth: int = 0  # how many plans it stands under, where they are listed so


def in_county(county: County) -> QuerySet[Edition]:
    """Every edition of every plan in the county, the newest of each plan first."""
    return Edition.objects.filter(plan__county=county).order_by("plan__title_key", "-number")


def decided_editions(county: County) -> QuerySet[Edition]:
    """Adopted, or adopted once and then taken over after."""
    return with_state(Edition.objects.filter(plan__county=county)).filter(state__in=DECIDED)  # type: ignore[misc]


def plans_in(county: County, *, decided_only: bool = False) -> list[PlanRow]:
    """The county's plans by title, each with all its editions and the one in force. Three queries at most."""
    plans = list(county.plans.order_by("title_key"))
    by_plan: dict[int, list[Edition]] = {}
    rows = with_state(Edition.objects.filter(plan__in=plans).order_by("-number"))
    if decided_only:
        rows = rows.filter(state__in=DECIDED)  # type: ignore[misc]
    for edition in rows:
        by_plan.setdefault(edition.plan_id, []).append(edition)
    if decided_only:
        plans = [plan for plan in plans if plan.pk in by_plan]
    return [PlanRow(plan, current(by_plan.get(plan.pk, []), today()), by_plan.get(plan.pk, [])) for plan in plans]


def current_editions(county: County) -> list[Edition]:
    return [row.edition for row in plans_in(county) if row.edition]


def published(county: County | None = None) -> QuerySet[Publication]:
    """What everybody may read now, the newest edition first; of all counties when none is given."""
    standing = Publication.objects.filter(withdrawn_at=None).select_related("edition__plan__county")
    if county is not None:
        standing = standing.filter(edition__plan__county=county)
    return standing.order_by("edition__plan__title_key", "-edition__number")


def publication_of(edition: Edition) -> Publication | None:
    return edition.publications.filter(withdrawn_at=None).first()


def newer_published(edition: Edition) -> Edition | None:
    """The newest published edition of the same plan, when that is a later one."""
    later = Publication.objects.filter(
        withdrawn_at=None, edition__plan=edition.plan_id, edition__number__gt=edition.number
    )
    newest = later.select_related("edition").order_by("-edition__number").first()
    return newest.edition if newest else None


def adoption_of(edition: Edition) -> EditionState | None:
    """When it was adopted; kept also when something newer has taken its place."""
    return edition.states.filter(state=State.ADOPTED).first()


def standing_parties(plan: Plan) -> list[Party]:
    return list(Party.objects.filter(plan=plan, valid_to=None).select_related("organisation"))


def names_of_people(county: County) -> list[str]:
    """Whole names in the register: a single word says too little to look for."""
    names = Person.objects.filter(county=county, erased_at=None).values_list("name", flat=True)
    return sorted({name for name in names if " " in name.strip()})


@dataclass(frozen=True)
class Expiry:
    date: date
    days: int  # left; negative when it has passed

    @property
    def passed(self) -> bool:
        return self.days < 0


def expiry(edition: Any) -> Expiry | None:
    """Set when an adopted edition soon ends, or has ended, and nobody has replaced it."""
    if edition.valid_to is None or edition.state != State.ADOPTED:
        return None
    days = (edition.valid_to - today()).days
    return Expiry(edition.valid_to, days) if days <= EXPIRY_WARNING_DAYS else None


def matching(edition: Edition, words: str) -> set[int]:
    """Ids of nodes whose text, other wording or follow-up question has all the words as written."""
    folded = fold(words)
    found = set(edition.nodes.filter(folded__contains=folded).values_list("pk", flat=True))
    asked = edition.questions.exclude(node=None).values_list("node_id", "text", "help")
    found |= {node for node, text, help_ in asked if folded in fold(f"{text} {help_}")}
    worded = edition.nodes.exclude(wordings=None).values_list("pk", "wordings__text")
    return found | {node for node, text in worded if folded in fold(text)}


def path_of(node: Node, nodes: dict[int, Node] | None = None) -> list[Node]:
    """The nodes above, topmost first. One query (all nodes of the edition) unless they are given."""
    if nodes is None:
        nodes = {n.pk: n for n in Node.objects.filter(edition=node.edition_id).select_related("tier")}
    above: list[Node] = []
    parent = nodes.get(node.parent_id) if node.parent_id else None
    while parent is not None:
        above.append(parent)
        parent = nodes.get(parent.parent_id) if parent.parent_id else None
    return above[::-1]


def descendants(node: Node, nodes: dict[int, Node]) -> set[int]:
    """Ids of everything under a node."""
    below: set[int] = set()
    for other in nodes.values():  # in reading order: a parent always comes first
        if other.parent_id == node.pk or other.parent_id in below:
            below.add(other.pk)
    return below


def place_among_same(node: Node, nodes: dict[int, Node]) -> tuple[int, int]:
    """(4, 10) for «Målbild 4 av 10»: among the nodes of its tier with the same parent."""
    same = [n.pk for n in nodes.values() if n.tier_id == node.tier_id and n.parent_id == node.parent_id]
    return same.index(node.pk) + 1, len(same)


def events_of_edition(edition: Edition) -> QuerySet[Event]:
    """What happened to the edition and to what is in it, newest first."""
    nodes = Node.objects.filter(edition=edition).values("pk")
    return Event.objects.filter(
        Q(subject_type=Edition._meta.label_lower, subject_id=edition.pk)
        | Q(subject_type=Node._meta.label_lower, subject_id__in=nodes)
        | Q(subject_type=Matter._meta.label_lower, subject_id=edition.matter_id)  # what boards decided about it
    )


def hangs_on(node: Node) -> list[str]:
    """What would be lost or left hanging if the node were removed, in words. Tables of rooms above are found, not named, here."""
    found: dict[Any, int] = {}
    for relation in node._meta.related_objects:
        model = relation.related_model
        # Its own text goes with it, and whose words it is; what it said when it was sent on referral is kept there.
        if model not in (Wording, VisionOwner, Suggestion, ReferralQuestion):
            rows = model._default_manager.filter(**{relation.field.name: node})
            found[model] = found.get(model, 0) + rows.count()
    return [_counted(model, number) for model, number in found.items() if number]


def _counted(model: Any, number: int) -> str:
    if model is Node:
        words = ngettext("%(n)d del under den", "%(n)d delar under den", number)
    elif model is FollowUpQuestion:
        words = ngettext("%(n)d uppföljningsfråga", "%(n)d uppföljningsfrågor", number)
    elif model is Measure:
        words = ngettext("%(n)d mått i befolkningen", "%(n)d mått i befolkningen", number)
    elif model is Contribution:
        words = ngettext("%(n)d koppling till andra delar", "%(n)d kopplingar till andra delar", number)
    elif model is InputUse:
        words = ngettext("%(n)d resurs som läggs på den", "%(n)d resurser som läggs på den", number)
    elif model is Finding:
        words = ngettext("%(n)d slutsats i en utvärdering", "%(n)d slutsatser i utvärderingar", number)
    elif model is Consequence:
        words = ngettext("%(n)d slutsats som den svarar på", "%(n)d slutsatser som den svarar på", number)
    elif model is MissingPart:
        words = ngettext("%(n)d sak som saknas", "%(n)d saker som saknas", number)
    else:
        name = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
        words = f"%(n)d {name}"
    return words % {"n": number}


def question_hangs_on(question: FollowUpQuestion) -> int:
    """How many rows of rooms above lean on a follow-up question."""
    return sum(
        relation.related_model._default_manager.filter(**{relation.field.name: question}).count()
        for relation in question._meta.related_objects
    )
