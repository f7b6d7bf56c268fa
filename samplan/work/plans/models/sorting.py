from django.db import models

from samplan.foundation.terms.models import Term, Vocabulary

from .nodes import Node
from .plans import Plan


class PlanVocabulary(models.Model):
    """A list of words that a plan works with: its perspectives, its target groups, the national goals it answers to."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="vocabularies")
    vocabulary = models.ForeignKey(Vocabulary, models.PROTECT, related_name="plans")

    class Meta:
        ordering = ["vocabulary__kind", "vocabulary__name_key"]
        constraints = [models.UniqueConstraint(fields=["plan", "vocabulary"], name="plan_vocabulary_once")]

    def __str__(self) -> str:
        return f"{self.plan}: {self.vocabulary}"


class NodeTerm(models.Model):
    """A part of the plan answers to a term: a national goal, a focus area, a target group."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="node_terms")
    term = models.ForeignKey(Term, models.PROTECT, related_name="node_terms")

    class Meta:
        ordering = ["term__position", "term__text_key"]
        constraints = [models.UniqueConstraint(fields=["node", "term"], name="node_term_once")]

    def __str__(self) -> str:
        return f"{self.node}: {self.term}"
