from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.fields import FoldedField, SortKeyField
from samplan.foundation.people.models import County, Organisation


class Plan(models.Model):
    """What some organisations in a county have agreed on, through all its editions."""

    county = models.ForeignKey(County, models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    title_key = SortKeyField("title")
    folded = FoldedField(("title",))
    owner_name = models.CharField(max_length=200, blank=True)  # the body that keeps it, in words

    class Meta:
        ordering = ["title_key"]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """Who stands behind a plan: always said here, never assumed to be all of the county."""

    class Role(models.TextChoices):
        CO_OWNER = "co_owner", _("Medägare")
        PARTY = "party", _("Part")
        CONSULTED = "consulted", _("Rådfrågad")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plan_parties")
    role = models.CharField(max_length=12, choices=Role)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__name_key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "organisation"], condition=Q(valid_to=None), name="plan_party_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.plan}"


class Edition(models.Model):
    """One version of a plan, with validity. Frozen once adopted."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    lead = models.TextField(blank=True)
    source_name = models.CharField(max_length=255, blank=True)  # the document it was read from
    source_file_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="edition_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> str:
        if not self.valid_from or not self.valid_to:
            return ""
        first, last = self.valid_from.year, self.valid_to.year
        return str(first) if first == last else f"{first}–{last}"


class EditionState(models.Model):
    """The latest row is the edition's state."""

    class State(models.TextChoices):
        WORKING = "working", _("Arbetsutkast")
        REFERRAL = "referral", _("På remiss")
        ADOPTED = "adopted", _("Antagen")
        SUPERSEDED = "superseded", _("Ersatt")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="states")
    state = models.CharField(max_length=12, choices=State)
    on = models.DateField()  # the day it holds from (the decision's day, for adopted)
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=120)
    by_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.edition}: {self.state}"
