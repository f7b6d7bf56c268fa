from django.db import models
from django.utils import timezone


class Event(models.Model):
    """One thing somebody did. Ids and text only, so that it outlives what it tells of; the database refuses to change or
    delete it (guards.py), but for sealing it once and erasing what it says of a person."""

    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)  # room.what_happened, e.g. "rounds.closed"
    subject_type = models.CharField(max_length=60)  # app_label.model
    subject_id = models.BigIntegerField()
    subject_name = models.CharField(max_length=300)
    county_code = models.CharField(max_length=2, blank=True, db_index=True)
    organisation_id = models.BigIntegerField(null=True)  # set: only that organisation and those above it may read
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    note = models.TextField(blank=True)

    # Set by the worker, once: which seal it lies under, and the salted hash of what it said then (chain.py).
    sealed_in = models.BigIntegerField(null=True, editable=False)
    salt = models.CharField(max_length=32, blank=True, default="", editable=False)
    hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    erased_why = models.CharField(max_length=300, blank=True, default="", editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"]),
            models.Index(fields=["id"], condition=models.Q(sealed_in=None), name="history_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.verb} {self.subject_name}"


class Seal(models.Model):
    """One batch of events, held together by a hash that also holds the seal before it. Never changed, never deleted."""

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without gaps: its place in the chain
    at = models.DateTimeField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


class Reading(models.Model):
    """Somebody read something protected. Never changed, but for the names of people who are erased; deleted only when its time
    is out and that has been decided."""

    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    reader_id = models.BigIntegerField(null=True)
    reader_name = models.CharField(max_length=200, blank=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_name = models.CharField(max_length=300)
    county_code = models.CharField(max_length=2, blank=True)
    why = models.CharField(max_length=300)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.reader_name}: {self.subject_name} ({self.why})"
