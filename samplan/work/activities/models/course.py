"""How an activity goes through time, besides its states: moved days, the cycle, a new scope, what it came of and became."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.files.models import StoredFile
from samplan.foundation.people.models import County, User
from samplan.work.plans.models import Edition, Node

from .activities import Activity


class Forecast(models.Model):
    """A day that was moved, and why. The day that holds stands on the activity; what it was is never lost."""

    class Of(models.TextChoices):
        START = "starts_on", _("Start")
        END = "ends_on", _("Slut")
        ORDINARY = "ordinary_on", _("Ordinarie drift")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="forecasts")
    of = models.CharField(max_length=11, choices=Of)
    was = models.DateField()
    now = models.DateField(null=True, blank=True)  # null: no day is set any more
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(now=None) | ~Q(now=F("was")), name="forecast_moves_the_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="forecast_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.get_of_display()}"


class CycleMark(models.Model):
    """How far the systematic work has come with an edition, a part of it, or an activity. The latest row is where it is now."""

    class Phase(models.TextChoices):
        MAP = "map", _("Kartlägga")
        ANALYSE = "analyse", _("Analysera och prioritera")
        DESIGN = "design", _("Utforma")
        CARRY_OUT = "carry_out", _("Genomföra och testa")
        FOLLOW_UP = "follow_up", _("Följa upp")
        LEARN = "learn", _("Lära")

    edition = models.ForeignKey(Edition, models.CASCADE, null=True, blank=True, related_name="cycle_marks")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="cycle_marks")
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="cycle_marks")
    phase = models.CharField(max_length=9, choices=Phase)
    on = models.DateField()
    evidence = models.TextField()  # what shows that it has come this far
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__isnull=False, node=None, activity=None)
                | Q(edition=None, node__isnull=False, activity=None)
                | Q(edition=None, node=None, activity__isnull=False),
                name="cycle_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="cycle_mark_is_shown"),
        ]

    def __str__(self) -> str:
        return f"{self.edition or self.node or self.activity}: {self.get_phase_display()}"


class Rescoping(models.Model):
    """What it is to be was changed, by a decision."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="rescopings")
    on = models.DateField()
    was = models.TextField()
    now = models.TextField()
    decided_by = models.CharField(max_length=200)
    decision = models.CharField(max_length=200, blank=True)  # its number or paragraph
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(now="") & ~Q(decided_by=""), name="new_scope_has_a_decision")
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.on}"


class ActivityLineage(models.Model):
    """Several became one, or one became several. The earlier ones keep all that was theirs."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("Gick upp i")
        SPLIT = "split", _("Delades i")

    kind = models.CharField(max_length=6, choices=Kind)
    source = models.ForeignKey(Activity, models.CASCADE, related_name="became")
    target = models.ForeignKey(Activity, models.CASCADE, related_name="came_of")
    on = models.DateField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="lineage_of_activity_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="activity_becomes_another"),
            models.CheckConstraint(condition=~Q(reason=""), name="lineage_of_activity_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.target}"


class ActivityDocument(models.Model):
    """A paper that belongs to it: kept here, or where it lies."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="documents")
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="activity_documents")
    url = models.URLField(blank=True)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file=None) & ~Q(url="") | Q(file__isnull=False, url=""), name="document_in_one_place"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Nomination(models.Model):
    """Somebody says that more ought to do it."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="nominations")
    why = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "by_id"], name="nominated_once")]

    def __str__(self) -> str:
        return f"{self.activity}: {self.by_name}"


class SavedView(models.Model):
    """A way to look at the list of activities that somebody wants back. No user: the county's, for all in it."""

    county = models.ForeignKey(County, models.CASCADE, related_name="saved_views")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)  # the address's choices, without the question mark

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "user", "name"], name="own_view_once"),
            models.UniqueConstraint(fields=["county", "name"], condition=Q(user=None), name="shared_view_once"),
        ]

    def __str__(self) -> str:
        return self.name


class QualityRule(models.Model):
    """What a county asks of an activity that is followed well, where it differs from what the product asks."""

    class Point(models.TextChoices):
        OWNER = "owner", _("Någon äger den")
        FOLLOW_UP = "follow_up", _("Någon följer upp den, på ett bestämt sätt")
        NEWS = "news", _("Någon har skrivit om den nyligen")
        EVIDENCE = "evidence", _("Något visar vad den leder till")
        BUDGET = "budget", _("Det är sagt vem som betalar")

    county = models.ForeignKey(County, models.CASCADE, related_name="quality_rules")
    point = models.CharField(max_length=9, choices=Point)
    counts = models.BooleanField(default=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)  # of news: how old it may be

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "point"], name="quality_rule_once"),
            models.CheckConstraint(condition=Q(days=None) | Q(point="news", days__gte=1), name="days_are_of_news"),
        ]

    def __str__(self) -> str:
        return f"{self.county}: {self.get_point_display()}"
