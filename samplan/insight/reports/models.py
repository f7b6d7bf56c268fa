from django.db import models

from samplan.foundation.people.models import County
from samplan.work.rounds.models import Round


class Report(models.Model):
    """A yearly report of one round: live until approved, then a frozen snapshot."""

    county = models.ForeignKey(County, models.PROTECT, related_name="reports")
    round = models.OneToOneField(Round, models.PROTECT, related_name="report")
    title = models.CharField(max_length=200)
    sender = models.CharField(max_length=200)
    diary_number = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class ReportText(models.Model):
    """The editor's own words in one part of a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="texts")
    part = models.CharField(max_length=60)  # summary, method, section:<id> …
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    data_version = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "part"], name="report_part_once")]

    def __str__(self) -> str:
        return f"{self.report}: {self.part}"


class Snapshot(models.Model):
    """An approved report, whole: never changed. A correction is a new snapshot with a reason."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    approved_at = models.DateTimeField()
    approved_by_name = models.CharField(max_length=120)
    approved_by_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="snapshot_number_once")]

    def __str__(self) -> str:
        return f"{self.report} {self.number}"


class Publication(models.Model):
    """An approved report, open to everybody from a day and perhaps until one. Approved and published are two things."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="publications")
    published_at = models.DateTimeField()
    published_by_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(withdrawn_at=None), name="report_published_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.published_at:%Y-%m-%d}"
