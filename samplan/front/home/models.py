from django.db import models

from samplan.foundation.people.models import User


class DigestChoice(models.Model):
    """Who has said no to the weekly letter. No row: yes."""

    user = models.OneToOneField(User, models.CASCADE, related_name="digest_choice")
    off_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.off_at or 'on'}"


class Digest(models.Model):
    """A person's week is done: at most one row, so at most one letter, however many workers there are."""

    user = models.ForeignKey(User, models.CASCADE, related_name="digests")
    week = models.DateField()  # its Monday
    items = models.PositiveIntegerField(default=0)  # 0: nothing waited, no letter went

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "week"], name="digest_once_a_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week}"
