from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.fields import FoldedField, SortKeyField
from samplan.foundation.people.models import County


class Vocabulary(models.Model):
    """One list of terms: a county's own, or the whole installation's when it has no county."""

    class Kind(models.TextChoices):
        PERSPECTIVES = "perspectives", _("Perspektiv")
        TARGET_GROUPS = "target_groups", _("Målgrupper")
        METHODS = "methods", _("Metoder")
        GOALS = "goals", _("Mål")
        PURPOSES = "purposes", _("Syften")
        GLOSSARY = "glossary", _("Ordlista")

    county = models.ForeignKey(County, models.PROTECT, related_name="vocabularies", null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=120)
    name_key = SortKeyField("name")
    folded = FoldedField(("name",))
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "folded"], name="vocabulary_once_in_county"),
            models.UniqueConstraint(fields=["folded"], condition=Q(county=None), name="national_vocabulary_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A word with a meaning agreed on. It is never deleted: it ends, and another may take its place."""

    vocabulary = models.ForeignKey(Vocabulary, models.PROTECT, related_name="terms")
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=160)  # the preferred one
    text_key = SortKeyField("text")
    folded = FoldedField(("text",))
    definition = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta:
        ordering = ["text_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "folded"], name="term_once"),
            models.UniqueConstraint(fields=["vocabulary", "code"], condition=~Q(code=""), name="term_code_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="term_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")), name="term_not_after_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def has_ended(self) -> bool:
        return self.valid_to is not None and self.valid_to < today()


class Wording(models.Model):
    """Another way to write a term: one that it took the place of, one to avoid, or one that is as good."""

    class Kind(models.TextChoices):
        OLDER = "older", _("Äldre ord")
        AVOIDED = "avoided", _("Ord att undvika")
        SYNONYM = "synonym", _("Lika bra ord")

    vocabulary = models.ForeignKey(
        Vocabulary, models.PROTECT, related_name="wordings"
    )  # the term's: one word, one term
    term = models.ForeignKey(Term, models.CASCADE, related_name="wordings")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=160)
    text_key = SortKeyField("text")
    folded = FoldedField(("text",))
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["text_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "folded"], name="wording_once")]

    def __str__(self) -> str:
        return self.text
