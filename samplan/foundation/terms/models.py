from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.fields import FoldedField, SortKeyField
from samplan.foundation.people.models import County, Organisation


class Vocabulary(models.Model):
    """One list of terms: a county's own, or the whole installation's when it has no county."""

    class Kind(models.TextChoices):
        PERSPECTIVES = "perspectives", _("Perspektiv")
        TARGET_GROUPS = "target_groups", _("Målgrupper")
        METHODS = "methods", _("Metoder")
        FOCUS_AREAS = "focus_areas", _("Fokusområden")
        GOALS = "goals", _("Mål")
        PURPOSES = "purposes", _("Syften")
        TYPES = "types", _("Typer av aktiviteter")
        GLOSSARY = "glossary", _("Ordlista")

    county = models.ForeignKey(County, models.PROTECT, related_name="vocabularies", null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=120)
    name_key = SortKeyField("name")
    folded = FoldedField(("name",))
    description = models.TextField(blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="vocabularies"
    )  # whose own words they are; null: the county's
    valid_from = models.DateField(null=True, blank=True)  # of the whole list: the national goals of some years
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="vocabulary_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(county__isnull=False), name="own_words_stand_in_a_county"
            ),
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
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")  # same list
    position = models.PositiveIntegerField(default=0)  # the list's own order; 0 throughout: by letter
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)  # years, of a target group
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)  # the last year included
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta:
        ordering = ["position", "text_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_from=None, age_to=None)
                | Q(age_from__isnull=False, age_to=None, age_from__lte=120)
                | Q(age_from__isnull=False, age_to__gte=F("age_from"), age_to__lte=120),
                name="term_ages_in_order",
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="term_not_part_of_itself"),
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


class Spelling(models.Model):
    """Another way to write a term: one that it took the place of, one to avoid, or one that is as good."""

    class Kind(models.TextChoices):
        OLDER = "older", _("Äldre ord")
        AVOIDED = "avoided", _("Ord att undvika")
        SYNONYM = "synonym", _("Lika bra ord")

    vocabulary = models.ForeignKey(
        Vocabulary, models.PROTECT, related_name="spellings"
    )  # the term's: one word, one term
    term = models.ForeignKey(Term, models.CASCADE, related_name="spellings")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=160)
    text_key = SortKeyField("text")
    folded = FoldedField(("text",))
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["text_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "folded"], name="spelling_once")]

    def __str__(self) -> str:
        return self.text


class TermMapping(models.Model):
    """How a term of one list answers to one of another: the national goals of one year to those of the next."""

    class Kind(models.TextChoices):
        SAME = "same", _("Samma sak")
        PART = "part", _("En del av")
        WIDER = "wider", _("Vidare än")
        NEAR = "near", _("Ungefär")

    source = models.ForeignKey(Term, models.CASCADE, related_name="mappings")
    target = models.ForeignKey(Term, models.CASCADE, related_name="mapped_from")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.SAME)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["source__text_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="mapping_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="mapping_is_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
