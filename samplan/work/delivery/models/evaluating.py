from django.db import models
from django.db.models import Q

from samplan.foundation.people.models import Organisation
from samplan.work.activities.models import Activity


class EvaluationQuestion(models.Model):
    """Asked when the activity starts, answered by somebody when its day comes."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="evaluation_questions")
    text = models.TextField()
    due = models.DateField()
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="evaluation_questions"
    )  # whose people are to answer
    who = models.CharField(max_length=160, blank=True)  # a unit or a person of it, in words
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=120)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="evaluation_answered_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="evaluation_asks_something"),
        ]

    def __str__(self) -> str:
        return self.text
