import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samplan.foundation.core.fields import FoldedField, SortKeyField
from samplan.foundation.people.models import County, Organisation, Place
from samplan.work.plans.models import Edition, Node


class Activity(models.Model):
    """What is done, or proposed to be done. Exists once, however many parts of the plan it serves."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("Föreslagen aktivitet")
        PROJECT = "project", _("Projekt")
        ASSIGNMENT = "assignment", pgettext_lazy("aktivitet", "Uppdrag")
        OPERATION = "operation", _("Ordinarie drift")
        OTHER = "other", _("Övrigt arbete")

    county = models.ForeignKey(County, models.PROTECT, related_name="activities")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="activities", null=True, blank=True)
    nodes = models.ManyToManyField(Node, related_name="activities", blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PROPOSED)
    title = models.TextField()
    title_key = SortKeyField("title")
    text = models.TextField(blank=True)
    meaning = models.TextField(blank=True)  # what it means for the inhabitant, in plain words
    folded = FoldedField(("title", "text"))
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="owned_activities"
    )  # null: nobody has taken it on
    owner_person = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)  # in words
    places = models.ManyToManyField(Place, related_name="activities", blank=True)  # of the register
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    key = models.UUIDField(default=uuid.uuid4)
    source_lines = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField(db_index=True)  # last news, set by actions

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")

    def __str__(self) -> str:
        return self.title


class Actor(models.Model):
    """Who a document says does it: the spelling, and the organisation when the register has it."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="actors")
    text = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="activity_actors"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "text"], name="actor_once")]

    def __str__(self) -> str:
        return self.text


class ActivityState(models.Model):
    """The latest row is the activity's state."""

    class State(models.TextChoices):
        IDEA = "idea", _("Idé")
        PREPARING = "preparing", _("Förbereds")
        DECIDED = "decided", _("Beslutad")
        ONGOING = "ongoing", _("Pågår")
        PAUSED = "paused", _("Pausad")
        ENDED = "ended", _("Avslutad")
        ORDINARY = "ordinary", _("I ordinarie drift")
        DECLINED = "declined", _("Avslagen")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=State)
    on = models.DateField()
    reason = models.TextField(blank=True)
    resume_on = models.DateField(null=True, blank=True)  # of a paused one: when it is meant to go on
    lesson = models.TextField(blank=True)  # of an ended one: what others can take with them
    payer = models.CharField(max_length=200, blank=True)  # in ordinary operation: who pays from now on
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=120)
    by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resume_on=None) | Q(state="paused", resume_on__gt=F("on")), name="only_a_pause_resumes"
            ),
            models.CheckConstraint(condition=Q(lesson="") | Q(state="ended"), name="only_an_end_leaves_a_lesson"),
            models.CheckConstraint(condition=Q(payer="") | Q(state="ordinary"), name="only_ordinary_operation_is_paid"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.state}"


class Update(models.Model):
    """Background, result and analysis at one point in time."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="updates")
    on = models.DateField()
    background = models.TextField(blank=True)
    result = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    by_name = models.CharField(max_length=120)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(background="", result="", analysis=""), name="update_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.on}"
