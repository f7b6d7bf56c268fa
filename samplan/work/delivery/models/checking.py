from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.people.models import County, Organisation
from samplan.work.activities.models import Activity


class Guide(models.Model):
    """How something is brought into use, step by step: made once, followed in one municipality after the other."""

    county = models.ForeignKey(County, models.PROTECT, related_name="guides")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)  # the agreement or knowledge support it brings into use
    ended_on = models.DateField(null=True, blank=True)  # no longer begun; what is begun goes on

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["county", "title"], name="guide_once")]

    def __str__(self) -> str:
        return self.title


class GuideStep(models.Model):
    guide = models.ForeignKey(Guide, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["guide", "title"], name="guide_step_once")]

    def __str__(self) -> str:
        return self.title


class GuideCheck(models.Model):
    """A line of a step's checklist."""

    step = models.ForeignKey(GuideStep, models.CASCADE, related_name="checks")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["step", "text"], name="guide_check_once")]

    def __str__(self) -> str:
        return self.text


class GuideUse(models.Model):
    """An organisation follows a guide, in an activity."""

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="uses")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="guide_uses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="guide_uses")
    begun_on = models.DateField()
    stopped_on = models.DateField(null=True, blank=True)
    stopped_why = models.TextField(blank=True)

    class Meta:
        ordering = ["organisation__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "activity", "organisation"], name="guide_used_once"),
            models.CheckConstraint(condition=Q(stopped_on=None) | ~Q(stopped_why=""), name="guide_stopped_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.guide}"


class GuideDone(models.Model):
    """A line of the checklist is done here. While a row stands, the line it is about can't be taken out of the guide."""

    use = models.ForeignKey(GuideUse, models.CASCADE, related_name="done")
    check_line = models.ForeignKey(GuideCheck, models.PROTECT, related_name="done")
    on = models.DateField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["use", "check_line"], name="guide_check_done_once")]

    def __str__(self) -> str:
        return f"{self.use}: {self.check_line}"


class Criterion(models.Model):
    """What a programme asks of each place: «one entrance», «digital and physical»."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "text"], name="criterion_once")]

    def __str__(self) -> str:
        return self.text


class Site(models.Model):
    """A place where a programme is carried out."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sites")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="programme_sites")
    name = models.CharField(max_length=160, blank=True)  # empty: the organisation as a whole
    is_pilot = models.BooleanField(default=False)
    lesson = models.TextField(blank=True)  # what the others can take with them
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__name_key", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "organisation", "name"], name="site_once")]

    def __str__(self) -> str:
        return self.name or str(self.organisation)


class CriterionTick(models.Model):
    """How a place meets a criterion. The latest row holds; none: nobody has looked."""

    class Outcome(models.TextChoices):
        MEETS = "meets", _("Uppfyllt")
        PARTLY = "partly", _("Delvis")
        NOT = "not", _("Inte än")

    site = models.ForeignKey(Site, models.CASCADE, related_name="ticks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="ticks")
    outcome = models.CharField(max_length=6, choices=Outcome)
    note = models.TextField(blank=True)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.site}: {self.criterion}"
