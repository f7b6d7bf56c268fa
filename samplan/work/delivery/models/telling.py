from django.db import models
from django.db.models import Q

from samplan.foundation.people.models import Organisation
from samplan.work.activities.models import Activity


class Message(models.Model):
    """A line of a communication plan: who is to be told what, how, when and by whom."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="messages")
    audience = models.CharField(max_length=160)
    text = models.TextField()
    channel = models.CharField(max_length=160)
    on = models.DateField()
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="messages_to_tell"
    )  # null: whoever owns the activity
    who = models.CharField(max_length=160, blank=True)  # a unit or a person of it, in words
    told_on = models.DateField(null=True, blank=True)
    dropped_why = models.TextField(blank=True)  # it was not told after all
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(told_on=None) | Q(dropped_why=""), name="message_told_or_dropped"),
        ]

    def __str__(self) -> str:
        return self.text
