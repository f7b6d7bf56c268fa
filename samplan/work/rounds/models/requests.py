from datetime import date, datetime

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.people.models import Organisation
from samplan.work.questionnaires.models import Response, Section

from .rounds import Round


def _latest() -> "models.QuerySet[RequestState]":
    return RequestState.objects.filter(request=OuterRef("pk")).order_by("-at", "-id")


class RequestQuerySet(models.QuerySet["Request"]):
    def with_state(self) -> "RequestQuerySet":
        """Each row's latest state, as `state_now` and `state_at`."""
        latest = _latest()
        return self.annotate(state_now=Subquery(latest.values("state")[:1]), state_at=Subquery(latest.values("at")[:1]))

    def sent(self) -> "RequestQuerySet":
        return self.with_state().exclude(Q(state_now=None))

    def approved(self) -> "RequestQuerySet":
        """Handed over: what others than the organisation may read."""
        return self.with_state().filter(Q(state_now=RequestState.State.APPROVED))


class Request(models.Model):
    """What one organisation is asked in one round, by whom it is answered and who approves."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="requests")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="requests")
    response = models.OneToOneField(Response, models.PROTECT, related_name="request")
    # Empty contact = vacant: the round goes to the fallback address (registrator or head of department).
    contact_name = models.CharField(max_length=120, blank=True)
    contact_title = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    vacant_since = models.DateField(null=True, blank=True)
    fallback_email = models.EmailField(blank=True)
    manager_name = models.CharField(max_length=120, blank=True)
    manager_title = models.CharField(max_length=120, blank=True)
    manager_email = models.EmailField(blank=True)
    closes_on = models.DateField(null=True, blank=True)  # own last day, when given more time than the round
    # Said once for an answer that came another way than through the form.
    source = models.CharField(max_length=20, blank=True)  # phone, mail, document, import
    source_date = models.DateField(null=True, blank=True)
    source_note = models.TextField(blank=True)

    objects = RequestQuerySet.as_manager()
    state_now: str | None  # set by with_state
    state_at: datetime | None

    class Meta:
        ordering = ["organisation__name_key"]
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="request_once"),
            models.CheckConstraint(
                condition=Q(source="", source_date=None) | (~Q(source="") & Q(source_date__isnull=False)),
                name="request_source_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.round}"

    @property
    def is_vacant(self) -> bool:
        return not self.contact_email

    @property
    def address(self) -> str:
        return self.contact_email or self.fallback_email

    @property
    def last_day(self) -> date:
        return self.closes_on or self.round.closes_on

    @property
    def days_left(self) -> int:
        return (self.last_day - today()).days


class RequestState(models.Model):
    """The latest row is the request's state: who moved it there, when, and with what note."""

    class State(models.TextChoices):
        SENT = "sent", _("Inte börjat")
        WRITING = "writing", _("Skriver")
        WITH_MANAGER = "with_manager", _("Hos chefen")
        RETURNED = "returned", _("Återlämnad")
        APPROVED = "approved", _("Inlämnad")  # handed over: only now may anybody outside the organisation read it
        ON_BEHALF = "on_behalf", _("Väntar på ja")  # entered by the coordinator; the organisation is asked for a yes
        UNANSWERED = "unanswered", _("Inte svarat")  # the round closed without an answer

    request = models.ForeignKey(Request, models.CASCADE, related_name="states")
    state = models.CharField(max_length=16, choices=State)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    by_id = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["request", "-at", "-id"])]

    def __str__(self) -> str:
        return f"{self.request}: {self.state}"


class Helper(models.Model):
    """A colleague asked to write some sections. No sections = all."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="helpers")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    sections = models.ManyToManyField(Section, blank=True)
    asked_by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "email"], condition=Q(ended_at=None), name="helper_once")
        ]

    def __str__(self) -> str:
        return self.name
