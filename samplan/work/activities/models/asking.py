from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.people.models import Organisation

from .activities import Activity


class Asking(models.Model):
    """A proposed activity is asked of an organisation; it takes it on, takes it on changed, or declines with a reason."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Tar på sig den")
        CHANGED = "changed", _("Tar på sig den, med en ändring")
        DECLINED = "declined", _("Tackar nej")
        WITHDRAWN = "withdrawn", _("Frågan är tillbakatagen")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="askings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="activity_askings")
    unit = models.CharField(max_length=160, blank=True)  # which part of it, in words
    message = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)  # empty: waits for an answer
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "organisation"], condition=Q(outcome=""), name="asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None) | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="asking_answered_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["changed", "declined"]) | ~Q(answer=""), name="a_no_or_a_change_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.activity}"
