from django.db import models
from django.db.models import Q

from samplan.work.activities.models import Activity


class FinalReport(models.Model):
    """What an ended project owes. Approved on a day, often after the end; then it stands as it is."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="final_report")
    what = models.TextField(blank=True)  # what was done
    result = models.TextField(blank=True)
    lesson = models.TextField(blank=True)
    payer = models.TextField(blank=True)  # who pays for what goes on, or that nothing does
    handed_in_at = models.DateTimeField(null=True, blank=True)  # null: being written
    handed_in_by_id = models.BigIntegerField(null=True)
    handed_in_by_name = models.CharField(max_length=120, blank=True)
    returned_note = models.TextField(blank=True)  # what was asked for when it was given back
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)  # a body or a person, in words
    decision = models.CharField(max_length=200, blank=True)  # its number or paragraph

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_on=None, approved_by="")
                | (Q(approved_on__isnull=False, handed_in_at__isnull=False) & ~Q(approved_by="")),
                name="final_report_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | (~Q(what="") & ~Q(result="") & ~Q(lesson="") & ~Q(payer="")),
                name="final_report_handed_in_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity)
