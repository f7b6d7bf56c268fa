from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.people.models import Organisation

from .nodes import Node
from .plans import Edition


class EditStep(models.Model):
    """One thing done to a draft's outline, with what is needed to undo it: {table: {id: row or null}} before and after."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="steps")
    what = models.CharField(max_length=40)  # the history verb
    title = models.CharField(max_length=300)  # of the part it was done to
    before = models.JSONField()
    after = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["edition", "-id"])]

    def __str__(self) -> str:
        return f"{self.what} {self.title}"


class Lineage(models.Model):
    """Where a part came from when one was split into several, or several were joined: by the keys that last through editions."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("Delad från")
        JOINED = "joined", _("Sammanförd av")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="lineages")
    kind = models.CharField(max_length=8, choices=Kind)
    from_key = models.UUIDField()
    from_title = models.TextField()  # as it was called then
    to_key = models.UUIDField(db_index=True)
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "from_key", "to_key"], name="lineage_once"),
            models.CheckConstraint(condition=~Q(from_key=models.F("to_key")), name="lineage_is_from_another"),
        ]

    def __str__(self) -> str:
        return self.from_title


class VisionOwner(models.Model):
    """The user organisation that words a target vision: others may suggest, it decides."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="vision_owners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="owned_visions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "organisation"], name="vision_owner_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.node}"


class Suggestion(models.Model):
    """Another wording of a target vision, suggested to those who own it; answered by them."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("Antaget")
        DECLINED = "declined", _("Avböjt")
        WITHDRAWN = "withdrawn", _("Tillbakadraget")

    node = models.ForeignKey(Node, models.CASCADE, related_name="suggestions")
    title = models.TextField()
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)  # empty: waits for an answer
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None) | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="suggestion_answered_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Input(models.Model):
    """What the plan starts from: money, posts, or something else that is put in."""

    class Kind(models.TextChoices):
        MONEY = "money", _("Pengar")
        POST = "post", _("Tjänst")
        OTHER = "other", _("Annat")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="inputs")
    kind = models.CharField(max_length=6, choices=Kind)
    title = models.CharField(max_length=200)
    kronor = models.PositiveBigIntegerField(null=True, blank=True)  # a year, as the plan says it
    percent = models.PositiveSmallIntegerField(null=True, blank=True)  # of full time, of a post
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent=None) | Q(kind="post"), name="percent_is_of_a_post"),
            models.CheckConstraint(condition=Q(kronor=None) | Q(kind="money"), name="kronor_are_money"),
        ]

    def __str__(self) -> str:
        return self.title


class InputUse(models.Model):
    """What an input is put into."""

    input = models.ForeignKey(Input, models.CASCADE, related_name="uses")
    node = models.ForeignKey(Node, models.CASCADE, related_name="inputs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["input", "node"], name="input_use_once")]

    def __str__(self) -> str:
        return f"{self.input} → {self.node}"
