import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.people.models import Organisation

from .nodes import Node
from .plans import Edition, Plan


class MissingPart(models.Model):
    """Something the plan refers to that nobody has found: stands as «saknas», counted as a gap. Nothing is invented for it."""

    class Kind(models.TextChoices):
        ANNEX = "annex", _("Bilaga")
        FIGURE = "figure", _("Figur")
        TABLE = "table", _("Tabell")
        TEXT = "text", _("Text")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="missing_parts")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="missing_parts")
    kind = models.CharField(max_length=6, choices=Kind)
    title = models.CharField(max_length=300)  # as the plan calls it
    where = models.CharField(max_length=300, blank=True)  # where the plan refers to it
    found_on = models.DateField(null=True, blank=True)
    found_note = models.TextField(blank=True)  # where it is now

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="missing_part_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def called(self) -> str:
        """«Bilaga 3», «Figur: Vägen in»: a title that says what it is says so once."""
        kind = str(self.get_kind_display())
        return self.title if self.title.lower().startswith(kind.lower()) else f"{kind}: {self.title}"


class Evaluation(models.Model):
    """What was found about an edition, by whom and on which basis."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="evaluations")
    title = models.CharField(max_length=200)
    on = models.DateField()
    by_whom = models.CharField(max_length=200)  # a body or an organisation, in words
    basis = models.TextField(blank=True)  # what it was made from
    url = models.URLField(blank=True)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="findings")
    node = models.ForeignKey(Node, models.SET_NULL, null=True, blank=True, related_name="findings")  # what it is about
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    basis = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_dropped(self) -> bool:
        """Somebody has said why it is not followed."""
        return any(answer.node_id is None for answer in self.consequences.all())


class Consequence(models.Model):
    """What a finding led to in the next edition: a part of it, or «not followed, because»."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="consequences")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="consequences")
    because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "node"], name="consequence_once"),
            models.CheckConstraint(condition=Q(node__isnull=False) | ~Q(because=""), name="not_followed_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.node or self.because)


class Process(models.Model):
    """A way that people go through several operations: ordered steps, with an owner on each side."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="processes")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "title"], name="process_once")]

    def __str__(self) -> str:
        return self.title


class ProcessStep(models.Model):
    process = models.ForeignKey(Process, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    # Who hands over and who takes over: an organisation of the register, and the unit in words.
    giver = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="steps_given")
    giver_unit = models.CharField(max_length=160, blank=True)
    receiver = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="steps_received")
    receiver_unit = models.CharField(max_length=160, blank=True)
    routine = models.CharField(max_length=200, blank=True)
    routine_url = models.URLField(blank=True)
    key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class StepPart(models.Model):
    """A part of the plan that a step has to do with, by the key that lasts through editions."""

    step = models.ForeignKey(ProcessStep, models.CASCADE, related_name="parts")
    node_key = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "node_key"], name="step_part_once")]

    def __str__(self) -> str:
        return str(self.node_key)
