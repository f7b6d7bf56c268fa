from django.db import models
from django.db.models import Q

from samplan.foundation.files.models import StoredFile
from samplan.foundation.people.models import County


class OwnTemplate(models.Model):
    """The Word template that a county's documents are printed in, from a day and perhaps until one."""

    county = models.ForeignKey(County, models.CASCADE, related_name="word_templates")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="word_templates")
    lacks = models.JSONField(default=list)  # names of styles that it has none of, and ours stand in for
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["county"], condition=Q(ended_at=None), name="one_word_template_at_a_time")
        ]

    def __str__(self) -> str:
        return self.file.name
