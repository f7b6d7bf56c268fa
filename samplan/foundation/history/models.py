from django.db import models


class Event(models.Model):
    """One thing somebody did. Ids and text only, so that it outlives what it tells of; never changed, never deleted."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
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

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.verb} {self.subject_name}"
