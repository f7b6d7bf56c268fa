from django.db import models
from django.db.models import Q


class KeepingTime(models.Model):
    """How many days a class of things is kept, where the installation has decided otherwise than the room proposes."""

    key = models.CharField(max_length=60, unique=True)  # room.what
    days = models.PositiveIntegerField()
    decision = models.CharField(max_length=200)  # «Dokumenthanteringsplan 2026, punkt 4.2»

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(days__gte=1), name="kept_a_day_at_least")]

    def __str__(self) -> str:
        return f"{self.key}: {self.days}"


class RetentionProposal(models.Model):
    """Things whose time is out, proposed for deletion. Nothing is deleted before somebody has decided so, with a reference."""

    key = models.CharField(max_length=60, db_index=True)
    ids = models.JSONField()
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    is_approved = models.BooleanField(null=True)
    decision = models.CharField(max_length=200, blank=True)  # the decision's reference, or why not
    deleted_at = models.DateTimeField(null=True)
    deleted_count = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(decided_at=None), name="one_open_proposal"),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | (Q(is_approved=True) & ~Q(decision="")), name="deleted_after_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


class Controller(models.Model):
    """Who answers for the personal data in this installation: one row. Printed on the record of processing."""

    name = models.CharField(max_length=200)
    organisation_number = models.CharField(max_length=20, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    officer = models.CharField(max_length=200, blank=True)  # data protection officer
    officer_contact = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
