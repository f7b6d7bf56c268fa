import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samplan.foundation.core.fields import FoldedField, SortKeyField
from samplan.foundation.people.models import County, Organisation, Place
from samplan.work.plans.models import Edition, Node

if TYPE_CHECKING:
    from .actors import Actor


class Activity(models.Model):
    """What is done, or proposed to be done. Exists once, however many parts of the plan it serves."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("Föreslagen aktivitet")
        PROJECT = "project", _("Projekt")
        PROGRAMME = "programme", _("Program")
        ASSIGNMENT = "assignment", pgettext_lazy("aktivitet", "Uppdrag")
        OPERATION = "operation", _("Ordinarie drift")
        OTHER = "other", _("Övrigt arbete")

    county = models.ForeignKey(County, models.PROTECT, related_name="activities")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="activities", null=True, blank=True)
    nodes = models.ManyToManyField(Node, related_name="activities", blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_activities"
    )  # the programme it is part of; never in a circle: checked where it is set
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
    ordinary_on = models.DateField(null=True, blank=True)  # when it is meant to go over into ordinary operation
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)  # years, its own: a target group has others
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)  # the last year included
    contact = models.CharField(max_length=200, blank=True)  # how one reaches it: at work, not at home
    follow_up_method = models.TextField(blank=True)  # how one will know what came of it
    position = models.PositiveIntegerField(default=0)
    key = models.UUIDField(default=uuid.uuid4)
    source_lines = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField(db_index=True)  # last news, set by actions

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="activity_is_not_part_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(age_from=None, age_to=None)
                | Q(age_from__isnull=False, age_to=None, age_from__lte=120)
                | Q(age_from__isnull=False, age_to__isnull=False, age_to__gte=F("age_from"), age_to__lte=120),
                name="activity_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def performers(self) -> "list[Actor]":
        """Who does it now, in order; who only pays or follows, and who has left, is not among them."""
        return [actor for actor in self.actors.all() if actor.performs]


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
        CARRIED = "carried", _("Förs över till nästa år")
        MERGED = "merged", _("Sammanslagen med en annan")
        SPLIT = "split", _("Delad i flera")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=State)
    on = models.DateField()
    reason = models.TextField(blank=True)
    resume_on = models.DateField(null=True, blank=True)  # of a paused one: when it is meant to go on
    lesson = models.TextField(blank=True)  # of an ended one: what others can take with them
    payer = models.CharField(max_length=200, blank=True)  # in ordinary operation: who pays from now on
    goes_on = models.TextField(blank=True)  # of what was a project: what goes on
    left_behind = models.TextField(blank=True)  # and what ended with it
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
            models.CheckConstraint(
                condition=Q(goes_on="", left_behind="") | Q(state="ordinary"),
                name="only_ordinary_operation_is_what_went_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.state}"
