from django.db import models
from django.db.models import F, Q

from samplan.foundation.people.models import County

from .activities import Activity


class ReportingPoint(models.Model):
    """A day that the county's activities are written of for: «Maj 2026»."""

    county = models.ForeignKey(County, models.CASCADE, related_name="reporting_points")
    name = models.CharField(max_length=60)
    on = models.DateField()  # what has happened until this day is told

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["county", "on"], name="reporting_point_once")]

    def __str__(self) -> str:
        return self.name


class Update(models.Model):
    """Background, result and analysis at one point in time, and what hindered and helped."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="updates")
    point = models.ForeignKey(ReportingPoint, models.PROTECT, null=True, blank=True, related_name="updates")
    on = models.DateField()
    background = models.TextField(blank=True)
    result = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    obstacles = models.TextField(blank=True)
    success_factors = models.TextField(blank=True)
    by_name = models.CharField(max_length=120)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(background="", result="", analysis="", obstacles="", success_factors=""),
                name="update_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.on}"


class Volume(models.Model):
    """How many it reached in a period: a number, or an interval (low to high). Women and men where that is known.

    Small numbers are protected when they are shown (volumes.py), not when they are kept.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="volumes")
    what = models.CharField(max_length=120)  # «Besökare per månad»
    starts_on = models.DateField()
    ends_on = models.DateField()
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()  # the same as low: a number, no interval
    women = models.PositiveIntegerField(null=True, blank=True)
    men = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)  # how it was counted
    by_name = models.CharField(max_length=120)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["what", "-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "what", "starts_on", "ends_on"], name="volume_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="volume_ends_after_start"),
            models.CheckConstraint(condition=Q(high__gte=F("low")), name="volume_from_low_to_high"),
            models.CheckConstraint(
                condition=Q(women=None, men=None)
                | Q(women__isnull=False, men__isnull=False, high__gte=F("women") + F("men")),
                name="women_and_men_within_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.what}"
