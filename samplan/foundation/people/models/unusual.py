from django.db import models
from django.db.models import Q


class Sighting(models.Model):
    """How often something happened within an hour, about one account or one network address. From a threshold on it is unusual."""

    class Kind(models.TextChoices):
        ACCOUNT = "account"  # refused sign-ins for one account
        ADDRESS = "address"  # refused sign-ins from one network address
        LIMITED = "limited"  # stopped by the limit on guessing
        REFUSED = "refused"  # pages that somebody may not open, or that do not exist
        LINKS = "links"  # personal links that do not exist
        EXPORTS = "exports"  # files taken out
        READS = "reads"  # protected matter read

    kind = models.CharField(max_length=10, choices=Kind)
    hour = models.DateTimeField(db_index=True)  # its beginning
    user_id = models.BigIntegerField(default=0)  # 0: it is about the address
    address = models.CharField(max_length=45, blank=True)  # from where
    count = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "hour", "user_id"], condition=~Q(user_id=0), name="one_sighting_of_user"
            ),
            models.UniqueConstraint(
                fields=["kind", "hour", "address"], condition=Q(user_id=0), name="one_sighting_of_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.hour:%Y-%m-%d %H} {self.count}"
