from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samplan.work.activities.models import Activity


class Milestone(models.Model):
    """Something that is to be in place by a day: reached, delivered, or a gate where somebody decides whether to go on."""

    class Kind(models.TextChoices):
        MILESTONE = "milestone", _("Milstolpe")
        GATE = "gate", _("Beslutspunkt")
        DELIVERABLE = "deliverable", _("Leverans")

    class Outcome(models.TextChoices):
        GO = "go", _("Gå vidare")
        CHANGE = "change", _("Gå vidare med ändringar")
        STOP = "stop", _("Avbryt")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.MILESTONE)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)  # of a gate: what has to be in place to pass
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True)  # of a gate that has been passed
    decided_by = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)  # what was delivered, or why it was decided so
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(kind="gate", done_on__isnull=False), name="outcome_of_a_gate_passed"
            ),
            models.CheckConstraint(
                condition=~Q(kind="gate") | Q(done_on=None) | (~Q(outcome="") & ~Q(decided_by="")),
                name="gate_passed_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MilestoneMove(models.Model):
    """Its day was moved, and why."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="moves")
    was = models.DateField()
    now = models.DateField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(now=F("was")), name="move_to_another_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="move_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.now}"
