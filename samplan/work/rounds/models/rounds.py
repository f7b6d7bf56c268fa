from datetime import datetime

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.fields import SortKeyField
from samplan.foundation.people.models import County, User
from samplan.work.questionnaires.models import Form


def _latest() -> "models.QuerySet[RoundState]":
    return RoundState.objects.filter(round=OuterRef("pk")).order_by("-at", "-id")


class RoundQuerySet(models.QuerySet["Round"]):
    def with_state(self) -> "RoundQuerySet":
        """Each row's latest state, as `state_now` and `state_at`. A round without any row is a draft."""
        latest = _latest()
        return self.annotate(state_now=Subquery(latest.values("state")[:1]), state_at=Subquery(latest.values("at")[:1]))

    def in_state(self, *states: str) -> "RoundQuerySet":
        return self.with_state().filter(Q(state_now__in=states))

    def open(self) -> "RoundQuerySet":
        return self.in_state(RoundState.State.OPEN)


class Round(models.Model):
    """One dated thing that asks several organisations the same form."""

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up", _("Uppföljning")
        REFERRAL = "referral", _("Remiss")

    county = models.ForeignKey(County, models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.FOLLOW_UP)
    title = models.CharField(max_length=200)
    title_key = SortKeyField("title")
    year = models.PositiveSmallIntegerField()
    form = models.OneToOneField(Form, models.PROTECT, related_name="round")
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="following")
    opens_on = models.DateField()
    closes_on = models.DateField()
    letter = models.TextField(blank=True)  # the coordinator's own words in the invitation
    owner = models.ForeignKey(User, models.PROTECT, related_name="rounds_owned")  # who organisations write to

    objects = RoundQuerySet.as_manager()
    state_now: str | None  # set by with_state
    state_at: datetime | None

    class Meta:
        ordering = ["-year", "-opens_on"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_opening"),
            models.CheckConstraint(condition=Q(kind__in=["follow_up", "referral"]), name="round_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.title


class RoundState(models.Model):
    """The latest row is the round's state."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Förbereds")
        OPEN = "open", _("Öppen")
        CLOSED = "closed", _("Stängd")

    round = models.ForeignKey(Round, models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=State)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.round}: {self.state}"


class Reminder(models.Model):
    """A reminder the worker sends by itself on a day, to those who have not handed in."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    recipients = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["round", "due_on"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.round}: {self.due_on}"
