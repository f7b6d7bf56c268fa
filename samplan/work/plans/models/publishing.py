from django.db import models

from .plans import Edition


class Publication(models.Model):
    """An adopted edition, open to everybody from a day and perhaps until one. Adopted and published are two things."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="publications")
    decided_by = models.CharField(max_length=300)  # who adopted it, in the words that everybody reads: bodies only
    published_at = models.DateTimeField()
    published_by_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=models.Q(withdrawn_at=None), name="edition_published_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.published_at:%Y-%m-%d}"
