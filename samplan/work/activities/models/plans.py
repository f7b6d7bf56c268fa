from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.terms.models import Term
from samplan.work.plans.models import Edition, Plan

from .activities import Activity, ActivityState


class Carrying(models.Model):
    """What became of an activity when the next edition was begun from an earlier one: it came along, or it ended there."""

    class Kind(models.TextChoices):
        CARRIED = "carried", _("Förs över")
        ENDED = "ended", _("Avslutas")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="carryings")
    from_edition = models.ForeignKey(Edition, models.CASCADE, related_name="carried_from")
    to_edition = models.ForeignKey(Edition, models.CASCADE, related_name="carried_to")
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "from_edition", "to_edition"], name="carried_once"),
            models.CheckConstraint(condition=~Q(kind="ended") | ~Q(reason=""), name="ended_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.get_kind_display()}"


class Adoption(models.Model):
    """A local plan takes up an activity of the county's plan: one activity, each place's own state."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="adoptions")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="adoptions")
    text = models.TextField(blank=True)  # how it is done here

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "plan"], name="adopted_once")]

    def __str__(self) -> str:
        return f"{self.plan}: {self.activity}"


class AdoptionState(models.Model):
    """The latest row is the state here: the words are an activity's own."""

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=ActivityState.State)
    on = models.DateField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.adoption}: {self.state}"


class ActivityTerm(models.Model):
    """An activity is for a target group, uses a method, serves a focus area."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="activity_terms")
    term = models.ForeignKey(Term, models.PROTECT, related_name="activity_terms")

    class Meta:
        ordering = ["term__position", "term__text_key"]
        constraints = [models.UniqueConstraint(fields=["activity", "term"], name="activity_term_once")]

    def __str__(self) -> str:
        return f"{self.activity}: {self.term}"


class Assessment(models.Model):
    """How an activity meets a perspective of its plan. None: nobody has looked yet."""

    class Outcome(models.TextChoices):
        MEETS = "meets", _("Arbetar med det")
        PARTLY = "partly", _("Delvis")
        NOT = "not", _("Inte än")
        IRRELEVANT = "irrelevant", _("Har inte med det att göra")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="assessments")
    term = models.ForeignKey(Term, models.PROTECT, related_name="assessments")
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["term__position", "term__text_key"]
        constraints = [models.UniqueConstraint(fields=["activity", "term"], name="assessed_once")]

    def __str__(self) -> str:
        return f"{self.activity}: {self.term}: {self.outcome}"
