"""Which words a plan works with, and what its parts answer to."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from samplan.foundation.core.stale import mark_of
from samplan.foundation.core.text import whole_number
from samplan.foundation.terms.models import Term, Vocabulary
from samplan.foundation.terms.queries import vocabularies

from .models import Edition, Node, NodeTerm, Plan

Kind = Vocabulary.Kind
# What a part can answer to. Perspectives and methods are said of each activity.
ANSWERED = (Kind.GOALS, Kind.FOCUS_AREAS, Kind.TARGET_GROUPS, Kind.PURPOSES)


def vocabularies_of(plan: Plan, *kinds: str) -> list[Vocabulary]:
    found = Vocabulary.objects.filter(plans__plan=plan).select_related("county", "organisation")
    if kinds:
        found = found.filter(kind__in=kinds)
    return list(found.order_by("kind", "name_key"))


def choosable(plan: Plan) -> QuerySet[Vocabulary]:
    """The county's lists and the whole country's; a local plan may use its organisation's own words, no other's."""
    mine = Q(organisation=None) | Q(organisation=plan.organisation_id) if plan.organisation_id else Q(organisation=None)
    return vocabularies(plan.county).filter(mine | Q(plans__plan=plan)).distinct().order_by("kind", "name_key")


def mark_of_vocabularies(plan: Plan) -> str:
    return mark_of(*plan.vocabularies.order_by("vocabulary_id").values_list("vocabulary_id", flat=True))


def terms_of(node: Node) -> list[Term]:
    chosen = Term.objects.filter(node_terms__node=node).select_related("vocabulary")
    return list(chosen.order_by("vocabulary__kind", "vocabulary__name_key", "position", "text_key"))


def mark_of_terms(node: Node) -> str:
    return mark_of(*node.node_terms.order_by("term_id").values_list("term_id", flat=True))


def terms_for(node: Node, plan: Plan) -> QuerySet[Term]:
    """What a part may answer to: words of the plan's lists, and what it answers to already."""
    listed = Q(vocabulary__plans__plan=plan, vocabulary__kind__in=ANSWERED)
    found = Term.objects.filter(listed | Q(node_terms__node=node)).select_related("vocabulary").distinct()
    return found.order_by("vocabulary__kind", "vocabulary__name_key", "position", "text_key")


@dataclass
class Used:
    """A list of the plan with its words, and how many parts answer to each."""

    vocabulary: Vocabulary
    terms: list[tuple[Term, int]] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return self.vocabulary.kind in ANSWERED

    @property
    def unanswered(self) -> int:
        return sum(1 for _term, number in self.terms if not number) if self.is_answered else 0


def used_in(edition: Edition) -> list[Used]:
    """Three queries, however many words and parts."""
    counts = _counts(edition)
    found = {each.pk: Used(each) for each in vocabularies_of(edition.plan)}
    terms = Term.objects.filter(Q(vocabulary__in=found) | Q(pk__in=counts)).select_related("vocabulary")
    for term in terms.order_by("position", "text_key"):
        if term.has_ended and term.pk not in counts:
            continue
        used = found.setdefault(term.vocabulary_id, Used(term.vocabulary))
        used.terms.append((term, counts.get(term.pk, 0)))
    return list(found.values())


def _counts(edition: Edition) -> dict[int, int]:
    counts: dict[int, int] = {}
    for term_id in NodeTerm.objects.filter(node__edition=edition).values_list("term_id", flat=True):
        counts[term_id] = counts.get(term_id, 0) + 1
    return counts


def answered(edition: Edition) -> list[tuple[str, str]]:
    """The words that any part answers to, for a select: (id, word). One query."""
    found = Term.objects.filter(node_terms__node__edition=edition).select_related("vocabulary").distinct()
    ordered = found.order_by("vocabulary__kind", "vocabulary__name_key", "position", "text_key")
    return [(str(term.pk), str(term)) for term in ordered]


def nodes_answering(edition: Edition, value: Any) -> set[int]:
    """Ids of the parts that answer to a word."""
    return set(
        NodeTerm.objects.filter(node__edition=edition, term=whole_number(value)).values_list("node_id", flat=True)
    )
