"""Which lists of words a plan works with, and what its parts answer to. Not part of the adopted text: it may change after."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from samplan.foundation.core.stale import Stale
from samplan.foundation.history.actions import record
from samplan.foundation.terms.models import Term, Vocabulary

from .. import sorting
from ..models import Edition, Node, NodeTerm, Plan, PlanVocabulary
from .frozen import lock


@transaction.atomic
def set_vocabularies(*, edition: Edition, vocabularies: Iterable[Vocabulary], seen: str | None, by: Any) -> None:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("county").get(pk=edition.plan_id)
    if seen is not None and seen != sorting.mark_of_vocabularies(plan):
        raise Stale
    before = {v.pk: v for v in sorting.vocabularies_of(plan)}
    wanted = {v.pk: v for v in vocabularies}
    plan.vocabularies.exclude(vocabulary__in=wanted).delete()
    new = [PlanVocabulary(plan=plan, vocabulary=v) for pk, v in wanted.items() if pk not in before]
    PlanVocabulary.objects.bulk_create(new)
    if before.keys() != wanted.keys():
        names = [sorted(map(str, each.values())) for each in (before, wanted)]
        _tell("plans.words_chosen", edition, plan, by, {"vocabularies": names[0]}, {"vocabularies": names[1]})


@transaction.atomic
def set_node_terms(*, node: Node, terms: Iterable[Term], seen: str | None, by: Any) -> None:
    edition = lock(node.edition_id)
    if seen is not None and seen != sorting.mark_of_terms(node):
        raise Stale
    before = {t.pk: t for t in sorting.terms_of(node)}
    # Held, so that none of them is removed from its list meanwhile.
    held = Term.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=[t.pk for t in terms]).order_by("pk")
    wanted = {t.pk: t for t in held}
    node.node_terms.exclude(term__in=wanted).delete()
    NodeTerm.objects.bulk_create(NodeTerm(node=node, term=t) for pk, t in wanted.items() if pk not in before)
    if before.keys() != wanted.keys():
        names = [[str(t) for t in each.values()] for each in (before, wanted)]
        _tell("plans.node_sorted", node, edition.plan, by, {"terms": names[0]}, {"terms": names[1]})


def _tell(
    verb: str, subject: Edition | Node, plan: Plan, by: Any, before: dict[str, Any], after: dict[str, Any]
) -> None:
    record(by=by, verb=verb, subject=subject, county=plan.county.code, before=before, after=after)
