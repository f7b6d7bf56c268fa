from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """One letter to one address. Written in the same transaction as what it tells of; the worker sends it after."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Väntar")
        SENT = "sent", _("Skickat")
        FAILED = "failed", _("Kom inte fram")

    to = models.EmailField()
    to_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)  # made from the text, which is what counts
    reply_to = models.EmailField(blank=True)
    headers = models.JSONField(default=dict, blank=True)  # those that belong to this letter, e.g. List-Unsubscribe
    attachment_name = models.CharField(max_length=100, blank=True)
    attachment_type = models.CharField(max_length=100, blank=True)
    attachment = models.BinaryField(blank=True, default=bytes)
    kind = models.CharField(max_length=40)  # room.reason, e.g. "rounds.invitation"
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    county_code = models.CharField(max_length=2, blank=True)  # whose coordinators may see that it went
    is_private = models.BooleanField(
        default=False
    )  # between people of one organisation: not for the coordinator's eyes
    message_id = models.CharField(max_length=255, blank=True)  # made with the row: the same in every try
    created_at = models.DateTimeField(auto_now_add=True)
    send_after = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    given_up_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)  # the receiver's side said afterwards that it did not arrive
    settled_at = models.DateTimeField(null=True)  # somebody has taken care of what did not arrive
    resent_as = models.BigIntegerField(null=True)  # the letter that went instead
    claimed_at = models.DateTimeField(null=True)

    FAILED = Q(given_up_at__isnull=False) | Q(bounced_at__isnull=False)
    WAITING = Q(sent_at=None, given_up_at=None)
    OF_STATE: ClassVar[dict[str, Q]] = {
        State.WAITING: WAITING,
        State.SENT: Q(sent_at__isnull=False, bounced_at=None),
        State.FAILED: FAILED,
    }

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["message_id"], condition=~Q(message_id=""), name="mail_message_id_once")
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                name="mail_to_send",
                condition=models.Q(sent_at=None, given_up_at=None),
            ),
            models.Index(fields=["county_code", "-created_at"], name="mail_of_county"),
            models.Index(fields=["subject_type", "subject_id"], name="mail_about"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    @property
    def state(self) -> "Mail.State":
        if self.given_up_at or self.bounced_at:
            return Mail.State.FAILED
        return Mail.State.SENT if self.sent_at else Mail.State.WAITING
