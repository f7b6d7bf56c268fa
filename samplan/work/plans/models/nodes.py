import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.fields import FoldedField, SortKeyField

from .plans import Edition


class Tier(models.Model):
    """A level of the plan, in the county's own word, mapped to a standard type (OECD-DAC)."""

    class Type(models.TextChoices):
        IMPACT = "impact", _("Långsiktigt mål")
        OUTCOME = "outcome", _("Mål")
        OUTPUT = "output", _("Resultat")
        QUESTION = "question", _("Fråga")
        DIRECTION = "direction", _("Inriktning")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tiers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)  # «Insatsområde»
    standard_type = models.CharField(max_length=10, choices=Type)
    is_target_vision = models.BooleanField(default=False)  # worded and owned by the user organisations

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="tier_position_once"),
            models.CheckConstraint(
                condition=Q(standard_type__in=["impact", "outcome", "output", "question", "direction"]),
                name="tier_type_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Node(models.Model):
    """One thing in the plan: goal, vision, direction, area, question. Exists once, referenced many times."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="nodes")
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="nodes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()  # order in the whole edition, top to bottom
    number = models.CharField(max_length=20, blank=True)
    title = models.TextField()
    text = models.TextField(blank=True)
    folded = FoldedField(("number", "title", "text"))
    title_key = SortKeyField("title")
    key = models.UUIDField(default=uuid.uuid4)  # the same thing through editions
    source_lines = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="node_is_not_its_own_parent"),
        ]
        indexes = [models.Index(fields=["edition", "position"])]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Wording(models.Model):
    """Another wording of the same node, as an annex writes it."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="wordings")
    text = models.TextField()
    source_lines = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.text


class Contribution(models.Model):
    """«Bidrar till»: how the plan thinks one thing leads to another."""

    source = models.ForeignKey(Node, models.CASCADE, related_name="contributes_to")
    target = models.ForeignKey(Node, models.CASCADE, related_name="contributions")
    evidence = models.TextField(blank=True)  # empty: assumed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="contribution_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="contribution_is_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class FollowUpQuestion(models.Model):
    """What the plan says is to be asked, about a node or (null) the whole plan."""

    class Audience(models.TextChoices):
        ORGANISATIONS = "organisations", _("Kommuner och region")
        ASSOCIATIONS = "associations", _("Föreningar")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="questions")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="questions")
    position = models.PositiveIntegerField()
    text = models.TextField()
    help = models.TextField(blank=True)
    audience = models.CharField(max_length=16, choices=Audience, default=Audience.ORGANISATIONS)
    is_open = models.BooleanField(default=False)  # asks for text only, no yes, partly or no
    key = models.UUIDField(default=uuid.uuid4)
    source_lines = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="question_key_once")]

    def __str__(self) -> str:
        return self.text


class Measure(models.Model):
    """What the plan says is followed in the population. Its figures come when indicators do; until then «ej mätbar än»."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="measures")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="measures")
    position = models.PositiveIntegerField()
    text = models.TextField()
    source_lines = models.JSONField(default=list, blank=True)
    added_on = models.DateField(
        null=True, blank=True
    )  # after the edition was adopted: not the plan's words, but followed
    key = models.UUIDField(default=uuid.uuid4)  # the same measure through editions

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text
