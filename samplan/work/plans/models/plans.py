from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.fields import FoldedField, SortKeyField
from samplan.foundation.people.models import County, Organisation
from samplan.work.governance.models import Body, Matter


class Plan(models.Model):
    """What some organisations in a county have agreed on, through all its editions."""

    county = models.ForeignKey(County, models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    title_key = SortKeyField("title")
    folded = FoldedField(("title",))
    owner_name = models.CharField(max_length=200, blank=True)  # the body that keeps it, in words
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts"
    )  # a part of that plan
    area = models.CharField(max_length=200, blank=True)  # the earmarked area it is for
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="local_plans"
    )  # whose local plan it is; null: shared

    class Meta:
        ordering = ["title_key"]
        constraints = [
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="plan_is_not_its_own_parent")
        ]

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
    numbers_itself = models.BooleanField(default=False)  # else the numbers are kept as somebody wrote them
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, blank=True, related_name="edition")
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


class BodyRole(models.Model):
    """Which body owns a part of the plan, and which work with it: so that parallel structures are seen. No node: the plan."""

    class Kind(models.TextChoices):
        OWNS = "owns", _("Äger")
        WORKS = "works", _("Arbetar med")
        ADVISES = "advises", _("Ger råd")  # reference groups

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="body_roles")
    node = models.ForeignKey("plans.Node", models.CASCADE, null=True, blank=True, related_name="body_roles")
    body = models.ForeignKey(Body, models.PROTECT, related_name="plan_roles")
    kind = models.CharField(max_length=8, choices=Kind)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "body"], condition=Q(valid_to=None, node__isnull=False), name="body_role_of_node_once"
            ),
            models.UniqueConstraint(
                fields=["edition", "body"], condition=Q(valid_to=None, node=None), name="body_role_of_plan_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="body_role_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_kind_display()}"


class Relation(models.Model):
    """A plan's tie to another plan, a strategy, an agreement or a law."""

    class Kind(models.TextChoices):
        CARRIES_OUT = "carries_out", _("Genomför")
        FOLLOWS = "follows", _("Utgår från")
        TOUCHES = "touches", _("Hänger ihop med")
        REPLACES = "replaces", _("Ersätter")

    class To(models.TextChoices):
        PLAN = "plan", _("Plan")
        STRATEGY = "strategy", _("Strategi")
        AGREEMENT = "agreement", _("Överenskommelse")
        LAW = "law", _("Lag eller föreskrift")
        INQUIRY = "inquiry", _("Utredning")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=12, choices=Kind)
    to_kind = models.CharField(max_length=10, choices=To)
    to_plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="related_from")
    title = models.CharField(max_length=300, blank=True)  # of what is no plan here
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(blank=True)
    note = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "to_plan", "kind"], name="relation_to_plan_once"),
            models.CheckConstraint(
                condition=Q(to_plan__isnull=False, title="") | (Q(to_plan=None) & ~Q(title="")),
                name="relation_is_to_one_thing",
            ),
            models.CheckConstraint(condition=~Q(plan=F("to_plan")), name="relation_is_to_another"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.to_plan)
