from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.people.models import Organisation

from .activities import Activity


class Actor(models.Model):
    """Who has a part in it, and which: the spelling of the document, and the organisation when the register has it.

    Somebody may join later and leave before it ends; the row stays. Who pays for a time has the days of the money.
    """

    class Role(models.TextChoices):
        PERFORMER = "performer", _("Gör den")
        FUNDER = "funder", _("Betalar")
        EVALUATOR = "evaluator", _("Utvärderar")
        FOLLOWER = "follower", _("Följer upp")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="actors")
    role = models.CharField(max_length=10, choices=Role, default=Role.PERFORMER)
    text = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="activity_actors"
    )
    responsibility = models.TextField(blank=True)  # which part of it is theirs
    share = models.PositiveSmallIntegerField(null=True, blank=True)  # per cent of the cost, of who pays
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)  # the last day
    left_why = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "role", "text"],
                condition=Q(left_on=None) & ~Q(role="funder"),
                name="actor_once_in_a_role",
            ),  # the same body may pay with several sorts of money
            models.CheckConstraint(
                condition=Q(share=None) | Q(role="funder", share__gte=1, share__lte=100), name="share_of_who_pays"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(joined_on=None) | Q(left_on__gte=F("joined_on")),
                name="actor_leaves_after_joining",
            ),
            models.CheckConstraint(condition=Q(left_why="") | Q(left_on__isnull=False), name="why_of_who_has_left"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def named(self) -> str:
        """The register's name, or the words when they say it and more: «Ekby kommun, socialtjänsten»."""
        known = self.organisation
        return self.text if known is None or self.text.startswith(f"{known.name},") else known.name

    @property
    def spelled(self) -> str:
        """The words, where they are others than the name that is shown."""
        known = self.organisation
        return "" if known is None or self.text in (self.named, known.short_name) else self.text

    @property
    def has_left(self) -> bool:
        return self.left_on is not None and self.left_on < today()

    @property
    def performs(self) -> bool:
        return self.role == self.Role.PERFORMER and not self.has_left


class Post(models.Model):
    """A post that the activity needs, paid by several."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="posts")
    title = models.CharField(max_length=160)
    percent = models.PositiveSmallIntegerField(default=100)  # of full time
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=1000), name="post_of_some_size"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="post_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PostShare(models.Model):
    """Who pays how much of a post. Together never more than the whole: checked where they are set."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="shares")
    text = models.CharField(max_length=300)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="post_shares")
    percent = models.PositiveSmallIntegerField()  # of the post's cost

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="post_share_of_a_hundred"),
            models.UniqueConstraint(fields=["post", "text"], name="post_share_once"),
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.percent} %"
