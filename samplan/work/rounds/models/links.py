from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .requests import Request


class Link(models.Model):
    """A personal link in a mail. Opening it (GET, as mail scanners do) spends nothing; the page's button (POST) opens a
    session for this request only. Only the secret's hash is kept."""

    class Purpose(models.TextChoices):
        ANSWER = "answer", _("Svara")
        HELP = "help", _("Hjälpa till")
        APPROVE = "approve", _("Godkänna")
        CONFIRM = "confirm", _("Bekräfta")  # an answer entered on behalf

    request = models.ForeignKey(Request, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=Purpose)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["request", "purpose"], condition=Q(revoked_at=None), name="link_alive")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.email}"


class LinkUse(models.Model):
    """Each time a link's button was pressed."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="uses")
    at = models.DateTimeField(auto_now_add=True)
    browser = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.link} {self.at}"
