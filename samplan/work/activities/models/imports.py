from django.db import models

from samplan.foundation.files.models import StoredFile
from samplan.foundation.people.models import County
from samplan.work.plans.models import Edition


class ImportDraft(models.Model):
    """A plan document being brought in: what was recognised, and what the reviewer has decided so far."""

    county = models.ForeignKey(County, models.PROTECT, related_name="imports")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="imports")
    proposal = models.JSONField()  # recognition's proposal, whole, with source lines
    lines = models.JSONField()  # the document's text version
    decisions = models.JSONField(default=dict)  # by proposal id: keep / change / drop, with the reviewer's words
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=120)
    edition = models.OneToOneField(
        Edition, models.SET_NULL, null=True, blank=True, related_name="import_draft"
    )  # set when saved as a plan
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file.name
